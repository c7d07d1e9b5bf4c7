import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from './support/browser.ts';
import { startPlaygroundProcess, type PlaygroundProcess } from './support/playground-process.ts';
import { askSlowErp, atTheLimit, bookAtTheLimit } from './support/playground-bad-days.ts';
import { customersOf } from './support/playground-customers.ts';
import { winAndFollow } from './support/playground-orders.ts';
import { productsOf, until } from './support/playground-products.ts';
import { signAndSubscribe } from './support/playground-quotes.ts';

const TAB = '[data-extension="crm.record.tab"]';
const SIDEBAR = '[data-extension="crm.record.sidebar"]';

const PROSPECT = { name: 'Bombas Nuevas del Bajío SA de CV', taxId: 'EKU9003173C9', phone: '+52 477 111 2222' };
const DEAL = 'Válvulas para la planta';
const CORRECTED = 'URE180429TM6';

let playground: PlaygroundProcess;
let browser: Browser;
let page: Page;
/** The invoice that was paid here. */
let number = '';
/** What the browser complained about. */
const complaints: string[] = [];

beforeAll(async () => {
  const [started, launched] = await Promise.all([startPlaygroundProcess(['--customers', '60', '--invoices', '500']), launchBrowser()]);
  playground = started;
  browser = launched;
  page = await browser.newPage({ viewport: { width: 1280, height: 960 } });
  page.setDefaultTimeout(60_000);
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
}, 330_000);

afterAll(async () => {
  await browser?.close();
  await playground?.stop();
});

describeInBrowser('the playground', () => {
  it('follows a payment booked in the ERP to card, property and workflow trigger', async () => {
    number = await openCompanyWithOpenInvoice();
    await page.locator(`[data-invoice="${number}"]`).getByRole('button', { name: 'Register payment' }).click();
    await page.getByRole('button', { name: 'Register', exact: true }).click();

    await page.locator('[data-property="erp_invoice_paid_at"].crm-flash').waitFor();
    const line = page.locator('[data-change="erp_invoice_paid_at"]').first();
    await line.waitFor();
    expect(await line.innerText()).toContain('event');
    await rowOf(number).getByText('Paid', { exact: false }).waitFor();
    await page.locator(SIDEBAR).getByText('Last payment').waitFor();
    if (process.env['README_SCREENSHOT']) await takePicture(process.env['README_SCREENSHOT']);
  });

  it('lights up the first steps of the guided line, the thank-you of a workflow among them, which is seen on the record', async () => {
    for (const step of ['pay', 'watch', 'thanks']) await page.locator(`[data-guide="${step}"][data-done="true"]`).waitFor();
    expect(await page.locator('[data-guide="won"]').getAttribute('data-done')).toBe('false');
    await page.getByRole('tab', { name: 'Workflows' }).click();
    await page.locator('[data-run="thanks"][data-state="done"]').first().waitFor();
    await page.getByLabel('Workflow', { exact: true }).selectOption('step refresh_status');
    await page.getByRole('button', { name: 'Enroll this record' }).click();
    await page.locator('[data-step="refresh_status"][data-state="succeeded"]').waitFor();
    await page.getByRole('tab', { name: 'ERP', exact: true }).click();
    await rowOf(number).first().waitFor();
  });

  it('opens an invoice with its lines and the payment', async () => {
    await rowOf(number).getByRole('button').first().click();
    const panel = page.getByRole('dialog');
    await panel.getByText('Payments').first().waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  it('speaks Spanish', async () => {
    await page.getByRole('button', { name: 'Español' }).click();
    await rowOf(number)
      .getByText(/^Pagada/)
      .waitFor();
    expect(await rowOf(number).innerText()).not.toContain('Paid');
    await page.getByRole('button', { name: 'English' }).click();
  });

  it('keeps the language over a reload', async () => {
    await page.getByRole('button', { name: 'Español' }).click();
    await page.reload();
    await page.getByRole('link', { name: 'Empresas' }).first().waitFor();
    await page.locator('[data-property="erp_payment_status"] dt', { hasText: 'Estado de pago ERP' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('link', { name: 'Companies' }).first().waitFor();
    await page.getByRole('button', { name: 'Open ERP back office' }).click();
  });

  it('makes bad days visible: the card keeps what it knows, says since when, and goes on by itself', async () => {
    const card = page.locator(TAB);
    await page.getByRole('switch', { name: 'ERP down' }).click();
    await page.getByText('The ERP answers nobody').waitFor();
    await card.getByRole('button', { name: 'Refresh' }).click();
    await card.getByText(/has not answered since/).waitFor();
    await rowOf(number).first().waitFor();
    await page.getByRole('switch', { name: 'ERP down' }).click();
    await card.getByText(/has not answered since/).waitFor({ state: 'detached', timeout: 120_000 });
  });

  it('shows a slow ERP: the card keeps what it knows while it asks', async () => {
    await askSlowErp(page);
    await rowOf(number).first().waitFor();
  });

  it('shows HubSpot at its limit: the card tells the ERP’s news at once, the properties when the limit is over', async () => {
    const { during, after } = await bookAtTheLimit(page);
    expect(during).toBe('not written');
    expect(after).toBe('written');
  });

  it('asks once more before it books more than is open', async () => {
    const invoice = page.locator('[data-invoice]', { has: page.getByRole('button', { name: 'Register payment' }) }).first();
    await invoice.getByRole('button', { name: 'Register payment' }).click();
    await page.getByLabel(/^Amount/).fill('99999999.00');
    const register = page.getByRole('button', { name: 'Register', exact: true });
    expect(await register.isDisabled()).toBe(true);
    await page.getByLabel(/The customer paid more/).check();
    expect(await register.isEnabled()).toBe(true);
    await page.locator('.erp').getByRole('button', { name: 'Cancel', exact: true }).click();
  });

  it('lets sales make a deal with lines of the library, and move it on the board', async () => {
    await page.goto(`${playground.url}/#/deals`);
    await page.getByRole('button', { name: 'Create deal' }).click();
    await page.getByLabel('Deal Name').fill(DEAL);
    await page.getByPlaceholder('Search a company').fill('SA de CV');
    await page.locator('.crm-company-picker li button').first().click();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('tab', { name: 'Line items (0)' }).click();
    await page.getByRole('button', { name: 'Add line item' }).click();
    await page.getByLabel('Product').fill('lvula');
    await page.locator('.crm-line-name li button').first().click();
    await page.getByLabel('Quantity').fill('2');
    await page.getByLabel('Unit price (MXN)').fill('100');
    await page.getByLabel('Discount', { exact: true }).fill('5');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('tab', { name: 'Line items (1)' }).waitFor();
    await page.locator('[data-property="amount"]', { hasText: '$190.00' }).waitFor();

    await page.goto(`${playground.url}/#/deals`);
    const card = page.locator('.crm-deal', { hasText: DEAL });
    await card.getByLabel(`Stage of ${DEAL}`).selectOption('qualifiedtobuy');
    await page.locator('[data-stage="qualifiedtobuy"] .crm-deal', { hasText: DEAL }).waitFor();
    expect(await card.count()).toBe(1);
  });

  it("shows an order of the ERP's books on the deal that carries its number, and in the back office", async () => {
    await page
      .locator('[data-stage="closedwon"] .crm-deal', { has: page.locator('.crm-pill', { hasText: /^S\d+/ }) })
      .first()
      .getByRole('link')
      .click();
    const order = await page.locator('.crm-left [data-property="erp_order_number"] dd > span').innerText();
    await page.locator(`.erp [data-order-open="${order}"]`).waitFor();
    await page.locator(TAB).getByText(order).first().waitFor();
    await page.getByRole('button', { name: 'Lock' }).click();
    await page.locator('.erp').getByText('Sales Order, locked').waitFor();
  });

  it('brings a price changed in the back office to the product and to the lines of its deal', async () => {
    const { findLine, onDeal } = productsOf(playground.url);
    const line = await findLine();
    await page.goto(`${playground.url}/#/products`);
    await page.locator(`[data-sku="${line.sku}"] a`).click();
    await page.locator('.erp').getByRole('button', { name: 'Change Lista general MXN' }).click();
    await page.getByLabel('Price (MXN)').fill('1399.50');
    await page.getByRole('button', { name: 'Save price' }).click();

    const price = page.locator('[data-property="price"].crm-flash');
    await price.waitFor();
    expect(await price.innerText()).toContain('$1,399.50');
    await until(async () => (await onDeal(line))?.listPrice?.amount === '1399.5');
    await page.locator('[data-change="price"]').first().waitFor();
  });

  it('shows a product that is sold out as such', async () => {
    const { findLine, inErp, inHubSpot, onDeal, book } = productsOf(playground.url);
    const line = await findLine();
    const { id: productId, stock } = await inErp(line);
    for (const { warehouseId, onHand } of stock ?? [])
      if (onHand > 0) expect(await book({ action: 'issue', productId, warehouseId, quantity: onHand })).toEqual({ done: true });
    await until(async () => (await inHubSpot(line))['erp_available'] === '0');
    await until(async () => (await onDeal(line))?.available === '0');
  });

  it('makes an ERP customer of a company that marketing qualifies, once, and shows it on its card', async () => {
    await page.goto(`${playground.url}/#/companies`);
    await page.getByRole('button', { name: 'Create company' }).click();
    await page.getByLabel('Company name').fill(PROSPECT.name);
    await page.getByLabel('RFC', { exact: true }).fill(PROSPECT.taxId);
    await page.getByLabel('Phone Number').fill(PROSPECT.phone);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.locator(TAB).getByText('Which ERP customer is this?').waitFor();
    await page.getByRole('button', { name: 'Edit Lifecycle Stage' }).click();
    await page.getByLabel('Lifecycle Stage', { exact: true }).selectOption('Customer');
    await page.getByRole('button', { name: 'Save', exact: true }).click();

    await page.locator(TAB).getByText(PROSPECT.taxId).first().waitFor();
    const file = page.locator('.erp [data-customer]');
    await file.getByText('Made by Puente').waitFor();
    expect(await file.innerText()).toContain(PROSPECT.phone);
    expect(await customersOf(playground.url).named(PROSPECT.name)).toHaveLength(1);
  });

  it('brings a tax id that finance corrects to the CRM, and says where it came from', async () => {
    await page.getByRole('button', { name: 'Edit customer' }).click();
    await page.locator('.erp').getByLabel('Tax ID').fill(CORRECTED);
    await page.locator('.erp').getByRole('button', { name: 'Save', exact: true }).click();

    const taxId = page.locator('[data-property="rfc"].crm-flash');
    await taxId.waitFor();
    expect(await taxId.innerText()).toContain(CORRECTED);
    expect(await page.locator('[data-change="rfc"]').first().innerText()).toContain('from the ERP');
  });

  it('keeps one phone on both sides, that of the ERP where both changed it', async () => {
    const { inCrm, inErp, edit, correct, linkedWith } = customersOf(playground.url);
    const recordId = page.url().split('/').at(-1) ?? '';
    const [customerId] = await linkedWith(recordId);
    if (customerId === undefined) throw new Error('The company is no customer');
    await page.getByRole('button', { name: 'Edit Phone Number' }).click();
    await page.getByLabel('Phone Number', { exact: true }).fill('+52 477 333 4444');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.erp [data-field="phone"]').getByText('+52 477 333 4444').waitFor();

    const bothEdit = () =>
      Promise.all([edit(recordId, { phone: '+52 477 555 0001' }), correct(customerId, { phone: '+52 477 555 0002' }, recordId)]);
    expect(await atTheLimit(playground.url, bothEdit)).toEqual([{ done: true, id: recordId }, { done: true }]);
    await until(async () => (await inCrm(recordId))['phone'] === '+52 477 555 0002');
    expect((await inErp(customerId))['phone']).toBe('+52 477 555 0002');
  });

  it('makes one order of a deal that is won, however often, and follows it to the payment; the guided line lights up', async () => {
    await winAndFollow(playground.url, ({ state }) => state.startsWith('Sales Order'));
    await page.locator('[data-guide="won"][data-done="true"]').waitFor();
  });

  it('makes an active subscription of a deal whose quote is signed, once', async () => {
    await signAndSubscribe(playground.url, page);
  });

  it('shows the settings to the administrator and whom to ask to others', async () => {
    await page.goto(`${playground.url}/#/settings`);
    const settings = page.locator('[data-extension="settings"]');
    await settings.getByText('Válvulas y Aceros del Norte').first().waitFor();
    await page.getByLabel('Signed in as').selectOption({ index: 1 });
    await settings.getByText('Only administrators of Puente can change its settings').waitFor();
    expect(await settings.innerText()).not.toContain('Válvulas y Aceros del Norte');
  });

  it('fits 600 px: nothing scrolls sideways', async () => {
    await page.setViewportSize({ width: 600, height: 960 });
    for (const place of ['companies', 'products', 'workflows', 'settings']) {
      await page.goto(`${playground.url}/#/${place}`);
      await page.locator('.crm-main h1, [data-extension="settings"]').first().waitFor();
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.crm-top, .crm-guide, .crm-bad-days, .crm-main, .crm-list-card')]
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map(({ className, scrollWidth }) => `${className} ${scrollWidth}`),
      );
      expect([place, ...wide]).toEqual([place]);
    }
  });

  it('leaves the browser without a complaint', async () => {
    expect(complaints).toEqual([]);
  });
});

/** Bars grow for a moment after the figures have come. */
async function takePicture(file: string): Promise<void> {
  await page.waitForTimeout(800);
  await page.screenshot({ path: file });
}

/** The list begins with those who owe most. The back office stands beside the record. */
async function openCompanyWithOpenInvoice(): Promise<string> {
  await page.goto(playground.url);
  await page.locator('.crm-table tr', { hasText: 'Overdue' }).getByRole('link').first().click();
  await page.locator(`${TAB} table`).waitFor();
  await page.getByRole('button', { name: 'Open ERP back office' }).click();
  // The first open invoice stands on top there.
  return (await page.locator('[data-invoice]').first().getAttribute('data-invoice')) ?? '';
}

const rowOf = (number: string) => page.locator(`${TAB} tr`).filter({ hasText: number });
