import { expect } from '@jest/globals';
import type { Answer, CrmEdit, ErpOrder, ErpOrderAction, ErpOrderFile, PlaygroundState, RecordDetail } from '../playground/api.ts';

import { until } from './playground-products.ts';

const SALES_REP = 102;

/** Deals of the playground and their orders in the ERP, without the page. */
function ordersOf(url: string) {
  const get = async <T>(path: string): Promise<T> => (await (await fetch(`${url}/api/${path}`)).json()) as T;
  const post = async (path: string, body: object): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' };
    return (await (await fetch(`${url}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as Answer;
  };
  return {
    /** The one that the guided line leads to: it can become an order. */
    async readyDeal(): Promise<string> {
      const { guide } = await get<PlaygroundState>('state');
      const id = guide?.steps.find(({ step }) => step === 'won')?.target?.id;
      if (id === undefined) throw new Error('No deal can become an order');
      return id;
    },
    move: (dealId: string, dealstage: string) =>
      post(`records/deals/${dealId}`, { userId: SALES_REP, properties: { dealstage } } satisfies CrmEdit),
    inErp: (dealId: string) => get<ErpOrder[]>(`erp/orders/of/deals/${dealId}`),
    file: (orderId: string) => get<ErpOrderFile>(`erp/orders/${orderId}`),
    book: (action: ErpOrderAction, dealId: string) => post('erp/orders/book', { ...action, record: { type: 'deals', id: dealId } }),
    async onDeal(dealId: string): Promise<Record<string, string | null>> {
      const { erp } = await get<RecordDetail>(`records/deals/${dealId}`);
      return Object.fromEntries(erp.map(({ name, value }) => [name, value]));
    },
  };
}

/**
 * A deal is won, lost and won again within a moment: there is one order, which is delivered, invoiced and paid in the ERP. `key`: what the ERP keeps
 * of the app's key.
 */
export async function winAndFollow(url: string, isOrder: (order: ErpOrder) => boolean, key = /^HS-.+-1$/): Promise<void> {
  const { readyDeal, move, inErp, file, book, onDeal } = ordersOf(url);
  const dealId = await readyDeal();
  for (const stage of ['closedwon', 'closedlost', 'closedwon']) expect(await move(dealId, stage)).toMatchObject({ done: true });
  const orders = async () => (await inErp(dealId)).filter(isOrder);
  await until(async () => (await orders()).length > 0);
  const [order, ...more] = await orders();
  expect(more).toEqual([]);
  expect(order?.puenteKey).toMatch(key);
  await until(async () => (await onDeal(dealId))['erp_order_number'] === order?.number);

  const orderId = order?.id ?? '';
  const { lines } = await file(orderId);
  const quantities = Object.fromEntries(lines.flatMap(({ id, isGoods, quantity }) => (isGoods ? [[id, quantity]] : [])));
  const actions: ErpOrderAction[] = [
    { action: 'deliver', orderId, quantities },
    { action: 'invoice', orderId },
    { action: 'pay', orderId },
  ];
  for (const action of actions) expect(await book(action, dealId)).toEqual({ done: true });
  await until(async () => (await onDeal(dealId))['erp_order_status'] === 'paid');
  expect(await orders()).toHaveLength(1);
}
