import { z } from 'zod';
import { TransientError } from '../../shared/errors.ts';
import type { ErpIo } from '../shared/contract.ts';
import type { Answer } from '../shared/http.ts';
import { readWithSmallerPages } from '../shared/smaller-reads.ts';
import { queryText, type Query } from '../shared/odata-query.ts';
import { singleFlight } from '../shared/single-flight.ts';
import { failureOf, failures } from './errors.ts';
import { createServiceSend, isSessionOver, logIn, setOf, type Init } from './session.ts';
import type { B1Settings } from './settings.ts';
import { writeFailureOf } from './write-errors.ts';

interface Rows {
  rows: unknown[];
  /** The server has more than it put on this page. */
  hasMore: boolean;
}

/** Calls to one company database, over one session however many ask at once. */
export interface B1Client {
  /** One page of a set, of at most `size` rows. */
  page(set: string, query: PageQuery, size: number, signal: AbortSignal): Promise<Rows>;
  count(set: string, filter: string, signal: AbortSignal): Promise<number>;
  /** Rows of documents with only the fields asked for; a plain read brings all 230 of them. */
  lines(set: string, query: Pick<RowsAsked, 'select' | 'filter'>, signal: AbortSignal): Promise<unknown[]>;
  /** A service that takes no arguments. */
  service(name: string, signal: AbortSignal): Promise<unknown>;
  /** A service that takes arguments, and reads all the same. */
  action(name: string, args: object, signal: AbortSignal): Promise<unknown>;
  /** Rows of a collection within the records of a set, whatever record they belong to, by a cross join. */
  rows(asked: RowsAsked, signal: AbortSignal): Promise<unknown[]>;
  /**
   * Makes (`POST`) or changes (`PATCH`) a record, all of it or nothing, and answers what the server answers. A refusal is a `RecordRejectedError`;
   * where nobody knows, an `UnclearOutcomeError`; after any other failure nothing was changed.
   */
  write(method: 'POST' | 'PATCH', path: string, body: object, signal: AbortSignal): Promise<unknown>;
  /** Changes a record, as long as it is in this version; null: whichever. Refusals as of `write`; of another version a `RecordBusyError`. */
  changeVersion(path: string, to: { body: object; version: string | null }, signal: AbortSignal): Promise<void>;
  /** Changes a record; the collections that are sent take the place of those that are there, whose rows keep what is not sent of them. */
  replaceRows(path: string, body: object, signal: AbortSignal): Promise<void>;
  /** `Orders(5)/Cancel`; refusals as of `write`. */
  act(path: string, signal: AbortSignal): Promise<void>;
  /** The description of all sets, as XML; up to 2.5 MB. */
  metadata(signal: AbortSignal): Promise<string>;
  /** Logs in where nobody has yet; tells the version. */
  version(signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

interface PageQuery extends Query {
  /** Texts are compared whatever their case; HANA tells it otherwise. */
  ignoresCase?: boolean;
}

interface RowsAsked {
  set: string;
  /** The set's key, which its rows carry, too. */
  key: string;
  collection: string;
  select: readonly string[];
  /** Names begin with the set, or with the set and the collection. */
  filter: string;
  /** The key of a row within its record. */
  rowKey: string;
  ignoresCase?: boolean;
}

const Found = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

export function createClient(settings: B1Settings, io: ErpIo): B1Client {
  const send = createServiceSend(settings, io);
  /** A session is open or being opened: whoever asked for it may have given up, the server will not. */
  let isOpen = false;
  let isClosed = false;
  const login = singleFlight(async () => {
    // A reading that goes on for others would open a session nobody ends.
    if (isClosed) throw new TransientError('The connection was closed', { code: 'sap-b1.session_lost' });
    isOpen = true;
    return logIn(send, settings, io.now()).catch((error: unknown) => {
      isOpen = false;
      throw error;
    });
  });

  async function call(path: string, resource: string, init: Init, signal: AbortSignal): Promise<unknown> {
    return resultOf(await sendAgain(path, init, signal), resource);
  }

  function resultOf(answer: Answer, resource: string): unknown {
    if (answer.status >= 200 && answer.status < 300 && answer.isJson) return answer.json;
    throw failureOf(answer, { settings, resource, now: io.now() });
  }

  async function xml(path: string, signal: AbortSignal): Promise<string> {
    const answer = await sendAgain(path, {}, signal);
    if (answer.status === 200 && answer.text.includes('<edmx:Edmx')) return answer.text;
    throw failureOf(answer, { settings, resource: path, now: io.now() });
  }

  async function sendAgain(path: string, init: Init, signal: AbortSignal): Promise<Answer> {
    const answer = await sendOnce(path, init, signal);
    // Sessions end after half an hour without a call, and with every restart of the server.
    return isSessionOver(answer) ? sendOnce(path, init, signal) : answer;
  }

  async function sendOnce(path: string, init: Init, signal: AbortSignal): Promise<Answer> {
    const session = await login.get(signal);
    const answer = await send(path, { ...init, headers: { ...init.headers, cookie: session.cookie } }, signal);
    if (isSessionOver(answer)) login.forget(session);
    return answer;
  }

  async function found(path: string, resource: string, init: Init, signal: AbortSignal): Promise<Rows> {
    const { value, '@odata.nextLink': next } = Found.parse(await call(path, resource, init, signal));
    return { rows: value, hasMore: next !== undefined };
  }

  async function readPage(set: string, query: PageQuery, size: number, signal: AbortSignal): Promise<Rows> {
    const page = await found(`${set}?${queryText(query)}`, set, { headers: { ...pageOf(size), ...caseOf(query) } }, signal);
    if (page.rows.length <= size) return page;
    throw unexpectedRows(page.rows.length, set, size);
  }

  async function joined({ set, key, collection, rowKey, select, filter, ignoresCase }: RowsAsked, signal: AbortSignal): Promise<unknown[]> {
    const headers = { ...pageOf(0), ...caseOf({ ignoresCase }) };
    const path = `${set}/${collection}`;
    const all: unknown[] = [];
    for (let hasMore = true; hasMore;) {
      const body = JSON.stringify({
        QueryPath: `$crossjoin(${set},${path})`,
        QueryOption:
          `$expand=${set}($select=${key}),${path}($select=${select.join(',')})` +
          `&$filter=${set}/${key} eq ${path}/${key} and (${filter})` +
          `&$orderby=${set}/${key},${path}/${rowKey}${all.length > 0 ? `&$skip=${all.length}` : ''}`,
      });
      // 0 switches paging off; the filter bounds what comes.
      const page = await found('QueryService_PostQuery', set, { method: 'POST', body, headers }, signal);
      for (const row of page.rows) all.push(row);
      if (all.length > MOST_LINES) throw unexpectedRows(all.length, path, MOST_LINES);
      hasMore = page.hasMore && page.rows.length > 0;
    }
    return all;
  }

  async function change(path: string, init: Init, signal: AbortSignal): Promise<unknown> {
    const answer = await sendAgain(path, { ...init, changes: true }, signal);
    if (answer.status === 204 || (answer.status === 201 && answer.isJson)) return answer.json;
    throw writeFailureOf(answer, { settings, resource: setOf(path), now: io.now() });
  }

  return {
    // Only what is read in an order can be read in smaller pages.
    page: (set, query, size, signal) =>
      query.orderby === undefined
        ? readPage(set, query, size, signal)
        : readWithSmallerPages(size, (fewer) => readPage(set, query, fewer, signal)),
    async count(set, filter, signal) {
      const answer = await call(`${set}/$count?$filter=${encodeURIComponent(filter)}`, set, {}, signal);
      return z.number().parse(answer);
    },
    lines: (set, { select, filter }, signal) =>
      joined({ set, key: 'DocEntry', collection: 'DocumentLines', rowKey: 'LineNum', select, filter }, signal),
    rows: joined,
    async service(name, signal) {
      const answer = await sendAgain(name, {}, signal);
      // OData reads functions by GET, SAP's reference by POST; nobody promises that a server takes both.
      const init = [400, 404, 405].includes(answer.status) ? { method: 'POST', body: '{}' } : null;
      return init ? call(name, name, init, signal) : resultOf(answer, name);
    },
    action: (name, args, signal) => call(name, name, { method: 'POST', body: JSON.stringify(args) }, signal),
    write: (method, path, body, signal) => change(path, { method, body: JSON.stringify(body) }, signal),
    async changeVersion(path, { body, version }, signal) {
      const headers = version === null ? {} : { 'if-match': version };
      await change(path, { method: 'PATCH', body: JSON.stringify(body), headers }, signal);
    },
    async replaceRows(path, body, signal) {
      await change(path, { method: 'PATCH', body: JSON.stringify(body), headers: { 'b1s-replacecollectionsonpatch': 'true' } }, signal);
    },
    async act(path, signal) {
      await change(path, { method: 'POST' }, signal);
    },
    metadata: (signal) => xml('$metadata', signal),
    version: async (signal) => (await login.get(signal)).version,
    async close() {
      isClosed = true;
      if (!isOpen) return;
      isOpen = false;
      const signal = AbortSignal.timeout(CLOSE_WITHIN_MS);
      const { cookie } = await login.get(signal);
      login.forget();
      await send('Logout', { method: 'POST', headers: { cookie } }, signal);
    },
  };
}

/** Of the 250 documents asked for at once; who always has one more page must not fill our memory. */
const MOST_LINES = 100_000;

const unexpectedRows = (count: number, resource: string, most: number): TransientError =>
  failures.unexpectedAnswer(`${count} rows of ${resource} where at most ${most} were asked for`, resource);

const CLOSE_WITHIN_MS = 5_000;

const caseOf = ({ ignoresCase }: { ignoresCase?: boolean | undefined }): Record<string, string> =>
  ignoresCase ? { 'b1s-caseinsensitive': 'true' } : {};
const pageOf = (size: number): Record<string, string> => ({ prefer: `odata.maxpagesize=${size}` });
