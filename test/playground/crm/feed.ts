import type { Portal, PropertyChange } from '../../fakes/hubspot/index.ts';
import type { Change, PlaygroundState } from '../api.ts';
import { describeProperty, nameOf } from './records.ts';

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
    if (!change.property.startsWith('erp_')) return;
    if (!this.isListing) return this.countFirstSync(change);
    const described = this.describe(change);
    this.changes.push(described);
    if (this.changes.length > KEPT) this.changes.shift();
    this.tell(described);
  }

  private countFirstSync({ objectType, id, property, source }: PropertyChange): void {
    if (source.type === 'CRM_UI') return;
    this.firstSync.values++;
    if (property.endsWith('_at')) this.firstSync.events++;
    this.records.add(`${objectType} ${id}`);
    this.firstSync.records = this.records.size;
  }

  private describe({ objectType: type, id, property, before, value, at, source }: PropertyChange): Change {
    const record = this.portal.record(type, id);
    const shown = (text: string | null) => {
      const described = describeProperty(this.portal, type, property, text === null ? {} : { [property]: text });
      return described.shown ?? described.value;
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
      byPerson: source.type === 'CRM_UI',
    };
  }
}
