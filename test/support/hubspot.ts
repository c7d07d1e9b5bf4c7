import { RecordRejectedError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import type {
  AccountDetails,
  AssociatedRecord,
  HubSpotClient,
  HubSpotRecord,
  RefusedInput,
  SearchFilter,
} from '../../server/hubspot/contract.ts';
import { recordId, type RecordId } from '../../server/shared/ids.ts';
import type { ObjectType } from '../../server/shared/object-types.ts';
import { normalise, type Properties } from './hubspot-values.ts';

interface Held {
  id: RecordId;
  properties: Properties;
  isDeleted: boolean;
  mergedInto: RecordId | null;
}

interface Write {
  objectType: ObjectType;
  id: RecordId;
  properties: Record<string, string>;
}

/** What a test tells the next write to do: `before` and `after` end without a clear answer, the second after it was carried out. */
type Mishap = 'before' | 'after' | Error;
interface Refusal {
  applies(objectType: ObjectType, input: { id: string; properties: Record<string, string> }): boolean;
  /** `batch`: one bad record refuses the whole batch. `input`: HubSpot names it and takes the rest. */
  scope: 'batch' | 'input';
  code: string;
  properties: string[];
}

/** One portal's HubSpot in memory: normalises values, keeps unique values unique, merges into new ids, refuses, answers in doubt. */
export class MemoryHubSpot implements HubSpotClient {
  readonly calls: { operation: string; objectType: ObjectType; size: number }[] = [];
  readonly writes: Write[] = [];
  readonly associations: string[] = [];
  account: AccountDetails = { portalId: 7, timeZone: 'UTC', companyCurrency: 'EUR', additionalCurrencies: [], uiDomain: 'app.hubspot.com' };
  latencyMs = 0;
  mostInFlight = 0;
  /** Runs while HubSpot works on a write: what changes meanwhile. */
  onWrite: (() => Promise<void>) | null = null;
  private readonly held: Record<ObjectType, Map<RecordId, Held>> = { companies: new Map(), contacts: new Map(), deals: new Map() };
  private readonly mishaps: Mishap[] = [];
  private readonly refusals: Refusal[] = [];
  private inFlight = 0;
  private lastId = 1000;

  add(objectType: ObjectType, properties: Properties = {}, id?: string): RecordId {
    const newId = recordId(id ?? String(++this.lastId));
    this.held[objectType].set(newId, { id: newId, properties: normalise(properties), isDeleted: false, mergedInto: null });
    return newId;
  }

  edit(objectType: ObjectType, id: RecordId, properties: Properties): void {
    Object.assign(this.get(objectType, id), normalise(properties));
  }

  get(objectType: ObjectType, id: RecordId): Properties {
    const record = this.held[objectType].get(id);
    if (!record) throw new Error(`No ${objectType} ${id}`);
    return record.properties;
  }

  remove(objectType: ObjectType, id: RecordId): void {
    this.held[objectType].get(id)!.isDeleted = true;
  }

  restore(objectType: ObjectType, id: RecordId): void {
    this.held[objectType].get(id)!.isDeleted = false;
  }

  /** Newer accounts give the merged record a new id. The survivor keeps the first record's values. */
  merge(objectType: ObjectType, first: RecordId, second: RecordId): RecordId {
    const properties = { ...this.get(objectType, second), ...this.get(objectType, first) };
    for (const id of [first, second]) this.held[objectType].get(id)!.properties = {};
    const merged = this.add(objectType, properties);
    for (const id of [first, second]) this.held[objectType].get(id)!.mergedInto = merged;
    return merged;
  }

  ids(objectType: ObjectType): RecordId[] {
    return [...this.living(objectType)].map(({ id }) => id);
  }

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

  callsOf(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  forgetCalls(): void {
    this.calls.length = 0;
    this.writes.length = 0;
  }

  async batchRead(objectType: ObjectType, request: Parameters<HubSpotClient['batchRead']>[1]): Promise<Map<string, HubSpotRecord>> {
    if (request.ids.length > 100) throw new Error('At most 100 ids');
    await this.work('batchRead', objectType, request.ids.length);
    const found = new Map<string, HubSpotRecord>();
    for (const asked of request.ids) {
      const record = request.idProperty ? this.byValue(objectType, request.idProperty, asked) : this.byId(objectType, recordId(asked));
      if (record && record.isDeleted === (request.archived ?? false)) found.set(asked, this.shown(record, request.properties));
    }
    return found;
  }

  async batchUpdate(objectType: ObjectType, inputs: Parameters<HubSpotClient['batchUpdate']>[1]): ReturnType<HubSpotClient['batchUpdate']> {
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

  async search(objectType: ObjectType, request: Parameters<HubSpotClient['search']>[1]): ReturnType<HubSpotClient['search']> {
    if (JSON.stringify(request).length > 3_000) throw new Error('HubSpot takes searches of at most 3,000 characters');
    await this.work('search', objectType, 1);
    const all = [...this.living(objectType)].filter(({ properties }) =>
      request.filterGroups.some((filters) => filters.every((filter) => matches(properties, filter))),
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

  async accountDetails(): Promise<AccountDetails> {
    return this.account;
  }
  associatedIds = unused;
  /** Properties of people's own, by object type. */
  readonly ownProperties: Record<ObjectType, string[]> = { companies: ['tax_id'], contacts: ['tax_id'], deals: [] };

  async listProperties(objectType: ObjectType): ReturnType<HubSpotClient['listProperties']> {
    return this.ownProperties[objectType].map((name) => ({ name, label: name, groupName: 'x', type: 'string', fieldType: 'text' }));
  }
  createPropertyGroup = unused;
  createProperties = unused;
  updateProperty = unused;
  remainingCustomProperties = unused;
  findUser = unused;
  listUsers = unused;
  uninstall = unused;

  private async work(operation: string, objectType: ObjectType, size: number): Promise<void> {
    this.calls.push({ operation, objectType, size });
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs));
    if (operation === 'batchUpdate') await this.onWrite?.();
    this.inFlight--;
  }

  private write(objectType: ObjectType, { id, properties }: { id: RecordId; properties: Record<string, string> }): HubSpotRecord {
    // An update of a merged id reaches the record that took it over.
    const record = this.byId(objectType, id)!;
    Object.assign(record.properties, normalise(properties));
    this.writes.push({ objectType, id: record.id, properties });
    return this.shown(record, Object.keys(properties));
  }

  private refuseBatch(objectType: ObjectType, inputs: readonly { id: string; properties: Record<string, string> }[]): void {
    const refusal = this.refusals.find(({ scope, applies }) => scope === 'batch' && inputs.some((input) => applies(objectType, input)));
    if (refusal) throw new RecordRejectedError('Refused', { code: refusal.code, properties: refusal.properties });
  }

  private refusalOf(objectType: ObjectType, input: { id: RecordId; properties: Record<string, string> }): RefusedInput | null {
    const record = this.byId(objectType, input.id);
    if (!record || record.isDeleted) return { id: input.id, code: 'hubspot.record_gone', message: '', properties: [] };
    const key = input.properties['erp_customer_key'];
    const holder = key ? this.byValue(objectType, 'erp_customer_key', key) : undefined;
    if (holder && holder.id !== record.id)
      return { id: input.id, code: 'hubspot.already_exists', message: '', properties: ['erp_customer_key'] };
    const refusal = this.refusals.find(({ scope, applies }) => scope === 'input' && applies(objectType, input));
    return refusal ? { id: input.id, code: refusal.code, message: 'No.', properties: refusal.properties } : null;
  }

  private byId(objectType: ObjectType, id: RecordId): Held | undefined {
    const record = this.held[objectType].get(id);
    return record?.mergedInto ? this.byId(objectType, record.mergedInto) : record;
  }

  private byValue(objectType: ObjectType, property: string, value: string): Held | undefined {
    return [...this.living(objectType)].find(({ properties }) => properties[property]?.toLowerCase() === value.toLowerCase());
  }

  private *living(objectType: ObjectType): Iterable<Held> {
    for (const record of this.held[objectType].values()) if (!record.isDeleted && record.mergedInto === null) yield record;
  }

  private shown({ id, properties, isDeleted }: Held, names: readonly string[]): HubSpotRecord {
    return { id, archived: isDeleted, properties: Object.fromEntries(names.map((name) => [name, properties[name] ?? null])) };
  }
}

const unclear = () => new UnclearOutcomeError('No answer', { code: 'hubspot.timeout' });

async function unused(): Promise<never> {
  throw new Error('Not part of this double');
}

/** HubSpot compares text without regard to case, and IN only with lower-case values. */
function matches(properties: Properties, filter: SearchFilter): boolean {
  const held = (properties[filter.propertyName] ?? '').toLowerCase();
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return held !== '';
    case 'IN':
      return held !== '' && filter.values.includes(held);
    case 'EQ':
      return held === filter.value.toLowerCase();
    case 'NEQ':
      return held !== filter.value.toLowerCase();
    case 'GT':
      return held > filter.value;
    case 'GTE':
      return held >= filter.value;
    case 'LT':
      return held < filter.value;
    case 'LTE':
      return held <= filter.value;
  }
}
