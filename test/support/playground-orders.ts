import type { Answer, CrmEdit, ErpOrder, ErpOrderAction, ErpOrderFile, PlaygroundState, RecordDetail } from '../playground/api.ts';

const SALES_REP = 102;

/** Deals of the playground and their orders in the ERP, without the page. */
export function ordersOf(url: string) {
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
