import type { Customer } from './customers.ts';
import { addDays, workingDay } from './days.ts';
import type { Random } from './random.ts';
import * as words from './words.ts';

interface Line {
  code: string;
  name: string;
  quantity: number;
  /** Decimal text. */
  price: string;
  taxPercent: 16 | 0;
}

export interface InvoiceDocument {
  key: string;
  customerKey: string;
  currency: Customer['currency'];
  /** Order references as the ERP writes them: `S00042`, `S00042, S00043`. */
  origin: string | null;
  reference: string | null;
  lines: readonly Line[];
  /** Days until due; `instalments`: 30 % at once, the rest in 60 days. */
  terms: 0 | 15 | 30 | 60 | 'instalments';
  isDraft: boolean;
  /** Decimal text, as the ERP will compute it. */
  total: string;
}

/** What happened in the books, in order of days. */
export type BusinessEvent = { on: string } & (
  | { kind: 'invoice'; invoice: InvoiceDocument }
  | { kind: 'cancel'; invoiceKey: string }
  | { kind: 'payment'; invoiceKeys: readonly string[]; amount?: string; currency?: Customer['currency'] }
  | { kind: 'bankLine'; invoiceKeys: readonly string[]; label: string }
  | { kind: 'creditNote'; invoiceKey: string; amount?: string; reason: string }
  | { kind: 'unapplied'; customerKey: string; amount: string; currency: Customer['currency']; memo: string }
);

const MONTHS_BACK = 14;
/** Price list in pesos; other currencies at a fixed list rate. */
const LIST_RATE = { MXN: 1, USD: 18, EUR: 20 } as const;

export function makeDocuments(random: Random, customers: readonly Customer[], count: number, today: string): BusinessEvent[] {
  const payers = customers.filter((customer) => customer.number !== null);
  const byKey = new Map(customers.map((customer) => [customer.key, customer]));
  const people = Map.groupBy(
    customers.filter((customer) => customer.number === null),
    (person) => person.parentKey ?? '',
  );
  const dates = Array.from({ length: count }, () => workingDay(addDays(today, -random.between(0, MONTHS_BACK * 30)))).sort();
  const events: BusinessEvent[] = [];
  const waiting = new Map<string, InvoiceDocument[]>();
  for (const [index, day] of dates.entries()) {
    const on = day > today ? today : day;
    const invoice = makeInvoice(random, payers, people, index + 1, on > addDays(today, -10));
    events.push({ on, kind: 'invoice', invoice });
    if (!invoice.isDraft) events.push(...afterwards(random, byKey, invoice, on, today, waiting));
  }
  return events.sort((a, b) => a.on.localeCompare(b.on) || rank(a) - rank(b));
}

/** On one day invoices come before what refers to them. */
const rank = (event: BusinessEvent): number => (event.kind === 'invoice' ? 0 : 1);

function makeInvoice(
  random: Random,
  payers: readonly Customer[],
  peopleOf: ReadonlyMap<string, readonly Customer[]>,
  number: number,
  isRecent: boolean,
): InvoiceDocument {
  const payer = payers[random.skewed(payers.length)] ?? random.pick(payers);
  const people = peopleOf.get(payer.key) ?? [];
  const addressee = payer.kind === 'organisation' && people.length > 0 && random.chance(0.2) ? random.pick(people) : payer;
  const lines = Array.from({ length: random.pick([1, 1, 1, 2, 2, 3, 4, 5]) }, () => makeLine(random, payer));
  return {
    key: `i${number}`,
    customerKey: addressee.key,
    currency: payer.currency,
    origin: random.chance(0.7)
      ? random.chance(0.06)
        ? `${orderNumber(number)}, ${orderNumber(number + 70_000)}`
        : orderNumber(number)
      : null,
    reference: random.chance(0.35) ? `OC-${random.digits(5)}` : null,
    lines,
    terms: random.chance(0.04) ? 'instalments' : random.pick([0, 15, 30, 30, 30, 60]),
    isDraft: isRecent ? random.chance(0.2) : random.chance(0.004),
    total: totalOf(lines),
  };
}

const orderNumber = (number: number): string => `S${String(number).padStart(5, '0')}`;

function makeLine(random: Random, payer: Customer): Line {
  const [code, name, pesos] = random.pick(words.PRODUCTS);
  const cents = Math.round((pesos * 100) / LIST_RATE[payer.currency]);
  return {
    code,
    name,
    quantity: code.startsWith('SRV') ? random.between(1, 3) : random.pick([1, 2, 4, 5, 10, 12, 25, 40]),
    price: text(cents),
    taxPercent: payer.country === 'MX' ? 16 : 0,
  };
}

const text = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
const cents = (amount: string): number => Math.round(Number(amount) * 100);

function totalOf(lines: readonly Line[]): string {
  return text(
    lines.reduce((sum, line) => {
      const net = cents(line.price) * line.quantity;
      return sum + net + Math.round((net * line.taxPercent) / 100);
    }, 0),
  );
}

/** What becomes of a posted invoice until today. */
function afterwards(
  random: Random,
  byKey: ReadonlyMap<string, Customer>,
  invoice: InvoiceDocument,
  issued: string,
  today: string,
  waiting: Map<string, InvoiceDocument[]>,
): BusinessEvent[] {
  const until = (day: string): string | null => (workingDay(day) <= today ? workingDay(day) : null);
  const customer = byKey.get(invoice.customerKey);
  const payer = customer && customer.number === null && customer.parentKey ? byKey.get(customer.parentKey) : customer;
  const dice = random.next();
  const soon = until(addDays(issued, random.between(1, 12)));
  if (dice < 0.015) return soon ? [{ on: soon, kind: 'cancel', invoiceKey: invoice.key }] : [];
  if (dice < 0.035) return soon ? [{ on: soon, kind: 'creditNote', invoiceKey: invoice.key, reason: 'Devolución' }] : [];
  const events: BusinessEvent[] = [];
  if (dice < 0.055 && soon)
    events.push({
      on: soon,
      kind: 'creditNote',
      invoiceKey: invoice.key,
      amount: part(invoice, random.between(5, 30)),
      reason: 'Bonificación',
    });
  const due = addDays(issued, invoice.terms === 'instalments' ? 60 : invoice.terms);
  const paidOn = until(addDays(due, (payer?.paysLateBy ?? 0) + random.between(-2, 6)));
  if (events.length === 0 && dice > 0.93) {
    const first = until(addDays(due, -random.between(0, 10)));
    if (first && first > issued)
      events.push({ on: first, kind: 'payment', invoiceKeys: [invoice.key], amount: part(invoice, random.between(20, 70)) });
  }
  if (paidOn && !random.chance(0.03)) events.push(settlement(random, invoice, laterOf(paidOn, events, issued), payer, waiting));
  if (random.chance(0.01) && payer && soon)
    events.push({
      on: soon,
      kind: 'unapplied',
      customerKey: payer.key,
      amount: part(invoice, 40),
      currency: invoice.currency,
      memo: 'Anticipo',
    });
  return events.filter((event) => event.kind !== 'payment' || event.invoiceKeys.length > 0);
}

const part = (invoice: InvoiceDocument, percent: number): string => text(Math.max(1, Math.round((cents(invoice.total) * percent) / 100)));

function laterOf(day: string, before: readonly BusinessEvent[], issued: string): string {
  return [day, issued, ...before.map((event) => event.on)].sort().at(-1) ?? day;
}

/** Mostly one payment per invoice; some customers pay several at once, some through a bank line, a few in pesos for dollars. */
function settlement(
  random: Random,
  invoice: InvoiceDocument,
  on: string,
  payer: Customer | undefined,
  waiting: Map<string, InvoiceDocument[]>,
): BusinessEvent {
  const queue = `${payer?.key}:${invoice.currency}`;
  const together = waiting.get(queue) ?? [];
  if (random.chance(0.08)) {
    waiting.set(queue, [...together, invoice]);
    return { on, kind: 'payment', invoiceKeys: [] };
  }
  waiting.delete(queue);
  const invoiceKeys = [...together, invoice].map((one) => one.key);
  if (random.chance(0.05)) return { on, kind: 'bankLine', invoiceKeys, label: `SPEI ${random.digits(8)} ${payer?.name ?? ''}` };
  return {
    on,
    kind: 'payment',
    invoiceKeys,
    ...(invoice.currency === 'USD' && together.length === 0 && random.chance(0.03) ? { currency: 'MXN' as const } : {}),
  };
}
