import { z } from 'zod';
import type {
  Cursor,
  ErpConnector,
  ErpDefinition,
  ErpField,
  ErpIdentity,
  ErpListing,
  ErpNotice,
  ListRange,
  Page,
  Read,
  RejectedRecord,
  StreamName,
  StreamRecord,
  StreamSupport,
} from '../../server/erp/shared/contract.ts';
import { STREAMS } from '../../server/streams/index.ts';
import type { ErpRecordId } from '../../server/shared/ids.ts';

interface Kept<S extends StreamName = StreamName> {
  record: StreamRecord[S];
  /** Place in the ERP's journal of changes. */
  change: number;
}

type KeptRecords = { [S in StreamName]: Map<ErpRecordId, Kept<S>> };
const noRecords = (): KeptRecords => ({
  customers: new Map(),
  orders: new Map(),
  invoices: new Map(),
  payments: new Map(),
  products: new Map(),
  prices: new Map(),
  stock: new Map(),
  projects: new Map(),
  subscriptions: new Map(),
});

const SUPPORT: StreamSupport = { translationVersion: 1, read: 'incremental', reportsDeletes: false, listsUnsettled: true };

/** An ERP in memory, for tests of the engine: a journal of changes, pages of a chosen size, faults on demand. */
export class MemoryErp implements ErpConnector {
  readonly streams: Record<StreamName, StreamSupport> = {
    customers: { ...SUPPORT, listsUnsettled: false },
    orders: { ...SUPPORT },
    invoices: { ...SUPPORT },
    payments: { ...SUPPORT },
    products: { ...SUPPORT, listsUnsettled: false },
    prices: { ...SUPPORT, listsUnsettled: false },
    stock: { ...SUPPORT, listsUnsettled: false },
    projects: { ...SUPPORT, listsUnsettled: false },
    subscriptions: { ...SUPPORT, listsUnsettled: false },
  };
  capabilities: ErpConnector['capabilities'] = {
    describeFields: async (stream) => {
      await this.answer(`describeFields ${stream}`);
      return this.fields[stream];
    },
    findHidden: async (stream, ids) => {
      await this.answer(`findHidden ${stream}`);
      // A stream of a test alone has none.
      const hidden = new Map<string, ReadonlyMap<ErpRecordId, unknown>>(Object.entries(this.hidden)).get(stream);
      return ids.filter((id) => hidden?.has(id));
    },
    linkTo: (stream, id) => `https://erp.example/${stream}/${id}`,
  };
  pageSize = 500;
  identity: ErpIdentity = { key: 'memory:db-1', name: 'Books', product: 'Memory 1', companies: [] };
  readonly fields: Record<StreamName, ErpField[]> = {
    customers: [],
    orders: [],
    invoices: [],
    payments: [],
    products: [],
    prices: [],
    stock: [],
    projects: [],
    subscriptions: [],
  };
  /** Calls made, newest last: `readPage invoices`. */
  readonly calls: string[] = [];
  /** Said with every page. */
  notices: ErpNotice[] = [];
  /** Records a page leaves out because they cannot be understood. */
  readonly unreadable = new Map<string, RejectedRecord>();
  /** Called before each answer; throws what the ERP answers instead, or changes the ERP meanwhile. */
  before: (call: string) => void | Promise<void> = () => undefined;
  /** ERPs stamp changes by the second: several may carry one stamp. */
  stampOf: (change: number) => string = String;
  private readonly kept: KeptRecords = noRecords();
  /** Records that are there, and that our user does not see. */
  private readonly hidden: KeptRecords = noRecords();
  private readonly removed: { stream: StreamName; id: ErpRecordId; change: number }[] = [];
  private changes = 0;

  /** Creates or changes a record; its change stamp rises by itself. */
  set<S extends StreamName>(stream: S, ...records: StreamRecord[S][]): void {
    for (const record of records) {
      const change = ++this.changes;
      this.mapOf(stream).set(record.id, { record: { ...record, changeStamp: this.stampOf(change) }, change });
    }
  }

  remove(stream: StreamName, ...ids: (ErpRecordId | string)[]): void {
    for (const id of ids as ErpRecordId[]) {
      if (this.kept[stream].delete(id)) this.removed.push({ stream, id, change: ++this.changes });
    }
  }

  /** Our user loses the right to see these, or gets it back. */
  setHidden(stream: StreamName, isHidden: boolean, ...ids: (ErpRecordId | string)[]): void {
    const [from, to] = isHidden ? [this.kept, this.hidden] : [this.hidden, this.kept];
    for (const id of ids as ErpRecordId[]) {
      const one = (from[stream] as Map<ErpRecordId, Kept>).get(id);
      if (one && from[stream].delete(id)) (to[stream] as Map<ErpRecordId, Kept>).set(id, one);
    }
  }

  records<S extends StreamName>(stream: S): StreamRecord[S][] {
    return [...this.mapOf(stream).values()].map(({ record }) => record);
  }

  /** Rises with every change. */
  get changeCount(): number {
    return this.changes;
  }

  async check(): Promise<[]> {
    await this.answer('check');
    return [];
  }

  async identify(): Promise<ErpIdentity> {
    await this.answer('identify');
    return this.identity;
  }

  async readPage<S extends StreamName>(stream: S, cursor: Cursor | null): Promise<Page<StreamRecord[S]>> {
    await this.answer(`readPage ${stream}`);
    // Where a reading ends is fixed when it begins, as with the real ones.
    const [after = 0, end = this.changes] = (cursor ?? '0').split('-').map(Number);
    const newer = [...this.mapOf(stream).values()]
      .filter(({ change }) => change > after && change <= end)
      .sort((a, b) => a.change - b.change);
    const page = newer.slice(0, this.pageSize);
    const last = page.at(-1)?.change ?? after;
    const hasMore = newer.length > page.length;
    const rejected = page.flatMap(({ record }) => this.unreadable.get(record.id) ?? []);
    return {
      records: page.map(({ record }) => record).filter(({ id }) => !this.unreadable.has(id)),
      ...(this.streams[stream].reportsDeletes && { removedIds: this.removedSince(stream, after, hasMore ? last : end) }),
      ...(rejected.length > 0 && { rejected }),
      next: hasMore ? `${last}-${end}` : String(end),
      hasMore,
      notices: this.notices,
    };
  }

  async readByIds<S extends StreamName>(stream: S, ids: readonly ErpRecordId[]): Promise<Read<StreamRecord[S]>> {
    await this.answer(`readByIds ${stream}`);
    const known = ids.flatMap((id) => this.mapOf(stream).get(id)?.record ?? []);
    return {
      records: known.filter(({ id }) => !this.unreadable.has(id)),
      rejected: known.flatMap(({ id }) => this.unreadable.get(id) ?? []),
    };
  }

  async list(stream: StreamName, range: ListRange, after: Cursor | null): Promise<ErpListing> {
    await this.answer(`list ${stream} ${range.kind}`);
    const ids = [...this.kept[stream].keys()].filter((id) => isInRange(this.kept[stream].get(id)?.record, range)).sort();
    const rest = ids.filter((id) => after === null || id > after);
    const page = rest.slice(0, this.pageSize);
    return {
      entries: page.map((id) => ({ id, changeStamp: this.kept[stream].get(id)?.record.changeStamp ?? '' })),
      next: rest.length > page.length ? (page.at(-1) ?? null) : null,
    };
  }

  protected async answer(call: string): Promise<void> {
    this.calls.push(call);
    await this.before(call);
  }

  private removedSince(stream: StreamName, after: number, until: number): ErpRecordId[] {
    return this.removed.filter((r) => r.stream === stream && r.change > after && r.change <= until).map(({ id }) => id);
  }

  private mapOf<S extends StreamName>(stream: S): Map<ErpRecordId, Kept<S>> {
    return this.kept[stream] as Map<ErpRecordId, Kept<S>>;
  }
}

// The double keeps no time of change, so "changed since" is everything; the engine must not care.
function isInRange(record: StreamRecord[StreamName] | undefined, range: ListRange): boolean {
  if (range.kind !== 'unsettled' || !record || !('status' in record)) return true;
  return ['open', 'partially_paid', 'in_payment', 'in_process'].includes(record.status);
}

/** Offers these streams and can do nothing beyond reading them; the test fails of whoever asks for more. */
export function aLesserErp(...streams: StreamName[]): MemoryErp {
  const erp = new MemoryErp();
  for (const stream of STREAMS.filter((one) => !streams.includes(one))) Reflect.deleteProperty(erp.streams, stream);
  erp.capabilities = {};
  erp.before = (call) => {
    const stream = call.split(' ')[1];
    if (stream !== undefined && !streams.includes(stream as StreamName)) throw new Error(`${call}, which is not offered`);
  };
  return erp;
}

/** The definition under which a test registers its double. */
export function memoryDefinition(erp: ErpConnector): ErpDefinition<unknown> {
  return {
    system: 'memory',
    settings: z.unknown(),
    destination: ['url'],
    publicSettings: () => ({}),
    connect: () => erp,
  };
}
