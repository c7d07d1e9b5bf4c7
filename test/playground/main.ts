import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import type { Config } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';
import { startService, type ServiceConfig } from '../../server/service.ts';
import { generateCompany } from '../fakes/company/index.ts';
import { startHubSpotFake } from '../fakes/hubspot/index.ts';
import type { PlaygroundState, ServerEvent } from './api.ts';
import { buildBundles } from './bundles.ts';
import { Feed } from './crm/feed.ts';
import { enterOrderNumbers, fillPortal, ROLES } from './crm/portal.ts';
import { startDatabase } from './database.ts';
import { ERPS } from './erps/index.ts';
import { parseOptions, type PlaygroundOptions } from './options.ts';
import { awaitConnection, connectErp, installApp, type SetupDeps } from './setup.ts';
import { listen, playgroundWeb } from './web.ts';

/** How often open cards read again. */
const REFRESH_SECONDS = 2;

/** The real service between doubles of HubSpot and an ERP, and a page on localhost to play with them. Everything is made anew at each start. */
export async function startPlayground(config: Config, argv: string[]): Promise<{ url: string; stop(): Promise<void> }> {
  const options = parseOptions(argv);
  // First what can go wrong without leaving anything behind.
  const bundles = await buildBundles();
  const company = generateCompany({ seed: 7, ...sizeOf(options), today: new Date().toISOString().slice(0, 10) });
  const servicePort = await freePort();
  const publicUrl = `http://localhost:${servicePort}`;
  const [database, hubspot, erp] = await Promise.all([
    startDatabase(config.dataDir),
    startHubSpotFake({ webhookTarget: `${publicUrl}/webhooks/hubspot`, rateLimits: true }),
    ERPS.get(options.erp)!(company, options.rest),
  ]);
  const portal = fillPortal(hubspot, company);
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const service = await startService(serviceConfig(config, { hubspot, publicUrl, servicePort, databaseUrl: database.url }), log);

  const listeners = new Set<(event: ServerEvent) => void>();
  const tell = (event: ServerEvent): void => listeners.forEach((listener) => listener(event));
  const feed = new Feed(portal, (change) => tell({ kind: 'change', change }));
  const status: Pick<PlaygroundState, 'step' | 'detail'> = { step: 'installing', detail: '' };
  const state = (): PlaygroundState => ({
    ...status,
    portal: { id: portal.id, timeZone: portal.account.timeZone, currency: portal.account.companyCurrency },
    erp: { name: erp.name, url: erp.url, settings: erp.shown },
    variables: { BACKEND_URL: publicUrl, REFRESH_SECONDS },
    people: portal.people.map(({ userId, ...person }) => ({ id: userId, role: ROLES[userId] ?? '', ...person })),
    extensions: bundles.extensions.map(({ location, title }) => ({ location, title })),
    counts: countRecords(portal),
    firstSync: feed.firstSync,
  });
  const setup: SetupDeps = {
    hubspot,
    portal,
    publicUrl,
    tell: (step, detail) => {
      Object.assign(status, { step, detail });
      tell({ kind: 'state', state: state() });
    },
  };
  const onEvent = (listener: (event: ServerEvent) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const page = await listen(playgroundWeb({ hubspot, portal, erp, feed, bundles, publicUrl, state, onEvent, tell }), config.port);

  const ready = (async () => {
    await installApp(setup);
    enterOrderNumbers(portal, company);
    await (options.fresh ? awaitConnection(setup) : connectErp(setup, erp));
    feed.list();
    setup.tell('ready', '');
  })().catch((error: unknown) => setup.tell('failed', error instanceof Error ? error.message : String(error)));
  announce(page.url, erp.name, options.fresh);

  return {
    url: page.url,
    async stop() {
      await page.close();
      await service.stop();
      await ready;
      await Promise.all([hubspot.close(), erp.close()]);
      await database.stop();
    },
  };
}

const sizeOf = ({ customers, invoices }: PlaygroundOptions) => ({ customers, invoices });

interface Joined {
  hubspot: { clientId: string; clientSecret: string; url: string; authorizeUrl: string };
  publicUrl: string;
  servicePort: number;
  databaseUrl: string;
}

/** As an operator would configure it, only that the addresses are those of the doubles. */
function serviceConfig(config: Config, { hubspot, publicUrl, servicePort, databaseUrl }: Joined): ServiceConfig {
  const { clientId, clientSecret, url: apiUrl, authorizeUrl } = hubspot;
  return {
    ...config,
    role: 'both',
    port: servicePort,
    allowPrivateAddresses: ['*'],
    mode: {
      kind: 'service',
      publicUrl,
      hubspot: { clientId, clientSecret, apiUrl, authorizeUrl },
      encryptionKeys: [{ id: 'playground', key: randomBytes(32) }],
      database: { kind: 'url', url: databaseUrl },
    },
  };
}

function countRecords(portal: { records(type: 'companies' | 'contacts' | 'deals'): unknown[] }): PlaygroundState['counts'] {
  return {
    companies: portal.records('companies').length,
    contacts: portal.records('contacts').length,
    deals: portal.records('deals').length,
  };
}

function announce(url: string, erp: string, fresh: boolean): void {
  const lines = [
    '',
    `  Puente playground   ${url}`,
    '',
    `  The real service between doubles of HubSpot and ${erp}, filled with a small company.`,
    fresh
      ? '  Nothing is connected yet: open Settings in the page and use what it shows of the ERP.'
      : '  It installs, connects and syncs by itself; the page shows how far it is.',
    '  Ctrl+C ends it. Nothing is kept.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
