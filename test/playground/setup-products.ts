import type { CatalogView } from '../../hubspot-app/app/settings/api/catalog.ts';
import type { SettingsOverview } from '../../hubspot-app/app/settings/api/types.ts';
import { call, until, type SetupDeps } from './administrator.ts';

/** Once the books are through: a list for each currency that has one, a look at what would happen, and approval. Not every ERP has products. */
export async function setUpProducts(deps: SetupDeps, connectionId: string): Promise<void> {
  const load = () => call<CatalogView>(deps, `/settings/catalog?connectionId=${connectionId}`);
  const offered = await load();
  if (offered.state === 'not_offered') return;
  deps.tell('products', 'price lists and warehouses');
  const { rules, choices, currencies } = offered;
  const chosen = currencies.map((currency) => [currency, choices?.priceLists.find((list) => list.currency === currency)?.id] as const);
  const priceLists = Object.fromEntries(chosen.filter(([, list]) => list !== undefined));
  await call(deps, '/settings/catalog', { connectionId, rules: { ...rules, priceLists } });
  await until('the products are looked up', async () => {
    const view = await load();
    if (view.state !== 'preview') return false;
    deps.tell('products', '{total} read, {toCreate} to be made', { total: view.counts.total, toCreate: view.counts.toCreate });
    return view.counts.waiting === 0 && view.pricesWaiting === 0 && (await isAllRead(deps, connectionId));
  });
  await call(deps, '/settings/catalog/approve', { connectionId });
  await until('the products are written', async () => {
    const view = await load();
    return view.state === 'live' && view.counts.toCreate + view.counts.toCompare + view.counts.waiting === 0;
  });
}

/** Stock is read last. */
async function isAllRead(deps: SetupDeps, connectionId: string): Promise<boolean> {
  const { connections } = await call<SettingsOverview>(deps, '/settings/overview');
  return connections.some(({ id, streams }) => id === connectionId && streams.every(({ isComplete }) => isComplete));
}
