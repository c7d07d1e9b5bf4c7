import type { Customer, Invoice, Payment } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { mergeReads, type TranslatedRecords } from '../shared/translate-rows.ts';
import { allOf, inGroups, oneOf } from '../shared/odata-query.ts';
import { CUSTOMER_PAYMENTS } from './ledger.ts';
import { byEntries, documentsAmong } from './affected-records.ts';
import { RawDocument, RawPartner, RawPayment } from './raw.ts';
import { fieldsOf } from '../shared/rows.ts';
import { customersFrom, invoicesFrom, paymentsFrom } from './records.ts';
import { cardCodesOf } from './record-ids.ts';

export const CUSTOMERS = `CardType eq 'cCustomer'`;
export const PARTNER_FIELDS = fieldsOf(RawPartner);
export const DOCUMENT_FIELDS = fieldsOf(RawDocument);
export const PAYMENT_FIELDS = fieldsOf(RawPayment);

/** Documents by their ids, whichever set they are in. Ids of other things are left out. */
export async function readDocuments(
  connection: Connection,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Invoice>> {
  const parts: TranslatedRecords<Invoice>[] = [];
  for (const { set, entries } of documentsAmong(ids)) {
    for (const group of inGroups(entries)) {
      const query = { select: await connection.paid.fields(DOCUMENT_FIELDS, signal), filter: allOf(set.filter, byEntries(group)) };
      const { rows } = await connection.client.page(set.name, query, group.length, signal);
      if (rows.length > 0) parts.push(await invoicesFrom(connection, set, rows, signal));
    }
  }
  return mergeReads(parts);
}

export async function readPayments(
  connection: Connection,
  entries: readonly number[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Payment>> {
  const parts: TranslatedRecords<Payment>[] = [];
  for (const group of inGroups(entries)) {
    const query = { select: PAYMENT_FIELDS, filter: allOf(CUSTOMER_PAYMENTS, byEntries(group)) };
    const { rows } = await connection.client.page('IncomingPayments', query, group.length, signal);
    parts.push(await paymentsFrom(connection, rows, signal));
  }
  return mergeReads(parts);
}

export async function readCustomers(
  connection: Connection,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Customer>> {
  const asked = new Set(ids);
  const parts: TranslatedRecords<Customer>[] = [];
  for (const group of inGroups([...new Set(ids.flatMap(cardCodesOf))])) {
    const query = { select: PARTNER_FIELDS, filter: allOf(CUSTOMERS, oneOf('CardCode', group)) };
    const { rows } = await connection.client.page('BusinessPartners', query, group.length, signal);
    parts.push(await customersFrom(connection, rows));
  }
  const { records, rejected } = mergeReads(parts);
  return { records: records.filter(({ id }) => asked.has(id)), rejected };
}
