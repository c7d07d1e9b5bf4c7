import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';

const HERE = import.meta.dirname;
const STYLES = ['playground/page/page.css', 'playground/components/components.css'];

interface PageOptions {
  width: number;
  locale: string;
  objectTypeId?: string;
  isSidebar?: boolean;
}

export interface ExtensionPages {
  /** What is drawn of these answers, in a column so wide. What was drawn before is gone, with all that its scripts left. */
  open(answers: Record<string, unknown>, options: PageOptions): Promise<Page>;
  close(): Promise<void>;
}

/** The real card or settings page in a real browser, drawn with the playground's components. A `shared` browser is left open. */
export async function startPages(drawing: 'draw-card.tsx' | 'draw-settings.tsx', shared?: Browser): Promise<ExtensionPages> {
  const [script, browser] = await Promise.all([bundle(drawing), shared ?? launchBrowser()]);
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  return {
    open: (answers, options) => draw({ page, script }, answers, options),
    close: () => (shared ? page.close() : browser.close()),
  };
}

async function bundle(drawing: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(HERE, drawing)],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    minify: true, // read by the browser for each drawing
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** One page serves all drawings: a page of its own, a process of the browser's, costs three times what a drawing does. */
async function draw(
  { page, script }: { page: Page; script: string },
  answers: Record<string, unknown>,
  { width, ...how }: PageOptions,
): Promise<Page> {
  await page.goto('about:blank');
  await page.setViewportSize({ width, height: 900 });
  const styles = STYLES.map((path) => readFileSync(join(HERE, '../..', path), 'utf8')).join('\n');
  await page.setContent(`<style>${styles} body { display: block }</style><div id="root" class="ui-root"></div>`);
  await page.addScriptTag({ content: script });
  await page.evaluate((scene) => (globalThis as unknown as { draw: (scene: unknown) => void }).draw(scene), { ...how, answers });
  return page;
}

/** Something is drawn, and has stayed the same for a moment. */
export async function comesToRest(page: Page): Promise<void> {
  let before = '';
  for (;;) {
    const now = await page.evaluate(
      () => new Promise<string>((resolve) => setTimeout(() => resolve(document.getElementById('root')?.innerHTML ?? ''), 40)),
    );
    if (now !== '' && now === before) return;
    before = now;
  }
}
