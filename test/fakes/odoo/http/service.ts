import type { OdooDatabase } from '../database.ts';
import { accessDenied, badRequest, notFound, OdooError, unauthorized, unknownDatabase, valueError } from '../errors.ts';
import type { Keyring } from '../keys.ts';
import type { Dispatcher } from '../rpc/dispatch.ts';
import { html, json, noDatabase, redirect } from './answer.ts';
import type { Answer } from './answer.ts';

export interface HttpCall {
  verb: string;
  path: string;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
}

interface ServiceOptions {
  databases: readonly string[];
  listsDatabases: boolean;
}

/** What a call asks for, as far as it can be seen before running it: for the log, the faults and the latency. */
interface Target {
  model: string;
  method: string;
  args: unknown;
}

type Body = Record<string, unknown>;

/** The endpoints of an Odoo server. */
export class Service {
  private readonly db: OdooDatabase;
  private readonly keys: Keyring;
  private readonly dispatcher: Dispatcher;
  private readonly options: ServiceOptions;

  constructor(db: OdooDatabase, keys: Keyring, dispatcher: Dispatcher, options: ServiceOptions) {
    this.db = db;
    this.keys = keys;
    this.dispatcher = dispatcher;
    this.options = options;
  }

  private get version(): number {
    return this.db.options.version;
  }

  private versionInfo(): Body {
    return {
      server_version: `${this.version}.0`,
      server_version_info: [this.version, 0, 0, 'final', 0, ''],
      server_serie: `${this.version}.0`,
      protocol_version: 1,
    };
  }

  async handle(call: HttpCall): Promise<Answer> {
    const path = call.path.split('?')[0] ?? '';
    if (path === '/jsonrpc' || path === '/web/webclient/version_info' || path === '/web/database/list')
      return this.jsonRpcRoute(call, path);
    if (path.startsWith('/json/2/')) return this.version >= 19 ? this.json2(call, path) : this.json2BeforeIts19(path);
    if ((path === '/web/version' || path === '/json/version') && this.version >= 19) {
      return json({ version_info: [this.version, 0, 0, 'final', 0, ''], version: `${this.version}.0` });
    }
    return html(
      404,
      'Not Found',
      'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
    );
  }

  private json2BeforeIts19(path: string): Answer {
    return this.version === 18
      ? redirect(`/web/login?redirect=${encodeURIComponent(`${path}?`)}`)
      : html(
          404,
          'Not Found',
          'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
        );
  }

  private async jsonRpcRoute(call: HttpCall, path: string): Promise<Answer> {
    const isJson = call.headers['content-type']?.startsWith('application/json') === true;
    if (call.verb !== 'POST' || !isJson) {
      return html(
        400,
        'Bad Request',
        `Request inferred type is compatible with [&#39;http&#39;] but &#39;${path}&#39; is type=&#39;json&#39;.`,
      );
    }
    const body = parseJson(call.body);
    if (body === undefined) return { status: 400, headers: { 'content-type': 'text/html; charset=utf-8' }, body: 'Invalid JSON data' };
    const id = body.id ?? null;
    try {
      const result = await this.rpcResult(path, body);
      // A method that returns nothing leaves neither "result" nor "error".
      return json({ jsonrpc: '2.0', id, ...(result === undefined ? {} : { result }) });
    } catch (error) {
      const data = (error instanceof OdooError ? error : internal(error)).toData();
      return json({ jsonrpc: '2.0', id, error: { code: this.version >= 19 ? 0 : 200, message: 'Odoo Server Error', data } });
    }
  }

  private rpcResult(path: string, body: Body): unknown {
    if (path === '/web/webclient/version_info') return this.versionInfo();
    if (path === '/web/database/list') {
      if (!this.options.listsDatabases) throw accessDenied();
      return this.options.databases;
    }
    const params = (body.params ?? {}) as { service?: string; method?: string; args?: unknown[] };
    const args = params.args ?? [];
    if (params.service === 'common' && params.method === 'version') return this.versionInfo();
    if (params.service === 'common' && (params.method === 'authenticate' || params.method === 'login')) return this.authenticate(args);
    if (params.service === 'object' && (params.method === 'execute_kw' || params.method === 'execute')) return this.execute(args);
    if (params.service === 'db') throw accessDenied();
    throw valueError(`Method not found: ${params.method}`);
  }

  private knowsDatabase(name: unknown): void {
    if (!this.options.databases.includes(String(name))) throw unknownDatabase(String(name));
  }

  private nowMicros(): number {
    return this.db.options.now().getTime() * 1000;
  }

  private authenticate([database, login, secret]: readonly unknown[]): number | false {
    this.knowsDatabase(database);
    const view = this.db.store.committed();
    const uid = view.ids('res.users').find((id) => view.get('res.users', id)?.login === login);
    if (uid === undefined || database !== this.db.options.name) return false;
    return this.keys.accepts(view, uid, String(secret), this.nowMicros()) && uid;
  }

  private execute([database, uid, secret, model, method, positional, named]: readonly unknown[]): Promise<unknown> {
    this.knowsDatabase(database);
    const isOurs = database === this.db.options.name && typeof uid === 'number';
    if (!isOurs || !this.keys.accepts(this.db.store.committed(), uid, String(secret), this.nowMicros())) throw accessDenied();
    return this.dispatcher.run({
      uid,
      model: String(model),
      method: String(method),
      positional: Array.isArray(positional) ? positional : [],
      named: (named ?? {}) as Body,
      isJson2: false,
    });
  }

  private async json2(call: HttpCall, path: string): Promise<Answer> {
    const database = call.headers['x-odoo-database'] ?? (this.options.databases.length === 1 ? this.db.options.name : undefined);
    if (database !== this.db.options.name) return noDatabase();
    try {
      if (call.verb !== 'POST') throw notFound('Did you mean POST /json/2/<model>/<method>?');
      if (call.headers['content-type']?.startsWith('application/json') !== true) {
        return html(
          415,
          'Unsupported Media Type',
          'Request inferred type is compatible with [&#39;http&#39;] but &#39;/json/2/&lt;__model__&gt;/&lt;__method__&gt;&#39; is type=&#39;json2&#39;.<br><br>Please verify the Content-Type request header and try again.',
        );
      }
      const result = await this.json2Result(call, path);
      return json(result ?? null);
    } catch (error) {
      const fault = error instanceof OdooError ? error : internal(error);
      return json(fault.toData(), fault.status);
    }
  }

  private json2Result(call: HttpCall, path: string): Promise<unknown> {
    const secret = /^bearer\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
    if (!secret) throw unauthorized('User not authenticated, use an API Key with a Bearer Authorization header.');
    const uid = this.keys.userOf(this.db.store.committed(), secret, this.nowMicros());
    if (uid === null) throw unauthorized('Invalid apikey');
    const named = parseJson(call.body);
    if (named === undefined) throw badRequest('could not parse the body as json: Expecting value: line 1 column 1 (char 0)');
    const [, , , model = '', method = ''] = path.split('/').map(decodeURIComponent);
    return this.dispatcher.run({ uid, model, method, positional: [], named, isJson2: true });
  }
}

const internal = (error: unknown): OdooError =>
  new OdooError('builtins.Exception', error instanceof Error ? `${error.message}\n${error.stack}` : String(error), 500);

function parseJson(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads model and method off a call, wherever the transport puts them. */
export function targetOf(call: HttpCall): Target {
  const body = parseJson(call.body);
  if (call.path.startsWith('/json/2/')) {
    const [, , , model = '', method = ''] = (call.path.split('?')[0] ?? '').split('/');
    return { model, method, args: body };
  }
  const params = (body?.params ?? {}) as { service?: string; method?: string; args?: unknown[] };
  if (params.service !== 'object') return { model: params.service ?? '', method: params.method ?? '', args: null };
  const [, , , model, method, ...args] = params.args ?? [];
  return { model: String(model), method: String(method), args };
}
