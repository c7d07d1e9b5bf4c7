import { RecordRejectedError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import type {
  AccountDetails,
  AssociatedRecord,
  CompletedStep,
  HubSpotClient,
  HubSpotOwner,
  HubSpotRecord,
  Pipeline,
  RefusedInput,
  RelationChange,
} from '../../server/hubspot/contract.ts';
import { recordId, type RecordId } from '../../server/shared/ids.ts';
import { LINE_ITEM, type FoundObjectType, type ObjectType } from '../../server/shared/object-types.ts';
import { calculatedOf } from '../fakes/hubspot/line-items.ts';
import { MemoryLists } from './hubspot-lists.ts';
import { matches } from './hubspot-search.ts';

/** Records of projects are none of this double's. */
type Served = FoundObjectType | typeof LINE_ITEM;

interface Write {
  objectType: Served;
  id: RecordId;
  properties: Record<string, string>;
}

/** What a test tells the next write to do: `before` and `after` end without a clear answer, the second after it was carried out. */
type Mishap = 'before' | 'after' | Error;
interface Refusal {
  applies(objectType: Served, input: { id: string; properties: Record<string, string> }): boolean;
  /** `batch`: one bad record refuses the whole batch. `input`: HubSpot names it and takes the rest. */
  scope: 'batch' | 'input';
  code: string;
  properties: string[];
}

/** One portal's HubSpot in memory: normalises values, keeps unique values unique, merges into new ids, refuses, answers in doubt. */
export class MemoryHubSpot extends MemoryLists implements HubSpotClient {
  readonly calls: { operation: string; objectType: Served; size: number }[] = [];
  readonly writes: Write[] = [];
  readonly associations: string[] = [];
  /** Steps of workflows that were ended. */
  readonly completed: CompletedStep[] = [];
  account: AccountDetails = { portalId: 7, timeZone: 'UTC', companyCurrency: 'EUR', additionalCurrencies: [], uiDomain: 'app.hubspot.com' };
  latencyMs = 0;
  mostInFlight = 0;
  /** Runs while HubSpot works on a write: what changes meanwhile. */
  onWrite: (() => Promise<void>) | null = null;
  private readonly mishaps: Mishap[] = [];
  private readonly refusals: Refusal[] = [];
  private inFlight = 0;

  /** The next writes, in order, end like this. */
  mishap(...mishaps: Mishap[]): void {
    this.mishaps.push(...mishaps);
  }

  refuse(refusal: Partial<Refusal> & Pick<Refusal, 'applies'>): void {
    this.refusals.push({ scope: 'batch', code: 'hubspot.refused', properties: [], ...refusal });
  }

  forgive(): void {
    this.refusals.length = 0;
  }

  /** The next writes end well. */
  calm(): void {
    this.mishaps.length = 0;
  }

  callsOf(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  forgetCalls(): void {
    this.calls.length = 0;
    this.writes.length = 0;
  }

  async batchRead(objectType: Served, request: Parameters<HubSpotClient['batchRead']>[1]): Promise<Map<string, HubSpotRecord>> {
    if (request.ids.length > 100) throw new Error('At most 100 ids');
    await this.work('batchRead', objectType, request.ids.length);
    const found = new Map<string, HubSpotRecord>();
    for (const asked of request.ids) {
      if (objectType === LINE_ITEM) {
        const line = this.lines.get(recordId(asked));
        if (line) found.set(asked, this.shown(line, request.properties));
        continue;
      }
      const record = request.idProperty ? this.byValue(objectType, request.idProperty, asked) : this.byId(objectType, recordId(asked));
      if (record && record.isDeleted === (request.archived ?? false)) found.set(asked, this.shown(record, request.properties));
    }
    return found;
  }

  /** What becomes of somebody who asks for histories. */
  beforeHistory: () => Promise<void> = async () => undefined;

  async propertyHistories(
    objectType: FoundObjectType,
    { ids, properties }: Parameters<HubSpotClient['propertyHistories']>[1],
  ): ReturnType<HubSpotClient['propertyHistories']> {
    if (ids.length > 50) throw new Error('At most 50 ids');
    await this.work('propertyHistories', objectType, ids.length);
    await this.beforeHistory();
    const known = ids.flatMap((id) => (this.held[objectType].has(id) ? [this.byId(objectType, id)!.id] : []));
    return new Map(known.map((id) => [id, this.versions.of(`${objectType} ${id}`, properties)]));
  }

  async batchUpdate(objectType: Served, inputs: Parameters<HubSpotClient['batchUpdate']>[1]): ReturnType<HubSpotClient['batchUpdate']> {
    if (inputs.length > 100) throw new Error('At most 100 inputs');
    if (new Set(inputs.map(({ id }) => id)).size < inputs.length) throw new Error('A record twice in a batch');
    await this.work('batchUpdate', objectType, inputs.length);
    const mishap = this.mishaps.shift();
    if (mishap instanceof Error) throw mishap;
    if (mishap === 'before') throw unclear();
    this.refuseBatch(objectType, inputs);
    const written: HubSpotRecord[] = [];
    const refused: RefusedInput[] = [];
    for (const input of inputs) {
      const refusal = this.refusalOf(objectType, input);
      if (refusal) refused.push(refusal);
      else written.push(this.write(objectType, input));
    }
    if (mishap === 'after') throw unclear();
    return { written, refused };
  }

  async batchArchive(objectType: ObjectType, ids: readonly RecordId[]): Promise<void> {
    if (ids.length > 100) throw new Error('At most 100 ids');
    await this.work('batchArchive', objectType, ids.length);
    const mishap = this.mishaps.shift();
    if (mishap instanceof Error) throw mishap;
    if (mishap === 'before') throw unclear();
    for (const id of ids) if (this.held[objectType].has(id)) this.remove(objectType, id);
    if (mishap === 'after') throw unclear();
  }

  async create(objectType: ObjectType, properties: Record<string, string>): Promise<HubSpotRecord> {
    await this.work('create', objectType, 1);
    const mishap = this.mishaps.shift();
    if (mishap instanceof Error) throw mishap;
    if (mishap === 'before') throw unclear();
    const unique = ['erp_customer_key', ...(objectType === 'contacts' ? ['email'] : [])];
    const taken = unique.find((name) => properties[name] && this.byValue(objectType, name, properties[name]));
    if (taken) throw new RecordRejectedError('Exists already', { code: 'hubspot.already_exists', properties: [taken] });
    this.refuseBatch(objectType, [{ id: '', properties }]);
    const id = this.add(objectType, properties);
    this.writes.push({ objectType, id, properties });
    if (mishap === 'after') throw unclear();
    return this.shown(this.byId(objectType, id)!, Object.keys(properties));
  }

  async search(objectType: FoundObjectType, request: Parameters<HubSpotClient['search']>[1]): ReturnType<HubSpotClient['search']> {
    if (JSON.stringify(request).length > 3_000) throw new Error('HubSpot takes searches of at most 3,000 characters');
    await this.work('search', objectType, 1);
    const all = [...this.living(objectType)].filter(
      ({ properties }) =>
        request.filterGroups.length === 0 || request.filterGroups.some((filters) => filters.every((filter) => matches(properties, filter))),
    );
    const start = Number(request.after ?? 0);
    const end = start + (request.limit ?? 100);
    const records = all.slice(start, end).map((record) => this.shown(record, request.properties));
    return { records, total: all.length, after: end < all.length ? String(end) : null };
  }

  async list(objectType: ObjectType, request: Parameters<HubSpotClient['list']>[1]): ReturnType<HubSpotClient['list']> {
    await this.work('list', objectType, 1);
    const all = [...this.living(objectType)];
    const end = Number(request.after ?? 0) + (request.limit ?? 100);
    const records = all.slice(Number(request.after ?? 0), end).map((record) => this.shown(record, request.properties));
    return { records, after: end < all.length ? String(end) : null };
  }

  async associate(from: AssociatedRecord, to: AssociatedRecord): Promise<void> {
    this.associations.push(`${from.objectType} ${from.id} ${to.objectType} ${to.id}`);
  }

  /** Newest last. */
  readonly relations: ({ of: RecordId } & RelationChange)[] = [];
  /** HubSpot says whose a record is in a property, which may follow later than the association. */
  lagsBehindRelations = false;

  async relate({ objectType, id }: AssociatedRecord & { objectType: ObjectType }, change: RelationChange): Promise<void> {
    await this.work('relate', objectType, 1);
    const mishap = this.mishaps.shift();
    if (mishap instanceof Error) throw mishap;
    const { before, after, relation } = change;
    if (after !== null && !this.byId('companies', after)) throw new RecordRejectedError('Gone', { code: 'hubspot.refused' });
    this.relations.push({ of: id, ...change });
    const held = this.get(objectType, id);
    const stored = relation === 'primary_company' ? 'associatedcompanyid' : 'hs_parent_company_id';
    // Two parents beside each other: the older one stays the one that is shown.
    if (relation === 'parent_company' && held[stored] && held[stored] !== before) return;
    if (!this.lagsBehindRelations) held[stored] = after;
    const tie = `${objectType} ${id} companies ${after}`;
    if (after !== null && !this.associations.includes(tie)) this.associations.push(tie);
  }

  async completeSteps(steps: readonly CompletedStep[]): Promise<void> {
    this.completed.push(...steps);
  }

  async accountDetails(): Promise<AccountDetails> {
    return this.account;
  }

  async associatedIds(from: FoundObjectType, ids: readonly RecordId[], to: string): ReturnType<HubSpotClient['associatedIds']> {
    await this.work('associatedIds', from, ids.length);
    const ties = this.associations.map((line) => line.split(' '));
    return new Map(
      ids.map((id) => [id, ties.filter((tie) => tie[0] === from && tie[1] === id && tie[2] === to).map((tie) => recordId(tie[3]!))]),
    );
  }
  /** Somebody puts a line on the deal, or on a quote. */
  addLine(parent: RecordId, properties: Record<string, string>, of: 'deals' | 'quotes' = 'deals'): RecordId {
    const id = recordId(`9${++this.lineCount}`);
    this.lines.set(id, { id, properties: { ...properties }, isDeleted: false, mergedInto: null });
    this.associations.push(`${of} ${parent} line_items ${id}`);
    return id;
  }

  editLine(id: RecordId, properties: Record<string, string>): void {
    Object.assign(this.lines.get(id)!.properties, properties);
  }

  private lineCount = 0;
  pipelines: Pipeline[] = [];

  async listPipelines(): Promise<Pipeline[]> {
    return this.pipelines;
  }

  batchUpsert = unused;
  dissociate = unused;
  /** Properties of people's own, by object type. */
  readonly ownProperties: Record<ObjectType, string[]> = { companies: ['tax_id'], contacts: ['tax_id'], deals: [], products: [] };

  async listProperties(objectType: ObjectType): ReturnType<HubSpotClient['listProperties']> {
    return this.ownProperties[objectType].map((name) => ({ name, label: name, groupName: 'x', type: 'string', fieldType: 'text' }));
  }
  createPropertyGroup = unused;
  createProperties = unused;
  updateProperty = unused;
  remainingCustomProperties = unused;
  findUser = unused;
  users: Awaited<ReturnType<HubSpotClient['listUsers']>> = [];
  listUsers = async (): ReturnType<HubSpotClient['listUsers']> => this.users;
  owners: HubSpotOwner[] = [];
  listOwners = async (): Promise<HubSpotOwner[]> => this.owners;
  uninstall = unused;

  private async work(operation: string, objectType: Served, size: number): Promise<void> {
    this.calls.push({ operation, objectType, size });
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    if (operation === 'batchUpdate') await this.onWrite?.();
    this.inFlight--;
  }

  private write(objectType: Served, { id, properties }: { id: RecordId; properties: Record<string, string> }): HubSpotRecord {
    if (objectType === LINE_ITEM) return this.writeLine(id, properties);
    // An update of a merged id reaches the record that took it over.
    const record = this.byId(objectType, id)!;
    this.assign(objectType, record.id, properties, { source: 'INTEGRATION', userId: null });
    this.writes.push({ objectType, id: record.id, properties });
    return this.shown(record, Object.keys(properties));
  }

  private writeLine(id: RecordId, properties: Record<string, string>): HubSpotRecord {
    const line = this.lines.get(id)!;
    Object.assign(line.properties, properties);
    const filled = Object.entries(line.properties).map(([name, value]) => [name, value ?? '']);
    Object.assign(line.properties, calculatedOf(Object.fromEntries(filled) as Record<string, string>));
    this.writes.push({ objectType: LINE_ITEM, id, properties });
    return this.shown(line, Object.keys(properties));
  }

  private refuseBatch(objectType: Served, inputs: readonly { id: string; properties: Record<string, string> }[]): void {
    const refusal = this.refusals.find(({ scope, applies }) => scope === 'batch' && inputs.some((input) => applies(objectType, input)));
    if (refusal) throw new RecordRejectedError('Refused', { code: refusal.code, properties: refusal.properties });
  }

  private refusalOf(objectType: Served, input: { id: RecordId; properties: Record<string, string> }): RefusedInput | null {
    const record = objectType === LINE_ITEM ? this.lines.get(input.id) : this.byId(objectType, input.id);
    if (!record || record.isDeleted) return { id: input.id, code: 'hubspot.record_gone', message: '', properties: [] };
    const key = input.properties['erp_customer_key'];
    const holder = key && objectType !== LINE_ITEM ? this.byValue(objectType, 'erp_customer_key', key) : undefined;
    if (holder && holder.id !== record.id)
      return { id: input.id, code: 'hubspot.already_exists', message: '', properties: ['erp_customer_key'] };
    const refusal = this.refusals.find(({ scope, applies }) => scope === 'input' && applies(objectType, input));
    return refusal ? { id: input.id, code: refusal.code, message: 'No.', properties: refusal.properties } : null;
  }
}

const unclear = () => new UnclearOutcomeError('No answer', { code: 'hubspot.timeout' });

const unused = (): Promise<never> => Promise.reject(new Error('Not part of this double'));
