import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { PlaygroundState, RecordList } from './playground/api.ts';
import { describeInBrowser, launchBrowser } from './support/browser.ts';
import { customersOf } from './support/playground-customers.ts';
import { winAndFollow } from './support/playground-orders.ts';
import { productsOf, until } from './support/playground-products.ts';
import { startPlaygroundProcess, type PlaygroundProcess } from './support/playground-process.ts';

const TAB = '[data-extension="crm.record.tab"]';

let playground: PlaygroundProcess;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [playground, browser] = await Promise.all([
    startPlaygroundProcess(['--erp', 'sap-s4', '--customers', '40', '--invoices', '200']),
    launchBrowser(),
  ]);
  page = await browser.newPage({ viewport: { width: 1280, height: 960 } });
  page.setDefaultTimeout(60_000);
}, 330_000);

afterAll(async () => {
  await browser?.close();
  await playground?.stop();
});

describeInBrowser('the playground with SAP S/4HANA', () => {
  it('follows a payment that moves no stamp to card, property and workflow trigger', async () => {
    await page.goto(playground.url);
    await page.locator('.crm-table tr', { hasText: 'Overdue' }).getByRole('link').first().click();
    await page.locator(`${TAB} table`).waitFor();
    await page.getByRole('button', { name: 'Open ERP back office' }).click();
    await page.getByText('SAP S/4HANA Cloud').first().waitFor();
    const pay = page.locator('[data-invoice]').filter({ has: page.getByRole('button', { name: 'Register payment' }) });
    const number = (await pay.first().getAttribute('data-invoice')) ?? '';
    const row = page.locator(`${TAB} tr`).filter({ hasText: number });
    expect(await row.innerText()).not.toMatch(/Paid /);

    await page.locator(`[data-invoice="${number}"]`).getByRole('button', { name: 'Register payment' }).click();
    await page.getByRole('button', { name: 'Register', exact: true }).click();

    await page.locator('[data-property="erp_invoice_paid_at"].crm-flash').waitFor();
    await row.getByText(/^Paid /).waitFor();
  });

  it('brings a price changed in the back office to the product and to the lines of its deal, and a product that is sold out', async () => {
    const { findLine, inErp, inHubSpot, onDeal, book } = productsOf(playground.url);
    const line = await findLine();
    const { id: productId, lists, stock } = await inErp(line);
    const listId = lists.find(({ price }) => price?.currency === 'MXN')?.listId ?? '';
    expect(await book({ action: 'listPrice', productId, listId, amount: '1399.50' })).toEqual({ done: true });
    await until(async () => (await inHubSpot(line))['price'] === '1399.5');
    await until(async () => (await onDeal(line))?.listPrice?.amount.replace(/0+$/, '') === '1399.5');

    for (const { warehouseId, onHand } of stock ?? [])
      if (onHand > 0) expect(await book({ action: 'issue', productId, warehouseId, quantity: onHand })).toEqual({ done: true });
    await until(async () => Number((await inHubSpot(line))['erp_available']) <= 0);
    await until(async () => Number((await onDeal(line))?.available) <= 0);
  });

  it('makes a partner of a company that is qualified, once, and brings its corrected tax id to the CRM', async () => {
    const { create, edit, correct, linkedWith, named, inCrm, inErp } = customersOf(playground.url);
    const address = { address: 'Juárez 12', city: 'Monterrey', country: 'Mexico' };
    const recordId = await create({ name: 'Bombas Nuevas SA de CV', rfc: 'EKU9003173C9', lifecyclestage: 'lead', ...address });
    await edit(recordId, { lifecyclestage: 'customer' });
    await until(async () => (await linkedWith(recordId)).length === 1);
    const [partner, ...more] = await named('Bombas Nuevas');
    expect([partner?.id, partner?.puenteKey, more]).toEqual([expect.stringMatching(/^HS/), expect.stringMatching(/^HS/), []]);
    expect(await inErp(partner?.id ?? '')).toMatchObject({ taxId: 'EKU9003173C9', street: 'Juárez 12', city: 'Monterrey', country: 'MX' });

    expect(await correct(partner?.id ?? '', { taxId: 'URE180429TM6' }, recordId)).toEqual({ done: true });
    await until(async () => (await inCrm(recordId))['rfc'] === 'URE180429TM6');
    await edit(recordId, { phone: '+52 81 8345 6789' });
    await until(async () => (await inErp(partner?.id ?? ''))['phone'] === '+528183456789');
  });

  it('makes one order of a deal that is won, however often, and follows it to the payment', async () => {
    await winAndFollow(playground.url, ({ id }) => id.startsWith('A_SalesOrder:'), /^HS[0-9A-Z]{10}$/);
  }, 150_000);

  it('offers what this ERP has, and finds the deals that carry its order numbers', async () => {
    const state = (await (await fetch(`${playground.url}/api/state`)).json()) as PlaygroundState;
    expect(state.erp).toMatchObject({ name: 'SAP S/4HANA Cloud', hasProducts: true, hasOrders: true });
    expect(state.guide?.steps.map(({ step }) => step)).toEqual(['pay', 'watch', 'thanks', 'won', 'price']);
    const { records } = (await (await fetch(`${playground.url}/api/records/deals`)).json()) as RecordList;
    expect(records.filter(({ paymentStatus }) => paymentStatus !== null && paymentStatus !== 'none').length).toBeGreaterThan(5);
  });
});
