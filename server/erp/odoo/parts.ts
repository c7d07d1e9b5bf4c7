import type { StreamName } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { entriesOf, isReceiptId } from './bank-receipts.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import { invoiceChangeStamp } from './mapping-invoices.ts';
import { paymentChangeStamp } from './mapping.ts';
import { RawChangeStamps } from './raw.ts';
import {
  firstReceipt,
  changeStampsOfReceipts,
  readOpen,
  readOrganisations,
  TRANSLATE,
  TRANSLATE_RECEIPTS,
  type Translate,
} from './records.ts';
import { BANK_RECEIPTS, STREAM_PLANS, type Stream } from './streams.ts';

type ReadChangeStamps = (connection: Connection, rows: readonly unknown[], signal: AbortSignal) => Promise<[string | number, string][]>;

/** The records of one model in a stream. */
interface StreamPart<S extends StreamName> {
  plan: Stream;
  translate: Translate<S>;
  /** The same text as the record's own change stamp. */
  changeStamps: ReadChangeStamps;
  /** The rows that hold these records. */
  rowIds(ids: readonly ErpRecordId[]): number[];
  /** The record of a row. */
  named(row: number): ErpRecordId;
}

const CHANGE_STAMPS: Record<StreamName, ReadChangeStamps> = {
  customers: async (_connection, rows) => RawChangeStamps.customers.parse(rows).map(({ id, write_date }) => [id, write_date]),
  invoices: async (_connection, rows) => RawChangeStamps.invoices.parse(rows).map((raw) => [raw.id, invoiceChangeStamp(raw)]),
  async payments(connection, rows, signal) {
    const payments = RawChangeStamps.payments.parse(rows);
    const [open, organisations] = await Promise.all([
      readOpen(connection, payments, signal),
      readOrganisations(connection, payments, signal),
    ]);
    return payments.map((raw) => [raw.id, paymentChangeStamp(raw, { open, organisations })]);
  },
};

/** Payments come twice: as payments, and as lines of bank statements without one. */
export function partsOf<S extends StreamName>(stream: S): readonly StreamPart<S>[] {
  return PARTS[stream];
}

const numbersIn = (ids: readonly ErpRecordId[]): number[] =>
  ids
    .filter((id) => !isReceiptId(id))
    .map(Number)
    .filter((id) => id <= HIGHEST_ID);
const main = <S extends StreamName>(stream: S): StreamPart<S> => ({
  plan: STREAM_PLANS[stream],
  translate: TRANSLATE[stream],
  changeStamps: CHANGE_STAMPS[stream],
  rowIds: numbersIn,
  named: erpRecordId,
});
const PARTS: { readonly [S in StreamName]: readonly StreamPart<S>[] } = {
  customers: [main('customers')],
  invoices: [main('invoices')],
  payments: [
    main('payments'),
    {
      plan: BANK_RECEIPTS,
      translate: TRANSLATE_RECEIPTS,
      changeStamps: changeStampsOfReceipts,
      rowIds: (ids) => entriesOf(ids.filter(isReceiptId)),
      named: firstReceipt,
    },
  ],
};
