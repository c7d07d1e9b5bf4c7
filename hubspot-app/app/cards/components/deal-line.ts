import type { DealLine, DealLineFinding, DealLines, Money } from '../api/types.ts';
import { isZero, needCents, negated, type Format } from '../common/format.ts';
import type { Translate } from '../common/translate.ts';
import type { Key } from '../i18n/en.ts';
import { dotted } from './dotted.ts';
import { codeBeside } from './product-name.ts';
import type { StatusLook } from './status.ts';

interface Words {
  t: Translate<Key>;
  format: Format;
}
type Product = NonNullable<DealLine['product']>;
type Ready = Extract<DealLines, { state: 'ready' }>;
type PricedBy = Ready['pricedBy'];

/** What the ERP says of a line, the worst first; that all is well is said too. */
export function lineLooks(line: DealLine, pricedBy: PricedBy, words: Words): StatusLook[] {
  const looks = line.findings.flatMap((finding) => lookOf(finding, line, words) ?? []);
  return looks.length > 0 ? looks : [{ variant: 'success', text: fineWord(1, pricedBy, words) }];
}

/** Of the product and its price alone: what an order makes of it may differ. */
export const fineWord = (count: number, pricedBy: PricedBy, { t }: Words): string =>
  pricedBy === 'unknown' ? t('line.known') : t('line.fine', { count });

function lookOf(finding: DealLineFinding, line: DealLine, words: Words): StatusLook | null {
  const { t } = words;
  const { sku, price, product } = line;
  switch (finding) {
    case 'unknown':
      return { variant: 'danger', text: t(sku ? 'line.unknown' : 'line.unknown.noSku') };
    case 'ambiguous':
      return { variant: 'danger', text: t('line.ambiguous') };
    case 'inactive':
      return { variant: 'danger', text: t('line.inactive') };
    case 'price_differs':
      return product && differenceLook(product, words);
    case 'no_list_price':
      return { variant: 'default', text: price ? t('line.noListPrice', { currency: price.currency }) : t('line.noListPrice.any') };
    case 'short':
      return product && { variant: 'warning', text: shortText(product, words) };
    case 'negative_price':
      return { variant: 'default', text: t('line.negativePrice') };
    case 'deleted':
      return { variant: 'warning', text: t('line.deleted') };
  }
}

/** Below the list costs money, above it is only to be known. */
function differenceLook({ drift, listPrice }: Product, { t, format }: Words): StatusLook | null {
  if (!drift || isZero(drift.amount)) return null;
  const isBelow = isNegative(drift);
  const percent = listPrice && percentOf(drift, listPrice);
  const text = percent
    ? t(isBelow ? 'line.below.percent' : 'line.above.percent', { percent })
    : t(isBelow ? 'line.below.amount' : 'line.above.amount', { amount: format.money(size(drift), { withCode: true }) });
  return { variant: isBelow ? 'warning' : 'info', text };
}

/** For display alone, so an amount may become a number. Null: too small or too large to tell anything. */
function percentOf(part: Money, whole: Money): number | null {
  const percent = Math.abs((Number(part.amount) / Number(whole.amount)) * 100);
  if (!Number.isFinite(percent) || percent < 0.1 || percent >= 1000) return null;
  return percent < 10 ? Math.round(percent * 10) / 10 : Math.round(percent);
}

/** What all lines of the product still need together. More may be promised than is there; nobody can be given less than nothing. */
function shortText({ available, wanted, isOnSeveralLines, expectedOn }: Product, { t, format }: Words): string {
  const facts = { available: format.decimal(available?.startsWith('-') ? '0' : (available ?? '0')), quantity: format.decimal(wanted) };
  if (!expectedOn) return t(isOnSeveralLines ? 'line.short.together' : 'line.short', facts);
  return t(isOnSeveralLines ? 'line.short.together.more' : 'line.short.more', { ...facts, day: format.day(expectedOn) });
}

/** The lines stand below each other: all of them with their cents, or none. */
export const linesNeedCents = (lines: readonly DealLine[]): boolean =>
  needCents(lines.flatMap(({ price, netPrice, product }) => [price, netPrice, product?.listPrice].flatMap((money) => money?.amount ?? [])));

/** Its code, quantity and price, and the list's price where it is another. */
export function priceText(
  { name, sku, quantity: count, price, netPrice, product }: DealLine,
  { t, format, withCents }: Words & { withCents: boolean },
): string {
  const show = (money: Money) => format.money(money, { withCode: true, withCents });
  const quantity = [format.decimal(count), product?.unit].filter(Boolean).join(' ');
  const own = price ? t('line.times', { quantity, price: show(price) }) : t('line.withoutPrice', { quantity });
  const net = netPrice && t('line.discounted', { price: show(netPrice) });
  const isListed = product?.drift ? isZero(product.drift.amount) : false;
  const list = product?.listPrice && !isListed ? t('line.list', { price: show(product.listPrice) }) : null;
  return dotted([codeBeside(name, sku), own, net, list]);
}

/** What the deal got, what can still be given, and when more comes; null where the finding says it already, or nobody knows the product. */
export function availableText({ product, findings }: DealLine, words: Words): string | null {
  if (!product) return null;
  const { t, format } = words;
  const delivered = product.delivered === null ? null : t('line.delivered', { quantity: format.decimal(product.delivered) });
  const isSaid = product.uncounted === null && findings.includes('short');
  if (isSaid || (delivered !== null && isZero(product.wanted))) return delivered;
  return dotted([delivered, restText(product, words)]);
}

function restText({ available, held, more, uncounted, expectedOn }: Product, { t, format }: Words): string {
  if (available === null) return t('line.notCounted');
  if (uncounted !== null) return t('line.held.uncounted', { held: format.decimal(uncounted) });
  if (held !== null) return t('line.held', { held: format.decimal(held), more: format.decimal(more ?? '0') });
  const quantity = format.decimal(available);
  return expectedOn ? t('line.available.more', { quantity, day: format.day(expectedOn) }) : t('line.available', { quantity });
}

/** Everything is known, sells at the price of the list and is there: one sentence, that promises no stock nobody counts. */
export function fineText(lines: readonly DealLine[], pricedBy: PricedBy, { t }: Words): string {
  const counted = lines.filter(({ product }) => product?.available !== null).length;
  const fine = pricedBy === 'unknown' ? 'lines.fine.unpriced' : 'lines.fine';
  const all = lines.some(({ product }) => product?.delivered)
    ? (`${fine}.delivered` as const)
    : lines.some(holdsStock)
      ? (`${fine}.held` as const)
      : fine;
  const key = counted === lines.length ? all : counted === 0 ? (`${fine}.uncounted` as const) : (`${fine}.partly` as const);
  return t(key, { count: lines.length });
}

const holdsStock = ({ product }: DealLine): boolean => Boolean(product?.held ?? product?.uncounted);

/** Its stock was read before the order that holds some of it. */
export const isUncounted = ({ product }: DealLine): boolean => Boolean(product?.uncounted);

/** How far the lines are from the list together, a sentence for each currency. */
export const driftTexts = (drift: readonly Money[], { t, format }: Words): string[] =>
  drift
    .filter(({ amount }) => !isZero(amount))
    .map((money) =>
      t(isNegative(money) ? 'lines.drift.below' : 'lines.drift.above', { amount: format.money(size(money), { withCode: true }) }),
    );

/** Whose prices the lines are compared with, where it is not the library's. */
export function pricedText({ pricedBy, priceList }: Pick<Ready, 'pricedBy' | 'priceList'>, { t }: Words): string | null {
  if (pricedBy === 'library') return null;
  if (pricedBy === 'unknown') return t('lines.priced.unknown');
  return priceList === null ? t('lines.priced.order') : t('lines.priced.list', { list: priceList });
}

const isNegative = ({ amount }: Money): boolean => amount.startsWith('-');
const size = (money: Money): Money => (isNegative(money) ? negated(money) : money);
