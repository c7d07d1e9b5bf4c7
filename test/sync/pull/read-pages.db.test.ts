import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { pullChanges } from '../../../server/sync/pull/pull.ts';
import { switchStreams } from '../../../server/sync/shared/stream-states.ts';
import { aProduct } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const context = (holds = true) => ({ signal: new AbortController().signal, holdsClaim: async () => holds });
const invoices = (count: number) => Array.from({ length: count }, (_, n) => anInvoice({ id: String(1000 + n) }));
/** Until whoever asks without being waited for has asked. */
const aMoment = () => sleep(100);
const pagesOf = ({ erp }: Incoming, stream: string): number => erp.calls.filter((call) => call === `readPage ${stream}`).length;
/** Whether this transaction chose by itself to wait for no disk: the tests' server never waits. */
async function isCommittedLater(trx: Parameters<Incoming['deps']['enqueue']>[0]): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: { setting: string; source: string }[] }>(
    `select setting, source from pg_settings where name = 'synchronous_commit'`,
  );
  return rows[0]!.source === 'session' && rows[0]!.setting === 'off';
}

describe('pages of an ERP', () => {
  it('are asked for while others are stored, one ahead and no more', async () => {
    const joined = await connectedErp(db());
    joined.erp.pageSize = 1;
    joined.erp.set('invoices', ...invoices(6));
    const asked: number[] = [];
    joined.deps.makeWay = async (store) => {
      await aMoment();
      asked.push(pagesOf(joined, 'invoices'));
      return store();
    };
    await joined.pull();
    expect(asked).toEqual([2, 3, 4, 5, 6]);
    expect(await db()('erpInvoices')).toHaveLength(6);
  });

  it('of the next stream are asked for before the one before it is ended', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('customers', aCustomer({ id: '1' }));
    let asked: string[] = [];
    joined.deps.enqueue = async (_trx, name) => {
      await aMoment();
      if (name === 'match') asked = [...joined.erp.calls];
    };
    await joined.pull();
    expect(asked).toEqual(['identify', 'readPage customers', 'readPage invoices']);
  });

  it('of a stream that is compared in time are asked for when all before it is stored', async () => {
    const joined = await connectedErp(db());
    await joined.pull();
    await switchStreams({ db: db(), enqueue: joined.deps.enqueue, now: joined.deps.now }, joined.scope, ['products', 'stock'], true);
    joined.erp.pageSize = 1;
    joined.erp.set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
    joined.deps.makeWay = async (store) => {
      await aMoment();
      return store();
    };
    let stored: unknown[] = [];
    joined.erp.before = async (call) => {
      if (call === 'readPage stock') stored = await db()('erpProducts').select('erpId');
    };
    await joined.pull();
    expect(stored).toHaveLength(2);
  });

  it('are asked for no more once one could not be stored', async () => {
    const joined = await connectedErp(db());
    joined.erp.pageSize = 1;
    joined.erp.set('invoices', ...invoices(9));
    joined.erp.before = () => sleep(20);
    expect(await pullChanges(joined.deps, joined.scope, context(false))).toBe('done');
    await sleep(200);
    expect(pagesOf(joined, 'invoices')).toBeLessThanOrEqual(2);
    expect(await db()('erpInvoices')).toEqual([]);
  });

  it('that were read before the ERP failed are stored, and show in when it is asked again', async () => {
    const joined = await connectedErp(db());
    joined.erp.pageSize = 1;
    joined.erp.set('invoices', ...invoices(5));
    await joined.pull();
    for (let n = 0; n < 4; n++) await joined.pull();
    const quiet = await db()('erpConnections').first<{ quietPulls: number }>('quietPulls');
    expect(quiet.quietPulls).toBeGreaterThan(2);
    joined.erp.set('invoices', ...invoices(5).map((one) => ({ ...one, reference: 'changed' })));
    let asked = 0;
    joined.erp.before = (call) => {
      if (call === 'readPage invoices' && ++asked === 4) throw new Error('away');
    };
    await expect(joined.pull()).rejects.toThrow('away');
    expect(await db()('erpInvoices').where({ reference: 'changed' })).toHaveLength(3);
    expect(await db()('erpConnections').first('quietPulls')).toEqual({ quietPulls: 0 });
  });
});

describe('a commit that waits for no disk', () => {
  it('is that of a page with its cursor, and not that of what ends a stream', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('customers', aCustomer({ id: '1' }));
    const commits: [string, boolean][] = [];
    joined.deps.enqueue = async (trx, name) => void commits.push([name, await isCommittedLater(trx)]);
    await joined.pull();
    expect(commits).toEqual([
      ['match', false],
      ['push', false],
    ]);
    joined.erp.set('customers', aCustomer({ id: '2' }));
    await joined.pull();
    expect(commits.slice(2)).toEqual([['match', true]]);
  });

  it('is chosen only for what is read, computed or asked again by itself, so that what has to stand before another system is told waits', () => {
    const files = readdirSync('server', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const choosing = files.filter((name) => /commitLater|synchronous_commit/.test(readFileSync(`server/${name}`, 'utf8')));
    expect(choosing.sort()).toEqual([
      'db/commit-later.ts',
      // The entries of the inbox go by a later commit.
      'sync/inbox/customers.ts',
      'sync/inbox/deals.ts',
      // The customers stay due, and the page unread.
      'sync/match/match.ts',
      'sync/match/read-record-keys.ts',
      'sync/pull/pull.ts',
      // What was sent stays in doubt, by a commit before the call, and is read back.
      'sync/push/results.ts',
    ]);
  });
});
