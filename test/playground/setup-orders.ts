import type { SettingsOverview } from '../../hubspot-app/app/settings/api/types.ts';
import { call, until, type SetupDeps } from './administrator.ts';

/** Quotations and orders are read. Not every ERP has them. */
export async function setUpOrders(deps: SetupDeps, connectionId: string): Promise<void> {
  const { connections } = await call<SettingsOverview>(deps, '/settings/overview');
  if (connections.find(({ id }) => id === connectionId)?.readsOrders === null) return;
  deps.tell('orders', 'quotations and orders are read');
  await call(deps, '/settings/connections/update', { connectionId, readsOrders: true });
  await until('the orders are read', () => isRead(deps, connectionId));
}

async function isRead(deps: SetupDeps, connectionId: string): Promise<boolean> {
  const { connections } = await call<SettingsOverview>(deps, '/settings/overview');
  const streams = connections.find(({ id }) => id === connectionId)?.streams ?? [];
  return streams.some(({ stream, isComplete }) => stream === 'orders' && isComplete);
}
