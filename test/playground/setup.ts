import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionView, Preview, SettingsOverview } from '../../hubspot-app/app/settings/api/types.ts';
import { call, until, type SetupDeps } from './administrator.ts';
import type { Step } from './api.ts';
import { TAX_ID_PROPERTY } from './crm/portal.ts';
import type { PlaygroundErp } from './erps/erp.ts';
import { setUpCustomers } from './setup-customers.ts';
import { setUpOrders } from './setup-orders.ts';
import { setUpProducts } from './setup-products.ts';

/** The administrator's browser: our install page, HubSpot's consent, and back with a code and the cookie. */
export async function installApp({ hubspot, portal, publicUrl, tell }: SetupDeps): Promise<void> {
  tell('installing', 'OAuth, then eight properties on companies, contacts and deals');
  const start = await fetch(`${publicUrl}/oauth/install`, { redirect: 'manual' });
  const cookie = start.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const back = hubspot.consent(start.headers.get('location') ?? '', { portalId: portal.id });
  const end = await fetch(back, { headers: { cookie }, redirect: 'manual' });
  if (!end.ok) throw new Error(`Install ended with ${end.status}: ${await end.text()}`);
  await until('the properties exist', () => portal.crm.definitions('deals').get('erp_order_number') !== undefined);
}

/** What an administrator does on the settings page: connect, look at the preview, approve. */
export async function connectErp(deps: SetupDeps, erp: PlaygroundErp): Promise<void> {
  const { tell } = deps;
  const { system, name, settings } = erp.connection;
  tell('connecting', '{erp} at {url}', { erp: erp.name, url: erp.url });
  await call(deps, '/settings/portal', { taxIdProperty: { companies: TAX_ID_PROPERTY, contacts: null } });
  await call(deps, '/settings/connections/test', { system, settings });
  const { connectionId } = await call<{ connectionId: string }>(deps, '/settings/connections', { system, name, settings });
  await until('the preview is complete', async () => {
    if ((await tellProgress(deps)) !== 'approving') return false;
    return (await call<Preview>(deps, `/settings/preview?connectionId=${connectionId}`)).isComplete;
  });
  await call(deps, '/settings/connections/approve', { connectionId });
  if (erp.hintAdmin) await call(deps, '/settings/connections/hint', { connectionId, answer: 'install', admin: erp.hintAdmin });
  await until('the approved values are written', async () => (await tellProgress(deps)) === 'ready');
  await setUpProducts(deps, connectionId);
  await setUpCustomers(deps, connectionId);
  await setUpOrders(deps, connectionId);
}

/** For those who connect by hand: follows what they do until the first sync is done. */
export async function awaitConnection(deps: SetupDeps): Promise<void> {
  while ((await tellProgress(deps)) !== 'ready') await sleep(1_000);
}

const QUIET_MS = 2_000;

/** Deals follow their companies a moment later: the first sync is over when nothing has been written for two seconds. */
export async function awaitQuiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); await sleep(QUIET_MS)) before = count();
}

/** How far the connection is, as the settings page would show it. */
async function tellProgress(deps: SetupDeps): Promise<Step> {
  const { connections } = await call<SettingsOverview>(deps, '/settings/overview');
  const [connection] = connections;
  const read = connection?.streams.reduce((sum, { rowsRead }) => sum + rowsRead, 0) ?? 0;
  const step = stepOf(connection);
  if (step !== 'ready') deps.tell(step, connection ? '{read} rows read' : '', { read });
  return step;
}

function stepOf(connection: ConnectionView | undefined): Step {
  if (!connection) return 'unconnected';
  if (connection.phase === 'preview') return 'approving';
  if (connection.phase !== 'live') return connection.phase;
  const { inSync, waiting } = connection.health;
  return inSync > 0 && waiting === 0 ? 'ready' : 'writing';
}
