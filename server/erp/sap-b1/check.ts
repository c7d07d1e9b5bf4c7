import type { ErpNotice } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { CUSTOMERS, DOCUMENT_FIELDS, PARTNER_FIELDS, PAYMENT_FIELDS } from './read-by-ids.ts';
import { countCancelled } from './ledger.ts';
import { RawBase, RawLine, RawOrder, RawReconciliation } from './raw.ts';
import { fieldsOf } from '../shared/rows.ts';
import { DOCUMENT_SETS } from './document-sets.ts';

/** Goes the way a reading goes, and stops at the first thing that is wrong, with its name: address and login first, then each right. */
export async function checkB1({ client, company, paid, lines }: Connection, signal: AbortSignal): Promise<ErpNotice[]> {
  await client.version(signal);
  await company.read(signal);
  await client.page('BusinessPartners', { select: PARTNER_FIELDS, filter: CUSTOMERS, top: 1 }, 1, signal);
  for (const { name, filter } of DOCUMENT_SETS) {
    await client.page(name, { select: await paid.fields(DOCUMENT_FIELDS, signal), filter, top: 1 }, 1, signal);
    await lines({ set: name, entries: [0], select: fieldsOf(RawLine) }, signal);
  }
  await lines({ set: 'DeliveryNotes', entries: [0], select: fieldsOf(RawBase) }, signal);
  await client.page('Orders', { select: fieldsOf(RawOrder), top: 1 }, 1, signal);
  await client.page('IncomingPayments', { select: PAYMENT_FIELDS, top: 1 }, 1, signal);
  await countCancelled(client, signal);
  await client.page('InternalReconciliations', { select: fieldsOf(RawReconciliation), top: 1 }, 1, signal);
  return [];
}
