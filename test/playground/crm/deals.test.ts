import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startHubSpotFake, type HubSpotFake, type Portal } from '../../fakes/hubspot/index.ts';
import type { LineAction } from '../api.ts';
import { dealBoard } from './board.ts';
import { changeLines, describeLines } from './deal-lines.ts';
import { createRecord, editRecord } from './people.ts';

const SALES_REP = 102;
const NO_DISCOUNT = { value: '', kind: 'percent' } as const;

let hubspot: HubSpotFake;
let portal: Portal;
let dealId: string;
beforeEach(async () => {
  hubspot = await startHubSpotFake({ webhookTarget: 'http://127.0.0.1:9/' });
  portal = hubspot.addPortal({ portalId: 7, companyCurrency: 'MXN', additionalCurrencies: ['USD'] });
  const companyId = portal.users.createCompany({ name: 'Aceros del Valle' });
  const properties = { dealname: 'Válvulas', dealstage: 'contractsent', deal_currency_code: 'USD' };
  dealId = createRecord(portal, 'deals', { userId: SALES_REP, properties, companyId });
});
afterEach(() => hubspot.close());

const change = (action: LineAction) => changeLines(portal, dealId, { ...action, userId: SALES_REP });
const stageOf = (id: string) => dealBoard(portal, '').stages.find(({ deals }) => deals.some((deal) => deal.id === id))?.label;

it('a deal is made for a company by whoever is signed in, and moved by stage, which HubSpot tells as that person', () => {
  expect(portal.value('deals', dealId, 'hubspot_owner_id')).toBe('1000102');
  expect(stageOf(dealId)).toBe('Contract Sent');
  editRecord(portal, 'deals', dealId, { userId: SALES_REP, properties: { dealstage: 'closedwon' } });

  expect(stageOf(dealId)).toBe('Closed Won');
  expect(portal.history('deals', dealId, 'dealstage').at(-1)).toMatchObject({
    value: 'closedwon',
    source: { type: 'CRM_UI', id: 'userId:102' },
  });
  const [deal] = dealBoard(portal, 'válv').stages.flatMap(({ deals }) => deals);
  expect(deal).toMatchObject({ name: 'Válvulas', company: 'Aceros del Valle', currency: 'USD' });
  expect(dealBoard(portal, 'bombas').stages.flatMap(({ deals }) => deals)).toEqual([]);
});

it('a deal in a stage that the pipeline does not have is refused in the words of HubSpot', () => {
  const move = () => editRecord(portal, 'deals', dealId, { userId: SALES_REP, properties: { dealstage: 'shipped' } });
  expect(move).toThrow(/shipped/);
  expect(stageOf(dealId)).toBe('Contract Sent');
});

it('lines come from the library at its price in the currency of the deal, whose amount follows them', () => {
  const productId = portal.users.createProduct({ name: 'Bomba 3 HP', hs_sku: 'B-3', price: '2000', hs_price_usd: '110.50' });
  change({ action: 'add', productId, name: '', quantity: '3', price: '', discount: NO_DISCOUNT });
  change({ action: 'add', productId: null, name: 'Maniobra', quantity: '1', price: '200', discount: { value: '25', kind: 'amount' } });

  const { lines, net } = describeLines(portal, dealId);
  expect(lines).toMatchObject([
    { name: 'Bomba 3 HP', sku: 'B-3', productId, price: '110.5', net: '331.50' },
    { name: 'Maniobra', sku: null, productId: null, discount: { value: '25', kind: 'amount' }, net: '175.00' },
  ]);
  expect([net, portal.value('deals', dealId, 'amount')]).toEqual(['506.50', '506.5']);
});

it('a line gets another price and one kind of discount, and is taken away, and is not reached from another deal', () => {
  change({ action: 'add', productId: null, name: 'Maniobra', quantity: '2', price: '200', discount: { value: '25', kind: 'amount' } });
  const [line] = describeLines(portal, dealId).lines;
  const lineId = line?.id ?? '';
  change({ action: 'edit', lineId, quantity: '4', price: '100', discount: { value: '10', kind: 'percent' } });
  expect(describeLines(portal, dealId)).toMatchObject({ net: '360.00', lines: [{ discount: { value: '10', kind: 'percent' } }] });

  const other = portal.users.createDeal({ dealname: 'Otro' });
  expect(() => changeLines(portal, other, { action: 'remove', lineId, userId: SALES_REP })).toThrow(/not on this deal/);
  change({ action: 'remove', lineId });
  expect(describeLines(portal, dealId)).toMatchObject({ net: '0.00', lines: [] });
  expect(portal.record('line_items', lineId)?.archived).toBe(true);
});
