import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startHubSpotFake, type HubSpotFake, type Portal } from '../../fakes/hubspot/index.ts';
import type { QuoteAction } from '../api.ts';
import { changeLines } from './deal-lines.ts';
import { createRecord } from './people.ts';
import { changeQuotes, describeQuotes } from './quotes.ts';

const SALES_REP = 102;

let hubspot: HubSpotFake;
let portal: Portal;
let dealId: string;
beforeEach(async () => {
  hubspot = await startHubSpotFake({ webhookTarget: 'http://127.0.0.1:9/' });
  portal = hubspot.addPortal({ portalId: 7, companyCurrency: 'MXN', additionalCurrencies: ['USD'] });
  const properties = { dealname: 'Póliza anual', dealstage: 'contractsent', deal_currency_code: 'USD' };
  dealId = createRecord(portal, 'deals', { userId: SALES_REP, properties, companyId: null });
});
afterEach(() => hubspot.close());

const change = (action: QuoteAction) => changeQuotes(portal, dealId, { ...action, userId: SALES_REP });
const sell = (quantity: string) =>
  changeLines(portal, dealId, {
    ...{ action: 'add', productId: null, name: 'Visita', quantity, price: '100', userId: SALES_REP },
    discount: { value: '10', kind: 'percent' },
  });

it('a quote takes the lines of its deal as they are, is signed once and can be withdrawn', () => {
  sell('2');
  change({ action: 'create' });
  sell('5');
  const [quote] = describeQuotes(portal, dealId);
  expect(quote).toMatchObject({ title: 'Póliza anual', state: 'waiting', lineCount: 1, net: '180.00', currency: 'USD' });
  expect(Date.parse(quote!.madeAt)).toBeGreaterThan(Date.now() - 60_000);
  const quoteId = quote!.id;
  change({ action: 'sign', quoteId });
  expect(describeQuotes(portal, dealId)).toMatchObject([{ state: 'signed', net: '180.00' }]);
  expect(() => change({ action: 'sign', quoteId })).toThrow('can no longer be signed');
  change({ action: 'withdraw', quoteId });
  expect(describeQuotes(portal, dealId)).toMatchObject([{ state: 'withdrawn' }]);
});

it('a deal without lines has nothing to quote, and no other deal’s quote is signed from it', () => {
  expect(() => change({ action: 'create' })).toThrow('needs line items');
  const other = portal.users.createQuote(portal.users.createDeal({ dealname: 'Otro' }));
  expect(() => change({ action: 'sign', quoteId: other })).toThrow('not of this deal');
  expect(portal.value('quotes', other, 'hs_sign_status')).toBe('ESIGN_PENDING');
});
