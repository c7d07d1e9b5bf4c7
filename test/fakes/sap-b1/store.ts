import type { ServerClock, Stamp } from './clock.ts';
import type { Key, Row, RowOf, TableName } from './rows.ts';

interface CompanyFacts {
  CompanyName: string;
  FederalTaxID: string;
  Country: string;
  /** Code in the books: may be `$`. */
  LocalCurrency: string;
  /** Names of its branches; none: it does not use branches. */
  branches: readonly string[];
}

interface StoreOptions {
  db: string;
  facts: CompanyFacts;
  clock: ServerClock;
  /** Applying a payment, credit note or reconciliation moves the invoice's change stamp; patch levels differ. */
  paymentTouchesInvoice: boolean;
  /** A changed price moves the item's change stamp; whether the window of the price list does is not known. */
  priceTouchesItem: boolean;
  /** Records never edited have no `UpdateDate`. */
  updateDateStartsEmpty: boolean;
}

export interface Snapshot {
  tables: [TableName, Map<Key, Row>][];
  sequences: Map<string, number>;
  facts: CompanyFacts;
  rates: Map<string, { from: string; rate: number }[]>;
}

class Table {
  rows = new Map<Key, Row>();
  version = 0;
  private sorted: { version: number; rows: readonly Row[] } | null = null;

  /** In order of keys. */
  list(): readonly Row[] {
    if (this.sorted?.version !== this.version) {
      const entries = [...this.rows].sort(([a], [b]) => (a < b ? -1 : 1));
      this.sorted = { version: this.version, rows: entries.map(([, row]) => row) };
    }
    return this.sorted.rows;
  }
}

/** One company database. Rows are never changed, only replaced, so a copy is cheap. */
export class CompanyStore {
  readonly options: StoreOptions;
  facts: CompanyFacts;
  /** Local units per unit of a currency, by its code in the books. */
  rates = new Map<string, { from: string; rate: number }[]>();
  /** Sets whose documents somebody has to approve before they are added. */
  readonly inApproval = new Set<string>();
  /** The posting period of today is locked. */
  isPeriodLocked = false;
  private readonly tables = new Map<TableName, Table>();
  private sequences = new Map<string, number>();

  constructor(options: StoreOptions) {
    this.options = options;
    this.facts = options.facts;
  }

  begin(stamp: Stamp = this.options.clock.stamp()): Tx {
    return new Tx(this, stamp);
  }

  table(name: TableName): Table {
    const known = this.tables.get(name);
    if (known) return known;
    const table = new Table();
    this.tables.set(name, table);
    return table;
  }

  get<T extends TableName>(name: T, key: Key): RowOf[T] | undefined {
    return this.table(name).rows.get(key) as RowOf[T] | undefined;
  }

  list<T extends TableName>(name: T): readonly RowOf[T][] {
    return this.table(name).list() as readonly RowOf[T][];
  }

  next(sequence: string, first = 1): number {
    const value = this.sequences.get(sequence) ?? first;
    this.sequences.set(sequence, value + 1);
    return value;
  }

  /** The next value, without taking it. */
  peek(sequence: string, first = 1): number {
    return this.sequences.get(sequence) ?? first;
  }

  rateOn(currency: string, day: string): number {
    const rates = this.rates.get(currency) ?? [];
    const rate = rates.filter(({ from }) => from <= day).at(-1) ?? rates[0];
    if (!rate) throw new Error(`no exchange rate for ${currency}`);
    return rate.rate;
  }

  dump(): Snapshot {
    return {
      tables: [...this.tables].map(([name, table]) => [name, new Map(table.rows)]),
      sequences: new Map(this.sequences),
      facts: this.facts,
      rates: new Map(this.rates),
    };
  }

  restore(snapshot: Snapshot): void {
    for (const table of this.tables.values()) {
      table.rows = new Map();
      table.version++;
    }
    for (const [name, rows] of snapshot.tables) this.table(name).rows = new Map(rows);
    this.sequences = new Map(snapshot.sequences);
    this.facts = snapshot.facts;
    this.rates = new Map(snapshot.rates);
  }
}

/** Writes that nobody sees before the commit, stamped with the time they began. */
export class Tx {
  readonly store: CompanyStore;
  readonly stamp: Stamp;
  private readonly writes = new Map<TableName, Map<Key, Row | null>>();

  constructor(store: CompanyStore, stamp: Stamp) {
    this.store = store;
    this.stamp = stamp;
  }

  find<T extends TableName>(table: T, key: Key): RowOf[T] | undefined {
    const written = this.writes.get(table)?.get(key);
    if (written === null) return undefined;
    return (written as RowOf[T] | undefined) ?? this.store.get(table, key);
  }

  get<T extends TableName>(table: T, key: Key): RowOf[T] {
    const row = this.find(table, key);
    if (!row) throw new Error(`${this.store.options.db} has no ${table}(${key})`);
    return row;
  }

  put<T extends TableName>(table: T, key: Key, row: RowOf[T]): void {
    this.write(table, key, row);
  }

  patch<T extends TableName>(table: T, key: Key, changes: Partial<RowOf[T]>): RowOf[T] {
    const row = { ...this.get(table, key), ...changes };
    this.write(table, key, row);
    return row;
  }

  remove(table: TableName, key: Key): void {
    this.write(table, key, null);
  }

  commit(): void {
    for (const [name, rows] of this.writes) {
      const table = this.store.table(name);
      for (const [key, row] of rows) {
        if (row) table.rows.set(key, row);
        else table.rows.delete(key);
      }
      table.version++;
    }
    this.writes.clear();
  }

  rollback(): void {
    this.writes.clear();
  }

  private write(table: TableName, key: Key, row: Row | null): void {
    const rows = this.writes.get(table) ?? new Map<Key, Row | null>();
    rows.set(key, row);
    this.writes.set(table, rows);
  }
}
