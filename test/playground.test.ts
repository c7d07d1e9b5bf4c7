import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { PlaygroundState } from './playground/api.ts';
import { findChromium } from './support/browser.ts';
import { freePort } from './support/free-port.ts';

const MAIN = new URL('../server/main.ts', import.meta.url).pathname;
const READY_WITHIN_MS = 90_000;
const TAB = '[data-extension="crm.record.tab"]';
const SIDEBAR = '[data-extension="crm.record.sidebar"]';

const path = findChromium();
/** A developer without a browser is told so; in CI that is a failure. */
function withBrowser(test: () => Promise<void>): () => Promise<void> {
  if (path !== null || process.env['CI'] === 'true') return test;
  return async () => void process.stderr.write('skipped: no Chromium\n');
}

let playground: { url: string; stop(): Promise<void> };
let browser: Browser;
let page: Page;
/** The invoice that was paid here. */
let number = '';
/** What the browser complained about. */
const complaints: string[] = [];

beforeAll(async () => {
  if (path === null) return;
  const [started, launched] = await Promise.all([
    startPlayground(),
    chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] }),
  ]);
  playground = started;
  browser = launched;
  page = await browser.newPage({ viewport: { width: 1280, height: 960 } });
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await playground?.stop();
}, 30_000);

describe('the playground', () => {
  it(
    'follows a payment booked in the ERP to card, property and workflow trigger',
    withBrowser(async () => {
      if (path === null) throw new Error('There is no Chromium: install one or name it in CHROMIUM_PATH');
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
    }),
    60_000,
  );

  it(
    'opens an invoice with its lines and the payment',
    withBrowser(async () => {
      await rowOf(number).getByRole('button').first().click();
      const panel = page.getByRole('dialog');
      await panel.getByText('Payments').first().waitFor();
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
    }),
  );

  it(
    'speaks Spanish',
    withBrowser(async () => {
      await page.getByRole('button', { name: 'Español' }).click();
      await page.locator(TAB).getByText('Facturas').first().waitFor();
      expect(await page.locator(TAB).innerText()).toMatch(/Vencid|Pagad|Abiert/);
      await page.getByRole('button', { name: 'English' }).click();
    }),
  );

  it(
    'shows the settings to the administrator and whom to ask to others',
    withBrowser(async () => {
      await page.goto(`${playground.url}/#/settings`);
      const settings = page.locator('[data-extension="settings"]');
      await settings.getByText('Válvulas y Aceros del Norte').first().waitFor();
      await page.getByLabel('Signed in as').selectOption({ index: 1 });
      await settings.getByText('Only administrators of Puente can change its settings').waitFor();
      expect(await settings.innerText()).not.toContain('Válvulas y Aceros del Norte');
    }),
    30_000,
  );

  it(
    'leaves the browser without a complaint',
    withBrowser(async () => {
      expect(complaints).toEqual([]);
    }),
  );
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
  return firstNumber();
}

/** The first open invoice stands on top in the back office. */
async function firstNumber(): Promise<string> {
  return (await page.locator('[data-invoice]').first().getAttribute('data-invoice')) ?? '';
}

const rowOf = (number: string) => page.locator(`${TAB} tr`).filter({ hasText: number });

/** `npm start` without configuration, with a smaller company. */
async function startPlayground(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'puente-playground-'));
  chmodSync(dataDir, 0o755); // as root the database runs as another user
  const port = await freePort();
  const env = { PATH: process.env['PATH'] ?? '', PORT: String(port), DATA_DIR: dataDir };
  const child = spawn(process.execPath, [MAIN, '--customers', '60', '--invoices', '500'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://localhost:${port}`;
  await untilReady(child, url, () => output);
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const state = (await fetch(`${url}/api/state`).then(
      (answer) => (answer.ok ? answer.json() : null),
      () => null,
    )) as PlaygroundState | null;
    if (state?.step === 'ready') return;
    if (state?.step === 'failed' || child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGTERM');
      throw new Error(`The playground is not ready (${state?.step}: ${state?.detail}):\n${output()}`);
    }
    await sleep(200);
  }
}
