import { expect } from '@jest/globals';
import { readable } from './host.ts';
import { changeList } from './settings-customer-lists.ts';
import { aSample, commandList } from './settings-customers-views.ts';
import { openSettings } from './settings-page.tsx';

interface Options {
  routes?: object;
  locale?: string;
  refreshSeconds?: number;
}

/** The tab "Customers" of an administrator, with what the service answers for the one connection. */
export async function openCustomers(view: unknown, { routes = {}, ...options }: Options = {}) {
  const page = openSettings(
    {
      'GET /settings/customers': view,
      'POST /settings/customers': { done: true },
      'POST /settings/customers/sample': aSample(),
      'GET /settings/customers/commands': commandList([]),
      'GET /settings/customers/changes': changeList([]),
      ...routes,
    },
    options,
  );
  await page.openTab('customers');
  const words = () => readable(page.getRootNode());
  /** Waits for words, which may have quotation marks. */
  const reads = (sentence: string) => page.waitFor(() => expect(words()).toContain(sentence));
  return { ...page, words, reads };
}

export type CustomersPage = Awaited<ReturnType<typeof openCustomers>>;
