import type { Customer, Invoice, Payment } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { joined, type Understood } from '../shared/understood.ts';
import { allOf, inGroups, oneOf } from '../shared/odata-query.ts';
import { CUSTOMER_PAYMENTS } from './ledger.ts';
import { byEntries, documentsOf } from './named.ts';
import { RawDocument, RawPartner, RawPayment } from './raw.ts';
import { fieldsOf } from '../shared/rows.ts';
import { customersFrom, invoicesFrom, paymentsFrom } from './records.ts';
import { cardCodesOf } from './sets.ts';

export const CUSTOMERS = `CardType eq 'cCustomer'`;
export const PARTNER_FIELDS = fieldsOf(RawPartner);
export const DOCUMENT_FIELDS = fieldsOf(RawDocument);
export const PAYMENT_FIELDS = fieldsOf(RawPayment);

/** Documents by their ids, whichever set they are in. Ids of other things are left out. */
export async function fetchDocuments(
  connection: Connection,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<Understood<Invoice>> {
  const parts: Understood<Invoice>[] = [];
  for (const { set, entries } of documentsOf(ids)) {
    for (const group of inGroups(entries)) {
      const query = { select: await connection.paid.fields(DOCUMENT_FIELDS, signal), filter: allOf(set.filter, byEntries(group)) };
      const { rows } = await connection.client.page(set.name, query, group.length, signal);
      if (rows.length > 0) parts.push(await invoicesFrom(connection, set, rows, signal));
    }
  }
  return joined(parts);
}

export async function fetchPayments(connection: Connection, entries: readonly number[], signal: AbortSignal): Promise<Understood<Payment>> {
  const parts: Understood<Payment>[] = [];
  for (const group of inGroups(entries)) {
    const query = { select: PAYMENT_FIELDS, filter: allOf(CUSTOMER_PAYMENTS, byEntries(group)) };
    const { rows } = await connection.client.page('IncomingPayments', query, group.length, signal);
    parts.push(await paymentsFrom(connection, rows, signal));
  }
  return joined(parts);
}

export async function fetchCustomers(
  connection: Connection,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<Understood<Customer>> {
  const asked = new Set(ids);
  const parts: Understood<Customer>[] = [];
  for (const group of inGroups([...new Set(ids.flatMap(cardCodesOf))])) {
    const query = { select: PARTNER_FIELDS, filter: allOf(CUSTOMERS, oneOf('CardCode', group)) };
    const { rows } = await connection.client.page('BusinessPartners', query, group.length, signal);
    parts.push(await customersFrom(connection, rows));
  }
  const { records, rejected } = joined(parts);
  return { records: records.filter(({ id }) => asked.has(id)), rejected };
}
