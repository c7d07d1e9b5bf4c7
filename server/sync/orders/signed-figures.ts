import { isWithheld } from '../../hubspot/errors.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { readLineItems } from '../../hubspot/line-items.ts';
import { BATCH_SIZE } from '../../hubspot/objects.ts';
import { add, asDecimal, compare } from '../../shared/decimals.ts';
import type { RecordId } from '../../shared/ids.ts';
import { LINE_ITEM, QUOTE } from '../../shared/object-types.ts';
import type { Params, SignedFigures } from '../commands/command-facts.ts';
import { isWithinRounding, rounded, termsOf } from './build-line.ts';
import type { TiedOrder } from './order-ties.ts';
import { WAITING_SIGNED, WAITING_SIGNED_UNREAD } from './waiting.ts';
import type { DealRun } from './write-order-numbers.ts';

/** HubSpot counts it up from the lines, and what was put on the quote as a whole: discounts first, then fees, then taxes (its fees guide, January 2026). */
const AMOUNT = 'hs_quote_amount';
const CURRENCY = 'hs_currency';
const LINE_PROPERTIES = ['quantity', 'price', 'discount', 'hs_discount_percentage', 'recurringbillingfrequency'];

/** What these quotes were signed over: a quote has lines of its own, copied from its deal when it was made. */
export async function readSignedFigures(
  { hubspot, priority, signal }: DealRun,
  quoteIds: readonly RecordId[],
): Promise<ReadonlyMap<RecordId, SignedFigures>> {
  const options = { priority, ...(signal ? { signal } : {}) };
  const figures = new Map<RecordId, SignedFigures>();
  for (let start = 0; start < quoteIds.length; start += BATCH_SIZE) {
    const ids = quoteIds.slice(start, start + BATCH_SIZE);
    const quotes = await hubspot.batchRead(QUOTE, { ids, properties: [AMOUNT, CURRENCY] }, options);
    const lines = await readLineItems(hubspot, { objectType: QUOTE, ids, properties: LINE_PROPERTIES }, options).catch((error: unknown) => {
      if (!isWithheld(LINE_ITEM, error)) throw error;
      return new Map<RecordId, HubSpotRecord[]>();
    });
    for (const id of ids) figures.set(id, figuresOf(id, quotes.get(id)?.properties ?? {}, lines.get(id) ?? []));
  }
  return figures;
}

function figuresOf(quoteId: RecordId, properties: HubSpotRecord['properties'], lines: readonly HubSpotRecord[]): SignedFigures {
  const currency = properties[CURRENCY] || null;
  const nets = lines.map((line) => termsOf(line, currency ?? '')?.net ?? null);
  return {
    ...{ quoteId, currency, lineCount: lines.length },
    net: nets.length === 0 || nets.includes(null) ? null : add('0', ...nets.flatMap((net) => net ?? [])),
    amount: asDecimal(properties[AMOUNT]),
    isRecurring: lines.some((line) => Boolean(line.properties['recurringbillingfrequency'])),
  };
}

/** Why the document is not what was signed, or nobody can tell; null: it is, or somebody took it all the same. */
export function differenceFromSigned(signed: SignedFigures | undefined, tie: TiedOrder): { waitingFor: string; params: Params } | null {
  if (!signed || (tie.accepted?.quoteId === signed.quoteId && tie.accepted.net === tie.erpNet)) return null;
  const { quoteId, net, amount, lineCount } = signed;
  const { erpNet, currency } = tie;
  if (erpNet === null || currency === null || (net === null && amount === null))
    return { waitingFor: WAITING_SIGNED_UNREAD, params: { quoteId } };
  const areSame = (a: string, b: string): boolean => isWithinRounding(a, b, { currency, lineCount: Math.max(lineCount, tie.lineCount) });
  const isCurrency = signed.currency === null || signed.currency === currency;
  const isNet = net === null || areSame(net, erpNet);
  if (isCurrency && isNet && isAmountOf(signed, tie, areSame)) return null;
  const said = rounded((isNet ? amount : net) ?? '0', currency);
  return {
    waitingFor: WAITING_SIGNED,
    params: { quoteId, erp: rounded(erpNet, currency), signed: said, currency: signed.currency ?? currency },
  };
}

/** Of the whole quote, with its taxes or without. Over how many periods it counts what recurs is documented nowhere: less than one of them is a discount. */
function isAmountOf({ amount, net, isRecurring }: SignedFigures, tie: TiedOrder, areSame: (a: string, b: string) => boolean): boolean {
  if (amount === null || areSame(amount, tie.erpNet!) || (tie.total !== null && areSame(amount, tie.total))) return true;
  return isRecurring && net !== null && compare(amount, net) > 0;
}
