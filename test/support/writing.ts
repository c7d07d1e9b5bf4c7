import type { CustomerRules, CustomerWrites } from '../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../server/db/index.ts';
import type { ErpConnector, FieldValues } from '../../server/erp/shared/contract.ts';
import { ORDER_NUMBER, PUSHED_PROPERTIES } from '../../server/records/catalogue/index.ts';
import type { RecordId } from '../../server/shared/ids.ts';
import { DEAL, OBJECT_TYPES, type CommandObjectType, type CustomerObjectType } from '../../server/shared/object-types.ts';
import { disconnectConnection, requestDisconnect } from '../../server/sync/connection/disconnect.ts';
import { approveCustomerRules } from '../../server/sync/customers/approve-rules.ts';
import { confirmTrial, saveCustomerRules, startPreview } from '../../server/sync/customers/change-rules.ts';
import type { FieldOrder } from '../../server/sync/fields/field-state.ts';
import type { SyncPortal } from '../../server/sync/shared/deps.ts';
import { markRecordsDue } from '../../server/sync/shared/targets.ts';
import type { PropertyVersion } from '../../server/hubspot/contract.ts';
import type { Properties } from './hubspot-values.ts';
import type { ConnectionRow } from './portal-rows.ts';
import { connectedErp } from './incoming.ts';
import { aPersonRule, aRule } from './customer-rules.ts';
import { aConnection } from './portal-rows.ts';
import { WritableErp } from './writable-erp.ts';
import { WritingJobs } from './writing-jobs.ts';

const USER = 5;
const ALL_WRITES: CustomerWrites = { creates: true, updatesErp: true, updatesHubSpot: true, leftOut: [] };

interface WorldOptions {
  portalId?: number;
  settings?: Partial<SyncPortal['settings']>;
  /** Default: one in memory. Of another nobody hears what changed: it is read with `pullOnce`. */
  connector?: ErpConnector;
}

/** One portal and its ERP, both in memory and both written to; jobs run until nothing is due, by the test's clock. */
export class WritingWorld extends WritingJobs {
  static async start(db: Db, { portalId = 7, settings, connector }: WorldOptions = {}): Promise<WritingWorld> {
    const erp = connector ? (connector as unknown as WritableErp) : new WritableErp();
    const joined = await connectedErp(db, { portalId, erp, identityKey: `memory:db-${portalId}` });
    if (connector) await keepIdentity(db, joined.scope, connector);
    else erp.identity = { ...erp.identity, key: `memory:db-${portalId}` };
    await db('hubspotProperties').insert(
      OBJECT_TYPES.flatMap((objectType) =>
        [...PUSHED_PROPERTIES[objectType], ...(objectType === DEAL ? [ORDER_NUMBER] : [])].map((name) => ({
          portalId: joined.scope.portalId,
          objectType,
          name,
          state: 'ready',
        })),
      ),
    );
    return new WritingWorld(db, joined, erp, settings);
  }

  /** The ERP is disconnected; what the administrator decided goes with it. */
  async disconnect(): Promise<void> {
    await requestDisconnect(this.db, this.deps.enqueue, this.scope, false);
    await disconnectConnection(this.deps, this.scope);
  }

  /** The same ERP, as a new connection that has everything to read. */
  async connectAgain(): Promise<void> {
    const { portalId } = this.scope;
    this.scope = await aConnection(this.db, { portalId, identityKey: this.erp.identity.key, goLiveAt: this.now });
    this.pulled = -1;
  }

  /** Rules as an administrator saves them, looked at, approved and, unless told otherwise, tried. */
  async begin(
    rules: Partial<CustomerRules> = {},
    { writes = {}, isTried = true }: { writes?: Partial<CustomerWrites>; isTried?: boolean } = {},
  ): Promise<void> {
    await this.preview(rules);
    await this.approve(writes);
    if (isTried) await this.confirm();
  }

  /** A draft, as an administrator saves it. */
  async save(rules: Partial<CustomerRules> = {}): Promise<void> {
    const stored = await this.db('customerRules').where(this.scope).first<{ draftRevision: number } | undefined>('draftRevision');
    const edited = { rules: { companies: aRule(), contacts: aPersonRule(), ...rules }, revision: Number(stored?.draftRevision ?? 0) };
    await saveCustomerRules({ ...this.deps, db: this.db }, this.scope, edited, USER);
  }

  /** Saves rules and lets the dry run go to its end; answers how many records of each kind it found. */
  async preview(rules: Partial<CustomerRules> = {}): Promise<Record<string, number>> {
    await this.pullOnce();
    await this.save(rules);
    return this.dryRun();
  }

  /** Of the draft, or of what is live. */
  async dryRun(): Promise<Record<string, number>> {
    await startPreview(this.deps, this.scope, USER);
    await this.settle();
    return this.previewed();
  }

  async previewed(): Promise<Record<string, number>> {
    const { groups } = (await this.newestPreview())!;
    const countOf = (kind: string): number => groups.reduce((sum, one) => sum + (one.kind === kind ? one.count : 0), 0);
    return Object.fromEntries(groups.map(({ kind }) => [kind, countOf(kind)]));
  }

  /** The last dry run that came to its end. */
  newestPreview(): Promise<{ id: string; groups: { kind: string; count: number; samples: { values?: object }[] }[] } | undefined> {
    return this.db('customerRuns')
      .where({ ...this.scope, kind: 'preview', state: 'done' })
      .orderBy('endedAt', 'desc')
      .first();
  }

  async approve(writes: Partial<CustomerWrites> = {}, userId = USER): Promise<void> {
    const previewId = (await this.newestPreview())?.id ?? '';
    await approveCustomerRules(this.deps, this.scope, { writes: { ...ALL_WRITES, ...writes }, previewId }, userId);
    await this.settle();
  }

  async confirm(): Promise<void> {
    await confirmTrial(this.deps, this.scope);
    await this.settle();
  }

  /** Rules that are live at once, every link due, without looking at anything. */
  async useRules(rules: Partial<CustomerRules> = {}): Promise<void> {
    await this.save(rules);
    await this.db('customerRules')
      .where(this.scope)
      .update({ live: this.db.raw('draft'), draft: null, writes: JSON.stringify(ALL_WRITES), trial: null });
    await this.markDue();
  }

  /** Every link is looked at once more. */
  async markDue(): Promise<void> {
    await this.db('fieldPairs')
      .where(this.scope)
      .update({ dueRevision: this.db.raw('due_revision + 1'), dueAt: this.now, tries: 0 });
  }

  /** What a person decides of one field. */
  async order(customerId: string, property: string, order: FieldOrder): Promise<void> {
    const orders = this.db.raw('orders || ?::jsonb', [JSON.stringify({ [property]: order })]);
    await this.db('fieldPairs')
      .where({ ...this.scope, customerId })
      .update({ orders, dueRevision: this.db.raw('due_revision + 1'), dueAt: this.now });
  }

  /** A HubSpot record and the ERP customer it is, linked before any rule. */
  async linked(objectType: CustomerObjectType, properties: Properties, values: FieldValues, id = '1'): Promise<RecordId> {
    const record = this.hubspot.add(objectType, properties);
    this.erp.edit(id, values, { kind: objectType === 'companies' ? 'organisation' : 'person' });
    await this.pullOnce();
    await this.link(objectType, id, record);
    return record;
  }

  async link(objectType: CustomerObjectType, customerId: string, record: RecordId): Promise<void> {
    await this.db('links').insert({
      ...this.scope,
      objectType,
      customerId,
      recordId: record,
      state: 'active',
      rule: 'tax_id',
      linkedAt: this.now,
    });
    await this.db('customerMatches')
      .insert({ ...this.scope, objectType, customerId, state: 'linked' })
      .onConflict(['portal_id', 'connection_id', 'object_type', 'customer_id'])
      .merge({ state: 'linked' });
    await markRecordsDue(this.db, this.scope.portalId, [{ objectType, recordId: record }], { priority: 1, now: this.now });
  }

  /** A person edits it, and HubSpot tells. */
  async edit(objectType: CommandObjectType, record: RecordId, properties: Properties, by: Partial<PropertyVersion> = {}): Promise<void> {
    this.hubspot.edit(objectType, record, properties, by);
    await this.tell(objectType, record, properties);
  }

  async add(objectType: CommandObjectType, properties: Properties): Promise<RecordId> {
    const record = this.hubspot.add(objectType, properties);
    await this.tell(objectType, record, properties);
    return record;
  }

  commands(): Promise<
    {
      key: string;
      name: string;
      state: string;
      waitingFor: string | null;
      recordId: string;
      result: { id: string } | null;
      params: object;
    }[]
  > {
    return this.db('commands').where(this.scope).orderBy('key').select();
  }

  changes(): Promise<
    { property: string; writtenTo: string; before: string | null; after: string | null; lost: string | null; rule: string }[]
  > {
    return this.db('fieldChanges').where(this.scope).orderBy('id').select('property', 'writtenTo', 'before', 'after', 'lost', 'rule');
  }

  async problems(): Promise<string[]> {
    return this.db('problems').where({ portalId: this.scope.portalId }).whereNull('resolvedAt').orderBy('code').pluck('code');
  }

  links(): Promise<{ customerId: string; recordId: RecordId; rule: string }[]> {
    return this.db('links').where(this.scope).orderBy(['objectType', 'customerId']).select('customerId', 'recordId', 'rule');
  }

  /** Forgets which calls were made. */
  forgetCalls(): void {
    this.hubspot.forgetCalls();
    this.toldWrites = 0;
    this.erp.calls.length = 0;
    this.erp.writes.length = 0;
  }
}

/** As when an administrator connected it. */
async function keepIdentity(db: Db, { portalId, connectionId }: ConnectionRow, connector: ErpConnector): Promise<void> {
  const identity = await connector.identify(new AbortController().signal);
  await db('erpConnections')
    .where({ portalId, id: connectionId })
    .update({ identity: JSON.stringify(identity) });
}
