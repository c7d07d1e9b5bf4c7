import type { HubSpotRecord, PropertyVersion } from '../../server/hubspot/contract.ts';
import { recordId, type RecordId } from '../../server/shared/ids.ts';
import type { ObjectType } from '../../server/shared/object-types.ts';
import { normalise, type Properties } from './hubspot-values.ts';
import { PropertyVersions, type GivenBy } from './property-versions.ts';

interface Held {
  id: RecordId;
  properties: Properties;
  isDeleted: boolean;
  mergedInto: RecordId | null;
}

/** The records of one portal, and the people who work with them. */
export class MemoryRecords {
  protected readonly held: Record<ObjectType, Map<RecordId, Held>> = {
    companies: new Map(),
    contacts: new Map(),
    deals: new Map(),
    products: new Map(),
  };
  /** An administrator deleted them: no answer mentions them any more. */
  readonly deletedProperties = new Set<string>();
  protected readonly versions = new PropertyVersions();
  private lastId = 1000;
  now: () => Date = () => new Date('2026-11-12T14:02:00Z');
  /** Lines of deals; how they belong to them is an association. */
  protected readonly lines = new Map<RecordId, Held>();

  add(objectType: ObjectType, properties: Properties = {}, id?: string): RecordId {
    const newId = recordId(id ?? String(++this.lastId));
    this.held[objectType].set(newId, { id: newId, properties: normalise(properties), isDeleted: false, mergedInto: null });
    if (objectType === 'deals') this.versions.add(`deals ${newId}`, normalise(properties), { at: this.now(), source: 'CRM_UI', userId: 9 });
    return newId;
  }

  /** By whom, in HubSpot's words; default a user. */
  edit(objectType: ObjectType, id: RecordId, properties: Properties, by: Partial<PropertyVersion> = {}): void {
    this.assign(objectType, id, properties, { source: 'CRM_UI', userId: 9, ...by });
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

  protected assign(objectType: ObjectType, id: RecordId, given: Properties, by: GivenBy): void {
    const properties = normalise(given);
    this.versions.add(`${objectType} ${id}`, properties, { at: this.now(), ...by });
    Object.assign(this.get(objectType, id), properties);
  }

  protected byId(objectType: ObjectType, id: RecordId): Held | undefined {
    const record = this.held[objectType].get(id);
    return record?.mergedInto ? this.byId(objectType, record.mergedInto) : record;
  }

  protected byValue(objectType: ObjectType, property: string, value: string): Held | undefined {
    return [...this.living(objectType)].find(({ properties }) => properties[property]?.toLowerCase() === value.toLowerCase());
  }

  protected *living(objectType: ObjectType): Iterable<Held> {
    for (const record of this.held[objectType].values()) if (!record.isDeleted && record.mergedInto === null) yield record;
  }

  protected shown({ id, properties, isDeleted }: Held, names: readonly string[]): HubSpotRecord {
    const known = names.filter((name) => !this.deletedProperties.has(name));
    return { id, archived: isDeleted, properties: Object.fromEntries(known.map((name) => [name, properties[name] ?? null])) };
  }
}
