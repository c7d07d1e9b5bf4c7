import { setTimeout as sleep } from 'node:timers/promises';
import type { DealLine, DealLines } from '../../hubspot-app/app/cards/api/types.ts';
import type { ErpProduct, ErpProductAction, ListPage, PlaygroundState, ProductSummary, RecordDetail } from '../playground/api.ts';

/** A line on a deal whose product HubSpot has too, with a price in pesos. */
interface LineWithProduct {
  dealId: string;
  recordId: string;
  sku: string;
}

const ADMINISTRATOR = 101;

/** What the playground's page would ask for, without the page. */
export function productsOf(url: string) {
  const get = async <T>(path: string): Promise<T> => (await (await fetch(`${url}/api/${path}`)).json()) as T;
  const post = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`${url}/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as T;
  };
  const lines = async (dealId: string): Promise<DealLine[]> => {
    const { variables } = await get<PlaygroundState>('state');
    const address = `${variables['BACKEND_URL']}/cards/deal-lines?objectTypeId=0-3&objectId=${dealId}`;
    const { body } = await post<{ body: string }>('hubspot-fetch', { userId: ADMINISTRATOR, url: address, options: {} });
    const answer = JSON.parse(body) as DealLines;
    return answer.state === 'ready' ? answer.lines : [];
  };
  return {
    /** Counted, and on stock. */
    async findLine(): Promise<LineWithProduct> {
      for (const { id: recordId, available } of (await get<ListPage<ProductSummary>>('records/products')).records) {
        if (!(Number(available) > 0)) continue;
        const { related, subtitle: sku } = await get<RecordDetail>(`records/products/${recordId}`);
        for (const { type, id: dealId } of related) {
          if (type !== 'deals') continue;
          const line = (await lines(dealId)).find((one) => one.sku === sku);
          if (line?.product?.listPrice?.currency === 'MXN') return { dealId, recordId, sku };
        }
      }
      throw new Error('No deal has a line with a product of the library');
    },
    /** What the deal's card gets about the product. */
    onDeal: async ({ dealId, sku }: LineWithProduct) => (await lines(dealId)).find((line) => line.sku === sku)?.product ?? null,
    async inHubSpot({ recordId }: LineWithProduct): Promise<Record<string, string | null>> {
      const { erp } = await get<RecordDetail>(`records/products/${recordId}`);
      return Object.fromEntries(erp.map(({ name, value }) => [name, value]));
    },
    async inErp({ sku }: LineWithProduct): Promise<ErpProduct> {
      const found = (await get<ErpProduct[]>(`erp/products?search=${sku}`)).find((one) => one.sku === sku);
      if (!found) throw new Error(`The ERP has no ${sku}`);
      return found;
    },
    book: (action: ErpProductAction) => post<{ done: boolean; reason?: string }>('erp/products/book', action),
  };
}

const WITHIN_MS = 120_000;

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + WITHIN_MS; !(await isSo()); await sleep(250))
    if (Date.now() > deadline) throw new Error(`Not so within ${WITHIN_MS} ms`);
}
