import type { StreamName } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { entriesOf, isReceiptId } from './bank-receipts.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import { invoiceChangeStamp } from './mapping-invoices.ts';
import { paymentChangeStamp } from './mapping.ts';
import { RawChangeStamps } from './raw.ts';
import {
  firstReceiptId,
  readReceiptChangeStamps,
  readOpenAmounts,
  readOrganisations,
  TRANSLATE,
  TRANSLATE_RECEIPTS,
  type Translate,
} from './records.ts';
import { BANK_RECEIPTS, STREAM_QUERIES, type StreamQuery } from './streams.ts';

type ReadChangeStamps = (connection: Connection, rows: readonly unknown[], signal: AbortSignal) => Promise<[string | number, string][]>;

/** The records of one model in a stream. */
interface StreamPart<S extends StreamName> {
  query: StreamQuery;
  translate: Translate<S>;
  /** The same text as the record's own change stamp. */
  readChangeStamps: ReadChangeStamps;
  /** The rows that hold these records. */
  rowIds(ids: readonly ErpRecordId[]): number[];
  /** The record of a row. */
  recordId(row: number): ErpRecordId;
}

const CHANGE_STAMPS: Record<StreamName, ReadChangeStamps> = {
  customers: async (_connection, rows) => RawChangeStamps.customers.parse(rows).map(({ id, write_date }) => [id, write_date]),
  invoices: async (_connection, rows) => RawChangeStamps.invoices.parse(rows).map((raw) => [raw.id, invoiceChangeStamp(raw)]),
  async payments(connection, rows, signal) {
    const payments = RawChangeStamps.payments.parse(rows);
    const [open, organisations] = await Promise.all([
      readOpenAmounts(connection, payments, signal),
      readOrganisations(connection, payments, signal),
    ]);
    return payments.map((raw) => [raw.id, paymentChangeStamp(raw, { open, organisations })]);
  },
};

/** Payments come twice: as payments, and as lines of bank statements without one. */
export function streamParts<S extends StreamName>(stream: S): readonly StreamPart<S>[] {
  return PARTS[stream];
}

const numbersIn = (ids: readonly ErpRecordId[]): number[] =>
  ids
    .filter((id) => !isReceiptId(id))
    .map(Number)
    .filter((id) => id <= HIGHEST_ID);
const mainPart = <S extends StreamName>(stream: S): StreamPart<S> => ({
  query: STREAM_QUERIES[stream],
  translate: TRANSLATE[stream],
  readChangeStamps: CHANGE_STAMPS[stream],
  rowIds: numbersIn,
  recordId: erpRecordId,
});
const PARTS: { readonly [S in StreamName]: readonly StreamPart<S>[] } = {
  customers: [mainPart('customers')],
  invoices: [mainPart('invoices')],
  payments: [
    mainPart('payments'),
    {
      query: BANK_RECEIPTS,
      translate: TRANSLATE_RECEIPTS,
      readChangeStamps: readReceiptChangeStamps,
      rowIds: (ids) => entriesOf(ids.filter(isReceiptId)),
      recordId: firstReceiptId,
    },
  ],
};
