import type { NewRow, Row, RowOf, Value } from './types.ts';

/** One model's rows with ids in order and look-up by some fields. */
class Table {
  readonly rows = new Map<number, Row>();
  readonly ids: number[] = [];
  readonly indexes = new Map<string, Map<number, number[]>>();
  nextId = 1;

  constructor(indexed: readonly string[]) {
    for (const field of indexed) this.indexes.set(field, new Map());
  }

  put(row: Row): void {
    const old = this.rows.get(row.id);
    if (!old) insertSorted(this.ids, row.id);
    this.rows.set(row.id, row);
    for (const [field, buckets] of this.indexes) {
      if (old && old[field] === row[field]) continue;
      if (old) removeFrom(buckets, keysOf(old[field]), row.id);
      addTo(buckets, keysOf(row[field]), row.id);
    }
  }

  drop(id: number): void {
    const row = this.rows.get(id);
    if (!row) return;
    this.rows.delete(id);
    this.ids.splice(firstNotBelow(this.ids, id), 1);
    for (const [field, buckets] of this.indexes) removeFrom(buckets, keysOf(row[field]), id);
  }
}

/** What can be read: the committed state, or the one inside a transaction. */
export interface View {
  get<M extends string>(model: M, id: number): RowOf<M> | undefined;
  /** In order; `get` may not know some of them. */
  ids(model: string): readonly number[];
  /** Ids whose indexed field holds (or contains) the value, in order. */
  by(model: string, field: string, value: number): readonly number[];
  isIndexed(model: string, field: string): boolean;
}

export interface Change {
  kind: 'create' | 'write' | 'unlink';
  model: string;
  row: Row;
  fields: readonly string[];
  /** `write_date` before the transaction. */
  stampBefore?: number;
}

/** Rows of one database. Writers see their own work at once; readers see what is committed, by the images kept of what open transactions changed. */
export class Store {
  private readonly tables = new Map<string, Table>();
  private readonly open = new Set<Tx>();
  /** Called for every change inside its transaction. */
  onChange: (tx: Tx, change: Change) => void = () => {};

  constructor(indexed: Readonly<Record<string, readonly string[]>>) {
    for (const [model, fields] of Object.entries(indexed)) this.tables.set(model, new Table(fields));
  }

  table(model: string): Table {
    const table = this.tables.get(model);
    if (!table) throw new Error(`the double has no table for ${model}`);
    return table;
  }

  /** For the models of a module that is installed later. */
  addTable(model: string, indexed: readonly string[]): void {
    if (!this.tables.has(model)) this.tables.set(model, new Table(indexed));
  }

  hasTable(model: string): boolean {
    return this.tables.has(model);
  }

  /** `at` in microseconds: the stamp of all its rows. */
  begin(at: number, uid: number): Tx {
    const tx = new Tx(this, at, uid);
    this.open.add(tx);
    return tx;
  }

  close(tx: Tx): void {
    this.open.delete(tx);
  }

  committed(): View {
    return this.open.size === 0 ? this.latest : new CommittedView(this, [...this.open].map((tx) => tx.before).toReversed());
  }

  /** Everything, uncommitted work included. */
  readonly latest: View = {
    get: <M extends string>(model: M, id: number) => this.table(model).rows.get(id) as RowOf<M> | undefined,
    ids: (model) => this.table(model).ids,
    by: (model, field, value) => this.table(model).indexes.get(field)?.get(value) ?? [],
    isIndexed: (model, field) => this.table(model).indexes.has(field),
  };

  /** A copy of all rows, for backups. */
  dump(): Map<string, { nextId: number; rows: Row[] }> {
    return new Map(
      [...this.tables].map(([model, table]) => [
        model,
        { nextId: table.nextId, rows: [...table.rows.values()].map((row) => ({ ...row })) },
      ]),
    );
  }

  restore(dump: ReadonlyMap<string, { nextId: number; rows: Row[] }>): void {
    for (const [model, table] of this.tables) {
      for (const id of [...table.ids]) table.drop(id);
      const saved = dump.get(model);
      table.nextId = saved?.nextId ?? 1;
      for (const row of saved?.rows ?? []) table.put({ ...row });
    }
  }
}

type Images = Map<string, Map<number, Row | null>>;

/** One transaction. All its rows carry its start as `write_date`, to the microsecond. */
export class Tx implements View {
  readonly before: Images = new Map();
  private readonly store: Store;
  readonly at: number;
  readonly uid: number;
  readonly get: View['get'];
  readonly ids: View['ids'];
  readonly by: View['by'];
  readonly isIndexed: View['isIndexed'];

  constructor(store: Store, at: number, uid: number) {
    this.store = store;
    this.at = at;
    this.uid = uid;
    ({ get: this.get, ids: this.ids, by: this.by, isIndexed: this.isIndexed } = store.latest);
  }

  /** The row that must be there. */
  row<M extends string>(model: M, id: number): RowOf<M> {
    const row = this.get(model, id);
    if (!row) throw new Error(`the double has no ${model} ${id}`);
    return row;
  }

  insert<M extends string>(model: M, values: NewRow<M>): number {
    const table = this.store.table(model);
    const given: Record<string, Value> = values;
    const id = typeof given.id === 'number' ? given.id : table.nextId;
    table.nextId = Math.max(table.nextId, id + 1);
    const row: Row = { create_date: this.at, write_date: this.at, create_uid: this.uid, write_uid: this.uid, ...given, id };
    this.remember(model, id, null);
    table.put(row);
    this.store.onChange(this, { kind: 'create', model, row, fields: Object.keys(row) });
    return id;
  }

  /** Moves `write_date` only if something differs; `force` is an explicit write, which moves it always. `silent` is plain SQL, which never does. */
  update<M extends string>(model: M, id: number, values: NewRow<M>, how: { force?: boolean; silent?: boolean } = {}): void {
    const table = this.store.table(model);
    const old = table.rows.get(id);
    if (!old) throw new Error(`the double has no ${model} ${id}`);
    const given: Record<string, Value> = values;
    const fields = Object.keys(given).filter((field) => !same(old[field], given[field]));
    if (fields.length === 0 && !how.force) return;
    this.remember(model, id, old);
    const stamp = how.silent ? {} : { write_date: this.at, write_uid: this.uid };
    const row: Row = { ...old, ...given, ...stamp, id };
    table.put(row);
    if (!how.silent)
      this.store.onChange(this, { kind: 'write', model, row, fields, stampBefore: this.before.get(model)?.get(id)?.write_date ?? this.at });
  }

  remove(model: string, id: number): void {
    const table = this.store.table(model);
    const old = table.rows.get(id);
    if (!old) return;
    this.store.onChange(this, { kind: 'unlink', model, row: old, fields: [] });
    this.remember(model, id, old);
    table.drop(id);
  }

  commit(): void {
    this.store.close(this);
  }

  rollback(): void {
    for (const [model, images] of this.before) {
      for (const [id, row] of images) {
        if (row) this.store.table(model).put(row);
        else this.store.table(model).drop(id);
      }
    }
    this.store.close(this);
  }

  private remember(model: string, id: number, row: Row | null): void {
    let images = this.before.get(model);
    if (!images) this.before.set(model, (images = new Map()));
    if (!images.has(id)) images.set(id, row);
  }
}

class CommittedView implements View {
  private readonly store: Store;
  private readonly images: Images;

  constructor(store: Store, layers: Images[]) {
    this.store = store;
    this.images = new Map();
    // Latest transaction first, so that the oldest image of a row wins: nothing of any open transaction may show.
    for (const layer of layers) {
      for (const [model, rows] of layer) this.images.set(model, new Map([...(this.images.get(model) ?? []), ...rows]));
    }
  }

  get<M extends string>(model: M, id: number): RowOf<M> | undefined {
    const image = this.images.get(model)?.get(id);
    if (image !== undefined) return (image ?? undefined) as RowOf<M> | undefined;
    return this.store.latest.get(model, id);
  }

  ids(model: string): readonly number[] {
    const images = this.images.get(model);
    if (!images) return this.store.latest.ids(model);
    return [...new Set([...this.store.latest.ids(model), ...images.keys()])].sort((a, b) => a - b);
  }

  by(model: string, field: string, value: number): readonly number[] {
    const images = this.images.get(model);
    const found = this.store.latest.by(model, field, value);
    if (!images) return found;
    const matches = (id: number): boolean => keysOf(this.get(model, id)?.[field]).includes(value);
    return [...new Set([...found, ...images.keys()])].filter(matches).sort((a, b) => a - b);
  }

  isIndexed(model: string, field: string): boolean {
    return this.store.latest.isIndexed(model, field);
  }
}

function keysOf(value: Value | undefined): readonly number[] {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? (value as readonly number[]) : [];
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => item === (b as unknown[])[i]);
}

/** Position of the first id that is not below the given one. */
export function firstNotBelow(ids: readonly number[], id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insertSorted(ids: number[], id: number): void {
  if (ids.length === 0 || (ids.at(-1) ?? 0) < id) ids.push(id);
  else ids.splice(firstNotBelow(ids, id), 0, id);
}

function addTo(buckets: Map<number, number[]>, keys: readonly number[], id: number): void {
  for (const key of keys) {
    const bucket = buckets.get(key);
    if (bucket) insertSorted(bucket, id);
    else buckets.set(key, [id]);
  }
}

function removeFrom(buckets: Map<number, number[]>, keys: readonly number[], id: number): void {
  for (const key of keys) {
    const bucket = buckets.get(key);
    if (!bucket) continue;
    const at = firstNotBelow(bucket, id);
    if (bucket[at] === id) bucket.splice(at, 1);
    if (bucket.length === 0) buckets.delete(key);
  }
}
