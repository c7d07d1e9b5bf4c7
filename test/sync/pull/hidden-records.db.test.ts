import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { lockStream } from '../../../server/mirror/store-rows.ts';
import { withErp } from '../../../server/sync/erp-access/erp-run.ts';
import { findHidden, leaveHidden } from '../../../server/sync/pull/hidden-records.ts';
import { confirmDropHidden } from '../../../server/sync/pull/look-at-hidden.ts';
import { loadStreams } from '../../../server/sync/connection/health.ts';
import { readHintedRecords } from '../../../server/sync/pull/hints.ts';
import { queueHints } from '../../../server/sync/pull/hint-queue.ts';
import { confirmRemoval } from '../../../server/sync/pull/removals.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { eventually } from '../../support/eventually.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';
import { recordingLog } from '../../support/log.ts';

const db = useTestDatabase();
const context = { signal: new AbortController().signal, holdsClaim: async () => true };
const customers = async (): Promise<string[]> =>
  (await db()('erpCustomers').orderBy('erpId').select<{ erpId: string }[]>('erpId')).map(({ erpId }) => erpId);
const problems = (): Promise<unknown[]> => db()('problems').whereNull('resolvedAt').select('code', 'subject', 'params');

/** Four customers with an invoice each. */
async function fourCustomers(): Promise<Incoming> {
  const joined = await connectedErp(db());
  const ids = ['1', '2', '3', '4'];
  joined.erp.set('customers', ...ids.map((id) => aCustomer({ id, name: `Firm ${id}` })));
  joined.erp.set('invoices', ...ids.map((id) => anInvoice({ id: `i${id}`, customerId: id })));
  await joined.pull();
  return joined;
}

describe('records that the user of the connection does not see any more', () => {
  it('stay, and people are told, until they are seen again; what was deleted goes', async () => {
    const joined = await fourCustomers();
    const log = recordingLog();
    joined.deps.log = log;
    joined.erp.setHidden('customers', true, '1', '2');
    joined.erp.remove('customers', '4');
    await joined.reconcile();
    expect(await customers()).toEqual(['1', '2', '3']);
    const hidden = { code: 'stream.records_hidden', subject: 'customers', params: { stream: 'customers', count: 2, example: 'Firm 1' } };
    expect(await problems()).toContainEqual(hidden);
    await joined.reconcile();
    expect(await problems()).toContainEqual(hidden);
    const kept = log.lines.filter(({ message }) => message.startsWith('records kept'));
    expect(kept).toMatchObject([{ level: 'warn', fields: { stream: 'customers', rows: 2 } }]);
    joined.erp.setHidden('customers', false, '1', '2');
    await joined.reconcile();
    expect(await problems()).not.toContainEqual(expect.objectContaining({ code: 'stream.records_hidden' }));
    expect(await customers()).toEqual(['1', '2', '3']);
  });

  it('stay where the ERP announces them, too', async () => {
    const joined = await fourCustomers();
    joined.erp.setHidden('customers', true, '2');
    joined.erp.remove('customers', '4');
    const hints = ['2', '4'].map((id) => ({ stream: 'customers' as const, id: erpRecordId(id) }));
    await queueHints(db(), joined.scope, { enqueue: joined.deps.enqueue, hints, now: joined.clock.now });
    for (let look = 0; look < 3; look++) {
      joined.clock.now = new Date(joined.clock.now.getTime() + 15_000);
      await readHintedRecords(joined.deps, joined.scope, context);
    }
    expect(await customers()).toEqual(['1', '2', '3']);
    expect(await problems()).toContainEqual(expect.objectContaining({ code: 'stream.records_hidden' }));
  });

  it('are forgotten where the ERP cannot tell them from deleted ones', async () => {
    const joined = await fourCustomers();
    const { findHidden: _, ...others } = joined.erp.capabilities;
    joined.erp.capabilities = others;
    joined.erp.setHidden('customers', true, '2');
    await joined.reconcile();
    expect(await customers()).toEqual(['1', '3', '4']);
  });

  it('are no reason to keep what was deleted, however many they are', async () => {
    const joined = await connectedErp(db());
    const ids = Array.from({ length: 60 }, (_, n) => String(n + 100));
    joined.erp.set('customers', ...ids.map((id) => aCustomer({ id })));
    await joined.pull();
    joined.erp.setHidden('customers', true, ...ids.slice(0, 30));
    joined.erp.remove('customers', ids[40]!);
    await joined.reconcile();
    expect(await customers()).toEqual(ids.toSpliced(40, 1));
    expect(await problems()).toEqual([expect.objectContaining({ code: 'stream.records_hidden', params: countOf(30, 'Customer 100') })]);
    joined.erp.remove('customers', ids[41]!);
    await joined.reconcile();
    expect(await customers()).toEqual(ids.toSpliced(40, 2));
  });

  it('stay when a mass removal is confirmed', async () => {
    const joined = await connectedErp(db());
    const ids = Array.from({ length: 60 }, (_, n) => String(n + 100));
    joined.erp.set('customers', ...ids.map((id) => aCustomer({ id })));
    await joined.pull();
    joined.erp.remove('customers', ...ids.slice(0, 30));
    joined.erp.setHidden('customers', true, ...ids.slice(30, 40));
    await joined.reconcile();
    expect(await customers()).toEqual(ids);
    await confirmRemoval(joined.deps, joined.scope, 'customers');
    await joined.reconcile();
    expect(await customers()).toEqual(ids.slice(30));
    expect(await problems()).toEqual([expect.objectContaining({ code: 'stream.records_hidden' })]);
  });

  it('are counted all together, whichever look found them', async () => {
    const joined = await fourCustomers();
    joined.erp.setHidden('invoices', true, 'i1', 'i2');
    await joined.reconcile();
    joined.erp.setHidden('invoices', true, 'i3');
    await joined.reconcile('hourly');
    expect(await problems()).toEqual([expect.objectContaining({ subject: 'invoices', params: expect.objectContaining({ count: 3 }) })]);
    joined.erp.setHidden('invoices', false, 'i1');
    await joined.reconcile();
    expect(await problems()).toEqual([expect.objectContaining({ subject: 'invoices', params: expect.objectContaining({ count: 2 }) })]);
  });

  it('go when they are deleted while they are hidden, some of them looked for each night', async () => {
    const joined = await connectedErp(db());
    const ids = Array.from({ length: 250 }, (_, n) => String(n + 100));
    joined.erp.set('customers', ...ids.map((id) => aCustomer({ id })));
    await joined.pull();
    joined.erp.setHidden('customers', true, ...ids);
    joined.erp.set('customers', aCustomer({ id: '1' }));
    await joined.reconcile();
    joined.erp.setHidden('customers', false, ids[0]!, ids[249]!);
    joined.erp.remove('customers', ids[0]!, ids[249]!);
    for (let night = 0; night < 3; night++) {
      joined.clock.now = new Date(joined.clock.now.getTime() + 86_400_000);
      joined.erp.calls.length = 0;
      await joined.reconcile();
      expect(joined.erp.calls.filter((call) => call === 'findHidden customers').length).toBeLessThanOrEqual(100);
    }
    expect(await customers()).toEqual(['1', ...ids.slice(1, 249)]);
  });

  it('are removed where an administrator wants it; those hidden later are asked about again', async () => {
    const joined = await fourCustomers();
    joined.erp.setHidden('customers', true, '1', '2');
    await joined.reconcile();
    const shown = async () =>
      (await loadStreams(db(), joined.scope, joined.clock.now)).find(({ stream }) => stream === 'customers')?.hidden;
    expect(await shown()).toEqual({ count: 2, since: joined.clock.now.toISOString() });
    await confirmDropHidden(joined.deps, joined.scope, 'customers');
    expect(await shown()).toBeNull();
    joined.clock.now = new Date(joined.clock.now.getTime() + 1000);
    joined.erp.setHidden('customers', true, '3');
    await joined.reconcile();
    expect(await customers()).toEqual(['3', '4']);
    expect(await problems()).toEqual([expect.objectContaining({ code: 'stream.records_hidden', params: countOf(1, 'Firm 3') })]);
    await joined.reconcile();
    expect(await customers()).toEqual(['3', '4']);
    joined.erp.setHidden('customers', false, '1', '2', '3');
    await joined.reconcile();
    expect(await customers()).toEqual(['1', '2', '3', '4']);
    expect(await problems()).toEqual([]);
  });
});

/** What becomes of a look at this missing customer while somebody else writes the stream. */
async function lookWhileWriting({ deps, scope }: Incoming, id: string): Promise<string | undefined> {
  let outcome: string | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  await db().transaction(async (trx) => {
    await lockStream(trx, scope, 'customers');
    looking = withErp(deps, scope, context, async (run) => {
      await leaveHidden(deps, run, 'customers', [erpRecordId(id)]);
      outcome ??= 'has passed';
      return 'done';
    });
    await eventually(async () => {
      const waiting = await db()('pg_stat_activity')
        .where({ waitEvent: 'advisory' })
        .whereRaw('datname = current_database()')
        .select('pid');
      if (waiting.length > 0) outcome ??= 'waits';
      expect(outcome).toBeDefined();
    });
  });
  await looking;
  return outcome;
}

describe('a look at missing records', () => {
  it('waits for whoever writes the stream where some are hidden, and for nobody where none is; what it met before it tells nobody again', async () => {
    const joined = await fourCustomers();
    const log = recordingLog();
    joined.deps.log = log;
    joined.erp.setHidden('customers', true, '1');
    expect(await lookWhileWriting(joined, '4')).toBe('has passed');
    for (let looks = 0; looks < 2; looks++) expect(await lookWhileWriting(joined, '1')).toBe('waits');
    expect(log.levels()).toEqual(['warn']);
    expect(await db()('erpCustomers').whereNotNull('hiddenSince')).toMatchObject([{ erpId: '1' }]);
  });

  it('asks the ERP for two hundred at once', async () => {
    const { erp } = await connectedErp(db());
    const asked: number[] = [];
    erp.capabilities = { ...erp.capabilities, findHidden: async (_stream, ids) => (asked.push(ids.length), [...ids]) };
    const missing = Array.from({ length: 401 }, (_, n) => erpRecordId(String(n)));
    expect(await findHidden({ erp, context }, 'customers', missing)).toEqual(new Set(missing));
    expect(asked).toEqual([200, 200, 1]);
  });
});

const countOf = (count: number, example: string) => ({ stream: 'customers', count, example });
