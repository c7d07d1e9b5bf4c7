import { z } from 'zod';
import type { ErpNotice } from '../shared/contract.ts';
import { allOf, quoted } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';
import { billingQuery } from './billing.ts';
import type { Connection } from './connection.ts';
import { entered, itemsOfBilling } from './journal.ts';
import { NeededKey } from './values.ts';

const RawPosted = z.object({ BillingDocument: NeededKey });
/** Some are paid in cash and in nobody's account. */
const LOOKED_AT = 5;
/** Three questions each at most; whoever has more hides none or all of them. */
const MOST_COMPANIES = 20;
const POSTED = `AccountingTransferStatus eq 'C' and SDDocumentCategory eq 'M' and BillingDocumentIsCancelled eq false`;

/**
 * An authorisation may hide the journal of a company code: then nothing is refused, and no invoice can be understood. Where the
 * newest posted ones of a company code have no items, it is told.
 */
export async function unseenJournals(connection: Connection, companies: readonly string[], signal: AbortSignal): Promise<ErpNotice[]> {
  const chosen = connection.settings.companies;
  const notices: ErpNotice[] = [];
  const wanted = companies.filter((code) => chosen.length === 0 || chosen.includes(code));
  for (const company of wanted.slice(0, MOST_COMPANIES)) {
    const filter = allOf(`CompanyCode eq ${quoted(company)}`, POSTED);
    const query = billingQuery(connection, { select: ['BillingDocument'], filter });
    const rows = await connection.client.latest(query, 'LastChangeDateTime', LOOKED_AT, signal);
    const booked = readableRows(RawPosted, rows).map(({ BillingDocument }) => ({ BillingDocument, CompanyCode: company }));
    if (booked.length === 0) continue;
    const { items } = await itemsOfBilling(connection, booked, signal);
    if (items.length === 0 && (await entered(connection, booked, signal)).size === 0)
      notices.push({ code: 'sap-s4.no_journal_seen', params: { company } });
  }
  return notices;
}
