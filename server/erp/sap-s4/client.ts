import { z } from 'zod';
import type { ErpIo, ErpNotice } from '../shared/contract.ts';
import { allOf, queryText } from '../shared/odata-query.ts';
import { readWithSmallerPages } from '../shared/smaller-reads.ts';
import { failureOf, failures } from './errors.ts';
import type { Service } from './services.ts';
import type { S4Settings } from './settings.ts';
import type { Transport } from './transport.ts';
import { literalOf } from './values.ts';

/** Records of a set, in the order of its key. */
export interface SetQuery {
  service: Service;
  set: string;
  key: readonly string[];
  select: readonly string[];
  filter: string;
}

/** The key of a record, as the server wrote it. */
export type KeyValues = readonly string[];

export interface Rows {
  rows: unknown[];
  /** The key of the last one, where there are more. */
  after: KeyValues | null;
}

export interface S4Client {
  /** At most `size` rows after a key. */
  page(query: SetQuery, after: KeyValues | null, size: number, signal: AbortSignal): Promise<Rows>;
  /** All rows; the filter bounds them. */
  all(query: SetQuery, signal: AbortSignal): Promise<unknown[]>;
  /** The same, page by page, where there may be more than should be held at once. */
  each(query: SetQuery, visit: (rows: readonly unknown[]) => void, signal: AbortSignal): Promise<void>;
  /** The last ones by a field. */
  latest(query: SetQuery, field: string, count: number, signal: AbortSignal): Promise<unknown[]>;
  /** What answers that succeeded warned of, since this was last asked. */
  takeWarnings(): ErpNotice[];
  /** The description of a service, as XML; some hundred KB. */
  metadata(service: Service, signal: AbortSignal): Promise<string>;
}

const Found = z.object({ d: z.object({ results: z.array(z.unknown()), __next: z.string().optional() }) });
const PAGE = 1_000;
/** Of what belongs to one page of records; who always has one more must not fill our memory. */
const MOST_ROWS = 100_000;
/** Of what happened on a few days, of which little is kept. */
const MOST_VISITED = 2_000_000;

export function createClient(settings: S4Settings, transport: Transport, io: Pick<ErpIo, 'now'>): S4Client {
  async function call({ service, set }: SetQuery, query: string, signal: AbortSignal): Promise<z.output<typeof Found>['d']> {
    const answer = await transport.send(`/${service.name}/${set}?${query}`, {}, signal);
    if (answer.status !== 200 || !answer.isJson) throw failureOf(answer, { settings, service, set, now: io.now() });
    transport.noteWarnings(answer);
    return Found.parse(answer.json).d;
  }

  async function readPage(query: SetQuery, after: KeyValues | null, size: number, signal: AbortSignal): Promise<Rows> {
    const { select, key } = query;
    const filter = allOf(query.filter, after && afterKey(key, after));
    const { results, __next } = await call(query, queryText({ select, filter, orderby: key.join(','), top: size }), signal);
    if (results.length > size) throw unexpectedRows(results.length, query, size);
    // A page that ends early names the next one by an address. Its key leads there as well, and to no other server.
    const hasMore = results.length === size || (__next !== undefined && results.length > 0);
    return { rows: results, after: hasMore ? keyOf(results.at(-1), key) : null };
  }

  const page: S4Client['page'] = (query, after, size, signal) =>
    readWithSmallerPages(size, (fewer) => readPage(query, after, fewer, signal));

  async function each(query: SetQuery, most: number, visit: (rows: readonly unknown[]) => void, signal: AbortSignal): Promise<void> {
    let after: KeyValues | null = null;
    let count = 0;
    do {
      const found: Rows = await page(query, after, PAGE, signal);
      count += found.rows.length;
      if (count > most) throw unexpectedRows(count, query, most);
      visit(found.rows);
      after = found.after;
    } while (after !== null);
  }

  return {
    page,
    async all(query, signal) {
      const all: unknown[] = [];
      const keep = (rows: readonly unknown[]): void => {
        for (const row of rows) all.push(row);
      };
      await each(query, MOST_ROWS, keep, signal);
      return all;
    },
    each: (query, visit, signal) => each(query, MOST_VISITED, visit, signal),
    async latest(query, field, count, signal) {
      const orderby = [field, ...query.key].map((name) => `${name} desc`).join(',');
      const { results } = await call(query, queryText({ select: query.select, filter: query.filter, orderby, top: count }), signal);
      return results.slice(0, count);
    },
    takeWarnings: () => transport.takeWarnings(),
    async metadata(service, signal) {
      const path = `/${service.name}/$metadata`;
      const answer = await transport.send(path, { headers: { accept: 'application/xml' } }, signal);
      if (answer.status === 200 && answer.text.includes('<edmx:Edmx')) return answer.text;
      throw failureOf(answer, { settings, service, set: '$metadata', now: io.now() });
    },
  };
}

const unexpectedRows = (count: number, { set }: SetQuery, most: number) =>
  failures.unexpectedAnswer(`${count} rows of ${set} where at most ${most} were asked for`, set);

/** What comes after a record in the order of the key: `$skip` would leave out whatever slides into the rows before it. */
function afterKey(key: readonly string[], after: KeyValues): string {
  const parts = key.map((field, at) => {
    const same = key.slice(0, at).map((before, nth) => `${before} eq ${literalOf(after[nth] ?? '')}`);
    return `(${[...same, `${field} gt ${literalOf(after[at] ?? '')}`].join(' and ')})`;
  });
  return parts.join(' or ');
}

function keyOf(row: unknown, key: readonly string[]): KeyValues {
  return z.tuple([z.string()], z.string()).parse(key.map((field) => (row as Record<string, unknown> | null)?.[field]));
}
