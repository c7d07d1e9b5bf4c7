import { expect } from '@jest/globals';
import { Accordion, LoadingButton, Select } from '@hubspot/ui-extensions';
import type { OrderRules } from '../../hubspot-app/app/settings/api/orders.ts';
import { readable } from './host.ts';
import { orderCommandList, someChoices } from './settings-orders-views.ts';
import { openSettings } from './settings-page.tsx';

interface Options {
  routes?: object;
  locale?: string;
  refreshSeconds?: number;
}

/** The tab "Orders" of an administrator, with what the service answers. */
export async function openOrders(view: unknown, { routes = {}, ...options }: Options = {}) {
  const page = openSettings(
    {
      'GET /settings/orders': view,
      'GET /settings/orders/choices': someChoices(),
      'GET /settings/orders/history': { count: 7 },
      'GET /settings/orders/commands': orderCommandList([]),
      'POST /settings/orders': { done: true },
      'POST /settings/orders/confirm': { done: true },
      ...routes,
    },
    options,
  );
  await page.openTab('orders');
  const words = () => readable(page.getRootNode());
  const reads = (sentence: string) => page.waitFor(() => expect(words()).toContain(sentence));
  /** Waits for what is drawn, and gives it back. */
  const drawn = async <T,>(find: () => T | null): Promise<T> => {
    await page.waitFor(() => expect(find()).not.toBeNull());
    return find()!;
  };
  const unfold = async (pipeline = 'Sales', words_ = 'Rules of') =>
    (await drawn(() => page.maybeFind(Accordion, { title: `${words_} ${pipeline}` }))).props.onClick?.();
  const saved = async (): Promise<OrderRules['pipelines'][number]> => {
    await page.waitFor(() => expect(page.findByTestId(LoadingButton, 'save-orders').props.disabled).toBe(false));
    page.press('save-orders');
    return ((await page.sent('/orders')) as { rules: OrderRules }).rules.pipelines[0]!;
  };
  return { ...page, words, reads, drawn, unfold, saved };
}

type OrdersPage = Awaited<ReturnType<typeof openOrders>>;
export const select = (page: OrdersPage, name: string) => page.drawn(() => page.maybeFind(Select, { name }));
export const values = (options: readonly { label: string }[] | undefined) => options?.map(({ label }) => label);
