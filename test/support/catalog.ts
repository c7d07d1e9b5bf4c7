import type { Db } from '../../server/db/index.ts';
import type { CatalogRules } from '../../hubspot-app/app/settings/api/catalog.ts';
import type { ListedPrice, Price, Product, Stock } from '../../server/erp/shared/contract.ts';
import { createHubSpotClient } from '../../server/hubspot/client.ts';
import { CATALOG_SCOPES } from '../../server/hubspot/scopes.ts';
import { provisionProperties } from '../../server/portals/properties.ts';
import { DEFAULT_SETTINGS } from '../../server/portals/settings.ts';
import { describeProperties } from '../../server/records/catalogue/index.ts';
import { RecordRejectedError } from '../../server/shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../server/shared/ids.ts';
import { askPrices } from '../../server/sync/pull/ask-prices.ts';
import { matchProducts } from '../../server/sync/catalog/match-products.ts';
import { approveCatalog, DEFAULT_CATALOG_RULES, saveCatalogRules } from '../../server/sync/connection/catalog-rules.ts';
import { processInbox } from '../../server/sync/inbox/inbox.ts';
import { addToInbox } from '../../server/sync/shared/add-to-inbox.ts';
import { portalDueMarker } from '../../server/sync/shared/targets.ts';
import { pushSlice } from '../../server/sync/push/push.ts';
import type { SyncDeps } from '../../server/sync/shared/deps.ts';
import { startHubSpotFake, type HubSpotFake, type Portal } from '../fakes/hubspot/index.ts';
import { SCOPES } from '../fakes/hubspot/test-api.ts';
import { MemoryErp } from './erp.ts';
import { connectedErp, type Incoming } from './incoming.ts';
import { recordingLog } from './log.ts';

type Ided<T> = Partial<Omit<T, 'id'>> & { id: string };

export const aProduct = ({ id, ...given }: Ided<Product>): Product => ({
  groupId: null,
  sku: `SKU-${id}`,
  name: `Product ${id}`,
  description: null,
  unit: 'Units',
  barcode: null,
  categories: [],
  tags: [],
  kind: 'goods',
  isStocked: true,
  recurring: null,
  basePrice: { amount: '10.00', currency: 'MXN' },
  taxes: [],
  isSold: true,
  active: true,
  companyId: null,
  createdAt: '2026-01-01T00:00:00Z',
  changeStamp: '1',
  ...given,
  id: erpRecordId(id),
});

export const aStock = (id: string, onHand: string, more: Partial<Stock['levels'][number]> = {}): Stock => ({
  id: erpRecordId(id),
  levels: [{ warehouseId: 'W1', onHand, reserved: '0', incoming: '0', expectedOn: null, ...more }],
  createdAt: null,
  changeStamp: '1',
});

export const aPrice = (id: string, listId: string, appliesTo: Price['appliesTo'], amount: string | null = null): Price => ({
  id: erpRecordId(id),
  listId,
  appliesTo,
  minQuantity: '0',
  validFrom: null,
  validUntil: null,
  amount,
  currency: null,
  createdAt: null,
  changeStamp: '1',
});

/** One ERP with products in memory, HubSpot over HTTP, the jobs run by hand. */
export class CatalogWorld {
  readonly listed = new Map<string, ListedPrice | null>();
  /** What products cost the customer itself. */
  readonly costs = new Map<string, ListedPrice | null>();
  /** Exchange rates of the ERP. */
  rates = 'MXN 1, USD 0.05';
  /** `list product` whose question the ERP refuses, with its words; whoever is asked about together with it is refused too. */
  readonly refused = new Map<string, string>();
  /** `list product,product`, as the ERP was asked; for the cost `cost product,product`. */
  readonly asked: string[] = [];
  readonly hubspot: HubSpotFake;
  readonly portal: Portal;
  readonly joined: Incoming;
  readonly deps: SyncDeps;
  private readonly db: Db;
  private seen = 0;

  private constructor(db: Db, hubspot: HubSpotFake, portal: Portal, joined: Incoming) {
    this.db = db;
    this.hubspot = hubspot;
    this.portal = portal;
    this.joined = joined;
    const token = portal.install([...SCOPES, ...CATALOG_SCOPES]).access_token;
    const client = createHubSpotClient({
      apiUrl: hubspot.url,
      accessToken: async () => token,
      refreshAfter401: async () => token,
      lease: async () => undefined,
      log: recordingLog(),
      now: () => new Date(),
    });
    this.deps = {
      db,
      now: joined.deps.now,
      enqueue: joined.deps.enqueue,
      openHubSpot: async () => client,
      loadPortal: async (portalId) => ({
        portalId,
        timeZone: 'UTC',
        companyCurrency: 'MXN',
        settings: DEFAULT_SETTINGS,
        installedAt: new Date('2026-11-01T00:00:00Z'),
      }),
      hashEmail: (email) => email,
      checkVat: async () => 'unknown',
    };
  }

  static async start(db: Db): Promise<CatalogWorld> {
    const hubspot = await startHubSpotFake();
    const portal = hubspot.addPortal({ portalId: 7, companyCurrency: 'MXN', additionalCurrencies: ['USD'] });
    const erp = new MemoryErp();
    const joined = await connectedErp(db, { erp });
    const world = new CatalogWorld(db, hubspot, portal, joined);
    const there = (ids: readonly ErpRecordId[]) => ids.filter((id) => erp.records('products').some((product) => product.id === id));
    erp.capabilities = {
      ...erp.capabilities,
      catalog: {
        choices: async () => ({
          priceLists: [{ id: 'L1', name: 'Mayoreo', currency: 'MXN' }],
          warehouses: [],
          categories: [],
          tags: [],
          companies: [],
        }),
        pricesOf: async (listId, ids) => {
          world.asked.push(`${listId} ${ids.join(',')}`);
          world.refuse(listId, ids);
          return new Map(there(ids).map((id) => [id, world.listed.get(`${listId} ${id}`) ?? null]));
        },
        rates: async () => world.rates,
        costsOf: async (ids) => {
          world.asked.push(`cost ${ids.join(',')}`);
          world.refuse('cost', ids);
          return new Map(there(ids).map((id) => [id, world.costs.get(id) ?? null]));
        },
      },
    };
    return world;
  }

  private refuse(list: string, ids: readonly ErpRecordId[]): void {
    const message = ids.map((id) => this.refused.get(`${list} ${id}`)).find((said) => said !== undefined);
    if (message !== undefined) throw new RecordRejectedError('Refused', { code: 'odoo.refused', params: { message } });
  }

  /** Rules as an administrator saves them, our properties made, everything read. */
  async begin(rules: Partial<CatalogRules> = {}, { isApproved = true } = {}): Promise<void> {
    await this.joined.pull();
    await saveCatalogRules(this.deps, this.joined.scope, { ...DEFAULT_CATALOG_RULES, ...rules });
    const log = recordingLog();
    await provisionProperties({ ...this.deps, log, describeProperties }, this.joined.scope.portalId);
    await this.db('portals').where({ portalId: this.joined.scope.portalId }).update({ provisionDueAt: null });
    await this.run();
    if (!isApproved) return;
    await approveCatalog(this.deps, this.joined.scope);
    await this.run();
  }

  /** The ERP says so; read, and everything that follows. */
  async run(): Promise<void> {
    await this.joined.pull();
    await this.work();
  }

  /** The jobs after a reading, until none asks to be run again at once. */
  async work(scope = this.joined.scope): Promise<void> {
    const { deps: incoming } = this.joined;
    const context = { signal: new AbortController().signal, holdsClaim: async () => true };
    for (const job of [
      () => askPrices(incoming, scope, context),
      () => matchProducts(this.deps, scope),
      () => pushSlice(this.deps, { portalId: scope.portalId }),
    ]) {
      for (let outcome = await job(); outcome !== 'done' && outcome.againAfterMs === 0;) outcome = await job();
    }
  }

  /** The job that makes and finds properties, where one was asked for. */
  async provision(): Promise<void> {
    const { portalId } = this.joined.scope;
    const asked = await this.db('portals').where({ portalId }).whereNotNull('provisionDueAt').update({ provisionDueAt: null });
    if (asked === 0) return;
    const onRecordsDue = portalDueMarker(this.deps);
    await provisionProperties({ ...this.deps, log: recordingLog(), describeProperties, onRecordsDue }, portalId);
    await this.work();
  }

  /** HubSpot names these products in webhooks. */
  async hear(...ids: string[]): Promise<void> {
    const { portalId } = this.joined.scope;
    await addToInbox(
      this.db,
      portalId,
      ids.map((id) => ({ objectType: 'products', recordId: id as never })),
      this.deps.now(),
    );
    for (let outcome = await processInbox(this.deps, { portalId }); outcome !== 'done';)
      outcome = await processInbox(this.deps, { portalId });
  }

  /** What became of each ERP product. */
  async states(): Promise<Record<string, string>> {
    const links = await this.db('productLinks').select<{ productId: string; state: string }[]>();
    return Object.fromEntries(links.map(({ productId, state }) => [productId, state]));
  }

  async openProblems(): Promise<string[]> {
    const open = await this.db('problems').whereNull('resolvedAt').orderBy('code').select<{ code: string }[]>('code');
    return open.map(({ code }) => code);
  }

  /** What HubSpot's library holds, by SKU. */
  library(...properties: string[]): Record<string, (string | null)[]> {
    const rows = this.portal.records('products').filter(({ archived }) => !archived);
    return Object.fromEntries(
      rows.map((row) => [row.properties['hs_sku'] ?? row.id, properties.map((name) => row.properties[name] ?? null)]),
    );
  }

  /** Calls that wrote products since the last look: `update 3`, `upsert 100`. */
  writes(): string[] {
    const calls = this.hubspot.calls().filter(({ path }) => /^\/crm\/objects\/.*\/products\/batch\/(update|upsert|create)/.test(path));
    const since = calls.slice(this.seen);
    this.seen = calls.length;
    return since.map(({ path, inputs }) => `${path.split('/').at(-1)} ${inputs}`);
  }

  close(): Promise<void> {
    return this.hubspot.close();
  }
}
