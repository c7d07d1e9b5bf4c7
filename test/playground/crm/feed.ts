import type { Portal, PropertyChange } from '../../fakes/hubspot/index.ts';
import type { Change, ObjectType, PlaygroundState } from '../api.ts';
import { isCustomerObject, isObjectType } from './portal.ts';
import { isWrittenOnProducts } from './products.ts';
import { describeProperty, EVENTS } from './properties.ts';
import { nameOf } from './records.ts';

const KEPT = 200;

/** What changed on records, as workflows would notice it. The first sync is counted, not listed. */
export class Feed {
  readonly firstSync: PlaygroundState['firstSync'] = { values: 0, records: 0, events: 0 };
  private readonly changes: Change[] = [];
  private readonly records = new Set<string>();
  private readonly portal: Portal;
  private readonly tell: (change: Change) => void;
  private isListing = false;
  private count = 0;

  constructor(portal: Portal, tell: (change: Change) => void) {
    this.portal = portal;
    this.tell = tell;
    portal.onPropertyChange((change) => this.take(change));
  }

  /** From now on changes are listed one by one. */
  list(): void {
    this.isListing = true;
  }

  /** Newest first. */
  latest(): Change[] {
    return this.changes.toReversed();
  }

  private take(change: PropertyChange): void {
    const { objectType } = change;
    if (!isObjectType(objectType) || !isTold({ ...change, objectType })) return;
    if (!this.isListing) return this.countFirstSync(change);
    const described = this.describe({ ...change, objectType });
    this.changes.push(described);
    if (this.changes.length > KEPT) this.changes.shift();
    this.tell(described);
  }

  private countFirstSync({ objectType, id, property, source }: PropertyChange): void {
    if (source.type === 'CRM_UI') return;
    this.firstSync.values++;
    if (EVENTS.has(property)) this.firstSync.events++;
    this.records.add(`${objectType} ${id}`);
    this.firstSync.records = this.records.size;
  }

  private describe({ objectType: type, id, property, before, value, at }: Told): Change {
    const record = this.portal.record(type, id);
    const shown = (text: string | null) => {
      const described = describeProperty(this.portal, type, property, text === null ? {} : { [property]: text });
      // Of ours the page has the words in both languages.
      return isOurs(property) ? described.value : (described.shown ?? described.value);
    };
    const { label, kind } = describeProperty(this.portal, type, property, {});
    return {
      id: ++this.count,
      at: at.toISOString(),
      type,
      recordId: id,
      recordName: record ? nameOf(type, record.properties) : id,
      property,
      label,
      before: shown(before),
      after: shown(value),
      kind,
      meaning: EVENTS.has(property) ? 'event' : isCustomerObject(type) && !isOurs(property) ? 'customer' : 'state',
    };
  }
}

type Told = PropertyChange & { objectType: ObjectType };
const isOurs = (property: string): boolean => property.startsWith('erp_');

/** All of our own properties; of HubSpot's own what the app writes. */
function isTold({ objectType, property, source }: Told): boolean {
  if (isOurs(property)) return true;
  if (objectType === 'products') return isWrittenOnProducts(property);
  return isCustomerObject(objectType) && source.type === 'INTEGRATION';
}
