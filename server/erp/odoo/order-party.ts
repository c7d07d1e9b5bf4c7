import { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import type { WantedFields } from './fields.ts';
import type { OrderCompany } from './order-company.ts';
import { contextOfCompany } from './order-state.ts';
import { customerGone } from './order-refusals.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

const PARTY: WantedFields = {
  model: 'res.partner',
  needed: ['display_name', 'active', 'commercial_partner_id', 'parent_id'],
  // From 19 on a warning blocks nobody.
  optional: ['sale_warn', 'sale_warn_msg', 'property_product_pricelist'],
};
/** What is owed is for those who may see accounting. */
const PARTY_WITH_CREDIT: WantedFields = {
  ...PARTY,
  optional: [...PARTY.optional, 'show_credit_limit', 'credit_limit', 'credit', 'credit_to_invoice'],
};

const RawParty = z.object({
  id: Id,
  display_name: Text,
  active: z.boolean(),
  commercial_partner_id: Id,
  parent_id: Reference,
  sale_warn: Text,
  sale_warn_msg: Text,
  property_product_pricelist: Reference,
  show_credit_limit: z.boolean().optional().default(false),
  credit_limit: z.number().optional().default(0),
  credit: z.number().optional().default(0),
  credit_to_invoice: z.number().optional().default(0),
});
type RawParty = z.output<typeof RawParty>;

/** Whom an order is made with. */
export interface Party {
  /** Whom it is addressed to: the person, where it was agreed with one who belongs there. */
  partnerId: number;
  /** In whose books it is. */
  organisation: RawParty;
  customer: RawParty;
  /** What people wrote for those who may not be sold to; null: nothing is in the way. */
  blockedBy: string | null;
}

interface PartyQuestion {
  customerId: ErpRecordId;
  contactId: ErpRecordId | null;
  company: OrderCompany;
  /** Computed by Odoo for whom it is asked. */
  withCredit?: boolean;
}

export async function readParty(
  connection: Connection,
  { customerId, contactId, company, withCredit = false }: PartyQuestion,
  signal: AbortSignal,
): Promise<Party> {
  const names = await connection.fields.available(withCredit ? PARTY_WITH_CREDIT : PARTY, signal);
  const read = async (ids: readonly number[]): Promise<RawParty[]> => {
    const search = { model: PARTY.model, domain: [['id', 'in', ids]] as const, fields: names, context: contextOfCompany(company.id) };
    return ids.length === 0 ? [] : rowsOf(RawParty).parse(await searchRead(connection.client, search, signal));
  };
  const asked = await read([customerId, contactId ?? customerId].map(Number).filter((id) => id <= HIGHEST_ID));
  // They may be blocked there, and the organisation owes what they all owe.
  const above = asked.flatMap(({ parent_id, commercial_partner_id: organisation }) => [
    ...(parent_id === null ? [] : [parent_id]),
    organisation,
  ]);
  const others = await read([...new Set(above)].filter((id) => asked.every((one) => one.id !== id)));
  const rows = new Map([...asked, ...others].map((row) => [row.id, row]));
  const customer = rows.get(Number(customerId));
  if (!customer) throw customerGone();
  const contact = contactId === null ? undefined : rows.get(Number(contactId));
  const isThere = contact?.commercial_partner_id === customer.commercial_partner_id;
  // Odoo would address a person who is archived, and nobody there can choose that one.
  const addressed = contact?.active && isThere ? contact : customer;
  return {
    partnerId: addressed.id,
    organisation: rows.get(customer.commercial_partner_id) ?? customer,
    customer,
    blockedBy: blockOf(rows, addressed),
  };
}

/** As the form of an order looks at it: the contact's own block, else that of the one above. */
function blockOf(rows: ReadonlyMap<number, RawParty>, { sale_warn, sale_warn_msg, parent_id }: RawParty): string | null {
  if (sale_warn === 'block') return sale_warn_msg ?? 'block';
  const above = parent_id === null ? undefined : rows.get(parent_id);
  return above?.sale_warn === 'block' ? (above.sale_warn_msg ?? 'block') : null;
}
