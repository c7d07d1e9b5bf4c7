import type { HubSpotRecord, PropertyVersion } from '../../server/hubspot/contract.ts';
import { recordId, type RecordId } from '../../server/shared/ids.ts';
import type { FoundObjectType } from '../../server/shared/object-types.ts';
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
  protected readonly held: Record<FoundObjectType, Map<RecordId, Held>> = {
    companies: new Map(),
    contacts: new Map(),
    deals: new Map(),
    products: new Map(),
    quotes: new Map(),
  };
  /** An administrator deleted them: no answer mentions them any more. */
  readonly deletedProperties = new Set<string>();
  protected readonly versions = new PropertyVersions();
  private lastId = 1000;
  now: () => Date = () => new Date('2026-11-12T14:02:00Z');
  /** Lines of deals; how they belong to them is an association. */
  protected readonly lines = new Map<RecordId, Held>();

  add(objectType: FoundObjectType, properties: Properties = {}, id?: string): RecordId {
    const newId = recordId(id ?? String(++this.lastId));
    this.held[objectType].set(newId, { id: newId, properties: normalise(properties), isDeleted: false, mergedInto: null });
    if (objectType === 'deals' || objectType === 'quotes')
      this.versions.add(`${objectType} ${newId}`, normalise(properties), { at: this.now(), source: 'CRM_UI', userId: 9 });
    return newId;
  }

  /** By whom, in HubSpot's words; default a user. */
  edit(objectType: FoundObjectType, id: RecordId, properties: Properties, by: Partial<PropertyVersion> = {}): void {
    this.assign(objectType, id, properties, { source: 'CRM_UI', userId: 9, ...by });
  }

  get(objectType: FoundObjectType, id: RecordId): Properties {
    const record = this.held[objectType].get(id);
    if (!record) throw new Error(`No ${objectType} ${id}`);
    return record.properties;
  }

  remove(objectType: FoundObjectType, id: RecordId): void {
    this.held[objectType].get(id)!.isDeleted = true;
  }

  restore(objectType: FoundObjectType, id: RecordId): void {
    this.held[objectType].get(id)!.isDeleted = false;
  }

  /** Newer accounts give the merged record a new id. The survivor keeps the first record's values. */
  merge(objectType: FoundObjectType, first: RecordId, second: RecordId): RecordId {
    const properties = { ...this.get(objectType, second), ...this.get(objectType, first) };
    for (const id of [first, second]) this.held[objectType].get(id)!.properties = {};
    const merged = this.add(objectType, properties);
    for (const id of [first, second]) this.held[objectType].get(id)!.mergedInto = merged;
    return merged;
  }

  ids(objectType: FoundObjectType): RecordId[] {
    return [...this.living(objectType)].map(({ id }) => id);
  }

  protected assign(objectType: FoundObjectType, id: RecordId, given: Properties, by: GivenBy): void {
    const properties = normalise(given);
    this.versions.add(`${objectType} ${id}`, properties, { at: this.now(), ...by });
    Object.assign(this.get(objectType, id), properties);
  }

  protected byId(objectType: FoundObjectType, id: RecordId): Held | undefined {
    const record = this.held[objectType].get(id);
    return record?.mergedInto ? this.byId(objectType, record.mergedInto) : record;
  }

  protected byValue(objectType: FoundObjectType, property: string, value: string): Held | undefined {
    return [...this.living(objectType)].find(({ properties }) => properties[property]?.toLowerCase() === value.toLowerCase());
  }

  protected *living(objectType: FoundObjectType): Iterable<Held> {
    for (const record of this.held[objectType].values()) if (!record.isDeleted && record.mergedInto === null) yield record;
  }

  protected shown({ id, properties, isDeleted }: Held, names: readonly string[]): HubSpotRecord {
    const known = names.filter((name) => !this.deletedProperties.has(name));
    return { id, archived: isDeleted, properties: Object.fromEntries(known.map((name) => [name, properties[name] ?? null])) };
  }
}
