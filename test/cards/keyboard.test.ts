import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser.ts';
import type { Asked } from './host.ts';
import { comesToRest, startPages, type ExtensionPages } from './browser/page.ts';
import { CARDS } from './pictures/cards.ts';
import { SETTINGS } from './pictures/settings.ts';

let browser: Browser;
let cards: ExtensionPages;
let settings: ExtensionPages;
beforeAll(async () => {
  browser = await launchBrowser();
  cards = await startPages('draw-card.tsx', browser);
  settings = await startPages('draw-settings.tsx', browser);
});
afterAll(() => browser?.close());

const HOW = { width: 600, locale: 'en-us' };
const openSettings = (state: keyof typeof SETTINGS, routes = {}) => settings.open({ ...SETTINGS[state]!.answers, ...routes }, HOW);

describeInBrowser('somebody without a mouse', () => {
  it('connects an ERP', async () => {
    const tested = { product: 'Odoo 18.0', name: 'Aceros', companies: [], notices: [] };
    const done = { 'POST /settings/connections/test': tested, 'POST /settings/connections': { connectionId: 'c1' } };
    const page = await openSettings('connect', done);
    await page.getByText('Connect your ERP').waitFor();
    await tabTo(page, /^Address/);
    await page.keyboard.type('https://aceros.odoo.com');
    await tabTo(page, /^API key/);
    await page.keyboard.type('secret');
    await press(page, /^Test/);
    await page.getByText('It works: Odoo 18.0').waitFor();
    await press(page, /^Connect/);
    expect(await sent(page, '/settings/connections')).toMatchObject({ name: 'Odoo', settings: { apiKey: 'secret' } });
  });

  it('approves a preview', async () => {
    const page = await openSettings('preview', { 'POST /settings/connections/approve': { done: true } });
    await page.getByText('Examples').waitFor();
    await press(page, /^Approve and start writing/);
    expect(await sent(page, '/settings/connections/approve')).toEqual({ connectionId: 'c1' });
  });

  it('decides which customer a record is, one and all at once', async () => {
    const page = await openSettings('to-decide', { 'POST /settings/reviews/decide': { decided: 1, refused: 0 } });
    await press(page, /^To decide/);
    await page.getByRole('heading', { name: 'Customers to decide', exact: true }).waitFor();
    await press(page, /^Link$/);
    expect(await sent(page, '/settings/reviews/decide')).toMatchObject({ decisions: [{ customerId: '7', answer: 'link' }] });
    await press(page, /^Link all$/);
    await page.getByRole('dialog').waitFor();
    await press(page, /^Link all$/);
    // 383 in two portions, after the one above.
    const posted = () => (globalThis as unknown as { asked: Asked[] }).asked.filter(({ method }) => method === 'POST');
    await page.waitForFunction(
      () => (globalThis as unknown as { asked: Asked[] }).asked.filter(({ method }) => method === 'POST').length === 3,
    );
    const portions = (await page.evaluate(posted)).slice(1).map(({ body }) => body['decisions'] as { customerId: string }[]);
    expect(portions.flat()).toHaveLength(383);
    expect(portions[0]).toMatchObject([
      { customerId: '7' },
      { customerId: '9' },
      ...Array.from({ length: portions[0]!.length - 2 }, () => ({})),
    ]);
  });

  it('opens an invoice on the card, and comes back to where it was', async () => {
    const { answers } = CARDS['invoice']!;
    const page = await cards.open(answers, HOW);
    await page.getByText('INV/2026/00215').waitFor();
    await press(page, /^INV\/2026\/00215/);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toMatch(/^INV\/2026\/00215/);
  });
});

/** What the focused element is called. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    return element?.labels?.[0]?.innerText || element?.ariaLabel || element?.innerText || '';
  });

const MOST_STOPS = 120;

/** Goes on with the Tab key alone. Whoever sees that something is still coming waits. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  await comesToRest(page);
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) return;
  }
  throw new Error(`${name} is not reached with the Tab key`);
}

async function press(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** What was sent last to this address. */
async function sent(page: Page, path: string): Promise<unknown> {
  await page.waitForFunction(
    (to) => (globalThis as unknown as { asked: Asked[] }).asked.some((asked) => asked.method === 'POST' && asked.path === to),
    path,
  );
  return page.evaluate(
    (to) => (globalThis as unknown as { asked: Asked[] }).asked.findLast((asked) => asked.method === 'POST' && asked.path === to)?.body,
    path,
  );
}
