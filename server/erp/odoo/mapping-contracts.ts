import type { Charge, Subscription } from '../shared/contract.ts';
import { amountText } from '../shared/money.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { RawContract, RawContractLine, RawStampedLine } from './contracts.ts';
import { companyId, reference } from './mapping.ts';
import type { Organisations } from './organisations.ts';
import { periodOf } from './recurring.ts';
import type { References } from './references.ts';
import { toInstant } from './time.ts';

interface ContractContext {
  id: ErpRecordId;
  references: References;
  organisations: Organisations;
  /** Line of an order → the order. */
  orders: ReadonlyMap<number, number>;
  /** Line of the contract → invoices. */
  invoices: ReadonlyMap<number, number[]>;
  lines: readonly RawContractLine[];
  today: string;
}

export function toSubscription(raw: RawContract, context: ContractContext): Subscription {
  const { id, references, organisations, orders, invoices, today } = context;
  const lines = context.lines.filter(isCharged);
  const counted = lines.filter(({ is_canceled }) => !is_canceled);
  const currency = references.currencies.get(raw.currency_id);
  const status = statusOf(raw, lines, today);
  const isOver = status === 'ended' || status === 'cancelled';
  const idsOf = (from: ReadonlyMap<number, number | number[]>, keys: readonly (number | null)[]): ErpRecordId[] =>
    [...new Set(keys.flatMap((key) => (key === null ? [] : (from.get(key) ?? []))))].map(erpRecordId);
  return {
    id,
    name: raw.name ?? raw.code ?? `#${raw.id}`,
    status,
    customerId: reference(raw.partner_id),
    organisationId: raw.partner_id === null ? null : erpRecordId(organisations.get(raw.partner_id) ?? raw.partner_id),
    companyId: companyId(raw.company_id),
    predecessorId: null,
    orderIds: idsOf(
      orders,
      lines.map(({ sale_order_line_id }) => sale_order_line_id),
    ),
    plan: references.contractTemplates.get(raw.contract_template_id) ?? null,
    currency: currency?.code ?? null,
    charges: currency ? chargedNow(counted, today).map((line) => toCharge(line, currency.decimals)) : [],
    monthly: null,
    startsOn: counted.flatMap(({ date_start }) => date_start ?? []).toSorted()[0] ?? null,
    nextInvoiceOn: isOver ? null : raw.recurring_next_date,
    endsOn: endOf(raw, counted),
    invoiceIds: idsOf(
      invoices,
      lines.map((line) => line.id),
    ),
    isPaymentFailing: false,
    createdAt: toInstant(raw.create_date),
    changedAt: toInstant([raw.write_date, ...lines.map(({ write_date }) => write_date)].toSorted().at(-1)!),
    changeStamp: contractChangeStamp(raw, context.lines, today),
  };
}

/** A line of text alone costs nothing. */
const isCharged = ({ display_type }: Pick<RawStampedLine, 'display_type'>): boolean => display_type === null;

/** The lines of one time only: what follows one that was renewed, or replaces it, is not paid beside it. */
function chargedNow(lines: readonly RawContractLine[], today: string): RawContractLine[] {
  const running = lines.filter((line) => hasBegun(line, today) && !isOver(line, today));
  if (running.length > 0) return running;
  return lines.filter((line) => !hasBegun(line, today));
}

const toCharge = (raw: RawContractLine, decimals: number): Charge => ({
  name: raw.name?.split('\n')[0] ?? `#${raw.id}`,
  amount: amountText(raw.price_subtotal, decimals),
  period: periodOf(raw.recurring_rule_type, raw.recurring_interval),
});

type Line = Pick<RawStampedLine, 'date_start' | 'date_end' | 'is_canceled' | 'is_auto_renew' | 'display_type'>;
type Head = Pick<RawContract, 'active' | 'is_terminated' | 'terminate_date'>;

const hasBegun = ({ date_start }: Line, today: string): boolean => date_start === null || date_start <= today;
/** One that renews itself goes on, though the night that does it is still to come. */
const isOver = ({ date_end, is_auto_renew }: Line, today: string): boolean => date_end !== null && date_end < today && !is_auto_renew;

/** By its dates, as Odoo computes the state of each line, and never keeps it. */
function statusOf({ active, is_terminated, terminate_date }: Head, lines: readonly Line[], today: string): Subscription['status'] {
  if (is_terminated && (terminate_date === null || terminate_date < today)) return 'cancelled';
  const counted = lines.filter(({ is_canceled }) => !is_canceled);
  if (lines.length > 0 && counted.length === 0) return 'cancelled';
  if (counted.length > 0 && counted.every((line) => isOver(line, today))) return 'ended';
  if (!active) return 'cancelled';
  return counted.some((line) => hasBegun(line, today)) ? 'active' : 'not_started';
}

/** The day on which the last line ends, or people end all of them. */
function endOf({ is_terminated, terminate_date }: Head, lines: readonly Line[]): string | null {
  if (is_terminated && terminate_date !== null) return terminate_date;
  const ends = lines.map(({ date_end }) => date_end);
  return ends.every((day) => day !== null) ? (ends.toSorted().at(-1) ?? null) : null;
}

/** A line that is deleted leaves nothing behind but that it is missing; that a day came is written nowhere. */
export const contractChangeStamp = (
  raw: Pick<RawContract, 'write_date' | 'partner_id'> & Head,
  lines: readonly RawStampedLine[],
  today: string,
): string =>
  [
    ...[raw.write_date, raw.partner_id, lines.length],
    lines
      .map(({ write_date }) => write_date)
      .toSorted()
      .at(-1) ?? '',
    statusOf(raw, lines.filter(isCharged), today),
    lines.filter((line) => isCharged(line) && !line.is_canceled && hasBegun(line, today) && !isOver(line, today)).length,
  ].join(' ');
