import { describe, expect, it } from '@jest/globals';
import { recordId } from '../../server/shared/ids.ts';
import { durationMs } from '../fakes/hubspot/steps.ts';
import { isoDuration } from '../../server/sync/actions/answer.ts';
import { aCustomer, anInvoice } from '../support/erp-records.ts';
import { PORTAL, useStepsApp } from '../support/steps-app.ts';

const app = useStepsApp({ perSecond: 1, burst: 310 });
const ACME = recordId('100');
const WAIT = { step: 'wait_until_paid', objectType: 'companies', objectId: ACME } as const;
const URL = 'https://puente.example/actions/wait-until-paid';

async function anOpenInvoice(): Promise<void> {
  await app().engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a' })] });
  await app().engine.link('companies', '1', ACME);
}

const call = (given: object = {}) => ({
  callbackId: 'ap-1',
  origin: { portalId: PORTAL },
  object: { objectId: 100, objectType: 'COMPANY' },
  inputFields: {},
  ...given,
});
/** As HubSpot signs steps, unless a test says otherwise. */
const send = (
  body: object | string,
  given: { uri?: string; sentBody?: string; headers?: Record<string, string | null>; secret?: string } = {},
) => {
  const { uri = URL, sentBody, headers = {}, secret } = given;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return app().hubspot.signedFetch(
    { method: 'POST', uri, body: text, ...(secret === undefined ? {} : { secret }) },
    {
      headers: { 'x-hubspot-signature-v3': null, 'x-hubspot-request-timestamp': null, ...headers },
      ...(sentBody === undefined ? {} : { body: sentBody }),
    },
  );
};

describe('the call of a step', () => {
  it('is stored, and told how long HubSpot waits; told again, less', async () => {
    await anOpenInvoice();
    const run = await app().start({ ...WAIT, inputs: { within_days: '2' } });
    expect(run).toMatchObject({ state: 'waiting', statuses: [200] });
    const waited = (run.waitsUntil!.getTime() - app().engine.now.getTime()) / 60_000;
    expect(waited).toBe(2 * 24 * 60 + 15);
    expect(app().engine.enqueued).toContain('actions');

    app().engine.now = new Date(app().engine.now.getTime() + 86_400_000);
    const again = JSON.parse((await app().hubspot.workflows.replay(run.callbackId))!.text) as { outputFields: Record<string, string> };
    expect(again.outputFields).toEqual({ hs_execution_state: 'BLOCK', hs_expiration_duration: 'P1DT15M' });
    expect(await app().rows()).toHaveLength(1);
  });

  it('is one run, however often it comes at once', async () => {
    app().hubspot.workflows.habits.calls = 5;
    const run = await app().start(WAIT);
    expect(run.statuses).toEqual([200, 200, 200, 200, 200]);
    expect(await app().rows()).toHaveLength(1);
  });

  it('is stored whole, whoever calls beside it', async () => {
    const runs = Array.from({ length: 300 }, (_none, n) => app().hubspot.workflows.start(PORTAL, { ...WAIT, objectId: String(1_000 + n) }));
    await app().hubspot.workflows.settled();
    expect(new Set(runs.map(({ state }) => state))).toEqual(new Set(['waiting']));
    expect(await app().rows()).toHaveLength(300);
  });

  it('comes again when too much of its portal waits', async () => {
    const { db, now } = app().engine;
    await db.raw(
      `insert into action_runs (portal_id, callback_id, action, object_type, record_id, inputs, is_blocking, state, created_at, deadline_at, due_at)
       select ?, 'old-' || n, 'wait-until-paid', 'companies', '1', '{}', true, 'accepted', ?, ?, ? from generate_series(1, 10000) n`,
      [PORTAL, now, now, now],
    );
    app().hubspot.workflows.habits.repeats = 1;
    const run = app().hubspot.workflows.start(PORTAL, WAIT);
    await app().hubspot.workflows.settled();
    expect(run).toMatchObject({ state: 'given_up', statuses: [429, 429] });
    await db('actionRuns').update({ state: 'told' });
    expect(await app().start(WAIT)).toMatchObject({ state: 'waiting' });
  });

  it('comes again when one portal calls without end, and no other portal feels it', async () => {
    await app()
      .engine.db('portals')
      .insert({ portalId: 9, scopes: ['automation'] });
    const answers = await Promise.all(
      Array.from({ length: 311 }, (_none, n) => send(call({ callbackId: `ap-${n}`, origin: { portalId: 9 } }))),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.headers.get('retry-after')).toBe('2000');
    expect((await send(call())).status).toBe(200);
  });

  it('of a portal that is not installed goes on as failed, and nothing is stored', async () => {
    await app().engine.db('portals').update({ status: 'uninstalled' });
    const run = await app().start(WAIT);
    expect(run).toMatchObject({ state: 'failed', outputs: { result: 'failed', reason: 'No ERP is connected at the moment.' } });
    expect(await app().rows()).toEqual([]);
  });

  it.each([
    ['no body', ''],
    ['no JSON', '{"callbackId": '],
    ['no portal', call({ origin: {} })],
    ['no id', call({ callbackId: '' })],
    ['no record', call({ object: undefined })],
    ['an object that the step is not for', call({ object: { objectId: 1, objectType: 'TICKET' } })],
    ['an input that is no number', call({ inputFields: { within_days: 'soon' } })],
    ['a number beyond its bounds', call({ inputFields: { within_days: '181' } })],
    ['an option that is none', call({ inputFields: { what: 'toString' } })],
  ])('with %s is refused, and not repeated', async (_what, body) => {
    expect((await send(body)).status).toBe(400);
    expect(await app().rows()).toEqual([]);
  });

  it('may say its inputs under their older name, and more than we know', async () => {
    await send(
      call({ inputFields: undefined, fields: { within_days: 3, what: '' }, context: { x: 1 }, origin: { portalId: PORTAL, extra: {} } }),
    );
    expect(await app().rows()).toMatchObject([{ inputs: { within_days: 3, what: 'all' } }]);
  });
});

describe('what is not HubSpot', () => {
  it.each([
    ['without a signature', { headers: { 'x-hubspot-signature': null } }],
    ['with the signature of another secret', { secret: 'another' }],
    ['with another body than was signed', { sentBody: JSON.stringify(call({ callbackId: 'ap-2' })) }],
    ['with one more byte', { sentBody: `${JSON.stringify(call())} ` }],
    ['with what a card had signed', { uri: `${URL}?userId=5&portalId=7&userEmail=a%40b.example&appId=1` }],
    [
      'with a newer signature that is wrong, beside a good old one',
      { headers: { 'x-hubspot-signature-v3': 'x', 'x-hubspot-request-timestamp': '1' } },
    ],
  ])('is turned away %s', async (_how, given) => {
    expect((await send(call(), given)).status).toBe(401);
    expect(await app().rows()).toEqual([]);
  });

  it('may not send more than a step needs', async () => {
    const huge = JSON.stringify(call({ inputFields: { within_days: '1', x: 'y'.repeat(200_000) } }));
    expect((await send(huge)).status).toBe(413);
    expect(await app().rows()).toEqual([]);
  });

  it('who repeats an old request learns what HubSpot knows, and changes nothing', async () => {
    const run = await app().start(WAIT);
    await app().later(2_000);
    expect(app().hubspot.workflows.run(run.callbackId)).toMatchObject({ state: 'failed', outputs: { result: 'not_linked' } });
    const before = await app().rows();
    app().engine.now = new Date(app().engine.now.getTime() + 90 * 86_400_000);
    const answer = await app().hubspot.workflows.replay(run.callbackId);
    expect(JSON.parse(answer!.text)).toEqual({ outputFields: { ...run.outputs, hs_execution_state: 'FAIL_CONTINUE' } });
    expect(await app().rows()).toEqual(before);
  });

  it('cannot make one step of another', async () => {
    const run = await app().start(WAIT);
    expect((await app().hubspot.workflows.replay(run.callbackId, { step: 'refresh_status' }))!.status).toBe(400);
  });

  it('does not see the runs of another portal, whose id is a run of its own', async () => {
    const run = await app().start(WAIT);
    await app()
      .engine.db('portals')
      .insert({ portalId: 8, scopes: ['automation'] });
    const answer = (await (await send(call({ callbackId: run.callbackId, origin: { portalId: 8 } }))).json()) as object;
    expect(answer).toMatchObject({ outputFields: { hs_execution_state: 'BLOCK' } });
    expect((await app().rows()).map(({ portalId }) => portalId).sort()).toEqual([7, 8]);
  });

  it('finds no step and no list that is not there', async () => {
    for (const name of ['nothing', 'options/nothing', '..%2fcards%2frecord'])
      expect((await send(call(), { uri: `https://puente.example/actions/${name}` })).status).toBe(404);
  });
});

describe('options', () => {
  it('are the ERPs of the portal, page by page, and those with the words', async () => {
    const { db, scope } = app().engine;
    const one = await db('erpConnections').where({ id: scope.connectionId }).first<Record<string, unknown>>();
    const rows = Array.from({ length: 60 }, (_none, n) => ({
      ...one,
      ...{
        id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        name: `Books ${String(n).padStart(2, '0')}`,
        identityKey: `k${n}`,
      },
      ...{ identity: JSON.stringify(one!['identity']), publicSettings: '{}', pausedParams: '{}' },
      ...{ approvedAt: n === 3 ? null : one!['approvedAt'], status: n === 4 ? 'disconnected' : 'active' },
    }));
    const plain = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !['notices', 'lastError', 'doubt'].includes(name))),
    );
    await db('erpConnections').insert(plain);
    const ask = (more: object) =>
      app().hubspot.workflows.fetchOptions(PORTAL, { step: 'send_customer', input: 'connection', objectType: 'companies', ...more });
    const first = await ask({});
    expect(first).toMatchObject({ searchable: true, after: '50' });
    const rest = await ask({ after: first.after });
    expect(rest.after).toBeUndefined();
    const labels = [...first.options, ...rest.options].map(({ label }) => label);
    expect(labels).toHaveLength(59);
    expect(labels).not.toContain('Books 03');
    expect(labels).not.toContain('Books 04');
    expect((await ask({ q: 'books 5' })).options).toHaveLength(10);
    expect((await ask({ q: '%' })).options).toEqual([]);
  });
});

it.each([1_000, 59_000, 60_000, 3_600_000, 86_400_000, 93_784_000, 180 * 86_400_000])('%d ms is a duration that HubSpot reads', (ms) => {
  expect(durationMs(isoDuration(ms))).toBe(ms);
});
