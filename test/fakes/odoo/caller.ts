import type { OdooFake } from './index.ts';

export interface RpcCall {
  model: string;
  method: string;
  positional?: readonly unknown[];
  named?: Readonly<Record<string, unknown>>;
}

export class OdooRefusal extends Error {
  readonly odooName: string;

  constructor(odooName: string, message: string) {
    super(message);
    this.odooName = odooName;
  }
}

/** Calls the double the way its version is called: JSON-2 with named arguments on 19, JSON-RPC before. */
export async function callOdoo(odoo: OdooFake, call: RpcCall, as: 'bot' | 'admin' = 'bot'): Promise<unknown> {
  const [uid, key] = as === 'admin' ? [odoo.admin.uid, odoo.admin.apiKey] : [odoo.uid, odoo.apiKey];
  return odoo.version >= 19 ? json2(odoo, call, key) : jsonRpc(odoo, call, uid, key);
}

async function json2(odoo: OdooFake, { model, method, named = {} }: RpcCall, key: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization: `bearer ${key}`, 'x-odoo-database': odoo.database };
  const answer = await fetch(`${odoo.url}/json/2/${model}/${method}`, { method: 'POST', headers, body: JSON.stringify(named) });
  const body = (await answer.json()) as { name: string; message: string };
  if (!answer.ok) throw new OdooRefusal(body.name, body.message);
  return body;
}

async function jsonRpc(
  odoo: OdooFake,
  { model, method, positional = [], named = {} }: RpcCall,
  uid: number,
  key: string,
): Promise<unknown> {
  const args = [odoo.database, uid, key, model, method, positional, named];
  const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', id: 1, params: { service: 'object', method: 'execute_kw', args } });
  const answer = await fetch(`${odoo.url}/jsonrpc`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { result, error } = (await answer.json()) as { result?: unknown; error?: { data: { name: string; message: string } } };
  if (error) throw new OdooRefusal(error.data.name, error.data.message);
  return result ?? null;
}

export type WireRow = Record<string, unknown> & { id: number };

/** `search_read` in the order of ids, in either transport's spelling. */
export function searchRead(
  odoo: OdooFake,
  model: string,
  domain: readonly unknown[],
  fields: readonly string[],
  more: Record<string, unknown> = {},
): Promise<WireRow[]> {
  const named = { fields, order: 'id asc', ...more };
  return callOdoo(odoo, {
    model,
    method: 'search_read',
    positional: [domain],
    named: odoo.version >= 19 ? { domain, ...named } : named,
  }) as Promise<WireRow[]>;
}

export async function searchIds(
  odoo: OdooFake,
  model: string,
  domain: readonly unknown[],
  more: Record<string, unknown> = {},
): Promise<number[]> {
  return (await searchRead(odoo, model, domain, ['id'], more)).map((row) => row.id);
}

/** The name of the error a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof OdooRefusal)) throw new Error('expected the double to refuse', { cause: error });
  return error.odooName;
}
