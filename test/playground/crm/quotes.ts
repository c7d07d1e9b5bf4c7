import type { Portal, RecordView } from '../../fakes/hubspot/index.ts';
import type { DealQuote, QuoteAction } from '../api.ts';
import { describeLines } from './deal-lines.ts';
import { personAt } from './people.ts';

/** The quotes of a deal, newest first. */
export const describeQuotes = (portal: Portal, dealId: string): DealQuote[] =>
  quotesOf(portal, dealId)
    .map((quote) => quoteOf(portal, dealId, quote))
    .toSorted((a, b) => Date.parse(b.madeAt) - Date.parse(a.madeAt) || Number(b.id) - Number(a.id));

function quoteOf(portal: Portal, dealId: string, { id, properties }: RecordView): DealQuote {
  const { hs_title: title = '', hs_currency: currency, hs_quote_amount: net = '0.00' } = properties;
  return {
    ...{ id, title, net, currency: currency ?? describeLines(portal, dealId).currency, state: stateOf(properties) },
    lineCount: portal.associatedIds('quotes', id, 'line_items').length,
    madeAt: properties['createdate'] ?? '',
  };
}

function stateOf({ hs_quote_status: status, hs_sign_status: signature }: RecordView['properties']): DealQuote['state'] {
  if (status === 'VOID') return 'withdrawn';
  return signature === 'ESIGN_COMPLETED' ? 'signed' : 'waiting';
}

/** Sellers make and withdraw them. A buyer signs on a page of HubSpot's: here whoever is signed in plays that. */
export function changeQuotes(portal: Portal, dealId: string, { userId, ...action }: QuoteAction & { userId: number }): void {
  const person = personAt(portal, userId);
  if (action.action === 'create') {
    const { lines } = describeLines(portal, dealId);
    if (lines.length === 0) throw new Error('A quote needs line items');
    person.createQuote(dealId, { hs_title: portal.value('deals', dealId, 'dealname') ?? 'Quote' });
    return;
  }
  const { id, properties } = quoteOn(portal, dealId, action.quoteId);
  if (stateOf(properties) !== 'waiting' && action.action === 'sign') throw new Error('This quote can no longer be signed');
  if (action.action === 'sign') person.signQuote(id);
  else person.endQuote(id, 'VOID');
}

const quotesOf = (portal: Portal, dealId: string): RecordView[] =>
  portal
    .associatedIds('deals', dealId, 'quotes')
    .flatMap((id) => portal.record('quotes', id) ?? [])
    .filter(({ archived }) => !archived);

function quoteOn(portal: Portal, dealId: string, quoteId: string): RecordView {
  const quote = quotesOf(portal, dealId).find(({ id }) => id === quoteId);
  if (!quote) throw new Error(`Quote ${quoteId} is not of this deal`);
  return quote;
}
