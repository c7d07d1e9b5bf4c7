import { z } from 'zod';
import { TransientError } from '../../shared/errors.ts';
import type { ErpIo } from '../shared/contract.ts';
import { createSend, type Answer, type Send } from '../shared/http.ts';
import { readWithSmallerPages } from '../shared/smaller-reads.ts';
import { queryText, type Query } from '../shared/odata-query.ts';
import { singleFlight } from '../shared/single-flight.ts';
import { failureOf, failures, faultCode, loginFailure, SESSION_OVER, type Asked } from './errors.ts';
import type { B1Settings } from './settings.ts';

interface Rows {
  rows: unknown[];
  /** The server has more than it put on this page. */
  hasMore: boolean;
}

/** Reads of one company database, over one session however many ask at once. */
export interface B1Client {
  /** One page of a set, of at most `size` rows. */
  page(set: string, query: Query, size: number, signal: AbortSignal): Promise<Rows>;
  count(set: string, filter: string, signal: AbortSignal): Promise<number>;
  /** Rows of documents with only the fields asked for; a plain read brings all 230 of them. */
  lines(set: string, query: Pick<Query, 'select' | 'filter'>, signal: AbortSignal): Promise<unknown[]>;
  /** A service that takes no arguments. */
  service(name: string, signal: AbortSignal): Promise<unknown>;
  /** A service that takes arguments, and reads all the same. */
  action(name: string, args: object, signal: AbortSignal): Promise<unknown>;
  /** The description of all sets, as XML; up to 2.5 MB. */
  metadata(signal: AbortSignal): Promise<string>;
  /** Logs in where nobody has yet; tells the version. */
  version(signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

interface Session {
  cookie: string;
  version: string;
}

const ROOT = '/b1s/v2';
const Login = z.object({ SessionId: z.string(), Version: z.union([z.string(), z.number()]).transform(String).optional() });
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

  async function readPage(set: string, query: Query, size: number, signal: AbortSignal): Promise<Rows> {
    const page = await found(`${set}?${queryText(query)}`, set, { headers: pageOf(size) }, signal);
    if (page.rows.length <= size) return page;
    throw unexpectedRows(page.rows.length, set, size);
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
    async lines(set, { select, filter }, signal) {
      const path = `${set}/DocumentLines`;
      const rows: unknown[] = [];
      for (let hasMore = true; hasMore;) {
        const body = JSON.stringify({
          QueryPath: `$crossjoin(${set},${path})`,
          QueryOption:
            `$expand=${set}($select=DocEntry),${path}($select=${select.join(',')})` +
            `&$filter=${set}/DocEntry eq ${path}/DocEntry and (${filter})` +
            `&$orderby=${set}/DocEntry,${path}/LineNum${rows.length > 0 ? `&$skip=${rows.length}` : ''}`,
        });
        // 0 switches paging off; the filter bounds what comes.
        const page = await found('QueryService_PostQuery', set, { method: 'POST', body, headers: pageOf(0) }, signal);
        for (const row of page.rows) rows.push(row);
        if (rows.length > MOST_LINES) throw unexpectedRows(rows.length, path, MOST_LINES);
        hasMore = page.hasMore && page.rows.length > 0;
      }
      return rows;
    },
    async service(name, signal) {
      const answer = await sendAgain(name, {}, signal);
      // OData reads functions by GET, SAP's reference by POST; nobody promises that a server takes both.
      const init = [400, 404, 405].includes(answer.status) ? { method: 'POST', body: '{}' } : null;
      return init ? call(name, name, init, signal) : resultOf(answer, name);
    },
    action: (name, args, signal) => call(name, name, { method: 'POST', body: JSON.stringify(args) }, signal),
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

interface Init {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

function createServiceSend(settings: B1Settings, io: ErpIo): Send {
  const send = createSend({ ...settings, url: `${settings.url}${ROOT}` }, io);
  return (path, init, signal) => {
    const headers = { ...(init.body !== undefined && { 'content-type': 'application/json' }), ...init.headers };
    return send(`/${path}`, { ...init, headers }, signal);
  };
}

async function logIn(send: Send, settings: B1Settings, now: Date): Promise<Session> {
  const { companyDb, user, password } = settings;
  const body = JSON.stringify({ CompanyDB: companyDb, UserName: user, Password: password });
  const answer = await send('Login', { method: 'POST', body });
  const asked: Asked = { settings, resource: 'Login', now };
  const { data } = Login.safeParse(answer.json);
  if (answer.status !== 200 || !data) throw loginFailure(answer, asked);
  return { cookie: cookiesOf(answer.headers, data.SessionId), version: data.Version ?? '' };
}

/** `B1SESSION` names the session, `ROUTEID` the server that knows it. Both are sent explicitly: their paths differ. */
function cookiesOf(headers: Headers, session: string): string {
  const given = headers.getSetCookie().map((cookie) => cookie.split(';')[0]?.trim() ?? '');
  const route = given.find((cookie) => cookie.startsWith('ROUTEID='));
  return [`B1SESSION=${session}`, ...(route ? [route] : [])].join('; ');
}

const isSessionOver = (answer: Answer): boolean =>
  (answer.status === 401 && (!answer.isJson || faultCode(answer) === SESSION_OVER)) || isNodeGone(answer);
/** `ROUTEID` ties the session to one node of the server; without it every call with that cookie would be refused for ever. */
const isNodeGone = ({ status, json }: Answer): boolean => status === 503 && FromBalancer.safeParse(json).success;
const FromBalancer = z.object({ sender: z.literal('load balancer') });
const pageOf = (size: number): Record<string, string> => ({ prefer: `odata.maxpagesize=${size}` });
