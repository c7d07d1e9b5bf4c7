import { Button, StatusTag } from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import { openSettings, type SettingsPage } from './settings-page.tsx';

/** The settings page at its tab of products. */
export async function openProducts(
  view: unknown,
  { routes = {}, ...options }: { routes?: object; locale?: string; refreshSeconds?: number } = {},
) {
  const page = openSettings({ 'GET /settings/catalog': view, 'POST /settings/catalog': { done: true }, ...routes }, options);
  await page.openTab('products');
  return page;
}

export const overlayOf = (page: SettingsPage, testId: string) =>
  page.findByTestId(Button, testId).props.overlay as unknown as RenderedFragmentNode;
export const tag = (page: SettingsPage) => page.findByTestId(StatusTag, 'catalog-c1');
