import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './browser.ts';

/** Null: none on this machine. */
export const chromiumPath = findChromium();

/** A developer without a browser is told so; in CI that is a failure. */
export function withBrowser(test: () => Promise<void>): () => Promise<void> {
  if (chromiumPath !== null || process.env['CI'] === 'true') return test;
  return async () => void process.stderr.write('skipped: no Chromium\n');
}

export const launchBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
