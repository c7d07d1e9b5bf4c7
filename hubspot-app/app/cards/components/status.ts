import type { InvoiceRow, Money } from '../api/types.ts';
import { isSameAmount, isZero, needCents, negated, type Format } from '../common/format.ts';
import type { Translate } from '../common/translate.ts';
import type { Key } from '../i18n/en.ts';

export interface StatusLook {
  variant: 'default' | 'info' | 'success' | 'warning' | 'danger';
  hollow?: boolean;
  text: string;
}
interface Words {
  t: Translate<Key>;
  format: Format;
  /** More than one currency in sight. */
  withCode: boolean;
  /** Of the figures beside it some have cents. */
  withCents?: boolean;
  /** What is left stands beside it already. */
  isShort?: boolean;
}
type Described = Pick<InvoiceRow, 'type' | 'status' | 'daysOverdue' | 'hiddenSince' | 'settledOn' | 'total' | 'open' | 'overdue'>;

/** Colour never stands alone: the word says it too. What could not be read since says of when it is. */
export function statusLook(invoice: Described, words: Words): StatusLook {
  const look = lookWhenRead(invoice, words);
  const { t, format } = words;
  return invoice.hiddenSince ? { ...look, text: t('status.hidden', { status: look.text, day: format.day(invoice.hiddenSince) }) } : look;
}

function lookWhenRead(invoice: Described, words: Words): StatusLook {
  const { t, format, withCode, isShort = false, withCents = needCents([invoice.open.amount, invoice.overdue.amount]) } = words;
  const left = format.money(invoice.open, { withCode, withCents });
  if (invoice.type === 'credit_note') return creditLook(invoice, words, left);
  const days = invoice.daysOverdue;
  switch (invoice.status) {
    case 'draft':
      return { variant: 'default', hollow: true, text: t('status.draft') };
    case 'open':
      return { variant: 'info', text: days === null || days > 0 ? t('status.open') : dueIn(words, -days) };
    case 'partially_paid':
      return { variant: 'warning', text: isShort ? t('status.partially_paid.short') : t('status.partially_paid', { left }) };
    case 'in_payment':
      return { variant: 'info', text: t('status.in_payment') };
    case 'paid':
      return {
        variant: 'success',
        text: invoice.settledOn ? t('status.paid.on', { day: format.day(invoice.settledOn) }) : t('status.paid'),
      };
    case 'overdue':
      return { variant: 'danger', text: overdueText(invoice, { ...words, withCents }, left) };
    case 'credited':
      return { variant: 'default', text: t('status.credited') };
    case 'cancelled':
      return { variant: 'default', hollow: true, text: t('status.cancelled') };
  }
}

/** Of instalments perhaps one is late: a figure and the words beside it never contradict each other. */
function overdueText(
  { daysOverdue, open, overdue, total }: Described,
  { t, format, withCode, withCents = false, isShort = false }: Words,
  left: string,
): string {
  const count = daysOverdue ?? 0;
  if (!isSameAmount(overdue.amount, open.amount)) {
    const late = format.money(overdue, { withCode, withCents });
    return isShort ? t('status.overdue.part.short', { count, late }) : t('status.overdue.part', { count, left, late });
  }
  return t(isShort || isSameAmount(open.amount, total.amount) ? 'status.overdue' : 'status.overdue.left', { count, left });
}

/** A credit note is nobody's debt: it is applied or not, never due. */
function creditLook({ status }: Described, { t, isShort = false }: Words, left: string): StatusLook {
  if (status === 'draft' || status === 'cancelled') return { variant: 'default', hollow: true, text: t(`status.${status}`) };
  if (status === 'open' || status === 'overdue') return { variant: 'default', text: t('status.credit.open') };
  if (status === 'partially_paid')
    return { variant: 'default', text: isShort ? t('status.credit.partly.short') : t('status.credit.partly', { left }) };
  return { variant: 'default', text: t('status.credit.applied') };
}

function dueIn({ t, isShort = false }: Words, count: number): string {
  if (count === 0) return t(isShort ? 'status.open.today.short' : 'status.open.today');
  return t(isShort ? 'status.open.due.short' : 'status.open.due', { count });
}

/** Nobody owes a draft or a cancelled document, whatever the ERP still keeps as its open amount. */
export const isOwed = ({ status }: Pick<InvoiceRow, 'status'>): boolean => status !== 'draft' && status !== 'cancelled';

const AWAITING: readonly InvoiceRow['status'][] = ['open', 'partially_paid', 'in_payment', 'overdue'];

/** Somebody still has to pay: of what is settled, drafted or credited nothing is due. */
export const isAwaited = ({ type, status }: Pick<InvoiceRow, 'type' | 'status'>): boolean =>
  type !== 'credit_note' && AWAITING.includes(status);

/** Of instalments it is one of several days: before and after it is paid the words say so. */
export function dueKey({ instalmentCount, open }: Pick<InvoiceRow, 'instalmentCount' | 'open'>): 'whole' | 'next' | 'last' {
  if (instalmentCount < 2) return 'whole';
  return isZero(open.amount) ? 'last' : 'next';
}

/** What a credit note gives stands with a minus among what invoices ask for. */
export const signed = ({ type }: Pick<InvoiceRow, 'type'>, money: Money): Money => (type === 'credit_note' ? negated(money) : money);
