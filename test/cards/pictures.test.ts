import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser.ts';
import { comesToRest, startPages, type ExtensionPages } from './browser/page.ts';
import type { Asked } from './host.ts';
import { CARDS } from './pictures/cards.ts';
import { findFaults } from './pictures/faults.ts';
import type { Locale, PicturedState } from './pictures/scene.ts';
import { SETTINGS } from './pictures/settings.ts';

/** Not committed: to be looked at, which in CI nobody does. */
const FOLDER = join(import.meta.dirname, '../.pictures');
const TAKES_PICTURES = process.env['CI'] !== 'true';
const WIDTHS = [400, 600, 1000];
const SIDEBAR_WIDTH = 300;
const LOCALES = ['en-us', 'es-mx'] as const satisfies readonly Locale[];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let cards: ExtensionPages;
let settings: ExtensionPages;
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  browser = await launchBrowser();
  cards = await startPages('draw-card.tsx', browser);
  settings = await startPages('draw-settings.tsx', browser);
});
afterAll(() => browser?.close());

describeInBrowser('pictures of the cards', () => {
  it.each(Object.keys(CARDS))('%s: nothing wraps, overlaps or is cut, and everybody can read it', async (name) => {
    expect(await picture(cards, `card-${name}`, CARDS[name]!)).toEqual([]);
  });
});

describeInBrowser('pictures of the settings page', () => {
  it.each(Object.keys(SETTINGS))('%s: nothing wraps, overlaps or is cut, and everybody can read it', async (name) => {
    expect(await picture(settings, `settings-${name}`, SETTINGS[name]!)).toEqual([]);
  });
});

/** Draws the state, takes its pictures and says what is wrong with it. Drawn once for each language: what the width changes, styles alone do. */
async function picture(pages: ExtensionPages, name: string, { act, answers, ...on }: PicturedState): Promise<string[]> {
  const faults: string[] = [];
  const [narrowest = SIDEBAR_WIDTH, ...wider] = on.isSidebar ? [] : WIDTHS;
  for (const locale of LOCALES) {
    const page = await pages.open(answers, { width: narrowest, locale, ...on });
    await comesToRest(page);
    if (act) {
      await act(page);
      await comesToRest(page);
    }
    for (const width of [narrowest, ...wider]) {
      await page.setViewportSize({ width, height: 900 });
      const path = join(FOLDER, `${name}-${width}-${locale.slice(0, 2)}.png`);
      // A panel is as high as the window, not as the page below it.
      const fullPage = !(await page.getByRole('dialog').isVisible());
      if (TAKES_PICTURES) await page.screenshot({ path, fullPage, animations: 'disabled' });
      const found = await page.evaluate(findFaults);
      // What axe looks for does not depend on the width.
      if (width === narrowest) found.push(...(await barriers(page)), ...(await unanswered(page, answers)));
      faults.push(...found.map((fault) => `${width} ${locale}: ${fault}`));
    }
  }
  return faults;
}

/** What was asked in vain: a picture with a failure that the state is not about shows what nobody sees. */
async function unanswered(page: Page, answers: PicturedState['answers']): Promise<string[]> {
  const asked = await page.evaluate(() =>
    (globalThis as unknown as { asked: Asked[] }).asked.map(({ method, path }) => `${method} ${path}`),
  );
  return asked.filter((route) => !(route in answers)).map((route) => `not answered: ${route}`);
}

interface Axe {
  run(scope: Element | null, options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
}

/** What keeps somebody from reading or using it. */
async function barriers(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: AXE });
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    return (await axe.run(document.getElementById('root'), { resultTypes: ['violations'] })).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
