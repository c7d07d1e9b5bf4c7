import { javaInstant } from './values.ts';
import { MODIFIED_PROPERTY } from './standard-properties.ts';
import type { ObjectType, Properties, PropertyChange, Source, StoredRecord } from './types.ts';

/** Ids are beyond 32 bit and start at the same number for every object and portal: whoever mixes them up is found out. */
const FIRST_ID = 30_000_000_001;

/** What search still shows of a record until `until`; null: nothing yet. */
interface Stale {
  until: number;
  properties: Properties | null;
}

/** All records of one object in one portal, found by id or by any value. */
export class Table {
  readonly objectType: ObjectType;
  readonly records = new Map<string, StoredRecord>();
  /** Oldest first, by record id. Bulk-loaded values have none. */
  private readonly changes = new Map<string, PropertyChange[]>();
  private sorted: StoredRecord[] | null = null;
  private readonly indexes = new Map<string, Map<string, StoredRecord[]>>();
  private readonly stale = new Map<StoredRecord, Stale[]>();
  private readonly clock: { now(): Date; searchLagMs(): number };
  private lastId = FIRST_ID - 1;

  constructor(objectType: ObjectType, clock: { now(): Date; searchLagMs(): number }) {
    this.objectType = objectType;
    this.clock = clock;
  }

  /** Follows merges; archived ones are found too. */
  find(id: string): StoredRecord | undefined {
    let record = this.records.get(id);
    while (record?.mergedInto) record = record.mergedInto;
    return record;
  }

  living(id: string): StoredRecord | undefined {
    const record = this.find(id);
    return record?.archivedAt === null ? record : undefined;
  }

  /** Living records with this value, whatever its case. The first question builds the index. */
  withValue(property: string, value: string): readonly StoredRecord[] {
    let index = this.indexes.get(property);
    if (!index) {
      index = new Map();
      this.indexes.set(property, index);
      for (const record of this.all()) this.enter(index, record.properties[property], record);
    }
    return index.get(value.trim().toLowerCase()) ?? [];
  }

  /** Everything that is neither deleted nor merged away. */
  *all(): Iterable<StoredRecord> {
    for (const record of this.records.values()) if (isLiving(record)) yield record;
  }

  /** In the order of ids, from this one on. */
  *from(id: number): Iterable<StoredRecord> {
    this.sorted ??= [...this.records.values()].sort((a, b) => Number(a.id) - Number(b.id));
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(this.sorted[middle]!.id) < id) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < this.sorted.length; at++) yield this.sorted[at]!;
  }

  insert(properties: Properties, at?: { id?: string; createdAt?: number }): StoredRecord {
    const id = at?.id ?? String(this.lastId + 1);
    if (this.records.has(id)) throw new Error(`${this.objectType} ${id} exists already`);
    this.lastId = Math.max(this.lastId, Number(id));
    const createdAt = at?.createdAt ?? this.clock.now().getTime();
    const record: StoredRecord = { id, properties: {}, createdAt, updatedAt: createdAt, archivedAt: null, mergedInto: null };
    this.records.set(id, record);
    this.sorted = null;
    this.markStale(record, null);
    Object.assign(record.properties, { ...properties, hs_object_id: id, createdate: javaInstant(createdAt) });
    record.properties[MODIFIED_PROPERTY[this.objectType]] = javaInstant(createdAt);
    for (const [property, index] of this.indexes) this.enter(index, record.properties[property], record);
    return record;
  }

  /** Empty values clear. Returns what really changed. */
  write(record: StoredRecord, properties: Properties, source: Source): PropertyChange[] {
    const at = this.clock.now();
    const { objectType } = this;
    const changes = Object.entries(properties)
      .filter(([name, value]) => (record.properties[name] ?? '') !== value)
      .map(([property, value]) => {
        const before = record.properties[property] ?? null;
        return { objectType, id: record.id, property, before, value: value || null, at, source };
      });
    if (changes.length === 0) return [];
    this.markStale(record, record.properties);
    for (const change of changes) {
      this.put(record, change.property, change.value);
      this.remember(change);
    }
    this.touch(record, at.getTime());
    return changes;
  }

  remember(change: PropertyChange): void {
    const known = this.changes.get(change.id);
    if (known) known.push(change);
    else this.changes.set(change.id, [change]);
  }

  history(id: string, property: string): PropertyChange[] {
    return (this.changes.get(id) ?? []).filter((change) => change.property === property);
  }

  /** Deleted, restored or merged: what all indexes say of the record follows. */
  setArchivedOrMerged(record: StoredRecord, becomes: { archivedAt?: number | null; mergedInto?: StoredRecord }): void {
    this.markStale(record, isLiving(record) ? record.properties : null);
    for (const [property, index] of this.indexes) this.leave(index, record.properties[property], record);
    Object.assign(record, becomes);
    if (isLiving(record)) for (const [property, index] of this.indexes) this.enter(index, record.properties[property], record);
  }

  /** Forgets the record and what it held. */
  erase(record: StoredRecord): void {
    this.setArchivedOrMerged(record, { archivedAt: this.clock.now().getTime() });
    this.records.delete(record.id);
    this.changes.delete(record.id);
    this.sorted = null;
  }

  /** What search sees of a record now; undefined: it does not see the record. */
  searchView(record: StoredRecord): Properties | undefined {
    const now = this.clock.now().getTime();
    const visible = this.stale.get(record)?.find(({ until }) => until > now);
    if (visible) return visible.properties ?? undefined;
    this.stale.delete(record);
    return isLiving(record) ? record.properties : undefined;
  }

  /** Records search may show otherwise than they are. */
  lagging(): ReadonlySet<StoredRecord> {
    return new Set(this.stale.keys());
  }

  private put(record: StoredRecord, property: string, value: string | null): void {
    const index = isLiving(record) ? this.indexes.get(property) : undefined;
    if (index) this.leave(index, record.properties[property], record);
    if (value === null) delete record.properties[property];
    else record.properties[property] = value;
    if (index) this.enter(index, record.properties[property], record);
  }

  private touch(record: StoredRecord, ms: number): void {
    record.updatedAt = ms;
    this.put(record, MODIFIED_PROPERTY[this.objectType], javaInstant(ms));
  }

  private markStale(record: StoredRecord, shown: Properties | null): void {
    const lag = this.clock.searchLagMs();
    if (lag === 0) return;
    const until = this.clock.now().getTime() + lag;
    const earlier = this.stale.get(record) ?? [];
    this.stale.set(record, [...earlier, { until, properties: shown && { ...shown } }]);
  }

  private enter(index: Map<string, StoredRecord[]>, value: string | undefined, record: StoredRecord): void {
    if (value === undefined) return;
    const key = value.toLowerCase();
    const held = index.get(key);
    if (held) held.push(record);
    else index.set(key, [record]);
  }

  private leave(index: Map<string, StoredRecord[]>, value: string | undefined, record: StoredRecord): void {
    if (value === undefined) return;
    const key = value.toLowerCase();
    const held = index.get(key);
    if (!held) return;
    const at = held.indexOf(record);
    if (at >= 0) held.splice(at, 1);
    if (held.length === 0) index.delete(key);
  }
}

const isLiving = (record: StoredRecord): boolean => record.archivedAt === null && record.mergedInto === null;
