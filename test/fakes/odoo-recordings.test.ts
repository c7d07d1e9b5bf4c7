import { afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { callOdoo } from './odoo/caller.ts';
import type { RpcCall } from './odoo/caller.ts';
import { startOdooFake } from './odoo/index.ts';
import type { OdooFake, OdooVersion } from './odoo/index.ts';

const VERSIONS = [16, 17, 18, 19] as const;
const fixture = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../fixtures/odoo/${name}.json`, import.meta.url), 'utf8')) as T;

interface Step extends RpcCall {
  label: string;
  result: unknown;
}
type Rec = Record<string, unknown>;

let odoo: OdooFake;
afterEach(() => odoo.close());

/** A clock that has moved on a little at every look, so that each transaction has its own second. */
function tickingClock(): () => Date {
  let at = Date.parse('2026-11-23T17:47:00Z');
  return () => new Date((at += 500));
}

async function americanCompany(version: OdooVersion): Promise<void> {
  odoo = await startOdooFake({
    version,
    now: tickingClock(),
    companies: [{ name: 'My Company (San Francisco)', currency: 'USD', country: 'US' }],
  });
  const product = { name: 'Restaurant Expenses', sale_ok: true, active: true };
  const positional = [product];
  await callOdoo(
    odoo,
    { model: 'product.product', method: 'create', positional, named: version >= 19 ? { vals_list: product } : {} },
    'admin',
  );
}

/** Recorded ids → those of the double, learned from the answers; `$model:id` in the requests. */
class Ids {
  private readonly known = new Map<string, number>();

  learn(model: string, recorded: unknown, answered: unknown): void {
    const [left, right] = [idsOf(recorded), idsOf(answered)];
    left.forEach((id, index) => this.known.set(`$${model}:${id}`, right[index] ?? -1));
  }

  fill<T>(value: T): T {
    return JSON.parse(
      JSON.stringify(value).replace(/"(\$[a-z._]+:\d+)"/g, (_all, token: string) => String(this.known.get(token) ?? 1)),
    ) as T;
  }
}

function idsOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.map((item) => (typeof item === 'number' ? item : Number((item as Rec).id))) : [];
}

/** Makes two installations' answers comparable: ids, numbers of documents and times differ, everything else must not. */
function comparable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    if (value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string')
      return ['id', PAIR_TEXT.test(key) ? 'text' : numberless(value[1])];
    return value.map((item) => (typeof item === 'number' ? 'id' : comparable(item, key)));
  }
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, comparable(item, name)]));
  if (typeof value === 'number' && /^(id|res_id|)$/.test(key)) return 'id';
  return typeof value === 'string' ? numberless(value) : value;
}

/** Names that belong to the recorded installation's charts, journals and languages. */
const PAIR_TEXT = /^(debit_move_id|credit_move_id|full_reconcile_id|payment_method_line_id|account_id|move_id)$/;
const numberless = (text: string): string =>
  text
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/g, 'TIME')
    .replace(/\d{4}-\d{2}-\d{2}$/, (day) => day)
    .replace(/\/\d{5}/g, '/NNNNN')
    .replace(/\(\d+,?\)/g, '(ids)');

/** For each read of a record: did its `write_date` move since the read before? */
function movements(results: { model: string; rows: unknown }[]): string[] {
  const last = new Map<string, string>();
  return results.flatMap(({ model, rows }) =>
    (Array.isArray(rows) ? rows : []).flatMap((row: Rec) => {
      if (typeof row !== 'object' || typeof row.write_date !== 'string') return [];
      const key = `${model}:${String(row.name)}:${String(row.move_type)}`;
      const before = last.get(key);
      last.set(key, row.write_date);
      return [before === undefined ? 'first' : before === row.write_date ? 'still' : 'moved'];
    }),
  );
}

describe.each(VERSIONS)('the life of an invoice, recorded on Odoo %i', (version) => {
  it('goes the same way, answer by answer', async () => {
    await americanCompany(version);
    const { steps } = fixture<{ steps: Step[] }>(`lifecycle-${version}`);
    const ids = new Ids();
    const [recorded, answered]: [{ model: string; rows: unknown }[], { model: string; rows: unknown }[]] = [[], []];
    for (const step of steps) {
      const result = await callOdoo(
        odoo,
        ids.fill({ model: step.model, method: step.method, positional: step.positional ?? [], named: step.named ?? {} }),
        'admin',
      );
      expect({ step: step.label, result: comparable(result) }).toEqual({ step: step.label, result: comparable(step.result ?? null) });
      const action = step.result as Rec | null;
      if (action?.res_model) ids.learn(String(action.res_model), action.res_id, (result as Rec).res_id);
      else ids.learn(step.model, step.result, result);
      recorded.push({ model: step.model, rows: step.result });
      answered.push({ model: step.model, rows: result });
    }
    expect(movements(answered)).toEqual(movements(recorded));
  });
});

describe.each(VERSIONS)('reads recorded on Odoo %i', (version) => {
  it('are answered with the same fields in the same spelling', async () => {
    await americanCompany(version);
    const mexican = odoo.addCompany({ name: 'ESCUELA KEMPER URGATE', currency: 'MXN', vat: 'EKU9003173C9' });
    odoo.addCompany({ name: 'My Company (Chicago)', currency: 'USD', country: 'US' });
    odoo.addCompany({ name: 'INNOVACION VALOR Y DESARROLLO SA SA', currency: 'MXN', vat: 'IVD920810GU2' });
    const partner = await odoo.createPartner({
      name: 'Azure Interior',
      is_company: true,
      country: 'US',
      vat: 'US12345677',
      email: 'azure@example.com',
    });
    const first = await odoo.createInvoice({ partner, lines: [{ name: 'Desk', price: '100', tax: 16 }] });
    await odoo.createInvoice({ partner, total: '30.03', currency: 'MXN' });
    for (const company of [mexican, mexican + 1, mexican + 2]) await odoo.createInvoice({ partner, total: '99.99', company });
    await odoo.registerPayment(first);
    await odoo.archivePartner(await odoo.createPartner({ name: 'Gone' }));
    for (const read of fixture<{ reads: Step[] }>(`reads-${version}`).reads) {
      const call = { model: read.model, method: read.method, positional: read.positional ?? [], named: read.named ?? {} };
      const result = await callOdoo(odoo, JSON.parse(JSON.stringify(call).replaceAll('2026-11-24', '2099-01-01')) as RpcCall, 'admin');
      const expected = { read: read.label, kinds: kindsOf(read.result) };
      expect({
        read: read.label,
        kinds: merge(kindsOf(read.result), kindsOf(Array.isArray(result) ? result.slice(0, 1) : result)),
      }).toEqual(expected);
    }
  });

  it('say the same about the fields of invoices', async () => {
    await americanCompany(version);
    const read = fixture<{ reads: Step[] }>(`reads-${version}`).reads.find((one) => one.method === 'fields_get');
    const result = await callOdoo(odoo, { model: 'account.move', method: 'fields_get', named: read?.named ?? {} });
    expect(result).toEqual(read?.result);
  });
});

/** `false` stands for any empty value, so it says nothing about the kind. */
function kindsOf(value: unknown): unknown {
  if (value === false || (Array.isArray(value) && value.length === 0)) return 'empty';
  if (Array.isArray(value))
    return value.length === 2 && typeof value[1] === 'string' ? 'pair' : typeof value[0] === 'number' ? 'ids' : [kindsOf(value[0])];
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, kindsOf(item)]));
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(value)
    ? value.length > 10
      ? 'datetime'
      : 'date'
    : typeof value;
}

/** The answered kinds, with the recorded one wherever one of both is empty. */
function merge(recorded: unknown, answered: unknown): unknown {
  if (recorded === 'empty' || answered === 'empty') return recorded;
  if (Array.isArray(recorded) && Array.isArray(answered)) return [merge(recorded[0], answered[0])];
  if (!isRecord(recorded) || !isRecord(answered)) return answered;
  return Object.fromEntries(Object.entries(answered).map(([name, kind]) => [name, merge(recorded[name], kind)]));
}
const isRecord = (value: unknown): value is Rec => value !== null && typeof value === 'object' && !Array.isArray(value);

interface Exchange {
  label: string;
  verb: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
  status: number;
  type: string;
  answer: unknown;
}

describe.each([18, 19] as const)('errors recorded on Odoo %i', (version) => {
  it('come with the same status, name and message', async () => {
    odoo = await startOdooFake({ version, databases: [`odoo${version}`], botGroups: 'invoicing' });
    odoo.grantRight('res.partner', 'write');
    odoo.grantRight('res.partner', 'create');
    await odoo.createInvoice({
      partner: await odoo.createPartner({ name: 'Azure Interior', is_company: true }),
      total: '10.00',
      date: '2026-11-01',
    });
    await odoo.unappliedPayment(1, '5.00');
    for (const exchange of fixture<{ exchanges: Exchange[] }>(`errors-${version}`).exchanges) {
      const { verb: method, path } = exchange;
      const answer = await fetch(odoo.url + path, { method, redirect: 'manual', ...requestOf(exchange) });
      const text = await answer.text();
      const got = { label: exchange.label, status: answer.status, type: answer.headers.get('content-type'), answer: essence(text) };
      const recorded = typeof exchange.answer === 'string' ? exchange.answer : JSON.stringify(exchange.answer);
      expect(got).toEqual({ label: exchange.label, status: exchange.status, type: exchange.type, answer: essence(recorded) });
    }
  });
});

function requestOf({ label, headers, body, verb }: Exchange): RequestInit {
  if (verb === 'GET') return { headers };
  const isAdmin = label.startsWith('login ok');
  const text = (typeof body === 'string' ? body : JSON.stringify(body))
    .replace(',2,"PASSWORD"', `,${odoo.uid},"${odoo.apiKey}"`)
    .replace(/,\d+,"PASSWORD"/, `,${odoo.uid},"${odoo.apiKey}"`);
  return { headers: fillKey(headers), body: isAdmin ? text.replace('PASSWORD', 'admin') : text };
}

const fillKey = (headers: Record<string, string>): Record<string, string> =>
  headers.authorization?.includes('KEY') ? { ...headers, authorization: `bearer ${odoo.apiKey}` } : headers;

/** What a client can rely on: error name and message, the kind of a result, the title of a page. */
function essence(text: string): unknown {
  const title = /<title>[^<]*<\/title>/.exec(text)?.[0];
  if (title) return title;
  let body: Rec;
  try {
    body = JSON.parse(text) as Rec;
  } catch {
    return text;
  }
  const error = (body.error as Rec | undefined)?.data ?? (typeof body.name === 'string' && 'arguments' in body ? body : undefined);
  if (!error) return 'result' in body ? ['result', Array.isArray(body.result) ? 'list' : typeof body.result] : body;
  const { name, message } = error as Rec;
  return [
    (body.error as Rec | undefined)?.code,
    name,
    String(message)
      .replace(/User: \d+/, 'User: N')
      .replace(/line 1 column \d+ \(char \d+\)/, 'HERE')
      .replace(/INV\/\d+\/\d+/, 'INV'),
  ];
}
