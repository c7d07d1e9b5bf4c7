import { createHash } from 'node:crypto';
import type { PortalSettings } from '../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../server/db/index.ts';
import type { Customer, Invoice, Payment } from '../../server/erp/shared/contract.ts';
import { STREAMS } from '../../server/streams/index.ts';
import type { ConnectionId, RecordId } from '../../server/shared/ids.ts';
import { OBJECT_TYPES, type ObjectType } from '../../server/shared/object-types.ts';
import type { JobOutcome } from '../../server/jobs/definition.ts';
import { storeCustomers } from '../../server/streams/customers/store.ts';
import { storeInvoices } from '../../server/streams/invoices/store.ts';
import { storePayments } from '../../server/streams/payments/store.ts';
import type { SyncDeps, SyncPortal } from '../../server/sync/shared/deps.ts';
import { processInbox } from '../../server/sync/inbox/inbox.ts';
import { addToInbox } from '../../server/sync/shared/add-to-inbox.ts';
import { matchSlice } from '../../server/sync/match/match.ts';
import { queueMatches } from '../../server/sync/match/queue.ts';
import { propertyNamed, PUSHED_PROPERTIES } from '../../server/records/catalogue/index.ts';
import { pushSlice } from '../../server/sync/push/push.ts';
import { markRecordsDue, markTargetsDue, type TargetPriority } from '../../server/sync/shared/targets.ts';
import { MemoryHubSpot } from './hubspot.ts';
import { aConnection, type ConnectionRow } from './portal-rows.ts';

const SETTINGS: PortalSettings = {
  taxIdProperty: { companies: 'tax_id', contacts: 'tax_id' },
  contactsCarry: 'billing_contact',
  createMissing: { companies: false, contacts: false },
  activeMonths: 12,
  eventMaxAgeHours: 48,
  writesAmounts: true,
  propertySets: [],
  overdueHour: 8,
  administrators: [],
  checksVies: false,
  amounts: { visibleTo: 'everybody' },
};

/** Without the sets that are off. */
const pushedTo = (objectType: ObjectType, { propertySets }: Pick<PortalSettings, 'propertySets'>): string[] =>
  PUSHED_PROPERTIES[objectType].filter((name) => {
    const { set } = propertyNamed(name);
    return set === undefined || propertySets.includes(set);
  });

interface EngineOptions {
  portalId?: number;
  settings?: Partial<PortalSettings>;
  companyCurrency?: string | null;
  timeZone?: string;
  approvedAt?: Date | null;
}

/** One portal with one ERP connection, its mirror and a HubSpot in memory; jobs are run by hand and by the test's clock. */
export async function anEngine(db: Db, options: EngineOptions = {}) {
  const engine = new Engine(db, options);
  await engine.start(options);
  return engine;
}

export class Engine {
  readonly hubspot = new MemoryHubSpot();
  readonly deps: SyncDeps;
  readonly enqueued: string[] = [];
  scope!: ConnectionRow;
  readonly db: Db;
  now = new Date('2026-11-20T12:00:00.000Z');
  portal: SyncPortal;

  constructor(db: Db, { portalId = 7, settings, companyCurrency = 'EUR', timeZone = 'UTC' }: EngineOptions) {
    this.db = db;
    this.portal = {
      portalId: portalId as SyncPortal['portalId'],
      timeZone,
      companyCurrency,
      settings: { ...SETTINGS, ...settings },
      installedAt: new Date('2026-11-01T00:00:00Z'),
    };
    this.deps = {
      db,
      now: () => this.now,
      enqueue: async (_trx, name) => void this.enqueued.push(name),
      openHubSpot: async () => this.hubspot,
      loadPortal: async () => this.portal,
      hashEmail: (email) => createHash('sha256').update(email).digest('hex'),
      checkVat: async () => 'unknown',
    };
  }

  async start({ approvedAt }: EngineOptions): Promise<void> {
    this.scope = await this.connect('memory:db-1', approvedAt === undefined ? new Date('2026-11-10T10:00:00Z') : approvedAt);
    const { settings, companyCurrency, timeZone, installedAt } = this.portal;
    await this.db('portals').update({ settings: JSON.stringify(settings), companyCurrency, timeZone, installedAt });
    await this.db('hubspotProperties').insert(
      OBJECT_TYPES.flatMap((objectType) =>
        [...pushedTo(objectType, settings), ...(objectType === 'deals' ? ['erp_order_number'] : [])].map((name) => ({
          portalId: this.scope.portalId,
          objectType,
          name,
          state: 'ready',
        })),
      ),
    );
  }

  /** A further ERP of the portal, read to its end. */
  async connect(identityKey: string, approvedAt: Date | null = new Date('2026-11-10T10:00:00Z')): Promise<ConnectionRow> {
    const scope = await aConnection(this.db, { portalId: this.portal.portalId, identityKey, approvedAt });
    await this.db('erpStreams').insert(STREAMS.map((stream) => ({ ...scope, stream, firstCompletedAt: new Date('2026-11-10T10:00:00Z') })));
    return scope;
  }

  /** The ERP says so now; everything concerned is marked, as pull does. */
  async book(
    records: { customers?: Customer[]; invoices?: Invoice[]; payments?: Payment[] },
    { scope = this.scope, priority = 1 }: { scope?: ConnectionRow; priority?: TargetPriority } = {},
  ): Promise<void> {
    const mirror = { ...scope, generation: 1, now: this.now };
    await this.db.transaction(async (trx) => {
      const touched = [
        (await storeCustomers(trx, mirror, records.customers ?? [])).touched,
        (await storeInvoices(trx, mirror, records.invoices ?? [])).touched,
        (await storePayments(trx, mirror, records.payments ?? [])).touched,
      ];
      for (const one of touched) {
        await markTargetsDue(trx, scope, one, { priority, now: this.now });
        await queueMatches(trx, scope, one.identityChanged);
      }
    });
  }

  /** A link as matching would have made it, the record due. */
  async link(
    objectType: 'companies' | 'contacts',
    customerId: string,
    recordId: RecordId,
    scope: ConnectionRow = this.scope,
    state = 'active',
  ): Promise<void> {
    await this.db('links').insert({ ...scope, objectType, customerId, recordId, state, rule: 'tax_id', linkedAt: this.now });
    await this.db('customerMatches')
      .insert({ ...scope, objectType, customerId, state: 'linked' })
      .onConflict(['portal_id', 'connection_id', 'object_type', 'customer_id'])
      .merge({ state: 'linked' });
    await this.due(objectType, recordId);
  }

  async due(objectType: ObjectType, recordId: RecordId, priority: TargetPriority = 1): Promise<void> {
    await markRecordsDue(this.db, this.scope.portalId, [{ objectType, recordId }], { priority, now: this.now });
  }

  async event(
    kind: string,
    erpId: string,
    given: { isLive?: boolean; hoursAgo?: number; customerId?: string; organisationId?: string; identityKey?: string } = {},
  ) {
    await this.db('events').insert({
      portalId: this.scope.portalId,
      identityKey: given.identityKey ?? 'memory:db-1',
      connectionId: this.scope.connectionId,
      kind,
      erpId,
      customerId: given.customerId ?? '1',
      organisationId: given.organisationId ?? '1',
      recordedAt: new Date(this.now.getTime() - (given.hoursAgo ?? 0) * 3_600_000),
      isLive: given.isLive ?? true,
    });
  }

  /** Pushes until nothing is due, the clock moving on where a target waits. */
  async push(): Promise<void> {
    await this.settle(() => pushSlice(this.deps, { portalId: this.scope.portalId }));
  }

  async match(scope: ConnectionRow = this.scope): Promise<void> {
    await this.settle(() => matchSlice(this.deps, scope));
  }

  async inbox(...records: [ObjectType, RecordId][]): Promise<void> {
    await addToInbox(
      this.db,
      this.scope.portalId,
      records.map(([objectType, recordId]) => ({ objectType, recordId })),
      this.now,
    );
    await this.settle(() => processInbox(this.deps, { portalId: this.scope.portalId }));
  }

  matches(): Promise<{ customerId: string; state: string; candidates: { recordId: string; rule: string; reason?: string }[] }[]> {
    return this.db('customerMatches').where({ portalId: this.scope.portalId }).orderBy(['objectType', 'customerId']).select();
  }

  async settle(run: () => Promise<JobOutcome>): Promise<void> {
    for (let slices = 0; slices < 50; slices++) {
      const outcome = await run();
      if (outcome === 'done') return;
      this.now = new Date(this.now.getTime() + outcome.againAfterMs);
    }
    throw new Error('Does not come to rest');
  }

  target(objectType: ObjectType, recordId: RecordId): Promise<Record<string, unknown> | undefined> {
    return this.db('targets').where({ portalId: this.scope.portalId, objectType, recordId }).first<Record<string, unknown> | undefined>();
  }

  problems(): Promise<{ code: string; subject: string; params: Record<string, unknown>; resolvedAt: Date | null }[]> {
    return this.db('problems').where({ portalId: this.scope.portalId }).whereNull('resolvedAt').orderBy(['code', 'subject']).select();
  }

  links(): Promise<
    { customerId: string; recordId: RecordId; rule: string; state: string; objectType: string; connectionId: ConnectionId }[]
  > {
    return this.db('links').where({ portalId: this.scope.portalId }).orderBy(['objectType', 'customerId']).select();
  }
}
