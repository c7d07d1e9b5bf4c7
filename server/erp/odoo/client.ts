import type { ErpIo } from '../shared/contract.ts';
import { ReconnectError } from '../../shared/errors.ts';
import { accessDenied, changeFailureOf, failureOf, faultIn, isLoginRefused, noSuchDatabase, questionFailureOf } from './errors.ts';
import { askVersion, listDatabases, readServer, type OdooServer } from './server.ts';
import type { OdooSettings } from './settings.ts';
import { createSend, type Answer, type Send } from '../shared/http.ts';
import { singleFlight } from '../shared/single-flight.ts';

/** Named arguments of a method; `ids` for methods of records. */
type Named = Readonly<Record<string, unknown>> & { ids?: readonly number[] };

/** The same calls whatever the version: JSON-RPC until 18, JSON-2 from 19 on. */
export interface OdooClient {
  call(model: string, method: string, named: Named, signal: AbortSignal): Promise<unknown>;
  /** A question about some records, whose refusal concerns these. */
  ask(model: string, method: string, named: Named, signal: AbortSignal): Promise<unknown>;
  /** A call that makes or changes something: what it is refused for is told from what may have been done. */
  change(model: string, method: string, named: Named, signal: AbortSignal): Promise<unknown>;
  server(signal: AbortSignal): Promise<OdooServer>;
  /** The server's clock, never ahead of it: the Date header of an answer not older than some seconds. */
  serverTime(signal: AbortSignal): Promise<Date>;
  /** Null where the host does not list them. */
  databases(signal: AbortSignal): Promise<string[] | null>;
  /** Finds the version out again: the server may have been upgraded. */
  forget(): void;
}

/** An older Date header makes changes wait for the next reading. */
const FRESH_MS = 5_000;
const FIRST_JSON2 = 19;

export function createClient(settings: OdooSettings, io: ErpIo): OdooClient {
  const clock = serverClock(io);
  const sendPlain = createSend(settings, io);
  const send: Send = async (...request) => {
    const answer = await sendPlain(...request);
    clock.note(answer.headers.get('date'));
    return answer;
  };
  const server = singleFlight(() => readServer(send, settings, io));
  const login = singleFlight(() => logIn(send, settings, io));
  let calls = 0;

  const jsonRpc = async (model: string, method: string, named: Named, signal: AbortSignal) => {
    const { database, uid } = await login.get(signal);
    const args = [database, uid, settings.apiKey, model, method, ...positionalFirst(named)];
    return postRpc(send, { service: 'object', method: 'execute_kw', args, id: ++calls }, signal);
  };
  const json2 = (model: string, method: string, named: Named, signal: AbortSignal) => {
    const headers = { 'content-type': 'application/json', authorization: `bearer ${settings.apiKey}`, ...databaseHeader(settings) };
    return send(`/json/2/${model}/${method}`, { method: 'POST', headers, body: JSON.stringify(named) }, signal);
  };

  const calling = (failed: typeof failureOf): OdooClient['call'] => {
    return async (model, method, named, signal) => {
      const isJson2 = (await server.get(signal)).version >= FIRST_JSON2;
      const answer = await (isJson2 ? json2 : jsonRpc)(model, method, named, signal);
      if (isResult(answer, isJson2)) return isJson2 ? answer.json : ((answer.json as { result?: unknown }).result ?? null);
      const failure = failed(answer, { settings, model, method, clock: io });
      // The user may have another id in a database that was restored. What it may not read says nothing of that.
      if (isLoginRefused(failure)) login.forget();
      throw failure;
    };
  };

  return {
    call: calling(failureOf),
    ask: calling(questionFailureOf),
    change: calling(changeFailureOf),
    server: (signal) => server.get(signal),
    async serverTime(signal) {
      if (!clock.isFresh()) await askVersion(send, signal);
      return clock.read();
    },
    databases: (signal) => listDatabases(send, signal),
    forget() {
      server.forget();
      login.forget();
    },
  };
}

/** Until 18 the server itself takes these from their place before it calls the method, or modules call them otherwise, and a name fails. */
function positionalFirst({ ids, vals_list, vals, ...named }: Named): [unknown[], Record<string, unknown>] {
  return [[ids, vals_list, vals].filter((value) => value !== undefined), named];
}

/** A method that returns nothing has neither `result` nor `error` in JSON-RPC: what is not an error is a success. */
function isResult(answer: Answer, isJson2: boolean): boolean {
  if (!answer.isJson || answer.status !== 200) return false;
  return isJson2 || (faultIn(answer) === null && typeof answer.json === 'object' && answer.json !== null && !('error' in answer.json));
}

async function logIn(send: Send, settings: OdooSettings, io: ErpIo): Promise<{ database: string; uid: number }> {
  const { login, apiKey } = settings;
  const database = settings.database ?? (await onlyDatabase(send, settings));
  if (login === null) throw new ReconnectError('This version needs a user name', { code: 'odoo.login_needed' });
  const answer = await postRpc(send, { service: 'common', method: 'authenticate', args: [database, login, apiKey, {}], id: 0 });
  const asked = { settings: { ...settings, database }, model: 'res.users', method: 'authenticate', clock: io };
  if (!isResult(answer, false)) throw failureOf(answer, asked);
  const uid = (answer.json as { result?: unknown }).result;
  if (typeof uid !== 'number') throw accessDenied(asked);
  return { database, uid };
}

async function onlyDatabase(send: Send, settings: OdooSettings): Promise<string> {
  const databases = await listDatabases(send);
  const [first] = databases ?? [];
  if (first === undefined || databases?.length !== 1) throw noSuchDatabase({ settings }, databases);
  return first;
}

interface RpcCall {
  service: string;
  method: string;
  args: unknown[];
  id: number;
}

function postRpc(send: Send, { id, ...params }: RpcCall, signal?: AbortSignal): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', id, params });
  return send('/jsonrpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body }, signal);
}

const databaseHeader = ({ database }: OdooSettings): Record<string, string> => (database === null ? {} : { 'x-odoo-database': database });

/** Kept as the server said it, without adding what our clock measured since: ours may be set while we wait. */
function serverClock(io: ErpIo) {
  let last: { at: Date; noted: number; elapsed: number } | null = null;
  return {
    note(header: string | null) {
      const at = new Date(header ?? Number.NaN);
      if (!Number.isNaN(at.getTime())) last = { at, noted: io.now().getTime(), elapsed: performance.now() };
    },
    isFresh: () => last !== null && Math.abs(io.now().getTime() - last.noted) < FRESH_MS && performance.now() - last.elapsed < FRESH_MS,
    /** A proxy that strips the header leaves only our own clock. */
    read: () => last?.at ?? io.now(),
  };
}
