import { describe, expect, it } from '@jest/globals';
import { recordId, type RecordId } from '../../../server/shared/ids.ts';
import { reportContradictions } from '../../../server/sync/match/contradictions.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';
import type { ConnectionRow } from '../../support/portal-rows.ts';

const db = useTestDatabase();
const TAX = 'B65410011';
const spanish = { taxId: TAX, address: { street: null, city: null, zip: null, state: null, country: 'ES' } };
const ACME = recordId('100');

interface Given {
  rule?: string;
  state?: string;
  scope?: ConnectionRow;
}

/** A record of HubSpot that our table knows by this tax id; `written` is what HubSpot holds by now. */
async function holder(engine: Engine, written: string | null = TAX, known = TAX): Promise<RecordId> {
  const id = engine.hubspot.add('companies', { tax_id: written });
  await db()('recordKeys').insert({ portalId: engine.scope.portalId, objectType: 'companies', recordId: id, kind: 'tax_id', value: known });
  return id;
}

async function linked(engine: Engine, { rule = 'email', state = 'active', scope = engine.scope }: Given = {}): Promise<void> {
  await engine.book({ customers: [aCustomer({ id: '1', ...spanish })] }, { scope });
  await db()('links').insert({ ...scope, objectType: 'companies', customerId: '1', recordId: ACME, state, rule, linkedAt: engine.now });
}

async function told(engine: Engine, taxIdProperty: string | null = 'tax_id') {
  const scope = { portalId: engine.scope.portalId, objectType: 'companies', taxIdProperty } as const;
  await reportContradictions({ db: db(), hubspot: engine.hubspot, now: () => engine.now }, scope);
  return (await engine.problems()).map(({ code, subject, params }) => ({ code, subject, params }));
}

async function start(): Promise<Engine> {
  const engine = await anEngine(db());
  engine.hubspot.add('companies', { name: 'Acme' }, ACME);
  return engine;
}

describe('another record that holds the tax id', () => {
  it.each([
    ['email', 1],
    ['domain_and_name', 1],
    ['tax_id', 0],
    ['key', 0],
    ['person', 0],
  ])('is told of where %s made the link, or not', async (rule, count) => {
    const engine = await start();
    await linked(engine, { rule });
    const other = await holder(engine);
    const problem = { code: 'match.tax_id_elsewhere', subject: ACME, params: { taxId: TAX, holder: other } };
    expect(await told(engine)).toEqual(Array.from({ length: count }, () => problem));
  });

  it('is told of until it holds it no longer, or nobody names the property any more', async () => {
    const engine = await start();
    await linked(engine);
    const other = await holder(engine);
    expect(await told(engine)).toHaveLength(1);
    expect(await told(engine)).toHaveLength(1);
    engine.hubspot.forgetCalls();
    expect(await told(engine, null)).toEqual([]);
    expect(engine.hubspot.calls).toEqual([]);
    expect(await told(engine)).toHaveLength(1);
    engine.hubspot.edit('companies', other, { tax_id: null });
    expect(await told(engine)).toEqual([]);
  });

  it('stays told where only another one is solved', async () => {
    const engine = await start();
    await linked(engine);
    const second = await engine.connect('memory:db-2');
    const bolt = engine.hubspot.add('companies', { name: 'Bolt' });
    await engine.book({ customers: [aCustomer({ id: '2', ...spanish, taxId: 'A58818501' })] }, { scope: second });
    await db()('links').insert({ ...second, objectType: 'companies', customerId: '2', recordId: bolt, state: 'active', rule: 'email' });
    const [first, other] = [await holder(engine), await holder(engine, 'A58818501', 'ESA58818501')];
    expect((await told(engine)).map(({ params }) => params['holder']).toSorted()).toEqual([first, other].toSorted());
    engine.hubspot.edit('companies', other, { tax_id: null });
    expect(await told(engine)).toMatchObject([{ subject: ACME }]);
  });

  it.each<[string, (engine: Engine) => Promise<unknown>]>([
    ['that is a proposal', (engine) => linked(engine, { state: 'proposed' })],
    ['of a customer without a tax id', (engine) => linked(engine).then(() => db()('erpCustomers').update({ taxIdNormalised: null }))],
    ['of a contact person', (engine) => linked(engine).then(() => db()('erpCustomers').update({ kind: 'person', organisationId: '9' }))],
    ['of a customer that is gone', (engine) => linked(engine).then(() => db()('erpCustomers').delete())],
  ])('is nothing to a link %s', async (_which, given) => {
    const engine = await start();
    await given(engine);
    await holder(engine);
    expect(await told(engine)).toEqual([]);
  });

  it('is nothing to this portal where another one has link, customer and holder, ids and all', async () => {
    const engine = await start();
    const other = await anEngine(db(), { portalId: 8 });
    await linked(engine, { scope: other.scope });
    const id = await holder(other);
    engine.hubspot.add('companies', { tax_id: TAX }, id);
    expect(await told(engine)).toEqual([]);
    other.hubspot.add('companies', { name: 'Acme' }, ACME);
    expect(await told(other)).toHaveLength(1);
  });

  it('is looked for until the job is told to stop', async () => {
    const engine = await start();
    await linked(engine);
    await holder(engine);
    const signals: unknown[] = [];
    const read = engine.hubspot.batchRead.bind(engine.hubspot);
    const batchRead: typeof read = (...call) => (signals.push((call as unknown[])[2]), read(...call));
    const stop = new AbortController();
    const scope = { portalId: engine.scope.portalId, objectType: 'companies', taxIdProperty: 'tax_id' } as const;
    await reportContradictions({ db: db(), hubspot: { batchRead }, now: () => engine.now }, scope, stop.signal);
    expect(signals).toEqual([{ priority: 'backfill', signal: stop.signal }]);
  });

  it('counts for a person who is a customer alone', async () => {
    const engine = await start();
    await linked(engine);
    await db()('erpCustomers').update({ kind: 'person' });
    await holder(engine);
    expect(await told(engine)).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['of another portal', { portalId: 8 }],
    ['of another type', { objectType: 'contacts' }],
    ['known by something else', { kind: 'domain' }],
    ['of another tax id', { value: 'A58818501' }],
    ['that is the linked one itself', { recordId: ACME }],
  ])('is none where our table knows one %s', async (_which, given) => {
    const engine = await start();
    await anEngine(db(), { portalId: 8 });
    await linked(engine);
    await holder(engine);
    await db()('recordKeys').update(given);
    expect(await told(engine)).toEqual([]);
  });

  it('is found behind some that hold it no longer, with a few looked at', async () => {
    const engine = await start();
    await linked(engine);
    for (let count = 0; count < 4; count++) await holder(engine, null);
    const fifth = await holder(engine);
    expect(await told(engine)).toMatchObject([{ params: { holder: fifth } }]);
    await db()('recordKeys').where({ recordId: fifth }).delete();
    for (let count = 0; count < 2; count++) await holder(engine, count === 0 ? null : TAX);
    expect(await told(engine)).toEqual([]);
  });

  it('is looked for in calls that HubSpot takes', async () => {
    const engine = await start();
    const ids = Array.from({ length: 60 }, (_, index) => `${index}`);
    await engine.book({ customers: ids.map((id) => aCustomer({ id, ...spanish, taxId: `B${1000 + Number(id)}` })) });
    for (const id of ids) {
      const value = `B${1000 + Number(id)}`;
      await db()('erpCustomers').where({ erpId: id }).update({ taxIdNormalised: value });
      const record = engine.hubspot.add('companies', {});
      await db()('links').insert({
        ...engine.scope,
        objectType: 'companies',
        customerId: id,
        recordId: record,
        state: 'active',
        rule: 'email',
      });
      await holder(engine, value, value);
    }
    const sizes = async (): Promise<number[]> => {
      engine.hubspot.forgetCalls();
      await told(engine);
      return engine.hubspot.calls.map(({ size }) => size);
    };
    expect(await sizes()).toEqual([100, 20]);
    await db()('links').whereIn('customerId', ids.slice(50)).delete();
    expect(await sizes()).toEqual([100]);
    await db()('links').delete();
    expect(await sizes()).toEqual([]);
  });
});
