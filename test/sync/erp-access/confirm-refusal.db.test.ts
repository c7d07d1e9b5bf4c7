import { afterEach, describe, expect, it } from '@jest/globals';
import { CredentialsRefusedError, ReconnectError } from '../../../server/shared/errors.ts';
import { queueHints } from '../../../server/sync/pull/hint-queue.ts';
import { readHintedRecords } from '../../../server/sync/pull/hints.ts';
import { pullChanges } from '../../../server/sync/pull/pull.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { never } from '../../contract/reading.ts';
import { b1Harness, type B1Harness } from '../../erp/sap-b1/harness.ts';
import { BLOCKED_PAGE, NOT_FOUND_PAGE, SIGN_IN_REDIRECT } from '../../fakes/sap-b1/index.ts';
import { odooHarness, type OdooHarness } from '../../erp/odoo/harness.ts';
import { useTestDatabase } from '../../support/database.ts';
import type { MemoryErp } from '../../support/erp.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const context = () => ({ signal: new AbortController().signal, holdsClaim: async () => true });
const connectionOf = ({ scope }: Incoming) => db()('erpConnections').where({ portalId: scope.portalId, id: scope.connectionId }).first();
const openProblems = () => db()('problems').whereNull('resolvedAt').orderBy('code').select('code', 'subjectKind');
const pass = ({ clock }: Incoming, ms: number): void => void (clock.now = new Date(clock.now.getTime() + ms));

/** One try; returns how long until the next. */
async function attempt(joined: Incoming): Promise<number> {
  pass(joined, 1);
  await db()('erpConnections').update({ nextPullAt: joined.clock.now });
  const outcome = await pullChanges(joined.deps, joined.scope, context());
  return outcome === 'done' ? 0 : outcome.againAfterMs;
}

async function aWorking(): Promise<Incoming> {
  const joined = await connectedErp(db());
  await joined.pull();
  joined.erp.calls.length = 0;
  return joined;
}

const answerAlways =
  (error: Error) =>
  (call: string): void => {
    if (call !== 'check') throw error;
  };
const gone = new ReconnectError('no', { code: 'erp.not_there', params: { host: 'x' } });
const refused = new CredentialsRefusedError('no', { code: 'erp.access_denied' });

async function hintAMinuteAgo({ deps, scope, clock }: Incoming, invoiceId: string): Promise<void> {
  const hints = [{ stream: 'invoices' as const, id: erpRecordId(invoiceId) }];
  await queueHints(db(), scope, { enqueue: deps.enqueue, hints, now: new Date(clock.now.getTime() - 60_000) });
}

describe('a connection that worked', () => {
  it('survives one answer that would need a person, if it were true', async () => {
    const joined = await aWorking();
    joined.erp.before = answerAlways(gone);
    expect(await attempt(joined)).toBe(15_000);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', doubt: { code: 'erp.not_there' } });
    expect(await openProblems()).toEqual([]);
    joined.erp.before = () => undefined;
    pass(joined, 15_000);
    expect(await attempt(joined)).toBe(0);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', doubt: null, doubtTries: 0, failures: 0, notBefore: null });
  });

  it('is asked with growing gaps while it stays so, and believed when another call says so too', async () => {
    const joined = await aWorking();
    joined.erp.before = () => {
      throw gone;
    };
    const waits: number[] = [];
    for (let tries = 0; tries < 20 && (await connectionOf(joined)).status === 'active'; tries++) {
      waits.push(await attempt(joined));
      pass(joined, waits.at(-1)!);
    }
    expect(waits.slice(0, 5)).toEqual([15_000, 30_000, 60_000, 120_000, 240_000]);
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(14 * 60_000);
    expect(await connectionOf(joined)).toMatchObject({ status: 'paused', pausedCode: 'erp.not_there' });
    expect(joined.erp.calls).toContain('check');
  });

  it('is not paused by what another call contradicts; people are told', async () => {
    const joined = await aWorking();
    joined.erp.before = answerAlways(gone);
    for (let tries = 0; tries < 12; tries++) pass(joined, await attempt(joined));
    expect(await connectionOf(joined)).toMatchObject({ status: 'active' });
    expect(await openProblems()).toEqual(expect.arrayContaining([{ code: 'erp.not_there', subjectKind: 'connection' }]));
    joined.erp.before = () => undefined;
    pass(joined, 900_000);
    expect(await attempt(joined)).toBe(0);
    expect(await openProblems()).toEqual([]);
  });

  it('is not believed to be well by a job that asked nothing, or something else', async () => {
    const joined = await aWorking();
    joined.erp.before = (call) => {
      if (call === 'readPage invoices') throw gone;
    };
    const waitMs = await attempt(joined);
    pass(joined, waitMs);
    expect(await readHintedRecords(joined.deps, joined.scope, context())).toBe('done');
    expect((await connectionOf(joined)).doubt).toMatchObject({ about: 'readPage invoices' });
    await queueHints(db(), joined.scope, {
      enqueue: joined.deps.enqueue,
      hints: [{ stream: 'customers', id: erpRecordId('1') }],
      now: joined.clock.now,
    });
    pass(joined, 900_000);
    await readHintedRecords(joined.deps, joined.scope, context());
    expect((await connectionOf(joined)).doubt).toMatchObject({ about: 'readPage invoices' });
  });
});

describe('a refused password', () => {
  it('is tried twice in all, by whatever job, and told at once', async () => {
    const joined = await aWorking();
    joined.erp.before = () => {
      throw refused;
    };
    await hintAMinuteAgo(joined, 'i1');
    expect(await attempt(joined)).toBe(300_000);
    expect(await openProblems()).toEqual([{ code: 'erp.access_denied', subjectKind: 'connection' }]);
    const before = joined.erp.calls.filter((call) => call === 'identify').length;
    pass(joined, 300_000);
    await Promise.all([
      readHintedRecords(joined.deps, joined.scope, context()),
      attempt(joined),
      readHintedRecords(joined.deps, joined.scope, context()),
    ]);
    expect(joined.erp.calls.filter((call) => call === 'identify')).toHaveLength(before + 1);
    expect(await connectionOf(joined)).toMatchObject({ status: 'paused', pausedCode: 'erp.access_denied' });
  });

  it('that several jobs meet in one moment is one try', async () => {
    const joined = await aWorking();
    const bothRun = Promise.withResolvers<void>();
    let running = 0;
    joined.erp.before = async () => {
      if (++running === 2) bothRun.resolve();
      await bothRun.promise;
      throw refused;
    };
    await hintAMinuteAgo(joined, 'i1');
    pass(joined, 61_000);
    await Promise.all([readHintedRecords(joined.deps, joined.scope, context()), attempt(joined)]);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', doubt: { refusals: 1 } });
  });

  it('counts once when a job looks at the row before the refusal stands on it', async () => {
    const joined = await aWorking();
    await hintAMinuteAgo(joined, 'i1');
    pass(joined, 61_000);
    const jobs: Promise<unknown>[] = [];
    joined.erp.before = () => {
      // The row is not written yet: the first job has just heard of it.
      if (jobs.length === 0) jobs.push(attempt(joined));
      throw refused;
    };
    await readHintedRecords(joined.deps, joined.scope, context());
    await Promise.all(jobs);
    expect(joined.erp.calls).toHaveLength(1);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', doubt: { refusals: 1 } });
  });

  it('that was none is forgotten', async () => {
    const joined = await aWorking();
    joined.erp.before = () => {
      throw refused;
    };
    pass(joined, await attempt(joined));
    joined.erp.before = () => undefined;
    expect(await attempt(joined)).toBe(0);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', doubt: null });
    expect(await openProblems()).toEqual([]);
  });

  it('is told at once at set-up', async () => {
    const joined = await connectedErp(db());
    joined.erp.before = () => {
      throw refused;
    };
    expect(await attempt(joined)).toBe(0);
    expect(await connectionOf(joined)).toMatchObject({ status: 'paused', pausedCode: 'erp.access_denied' });
  });
});

describe('a Service Layer that refuses the login as if database or password were wrong', () => {
  let harness: B1Harness;
  let joined: Incoming;
  const start = async (options: Parameters<typeof b1Harness>[0] = {}) => {
    harness = await b1Harness(options);
    harness.fake.createPartner({ name: 'Forja' });
    joined = await connectedErp(db(), { erp: harness.connect() as unknown as MemoryErp });
    await db()('erpConnections').update({ identity: JSON.stringify(await harness.connect().identify(never)) });
    joined.clock.now = harness.now();
    await joined.pull();
  };
  afterEach(() => harness.close());
  const tries = async (): Promise<number[]> => {
    const waits: number[] = [];
    for (let left = 12; left > 0 && (await connectionOf(joined)).status === 'active'; left--) {
      waits.push(await attempt(joined));
      if (waits.at(-1) === 0) break;
      pass(joined, waits.at(-1)!);
    }
    return waits;
  };

  it('may be starting: it is asked again, nobody is told', async () => {
    await start();
    harness.fake.restart(2);
    expect(await tries()).toEqual([300_000, 600_000, 0]);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', doubt: null, failures: 0 });
    expect(await db()('problems')).toEqual([]);
  });

  it('and goes on doing so is believed, before that many tries lock the user', async () => {
    await start({ patchLevel: 'old', lockAfter: 5 });
    const before = harness.fake.logins().attempts;
    harness.fake.changePassword('changed');
    harness.fake.expireSessions();
    await hintAMinuteAgo(joined, '13:1');
    await Promise.all([readHintedRecords(joined.deps, joined.scope, context()), attempt(joined)]);
    pass(joined, 300_000);
    expect(await tries()).toEqual([600_000, 0]);
    expect(await connectionOf(joined)).toMatchObject({ status: 'paused', pausedCode: 'sap-b1.database_or_password' });
    expect(harness.fake.isUserLocked).toBe(false);
    // Three tries and the check.
    expect(harness.fake.logins().attempts - before).toBe(4);
  });

  it('is another matter than a password that it calls wrong, which is tried twice', async () => {
    await start();
    const before = harness.fake.logins().attempts;
    harness.fake.changePassword('changed');
    harness.fake.expireSessions();
    expect(await tries()).toEqual([300_000, 0]);
    expect(await connectionOf(joined)).toMatchObject({ status: 'paused', pausedCode: 'sap-b1.access_denied' });
    expect(harness.fake.logins().attempts - before).toBe(2);
  });
});

describe('one bad moment of a proxy in front of', () => {
  let harness: B1Harness | OdooHarness;
  afterEach(() => harness.close());

  const joinTo = async (): Promise<Incoming> => {
    await harness.business.createCustomer({ name: 'Forja' });
    harness.pass(3_600_000);
    const erp = harness.connect();
    const joined = await connectedErp(db(), { erp: erp as unknown as MemoryErp });
    await db()('erpConnections').update({ identity: JSON.stringify(await erp.identify(never)) });
    await joined.pull();
    return joined;
  };
  const survives = async (joined: Incoming, code: string): Promise<void> => {
    const waitMs = await attempt(joined);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', doubt: { code } });
    pass(joined, waitMs);
    expect(await attempt(joined)).toBe(0);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', doubt: null });
  };
  const page = '<html>Sorry</html>';

  it.each([
    ['a page that is not there', NOT_FOUND_PAGE, 'sap-b1.not_service_layer'],
    ['a firewall', BLOCKED_PAGE, 'sap-b1.blocked'],
    ['a redirect', SIGN_IN_REDIRECT, 'outbound.redirected'],
  ])('a Service Layer: %s, whatever is asked', async (_name, fault, code) => {
    const b1 = await b1Harness();
    harness = b1;
    const joined = await joinTo();
    for (const match of [/BusinessPartners/, /Invoices/, /IncomingPayments/, /Login/]) {
      if (match.test('Login')) b1.fake.expireSessions();
      b1.fake.faults.next({ ...fault, match });
      await survives(joined, code);
    }
  });

  it.each([
    [404, {}, 'odoo.database_unknown'],
    [403, {}, 'odoo.blocked'],
    [302, { location: 'https://login.example.com/' }, 'outbound.redirected'],
  ])('Odoo: %i', async (status, headers, code) => {
    const odoo = await odooHarness({ version: 18 });
    harness = odoo;
    const joined = await joinTo();
    odoo.fake.faults.once({ kind: 'status', status, body: page, headers: headers as Record<string, string> });
    await survives(joined, code);
  });
});
