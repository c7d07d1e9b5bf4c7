import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type {
  Answer,
  ErpOrder,
  LineAction,
  ListPage,
  NewCrmRecord,
  ProductSummary,
  RecordDetail,
  PlaygroundState,
} from '../playground/api.ts';
import { until } from './playground-products.ts';

const SALES_REP = 102;
const TAB = '[data-extension="crm.record.tab"]';
const DEAL = 'Póliza firmada';

/**
 * A deal sells something by the month, its quotation stands in the ERP; in the browser somebody makes a quote of it and signs: the subscription becomes
 * active on the card, and there is one order.
 */
export async function signAndSubscribe(url: string, page: Page): Promise<void> {
  const get = async <T>(path: string): Promise<T> => (await (await fetch(`${url}/api/${path}`)).json()) as T;
  const post = async <T extends object>(path: string, body: object): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    const answer = (await (await fetch(`${url}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as Answer<T>;
    if (!answer.done) throw new Error(answer.reason);
    return answer;
  };
  const { guide } = await get<PlaygroundState>('state');
  const sold = guide?.steps.find(({ step }) => step === 'won')?.target?.id ?? '';
  const { related } = await get<RecordDetail>(`records/deals/${sold}`);
  const companyId = related.find(({ type }) => type === 'companies')?.id ?? null;
  const deal: NewCrmRecord = { userId: SALES_REP, properties: { dealname: DEAL, dealstage: 'qualifiedtobuy' }, companyId };
  const { id } = await post<{ id: string }>('records/deals', deal);
  const { records } = await get<ListPage<ProductSummary>>('records/products?search=SRV-POL');
  const line: LineAction = {
    ...{ action: 'add', productId: records[0]!.id, name: '', quantity: '1', price: '' },
    discount: { value: '', kind: 'percent' },
  };
  await post(`deals/${id}/lines`, { ...line, userId: SALES_REP });
  await post(`records/deals/${id}`, { userId: SALES_REP, properties: { dealstage: 'contractsent' } });
  const orders = () => get<ErpOrder[]>(`erp/orders/of/deals/${id}`);
  const values = async () => {
    const { erp } = await get<RecordDetail>(`records/deals/${id}`);
    return Object.fromEntries(erp.map(({ name, value }) => [name, value]));
  };
  await until(async () => (await values())['erp_order_status'] === 'quotation');
  expect(await orders()).toMatchObject([{ state: 'Quotation' }]);

  await page.goto(`${url}/#/deals/${id}`);
  await page.getByRole('tab', { name: 'Quotes (0)' }).click();
  await page.getByRole('button', { name: 'Create HubSpot quote' }).click();
  const quote = page.locator('[data-quote]');
  await quote.getByText('Waiting for signature').waitFor();
  await page.getByRole('button', { name: 'Español' }).click();
  await quote.getByText('Espera la firma').waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: `Sign “${DEAL}” as the buyer` }).click();
  await quote.getByText('Signed', { exact: true }).waitFor();

  await page.getByRole('tab', { name: 'ERP', exact: true }).click();
  await page.locator('.crm-left [data-property="erp_subscription_status"]', { hasText: 'Active' }).waitFor({ timeout: 120_000 });
  await page.locator(TAB).getByText('Active', { exact: true }).first().waitFor();
  expect(await orders()).toMatchObject([{ state: 'Sales Order' }]);
}
