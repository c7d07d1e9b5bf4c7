import { z } from 'zod';
import type { Payment } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { amountText } from '../shared/money.ts';
import { bankReceipts } from './bank-receipts.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf, type Leaf } from './domain.ts';
import { companyId, currenciesOf, currencyOf, numberText, reference } from './mapping.ts';
import { readOrganisations, type Organisations } from './organisations.ts';
import { Id, Ids, Reference, Text, Time } from './raw.ts';
import type { References } from './references.ts';
import { searchRead } from './search.ts';
import { mainPart, rejectRecord, rejectRow, STAMPS, SUPPORT, type HintRule, type OdooStream, type StreamQuery } from './stream.ts';
import { toInstant } from './time.ts';
import { rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';

const query: StreamQuery = {
  model: 'account.payment',
  needed: [
    'name',
    'state',
    'payment_type',
    'amount',
    'amount_company_currency_signed',
    'currency_id',
    'company_currency_id',
    'date',
    ...STAMPS,
  ],
  // `memo` is called `ref` until 17.
  optional: ['partner_id', 'company_id', 'payment_method_line_id', 'memo', 'ref', 'move_id', 'invoice_ids'],
  filter: [['partner_type', '=', 'customer']],
  isSharable: false,
  changed: ({ from, version }) => anyOf(...changedPayments(from, version)),
  unsettled: anyOf(
    [['state', '=', 'in_process']],
    // Without an entry there is nothing to reconcile, and it stays so for ever.
    [
      ['is_reconciled', '=', false],
      ['move_id', '!=', false],
      ['state', 'in', ['posted', 'paid', 'in_process']],
    ],
  ),
  changeStampFields: ['write_date', 'state', 'move_id', 'partner_id'],
};

/** Using a part of a payment leaves the payment's own row alone; until 17 its state stands in its journal entry. */
function changedPayments(from: string, version: number): Leaf[][] {
  const used = ['matched_debit_ids', 'matched_credit_ids'].map((side): Leaf[] => [[`move_id.line_ids.${side}.create_date`, '>=', from]]);
  const entry = version < 18 ? [changedFrom('move_id.write_date', from)] : [];
  return [changedFrom('write_date', from), ...entry, ...used];
}

const RawPayment = z.object({
  id: Id,
  name: Text,
  state: z.enum(['draft', 'posted', 'cancel', 'in_process', 'paid', 'canceled', 'rejected']),
  payment_type: z.enum(['inbound', 'outbound']),
  amount: z.number(),
  amount_company_currency_signed: z.number(),
  currency_id: Id,
  company_currency_id: Id,
  company_id: Reference,
  date: Text,
  partner_id: Reference,
  payment_method_line_id: Reference,
  memo: Text,
  ref: Text,
  move_id: Reference,
  invoice_ids: Ids,
  create_date: Time,
  write_date: Time,
});
type RawPayment = z.output<typeof RawPayment>;

/** The open part of a payment: its receivable line. */
const RawOpenLine = z.object({ move_id: Id, amount_residual: z.number(), amount_residual_currency: z.number() });

const RawChangeStamp = rowsOf(RawPayment.pick({ id: true, write_date: true, state: true, move_id: true, partner_id: true }));

const FIRST_WITH_PAYMENT_STATE = 18;
const PAYMENT_RULE: HintRule = {
  model: 'account.payment',
  watched: ['state', 'is_matched'],
  filter: "[('partner_type','=','customer'),('state','!=','draft')]",
  sent: 'write_date',
};
/** The state of a payment is its entry's: posting and cancelling it writes nothing that a rule on payments could watch. */
const ENTRY_RULE: HintRule = {
  model: 'account.move',
  watched: ['state'],
  filter: "[('payment_id','!=',False),('payment_id.partner_type','=','customer'),('state','!=','draft')]",
  sent: 'payment_id',
};

/** Payments come twice: as payments, and as lines of bank statements without one. */
export const payments: OdooStream<'payments'> = {
  support: { ...SUPPORT, translationVersion: 3 },
  parts: [mainPart<'payments'>({ query, translate, readChangeStamps }), bankReceipts],
  checked: [query],
  hintRules: (version) => [version < FIRST_WITH_PAYMENT_STATE ? ENTRY_RULE : PAYMENT_RULE],
};

async function readChangeStamps(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<[number, string][]> {
  const parsed = RawChangeStamp.parse(rows);
  const [open, organisations] = await Promise.all([
    readOpenAmounts(connection, parsed, signal),
    readOrganisations(connection, parsed, signal),
  ]);
  return parsed.map((raw) => [raw.id, paymentChangeStamp(raw, { open, organisations })]);
}

async function translate(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const { references } = connection;
  const read = await parseRows(RawPayment, rows, rejectRow());
  const { parsed } = read;
  const [open, organisations] = await Promise.all([
    readOpenAmounts(connection, parsed, signal),
    readOrganisations(connection, parsed, signal),
  ]);
  await references.currencies.ensure(currenciesOf(parsed), signal);
  await references.paymentMethods.ensure(
    parsed.map(({ payment_method_line_id }) => payment_method_line_id),
    signal,
  );
  return translateRows(read, rejectRecord, (raw) => [toPayment(raw, { references, open, organisations })]);
}

/** What of the payments' own journal entries settles nothing yet. */
async function readOpenAmounts(
  { client }: Connection,
  rows: readonly { move_id: number | null }[],
  signal: AbortSignal,
): Promise<PaymentContext['open']> {
  const entries = rows.flatMap(({ move_id }) => move_id ?? []);
  const open = new Map<number, { amount: number; base: number }>();
  if (entries.length === 0) return open;
  const lines = await searchRead(
    client,
    {
      model: 'account.move.line',
      domain: [
        ['move_id', 'in', entries],
        ['account_id.account_type', '=', 'asset_receivable'],
      ],
      fields: ['move_id', 'amount_residual', 'amount_residual_currency'],
    },
    signal,
  );
  for (const { move_id, amount_residual, amount_residual_currency } of rowsOf(RawOpenLine).parse(lines)) {
    const sum = open.get(move_id) ?? { amount: 0, base: 0 };
    // Credit on payments received, debit on those paid back.
    open.set(move_id, { amount: sum.amount + Math.abs(amount_residual_currency), base: sum.base + Math.abs(amount_residual) });
  }
  return open;
}

/** What a payment's page read beside it. */
interface PaymentContext {
  references: References;
  organisations: Organisations;
  /** Journal entry → what of it is still open, in the payment's currency and in the company's. */
  open: ReadonlyMap<number, { amount: number; base: number }>;
}

const PAYMENT_STATUS: Record<RawPayment['state'], Payment['status']> = {
  draft: 'draft',
  in_process: 'in_process',
  posted: 'posted',
  paid: 'posted',
  cancel: 'cancelled',
  canceled: 'cancelled',
  rejected: 'cancelled',
};

function toPayment(raw: RawPayment, context: PaymentContext): Payment {
  const { references, organisations, open } = context;
  const currency = currencyOf(references, raw.currency_id);
  const base = currencyOf(references, raw.company_currency_id);
  const rest = unappliedOf(raw, open);
  return {
    id: erpRecordId(raw.id),
    direction: raw.payment_type === 'inbound' ? 'in' : 'out',
    status: PAYMENT_STATUS[raw.state],
    number: numberText(raw.name),
    customerId: reference(raw.partner_id),
    organisationId: raw.partner_id === null ? null : erpRecordId(organisations.get(raw.partner_id) ?? raw.partner_id),
    companyId: companyId(raw.company_id),
    currency: currency.code,
    amount: amountText(raw.amount, currency.decimals),
    unapplied: rest && amountText(rest.amount, currency.decimals),
    baseCurrency: base.code,
    baseAmount: amountText(Math.abs(raw.amount_company_currency_signed), base.decimals),
    baseUnapplied: rest && amountText(rest.base, base.decimals),
    paidOn: raw.date,
    method: references.paymentMethods.get(raw.payment_method_line_id) ?? null,
    reference: raw.memo ?? raw.ref,
    // Odoo knows what settles an invoice on the invoice's side, for payments and everything else alike.
    allocations: [],
    createdAt: toInstant(raw.create_date),
    changedAt: toInstant(raw.write_date),
    changeStamp: paymentChangeStamp(raw, context),
  };
}

/**
 * From 18 on a payment may have no journal entry: then nothing says how much of it is used, unless it is for no invoice at all. Once the bank
 * has confirmed it, its money stands on the bank line, and what uses that leaves the payment alone.
 */
function unappliedOf(raw: RawPayment, open: PaymentContext['open']): { amount: number; base: number } | null {
  const status = PAYMENT_STATUS[raw.state];
  if (status === 'draft' || status === 'cancelled') return { amount: 0, base: 0 };
  if (raw.move_id !== null) return open.get(raw.move_id) ?? { amount: 0, base: 0 };
  const isForNothing = status === 'in_process' && raw.invoice_ids.length === 0;
  return isForNothing ? { amount: raw.amount, base: Math.abs(raw.amount_company_currency_signed) } : null;
}

/**
 * Using a part of a payment changes nothing on the payment itself, so what is open belongs to the change stamp; so does whose it is, which merging
 * partners, or another parent of one, changes elsewhere.
 */
function paymentChangeStamp(
  { write_date, state, move_id, partner_id }: Pick<RawPayment, 'write_date' | 'state' | 'move_id' | 'partner_id'>,
  { open, organisations }: Pick<PaymentContext, 'open' | 'organisations'>,
): string {
  const rest = move_id === null ? '' : (open.get(move_id)?.amount ?? 0);
  return `${write_date} ${state} ${rest} ${partner_id} ${partner_id === null ? '' : (organisations.get(partner_id) ?? '')}`;
}
