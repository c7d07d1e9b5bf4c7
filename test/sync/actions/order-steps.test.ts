import { describe, expect, it } from '@jest/globals';
import { recordId, portalId } from '../../../server/shared/ids.ts';
import type { Look } from '../../../server/sync/actions/action.ts';
import { metadataOf } from '../../../server/sync/actions/metadata.ts';
import { orderSteps, type DealOrders, type DealOrderState } from '../../../server/sync/actions/order-steps.ts';

const MADE: DealOrderState = {
  ...{ state: 'made', on: 'HS-7-D1-1', isNew: true, number: 'S00042', url: 'https://erp.example/orders/1' },
  total: { amount: '1160.00', currency: 'MXN' },
};

/** What the engine answers, and what it was asked. */
function stepsWith(became: Partial<DealOrderState>, hasRules = true) {
  const asked: object[] = [];
  const orders: DealOrders = {
    askForOrder: (_deps, wanted) => Promise.resolve((asked.push(wanted), hasRules ? { key: 'HS-7-D1-1' } : null)),
    whatBecameOf: () => Promise.resolve({ ...MADE, ...became }),
  };
  const [quotation, order] = orderSteps(orders);
  return { asked, quotation: quotation!, order: order! };
}

const lookOf = (inputs: object, given: object = {}): Look =>
  ({
    run: { portalId: portalId(7), recordId: recordId('500'), isBlocking: true, memo: {}, ...given },
    inputs,
    deps: {},
  }) as unknown as Look;

describe('making a document of a deal', () => {
  it.each([
    ['quotation', {}, { confirm: false, reserve: null }],
    ['order', { reserve: 'rules' }, { confirm: true, reserve: null }],
    ['order', { reserve: 'yes' }, { confirm: true, reserve: true }],
    ['order', { reserve: 'no' }, { confirm: true, reserve: false }],
  ] as const)('asks for a %s with %j', async (name, inputs, wanted) => {
    const steps = stepsWith({});
    const found = await steps[name].look(lookOf(inputs));
    expect(steps.asked).toEqual([{ portalId: 7, dealId: '500', ...wanted }]);
    expect(found).toEqual({
      kind: 'done',
      outcome: {
        ...{ result: 'created', erpNumber: 'S00042' },
        outputs: { total: '1160.00', currency: 'MXN', link: 'https://erp.example/orders/1' },
      },
    });
  });

  it('waits for the command that is at work now, and asks no second time', async () => {
    const { order, asked } = stepsWith({ state: 'working', on: 'HS-7-D1-2', number: null, total: null, url: null });
    const found = await order.look(lookOf({ reserve: 'rules' }));
    expect(found).toMatchObject({ kind: 'waiting', on: 'HS-7-D1-2', memo: { key: 'HS-7-D1-1' }, otherwise: { result: 'not_in_time' } });
    await order.look(lookOf({ reserve: 'rules' }, { memo: { key: 'HS-7-D1-1' } }));
    expect(asked).toHaveLength(1);
  });

  it.each([
    [{ isNew: false }, 'already_existed', null],
    [{ state: 'waiting_approval' }, 'waiting_approval', 'Somebody has to agree; the card of the deal says to what.'],
    [{ state: 'refused' }, 'refused', 'The ERP did not take it; the card of the record says why.'],
  ] as const)('%j is %s', async (became, result, words) => {
    const found = await stepsWith(became).quotation.look(lookOf({}));
    expect(found).toMatchObject({
      kind: 'done',
      outcome: { result, erpNumber: 'S00042', ...(words && { reason: { words: { en: words } } }) },
    });
  });

  it('is refused where nobody set rules', async () => {
    const found = await stepsWith({}, false).quotation.look(lookOf({}));
    expect(found).toMatchObject({ kind: 'done', outcome: { result: 'refused' } });
  });

  it('is described to HubSpot like every other step', () => {
    const { quotation, order } = stepsWith({});
    expect([quotation, order].map(({ design }) => (metadataOf(design) as { uid: string }).uid)).toEqual([
      'puente_action_create_quotation',
      'puente_action_create_sales_order',
    ]);
  });
});
