import type { Connection } from './connection.ts';
import { anyOf } from './domain.ts';
import { LINES, PARTIALS, readInvoiceDetails } from './invoice-details.ts';
import { toInvoice, invoiceChangeStamp } from './mapping-invoices.ts';
import { currenciesOf } from './mapping.ts';
import { RawMove } from './raw.ts';
import { changedItself, mainPart, rejectRecord, rejectRow, STAMPS, SUPPORT, type OdooStream, type StreamQuery } from './stream.ts';
import { rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';

const query: StreamQuery = {
  model: 'account.move',
  needed: [
    'name',
    'move_type',
    'state',
    'payment_state',
    'partner_id',
    'currency_id',
    'company_currency_id',
    'amount_untaxed',
    'amount_tax',
    'amount_total',
    'amount_residual',
    'amount_total_signed',
    'amount_residual_signed',
    'invoice_date',
    'invoice_date_due',
    ...STAMPS,
  ],
  optional: ['commercial_partner_id', 'company_id', 'invoice_origin', 'ref', 'reversed_entry_id', 'payment_state_before_switch'],
  filter: [['move_type', 'in', ['out_invoice', 'out_refund', 'out_receipt']]],
  isSharable: false,
  changed: changedItself,
  unsettled: [
    ['state', '=', 'posted'],
    ...anyOf([['payment_state', 'in', ['not_paid', 'partial', 'in_payment']]], [['amount_residual', '>', 0]]),
  ],
  changeStampFields: ['write_date', 'state', 'payment_state', 'amount_residual', 'partner_id', 'commercial_partner_id'],
};

/** A field of the Accounting app alone, by which its presence is seen without an administrator's rights. */
const ACCOUNTING_APP_FIELD = 'payment_state_before_switch';

const RawChangeStamp = rowsOf(
  RawMove.pick({
    ...{ id: true, write_date: true, state: true, payment_state: true, amount_residual: true },
    ...{ partner_id: true, commercial_partner_id: true },
  }),
);

export const invoices: OdooStream<'invoices'> = {
  support: { ...SUPPORT, translationVersion: 3 },
  parts: [
    mainPart<'invoices'>({
      query,
      translate,
      readChangeStamps: async (_connection, rows) => RawChangeStamp.parse(rows).map((raw) => [raw.id, invoiceChangeStamp(raw)]),
    }),
  ],
  checked: [query, LINES, PARTIALS],
  hintRules: () => [
    {
      model: 'account.move',
      watched: ['state', 'payment_state', 'amount_residual'],
      filter: "[('move_type','in',['out_invoice','out_refund','out_receipt']),('state','!=','draft')]",
      sent: 'write_date',
    },
  ],
};

/** Beside the invoices one call for their lines and one for what is settled with them, whatever their number. */
async function translate({ client, fields, references }: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const read = await parseRows(RawMove, rows, rejectRow());
  const { parsed } = read;
  const details = await readInvoiceDetails({ client, fields }, parsed, signal);
  const lines = [...details.lines.values()].flat();
  await references.currencies.ensure(currenciesOf(parsed), signal);
  await references.products.ensure(
    lines.map(({ product_id }) => product_id),
    signal,
  );
  await references.taxes.ensure(
    lines.flatMap(({ tax_ids }) => tax_ids),
    signal,
  );
  const waitsForBank = (await fields.available(query, signal)).includes(ACCOUNTING_APP_FIELD);
  return translateRows(read, rejectRecord, (raw) => [toInvoice(raw, { references, details, waitsForBank })]);
}
