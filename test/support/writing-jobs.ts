import { createHash } from 'node:crypto';
import type { Db } from '../../server/db/index.ts';
import type { PropertyDefinition } from '../../server/hubspot/contract.ts';
import type { JobContext, JobOutcome } from '../../server/jobs/index.ts';
import type { RecordId } from '../../server/shared/ids.ts';
import {
  CUSTOMER_OBJECT_TYPES,
  DEAL,
  type CommandObjectType,
  type CustomerObjectType,
  type ObjectType,
} from '../../server/shared/object-types.ts';
import { archiveFollowers } from '../../server/sync/archiving/archive.ts';
import { setCustomerActive } from '../../server/sync/archiving/set-customer-active.ts';
import { createCommandRunner } from '../../server/sync/commands/run-commands.ts';
import { createCustomer } from '../../server/sync/customers/create-customer.ts';
import { continueRun } from '../../server/sync/customers/run.ts';
import { syncFields } from '../../server/sync/fields/sync-fields.ts';
import { processInbox } from '../../server/sync/inbox/inbox.ts';
import { receiveEntries, type ReceivedEntry } from '../../server/sync/inbox/received-entries.ts';
import { TOLD_FOR_WRITING, TOLD_PROPERTIES } from '../../server/sync/inbox/told-properties.ts';
import { matchSlice } from '../../server/sync/match/match.ts';
import { amendOrder } from '../../server/sync/orders/amend-order.ts';
import { confirmOrder } from '../../server/sync/orders/confirm-order.ts';
import { createOrder } from '../../server/sync/orders/create-order.ts';
import { createProduct } from '../../server/sync/orders/create-product.ts';
import { createProject } from '../../server/sync/orders/create-project.ts';
import { planProject } from '../../server/sync/orders/plan-project.ts';
import { sendDocument } from '../../server/sync/orders/send-document.ts';
import { cancelOrder, reserveOrder } from '../../server/sync/orders/settle-order.ts';
import { pullChanges } from '../../server/sync/pull/pull.ts';
import { readHintedRecords } from '../../server/sync/pull/hints.ts';
import { pushSlice } from '../../server/sync/push/push.ts';
import { addToInbox } from '../../server/sync/shared/add-to-inbox.ts';
import type { SyncDeps, SyncPortal } from '../../server/sync/shared/deps.ts';
import type { IncomingDeps } from '../../server/sync/shared/incoming.ts';
import { MemoryHubSpot } from './hubspot.ts';
import type { Properties } from './hubspot-values.ts';
import { type Incoming } from './incoming.ts';
import { killable, Life, mortalDb } from './mortal.ts';
import type { ConnectionRow } from './portal-rows.ts';
import type { WritableErp } from './writable-erp.ts';

const CONTEXT: JobContext = { signal: new AbortController().signal, holdsClaim: async () => true };
const runCommands = createCommandRunner({
  ...{ createCustomer, setCustomerActive },
  ...{ sendDocument, createProduct, createOrder, confirmOrder, amendOrder, cancelOrder, reserveOrder, createProject, planProject },
});

const TEXTS = [
  'name',
  'firstname',
  'lastname',
  'email',
  'domain',
  'tax_id',
  'phone',
  'website',
  'city',
  'country',
  'state',
  'note',
  'lifecyclestage',
  'associatedcompanyid',
  'hs_parent_company_id',
];

/** One portal and its ERP, both in memory, with the jobs that keep them in step: run by the test, by its clock, in a process that can die. */
export class WritingJobs {
  readonly hubspot = new MemoryHubSpot();
  readonly erp: WritableErp;
  scope: ConnectionRow;
  readonly deps: SyncDeps & IncomingDeps;
  /** The process that runs the jobs. */
  life = new Life();
  /** The last one that was to die had something left to do. */
  hasDied = false;
  portal: SyncPortal;
  protected readonly db: Db;
  protected readonly joined: Incoming;
  protected pulled = -1;
  private pullWaits = false;
  /** In how many milliseconds the jobs are due that were enqueued in this round. */
  private readonly enqueued: number[] = [];
  protected toldWrites = 0;

  protected constructor(db: Db, joined: Incoming, erp: WritableErp, settings: Partial<SyncPortal['settings']> = {}) {
    this.db = db;
    this.joined = joined;
    this.erp = erp;
    this.scope = joined.scope;
    this.portal = {
      portalId: joined.scope.portalId,
      timeZone: 'UTC',
      companyCurrency: 'EUR',
      settings: {
        taxIdProperty: { companies: 'tax_id', contacts: null },
        contactsCarry: 'billing_contact',
        createMissing: { companies: false, contacts: false },
        activeMonths: 12,
        eventMaxAgeHours: 48,
        writesAmounts: true,
        propertySets: [],
        overdueHour: 8,
        administrators: [],
        amounts: { visibleTo: 'everybody' },
        checksVies: false,
        ...settings,
      },
      installedAt: new Date('2026-11-01T00:00:00Z'),
    };
    this.hubspot.now = () => this.now;
    this.hubspot.listProperties = async () => TEXTS.filter((name) => !this.hubspot.deletedProperties.has(name)).map(aTextProperty);
    const hubspot = killable(
      this.hubspot,
      ['batchRead', 'batchUpdate', 'batchArchive', 'create', 'list', 'search', 'associatedIds', 'relate'],
      () => this.life,
    );
    erp.before = () => this.life.beat();
    const mortal = mortalDb(db, () => this.life);
    this.deps = {
      ...joined.deps,
      db: mortal,
      enqueue: async (_trx, _name, _data, options) => void this.enqueued.push(options?.afterMs ?? 0),
      openHubSpot: async () => hubspot,
      loadPortal: async () => this.portal,
      checkVat: async () => 'unknown',
      hashEmail: (email) => createHash('sha256').update(email).digest('hex'),
    };
  }

  get now(): Date {
    return this.joined.clock.now;
  }

  pass(ms: number): void {
    this.joined.clock.now = new Date(this.now.getTime() + ms);
  }

  /** The ERP is read now. */
  pullOnce(): Promise<void> {
    return this.joined.pull();
  }

  /** Everything is compared with the ERP: what it has no more goes. */
  reconcile(): Promise<void> {
    return this.joined.reconcile();
  }

  async continueRun(): Promise<void> {
    await continueRun(this.deps, this.scope, CONTEXT);
  }

  /** HubSpot says only that something became of it. */
  async hear(objectType: CustomerObjectType, record: RecordId): Promise<void> {
    await addToInbox(this.db, this.scope.portalId, [{ objectType, recordId: record }], this.now);
  }

  async tell(objectType: CommandObjectType, record: RecordId, properties: Properties): Promise<void> {
    const said = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value ?? '']));
    const { portalId } = this.scope;
    const entry = { portalId, objectType, recordId: record, isPrivacyDeletion: false, isForWriting: true, said };
    await receiveEntries({ ...this.deps, db: this.db }, [entry]);
  }

  /** Every job once, in no order that matters; answers when the next has something to do, null: none has. */
  async round(): Promise<number | null> {
    const context = CONTEXT;
    const { deps, scope } = this;
    const jobs: (() => Promise<JobOutcome>)[] = [
      () => this.pull(context),
      () => readHintedRecords(deps, scope, context),
      () => processInbox(deps, scope),
      () => matchSlice(deps, scope),
      () => continueRun(deps, scope, context),
      () => archiveFollowers(deps, scope, context),
      () => runCommands(deps, scope, context),
      () => syncFields(deps, scope, context),
      () => pushSlice(deps, scope),
    ];
    const waits: number[] = [];
    this.enqueued.length = 0;
    for (const job of jobs) {
      const outcome = await job();
      await this.tellOwnWrites();
      if (outcome !== 'done') waits.push(outcome.againAfterMs);
    }
    // What changed while the jobs ran.
    if (this.pulled !== this.erp.changeCount && !this.pullWaits) waits.push(0);
    waits.push(...this.enqueued);
    return waits.length === 0 ? null : Math.min(...waits);
  }

  /** Only the job that makes customers. */
  async runCommands(): Promise<number | null> {
    const outcome = await runCommands(this.deps, this.scope, CONTEXT);
    return outcome === 'done' ? null : outcome.againAfterMs;
  }

  /** What HubSpot told is read, and nothing is sent. */
  async readInbox(): Promise<void> {
    await processInbox(this.deps, this.scope);
  }

  /** Only the job that keeps fields in step. */
  async fields(): Promise<number | null> {
    const outcome = await syncFields(this.deps, this.scope, CONTEXT);
    return outcome === 'done' ? null : outcome.againAfterMs;
  }

  /** Runs jobs until none has anything to do, the clock moving on. */
  async settle(round = () => this.round()): Promise<void> {
    for (let rounds = 0; rounds < 100; rounds++) {
      const wait = await round();
      if (wait === null) return;
      this.pass(wait + 1);
    }
    throw new Error('Does not come to rest');
  }

  /** The process dies after so many beats, at whatever it is; what it had under way is gone. */
  async dieAfter(beats: number, round: () => Promise<unknown> = () => this.round()): Promise<void> {
    this.life = new Life(beats);
    await round().catch((error: Error) => {
      if (!this.life.isOver) throw error;
    });
    this.hasDied = this.life.isOver;
    this.life = new Life();
  }

  private async pull(context: JobContext): Promise<JobOutcome> {
    if (this.pulled === this.erp.changeCount) return 'done';
    const before = this.erp.changeCount;
    this.pass(1);
    await this.db('erpConnections').where({ id: this.scope.connectionId }).update({ nextPullAt: this.now });
    const outcome = await pullChanges(this.deps, this.scope, context);
    this.pullWaits = outcome !== 'done';
    if (outcome === 'done') this.pulled = before;
    return outcome;
  }

  private async tellOwnWrites(): Promise<void> {
    const news = this.hubspot.writes.slice(this.toldWrites);
    this.toldWrites = this.hubspot.writes.length;
    const entries = news
      .flatMap(({ objectType, ...write }) =>
        [...CUSTOMER_OBJECT_TYPES, DEAL].flatMap((type) => (type === objectType ? { objectType: type, ...write } : [])),
      )
      .flatMap(({ objectType, id, properties }) => Object.entries(properties).flatMap((said) => this.toldOf(objectType, id, said)));
    if (entries.length > 0) await receiveEntries({ ...this.deps, db: this.db }, entries);
  }

  /** HubSpot tells of properties to which the app subscribes, of each alone. */
  private toldOf(objectType: ObjectType, id: RecordId, [name, value]: [string, string]): ReceivedEntry[] {
    const isForWriting = TOLD_FOR_WRITING[objectType].includes(name);
    if (!isForWriting && !TOLD_PROPERTIES[objectType].includes(name)) return [];
    const { portalId } = this.scope;
    return [{ portalId, objectType, recordId: id, isPrivacyDeletion: false, isForWriting, said: { [name]: value } }];
  }
}

const aTextProperty = (name: string): PropertyDefinition => ({ name, label: name, groupName: 'x', type: 'string', fieldType: 'text' });
