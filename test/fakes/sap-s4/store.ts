import type { Stamp, SystemClock } from './clock.ts';

/** Days `2026-11-20`, times `14:02:07`, instants as ISO text, amounts as decimal text, numbers of records with their leading zeros. */
export type Value = string | boolean | null | undefined;
/** Names are those of `$metadata`; what is left out is initial. Names with `_` are the books' own and never travel. */
export interface Row {
  readonly [property: string]: Value;
}
export type Snapshot = { tables: [string, Map<string, Row>][]; sequences: Map<string, number> };

export interface CompanyCode {
  code: string;
  name: string;
  /** ISO code. */
  currency: string;
  country: string;
  taxId: string;
}

/** Rows by key, in order of keys, and looked up by single fields; kept in step row by row, since bookkeeping and reading alternate. */
class Table {
  readonly rows = new Map<string, Row>();
  private keys: string[] = [];
  private isSorted = true;
  private readonly indexes = new Map<string, Map<Value, Set<string>>>();

  /** In order of keys. */
  list(): Row[] {
    if (!this.isSorted) this.keys.sort();
    this.isSorted = true;
    return this.rowsOf(this.keys);
  }

  /** Rows with this value, in order of keys. */
  by(field: string, value: Value): Row[] {
    return this.rowsOf([...(this.index(field).get(value) ?? [])].sort());
  }

  put(key: string, row: Row): void {
    const before = this.rows.get(key);
    if (!before) {
      this.isSorted &&= this.keys.length === 0 || key > (this.keys.at(-1) ?? '');
      this.keys.push(key);
    }
    for (const [field, index] of this.indexes)
      if (!before || before[field] !== row[field]) {
        index.get(before?.[field])?.delete(key);
        addTo(index, row[field], key);
      }
    this.rows.set(key, row);
  }

  remove(key: string): void {
    const row = this.rows.get(key);
    if (!row) return;
    this.rows.delete(key);
    this.keys = this.keys.filter((one) => one !== key);
    for (const [field, index] of this.indexes) index.get(row[field])?.delete(key);
  }

  replaceAll(rows: ReadonlyMap<string, Row>): void {
    this.rows.clear();
    this.indexes.clear();
    this.keys = [...rows.keys()];
    this.isSorted = false;
    for (const [key, row] of rows) this.rows.set(key, row);
  }

  private rowsOf(keys: readonly string[]): Row[] {
    return keys.map((key) => this.rows.get(key)).filter((row) => row !== undefined);
  }

  private index(field: string): Map<Value, Set<string>> {
    const known = this.indexes.get(field);
    if (known) return known;
    const index = new Map<Value, Set<string>>();
    for (const [key, row] of this.rows) addTo(index, row[field], key);
    this.indexes.set(field, index);
    return index;
  }
}

function addTo(index: Map<Value, Set<string>>, value: Value, key: string): void {
  const keys = index.get(value);
  if (keys) keys.add(key);
  else index.set(value, new Set([key]));
}

/** One tenant's database. Rows are never changed, only replaced, so a copy is cheap. */
export class Store {
  readonly clock: SystemClock;
  readonly companies = new Map<string, CompanyCode>();
  /** Per currency of a company code: its units per unit of another, from a day on. */
  readonly rates = new Map<string, { from: string; rate: number }[]>();
  /** Names this system in its own documents. */
  logicalSystem: string;
  private readonly tables = new Map<string, Table>();
  private sequences = new Map<string, number>();

  constructor(clock: SystemClock, logicalSystem: string) {
    this.clock = clock;
    this.logicalSystem = logicalSystem;
  }

  begin(stamp: Stamp = this.clock.stamp()): Tx {
    return new Tx(this, stamp);
  }

  table(name: string): Table {
    const known = this.tables.get(name);
    if (known) return known;
    const table = new Table();
    this.tables.set(name, table);
    return table;
  }

  next(sequence: string, first: number): number {
    const value = this.sequences.get(sequence) ?? first;
    this.sequences.set(sequence, value + 1);
    return value;
  }

  /** Of a company code by its code. */
  company(code: string): CompanyCode {
    const company = this.companies.get(code);
    if (!company) throw new Error(`Company code ${code} does not exist`);
    return company;
  }

  rate(from: string, to: string, day: string): number {
    if (from === to) return 1;
    const rates = this.rates.get(`${from}/${to}`) ?? [];
    const rate = rates.findLast((one) => one.from <= day) ?? rates[0];
    if (!rate) throw new Error(`Enter rate ${from} / ${to} rate type M for ${day} in the system settings`);
    return rate.rate;
  }

  dump(): Snapshot {
    return { tables: [...this.tables].map(([name, { rows }]) => [name, new Map(rows)]), sequences: new Map(this.sequences) };
  }

  restore(snapshot: Snapshot): void {
    for (const table of this.tables.values()) table.replaceAll(new Map());
    for (const [name, rows] of snapshot.tables) this.table(name).replaceAll(rows);
    this.sequences = new Map(snapshot.sequences);
  }
}

/** Writes that nobody sees before the commit, stamped with the time they began. */
export class Tx {
  readonly store: Store;
  readonly stamp: Stamp;
  private readonly writes = new Map<string, Map<string, Row | null>>();

  constructor(store: Store, stamp: Stamp) {
    this.store = store;
    this.stamp = stamp;
  }

  find(table: string, key: string): Row | undefined {
    const written = this.writes.get(table)?.get(key);
    return written === null ? undefined : (written ?? this.store.table(table).rows.get(key));
  }

  get(table: string, key: string): Row {
    const row = this.find(table, key);
    if (!row) throw new Error(`${table} ${key} does not exist`);
    return row;
  }

  /** Rows with this value, own writes included. */
  by(table: string, field: string, value: Value): Row[] {
    const written = this.writes.get(table);
    const stored = this.store.table(table).by(field, value);
    if (!written) return stored;
    const kept = stored.filter((row) => !written.has(keyOf(row)));
    return [...kept, ...[...written.values()].filter((row) => row !== null).filter((row) => row[field] === value)];
  }

  put(table: string, key: string, row: Row): Row {
    const rows = this.writes.get(table) ?? new Map<string, Row | null>();
    rows.set(key, { ...row, _key: key });
    this.writes.set(table, rows);
    return row;
  }

  patch(table: string, key: string, changes: Row): Row {
    return this.put(table, key, { ...this.get(table, key), ...changes });
  }

  remove(table: string, key: string): void {
    const rows = this.writes.get(table) ?? new Map<string, Row | null>();
    rows.set(key, null);
    this.writes.set(table, rows);
  }

  commit(): void {
    for (const [name, rows] of this.writes) {
      const table = this.store.table(name);
      for (const [key, row] of rows) {
        if (row) table.put(key, row);
        else table.remove(key);
      }
    }
    this.writes.clear();
  }

  rollback(): void {
    this.writes.clear();
  }
}

/** Under which a row is kept. */
export const keyOf = (row: Row): string => String(row['_key']);
