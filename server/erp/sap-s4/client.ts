import { z } from 'zod';
import type { ErpIo, ErpNotice } from '../shared/contract.ts';
import { createSend, type Answer } from '../shared/http.ts';
import { allOf, queryText } from '../shared/odata-query.ts';
import { readWithSmallerPages } from '../shared/smaller-reads.ts';
import { createAccess } from './access.ts';
import { failureOf, failures } from './errors.ts';
import type { Service } from './services.ts';
import type { S4Settings } from './settings.ts';
import { literalOf } from './values.ts';
import { warningsOf } from './warnings.ts';

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
}

const Found = z.object({ d: z.object({ results: z.array(z.unknown()), __next: z.string().optional() }) });
const ROOT = '/sap/opu/odata/sap';
const PAGE = 1_000;
/** Of what belongs to one page of records; who always has one more must not fill our memory. */
const MOST_ROWS = 100_000;
/** Of what happened on a few days, of which little is kept. */
const MOST_VISITED = 2_000_000;

export function createClient(settings: S4Settings, io: ErpIo): S4Client {
  const send = createSend({ ...settings, url: `${settings.url}${ROOT}` }, io);
  const access = createAccess(settings, io);
  const client = settings.client === null ? '' : `&sap-client=${settings.client}`;
  let warnings = new Map<string, ErpNotice>();

  async function call({ service, set }: SetQuery, query: string, signal: AbortSignal): Promise<z.output<typeof Found>['d']> {
    const answer = await sendAgain(`/${service.name}/${set}?${query}${client}`, signal);
    if (answer.status !== 200 || !answer.isJson) throw failureOf(answer, { settings, service, set, now: io.now() });
    for (const warning of warningsOf(answer.headers)) warnings.set(JSON.stringify(warning), warning);
    return Found.parse(answer.json).d;
  }

  async function sendAgain(path: string, signal: AbortSignal): Promise<Answer> {
    const pass = await access.get(signal);
    const answer = await sendOnce(path, pass.header, signal);
    // A token may end before its time.
    if (answer.status !== 401 || !access.forget(pass)) return answer;
    return sendOnce(path, (await access.get(signal)).header, signal);
  }

  const sendOnce = (path: string, authorization: string, signal: AbortSignal): Promise<Answer> =>
    // Messages are told apart by their words, too: always in one language.
    send(path, { headers: { authorization, accept: 'application/json', 'accept-language': 'en' } }, signal);

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
    takeWarnings() {
      const taken = [...warnings.values()];
      warnings = new Map();
      return taken;
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
