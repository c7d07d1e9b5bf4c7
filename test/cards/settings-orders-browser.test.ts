import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { startPages, type ExtensionPages } from './browser/page.ts';
import { anOrderCommandView, anOrdersView, orderCommandList, pipelineRules, someChoices } from './settings-orders-views.ts';
import { anOverview } from './settings-views.ts';

let pages: ExtensionPages;
beforeAll(async () => void (pages = await startPages('draw-settings.tsx')));
afterAll(async () => pages?.close());

const rules = pipelineRules({
  ...{ stages: { won: 'order', proposal: 'quotation' }, companyId: '1', priceLists: { MXN: '30' } },
  ...{ approval: { userEmails: ['eva@example.com'], teamIds: [5] }, unknownProduct: 'placeholder', placeholderProductId: '77' },
});
const counts = { planned: 1, waiting: 1, unknown: 0, rejected: 2, done: 9 };

async function open(width: number, locale: 'en-us' | 'es-mx'): Promise<Page> {
  const answers = {
    'GET /settings/overview': anOverview(),
    'GET /settings/problems': { groups: [] },
    'GET /settings/orders': anOrdersView([rules], { counts }),
    'GET /settings/orders/choices': someChoices(),
    'GET /settings/orders/history': { count: 7 },
    'GET /settings/orders/products': { products: [{ id: '77', name: 'Other', sku: 'OTHER' }] },
    'GET /settings/orders/commands': orderCommandList([anOrderCommandView()]),
  };
  const page = await pages.open(answers, { width, locale });
  const [tab, fold, button] =
    locale === 'en-us' ? ['Orders', 'Rules of Sales', 'Confirm, and let it'] : ['Pedidos', 'Reglas de Sales', 'Confirmar y dejar'];
  await page.getByRole('tab', { name: tab!, exact: true }).click();
  await page.getByText(fold!).click();
  await page.getByText(button!).waitFor();
  return page;
}

/** What lies beyond the right edge of its tile. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.ui-tile *')]
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => element.innerText),
  );

describeInBrowser('the order rules', () => {
  it.each([400, 600, 1000].flatMap((width) => (['en-us', 'es-mx'] as const).map((locale) => ({ width, locale }))))(
    'are whole at $width px ($locale)',
    async ({ width, locale }) => {
      const page = await open(width, locale);
      expect(await cutOff(page)).toEqual([]);
    },
  );

  it('have a name at every field, and are confirmed with the keyboard alone, after a question', async () => {
    const page = await open(600, 'en-us');
    const unnamed = await page
      .locator('.ui-tile select')
      .evaluateAll((fields) => (fields as HTMLSelectElement[]).filter(({ labels }) => !labels?.[0]?.textContent).map(({ name }) => name));
    expect(unnamed).toEqual([]);
    await page.getByRole('button', { name: 'Confirm, and let it act by itself' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('A deal that enters "Closed won" becomes a sales order in Aceros ERP.').waitFor();
  });
});
