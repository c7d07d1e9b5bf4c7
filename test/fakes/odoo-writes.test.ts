import { afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { callOdoo, OdooRefusal, type RpcCall } from './odoo/caller.ts';
import { startOdooFake, type OdooFake } from './odoo/index.ts';

interface Step extends RpcCall {
  label: string;
  result?: unknown;
  error?: { name: string; message: string };
}
type Row = Record<string, unknown>;

const stepsOf = (version: number): Step[] =>
  (JSON.parse(readFileSync(new URL(`../fixtures/odoo/writes-${version}.json`, import.meta.url), 'utf8')) as { steps: Step[] }).steps;

let odoo: OdooFake;
afterEach(() => odoo.close());

/** `$res.partner:K1` is the id of what was made with the key `K1`, `#res.partner:K1` the same as text. */
class Made {
  private readonly ids = new Map<string, number>();

  learn({ method, named }: Step, result: unknown): void {
    const [id] = method === 'load' ? (result as { ids: number[] | false }).ids || [] : [];
    const [key] = method === 'load' ? (named as { data: string[][] }).data[0]! : [];
    if (id !== undefined && key !== undefined) this.ids.set(key.replace('__puente__.', ''), id);
  }

  fill(call: RpcCall): RpcCall {
    const idOf = (key: string) => String(this.ids.get(key));
    const text = JSON.stringify(call)
      .replace(/"\$res\.partner:(\w+)"/g, (_all, key: string) => idOf(key))
      .replace(/#res\.partner:(\w+)/g, (_all, key: string) => idOf(key));
    return JSON.parse(text) as RpcCall;
  }
}

/** Ids differ between two installations, and which rows of the import a message is about there is only one. */
function comparable(value: unknown, key = ''): unknown {
  if (typeof value === 'number' && /^(id|ids|\w+_id)$/.test(key)) return 'id';
  if (Array.isArray(value))
    return value.map((item) => (item === value[1] && value[0] === 'res.partner' && item ? 'id' : comparable(item, key)));
  if (typeof value === 'string') return value.replace(/User: \d+/, 'User: N');
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value as Row).map(([name, item]) => [name, comparable(item, name)]));
}

const withoutRows = (result: unknown): unknown => {
  const { messages } = (result ?? {}) as { messages?: Row[] };
  return messages ? { ...(result as Row), messages: messages.map(({ rows: _rows, ...message }) => message) } : result;
};

const answerOf = (call: RpcCall): Promise<Pick<Step, 'result' | 'error'>> =>
  callOdoo(odoo, call).then(
    (result) => ({ result: withoutRows(result) }),
    (error: unknown) => {
      if (!(error instanceof OdooRefusal)) throw error;
      return { error: { name: error.odooName, message: error.message } };
    },
  );

describe.each([16, 17, 18, 19] as const)('contacts made and changed on Odoo %i, as recorded', (version) => {
  it('are answered the same way, step by step', async () => {
    odoo = await startOdooFake({ version, baseVat: true });
    const made = new Made();
    for (const step of stepsOf(version)) {
      const { model, method, positional = [], named = {} } = step;
      const answer = await answerOf(made.fill({ model, method, positional, named }));
      if ('result' in answer) made.learn(step, answer.result);
      const recorded = step.error ? { error: step.error } : { result: step.result ?? null };
      expect({ step: step.label, ...(comparable(answer) as Row) }).toEqual({ step: step.label, ...(comparable(recorded) as Row) });
    }
  });
});

describe('a key of a contact', () => {
  const load = (key: string, name: string, context: Row = { mode: 'update', noupdate: true }) =>
    callOdoo(odoo, {
      model: 'res.partner',
      method: 'load',
      named: { fields: ['id', 'name'], data: [[`__puente__.${key}`, name]], context },
    });

  it('is refused while another transaction that has it is open', async () => {
    odoo = await startOdooFake({ version: 18 });
    const open = odoo.openTransaction(({ books }) => {
      const id = books.tx.insert('res.partner', { name: 'Bombas', commercial_partner_id: 1, active: true });
      books.tx.insert('ir.model.data', { module: '__puente__', name: 'K1', model: 'res.partner', res_id: id, noupdate: true });
    });
    expect(await load('K1', 'Bombas')).toMatchObject({
      ids: false,
      messages: [{ message: expect.stringContaining('could not serialize') }],
    });
    open.commit();
    expect(await load('K1', 'Bombas')).toMatchObject({ ids: [expect.any(Number)], messages: [] });
  });

  it('leaves the record as it is only when told so', async () => {
    odoo = await startOdooFake({ version: 18 });
    const { ids } = (await load('K1', 'Bombas')) as { ids: [number] };
    await load('K1', 'Otras bombas');
    expect(odoo.record('res.partner', ids[0])).toMatchObject({ name: 'Bombas' });
    await load('K1', 'Otras bombas', {});
    expect(odoo.record('res.partner', ids[0])).toMatchObject({ name: 'Otras bombas' });
  });

  it('is remembered by a worker although what it was for was undone', async () => {
    odoo = await startOdooFake({ version: 18 });
    const named = { fields: ['id', 'name', 'lang'], data: [['__puente__.K1', 'Bombas', 'xx_XX']] };
    expect(await callOdoo(odoo, { model: 'res.partner', method: 'load', named })).toMatchObject({ ids: false });
    const find = { model: 'ir.model.data', method: 'check_object_reference', named: { module: '__puente__', xml_id: 'K1' } };
    expect(await callOdoo(odoo, find)).toEqual(['res.partner', false]);
    expect(odoo.records('res.partner').map(({ name }) => name)).not.toContain('Bombas');
  });
});
