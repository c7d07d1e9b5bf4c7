import { randomBytes } from 'node:crypto';
import type { Config, ServiceConfig } from '../../server/config.ts';
import { dayIn } from '../../server/shared/calendar.ts';
import { createLog } from '../../server/shared/log.ts';
import { startService } from '../../server/service.ts';
import { generateCompany, type Company } from '../fakes/company/index.ts';
import { startHubSpotFake, type Portal } from '../fakes/hubspot/index.ts';
import { freePort } from '../support/free-port.ts';
import type { SetupDeps } from './administrator.ts';
import type { ObjectType, PlaygroundState, ServerEvent } from './api.ts';
import { BadDays } from './bad-days.ts';
import { buildBundles, type Bundles } from './bundles.ts';
import { Feed } from './crm/feed.ts';
import { Guide } from './guide.ts';
import { enterOrderNumbers, fillPortal, ROLES, TIME_ZONE } from './crm/portal.ts';
import { PlaygroundWorkflows } from './crm/workflows.ts';
import { startDatabase } from './database.ts';
import type { PlaygroundErp } from './erps/erp.ts';
import { ERPS } from './erps/index.ts';
import { parseOptions, showHelp, type PlaygroundOptions } from './options.ts';
import { awaitConnection, awaitQuiet, connectErp, installApp } from './setup.ts';
import { listen, playgroundWeb } from './web.ts';

/** How often open cards read again. */
const REFRESH_SECONDS = 2;

interface Playground {
  url: string;
  stop(): Promise<void>;
}

/**
 * The real service between doubles of HubSpot and an ERP, and a page on localhost to play with them. Everything is made anew at each start.
 * Null: only help was asked for, and shown.
 */
export async function startPlayground(config: Config, argv: string[]): Promise<Playground | null> {
  const options = parseOptions(argv);
  if (options === null) return (showHelp(), null);
  /** What was started, to be stopped in reverse: also when a later part does not start. */
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    // One that does not stop in order must not leave those below it running, the database above all.
    for (const stopOne of stops.splice(0).toReversed()) await stopOne().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything stopped in order');
  };
  try {
    const url = await start(config, options, stops);
    announce(url, options);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(config: Config, options: PlaygroundOptions, stops: (() => Promise<void>)[]): Promise<string> {
  const page = await listen(config.port);
  stops.push(page.close);
  const bundles = await buildBundles();
  const company = generateCompany({ seed: 7, ...sizeOf(options), today: dayIn(TIME_ZONE, new Date()) });
  const servicePort = await freePort();
  const publicUrl = `http://localhost:${servicePort}`;
  const database = await startDatabase(config.dataDir);
  stops.push(database.stop);
  const hubspot = await startHubSpotFake({ webhookTarget: `${publicUrl}/webhooks/hubspot`, stepTarget: publicUrl, rateLimits: true });
  stops.push(() => hubspot.close());
  const portal = fillPortal(hubspot, company);
  const erp = await ERPS.get(options.erp)!(company, options.rest);
  stops.push(erp.close);
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel);
  const service = await startService(serviceConfig(config, { hubspot, publicUrl, servicePort, databaseUrl: database.url }), log);
  stops.push(service.stop);

  const { tell, onEvent } = createEvents();
  const feed = new Feed(portal, (change) => tell({ kind: 'change', change }));
  const guide = new Guide(portal, erp, () => tell({ kind: 'state', state: state() }));
  const workflows = new PlaygroundWorkflows({
    hubspot,
    portal,
    tell: () => tell({ kind: 'workflows' }),
    onThanks: () => guide.mark('thanks'),
  });
  stops.push(async () => workflows.close());
  const badDays = new BadDays({ hubspot, erp });
  const status: Pick<PlaygroundState, 'step' | 'detail' | 'figures'> = { step: 'installing', detail: '', figures: {} };
  const state = () => describeState({ status, portal, erp, bundles, feed, guide, badDays, publicUrl });
  page.serve(playgroundWeb({ hubspot, portal, erp, feed, workflows, guide, badDays, bundles, publicUrl, state, onEvent, tell }));
  const setup: SetupDeps = {
    hubspot,
    portal,
    publicUrl,
    tell: (step, detail, figures = {}) => {
      Object.assign(status, { step, detail, figures });
      tell({ kind: 'state', state: state() });
    },
  };
  void prepare(setup, { company, erp, feed, workflows, guide, fresh: options.fresh });
  return page.url;
}

interface Prepared {
  company: Company;
  erp: PlaygroundErp;
  feed: Feed;
  workflows: PlaygroundWorkflows;
  guide: Guide;
  fresh: boolean;
}

/** What an administrator would do; the page shows how far it is, or why it failed. */
async function prepare(setup: SetupDeps, { company, erp, feed, workflows, guide, fresh }: Prepared): Promise<void> {
  try {
    await installApp(setup);
    enterOrderNumbers(setup.portal, company, erp.orderNumber);
    await (fresh ? awaitConnection(setup) : connectErp(setup, erp));
    await awaitQuiet(() => feed.firstSync.values);
    feed.list();
    workflows.listen();
    guide.begin();
    setup.tell('ready', '');
  } catch (error) {
    setup.tell('failed', error instanceof Error ? error.message : String(error));
  }
}

function createEvents() {
  const listeners = new Set<(event: ServerEvent) => void>();
  return {
    tell: (event: ServerEvent): void => listeners.forEach((listener) => listener(event)),
    onEvent: (listener: (event: ServerEvent) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

interface Parts {
  status: Pick<PlaygroundState, 'step' | 'detail' | 'figures'>;
  portal: Portal;
  erp: PlaygroundErp;
  bundles: Bundles;
  feed: Feed;
  guide: Guide;
  badDays: BadDays;
  publicUrl: string;
}

function describeState({ status, portal, erp, bundles, feed, guide, badDays, publicUrl }: Parts): PlaygroundState {
  const count = (type: ObjectType): number => portal.records(type).length;
  return {
    ...status,
    portal: { id: portal.id, timeZone: portal.account.timeZone, currency: portal.account.companyCurrency },
    erp: { name: erp.name, url: erp.url, settings: erp.shown, hasProducts: erp.products !== null, hasOrders: erp.orders !== null },
    variables: { BACKEND_URL: publicUrl, REFRESH_SECONDS },
    people: portal.people.map(({ userId, ...person }) => ({ id: userId, role: ROLES[userId] ?? 'sales', ...person })),
    extensions: bundles.extensions.map(({ location, title }) => ({ location, title })),
    counts: { companies: count('companies'), contacts: count('contacts'), deals: count('deals'), products: count('products') },
    firstSync: feed.firstSync,
    guide: guide.view(),
    badDays: badDays.view(),
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

function announce(url: string, { erp, fresh }: PlaygroundOptions): void {
  const lines = [
    '',
    `  Puente playground   ${url}`,
    '',
    `  The real service between doubles of HubSpot and the ERP (${erp}), filled with a small company.`,
    fresh
      ? '  Nothing is connected yet: open Settings in the page and use what it shows of the ERP.'
      : '  It installs, connects and syncs by itself; the page shows how far it is.',
    '  Ctrl+C ends it. Nothing is kept.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
