import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import type { Db } from '../../../server/db/index.ts';
import { removeRows } from '../../../server/mirror/remove-rows.ts';
import { storeRows, type KeptRow, type RowShape } from '../../../server/mirror/store-rows.ts';
import { customers } from '../../../server/streams/customers/index.ts';
import type { StreamDefinition } from '../../../server/streams/shared/definition.ts';
import { invoices } from '../../../server/streams/invoices/index.ts';
import { payments } from '../../../server/streams/payments/index.ts';
import { nothingTouched } from '../../../server/streams/shared/touched.ts';
import { RecordIdText } from '../../../server/streams/shared/values.ts';
import { useTestDatabase } from '../../support/database.ts';

// A stream that no ERP has: what adding one takes is its definition, its table and its line in the registry.
const Note = z.object({ id: RecordIdText, text: z.string(), createdAt: z.string().nullable(), changeStamp: z.string() });
type Note = z.infer<typeof Note>;
const SHAPE: RowShape<Note, KeptRow> = {
  stream: 'notes',
  table: 'erp_notes',
  columns: [
    ['text', 'text'],
    ['erp_created_at', 'timestamptz'],
  ],
  before: [],
  toRow: ({ text, createdAt }) => ({ text, erp_created_at: createdAt }),
};
const notes: StreamDefinition<'notes', Note> = {
  name: 'notes',
  record: Note,
  table: 'erp_notes',
  alsoFills: [],
  subjectKind: 'stream',
  startsOff: true,
  readEveryMs: 3_600_000,
  store: async (trx, scope, records) => ({ ...(await storeRows(trx, scope, SHAPE, records)), touched: nothingTouched() }),
  remove: async (trx, scope, ids) => {
    await removeRows(trx, scope, { ...SHAPE, returning: 'erp_id' }, ids);
    return nothingTouched();
  },
  unsettled: 'false',
  refreshed: 'select d.erp_id as id from erp_notes d where d.portal_id = :portalId and d.connection_id = :connectionId limit :limit',
};
const TABLE = `create table if not exists erp_notes (
  portal_id bigint not null, connection_id uuid not null, erp_id text not null, generation integer not null, stored_at timestamptz not null, hidden_since timestamptz,
  stored_order bigint not null, mark text not null, hash text not null, text text not null, erp_created_at timestamptz,
  primary key (portal_id, connection_id, erp_id),
  foreign key (portal_id, connection_id) references erp_connections (portal_id, id) on delete cascade)`;

const definitions = [customers, invoices, payments, notes] as unknown as StreamDefinition[];
jest.unstable_mockModule('../../../server/streams/index.ts', () => ({
  STREAMS: definitions.map(({ name }) => name),
  streamOf: (name: string) => definitions.find((definition) => definition.name === name),
}));
const { connectedErp } = await import('../../support/incoming.ts');
const { anInvoice, aCustomer } = await import('../../support/erp-records.ts');
const { switchStreams } = await import('../../../server/sync/shared/stream-states.ts');
const { queueHints } = await import('../../../server/sync/pull/hints.ts');
const { startRebuild } = await import('../../../server/sync/pull/rebuild.ts');
const { isFullyRead } = await import('../../../server/sync/connection/preview-counts.ts');
const { findDueWork, requestPullOnVisit } = await import('../../../server/sync/pull/schedule.ts');
const { loadStreams } = await import('../../../server/sync/connection/health.ts');
const { removePortalData, forgetInstall } = await import('../../../server/portals/removal.ts');
const { readGauges } = await import('../../../server/metrics/metrics-sql.ts');

const db = useTestDatabase();
const NOTES = 'notes' as never;
const texts = async (): Promise<string[]> => (await db()('erpNotes').orderBy('erpId').select('text')).map(({ text }) => text);
type Joined = Awaited<ReturnType<typeof connectedErp>>;

/** The same ERP after an update of this program, or after a module was installed there: it offers one stream more. */
function offerNotes({ erp }: Joined, ...said: string[]): void {
  Object.assign(erp.streams, { notes: { translationVersion: 1, read: 'incremental', reportsDeletes: false, listsUnsettled: false } });
  Object.assign(erp, { kept: { ...Reflect.get(erp, 'kept'), notes: new Map() } });
  say({ erp } as Joined, ...said);
}
const say = ({ erp }: Joined, ...said: string[]): void =>
  erp.set(NOTES, ...(said.map((text, n) => ({ id: String(n + 1), text, createdAt: null, changeStamp: '' })) as unknown as never[]));
const stateOf = ({ scope }: Joined) =>
  db()('erpStreams')
    .where({ ...scope, stream: 'notes' })
    .first();
const switched = ({ deps, scope }: Joined, isOn: boolean) => switchStreams(deps, scope, [NOTES], isOn);

/** A portal that lives with the streams it has. */
async function aRunningPortal(): Promise<Joined> {
  const joined = await connectedErp(db());
  joined.erp.set('customers', aCustomer({ id: '1' }));
  joined.erp.set('invoices', anInvoice({ id: '10' }));
  await joined.pull();
  expect(await isFullyRead(db(), joined.scope)).toBe(true);
  return joined;
}

describe('a stream that is added to a running portal', () => {
  beforeEach(async () => void (await (db() as Db).raw(TABLE)));

  it('is not read before it is switched on, and is read in the background then: nothing else waits', async () => {
    const joined = await aRunningPortal();
    offerNotes(joined, 'one', 'two', 'three');
    await joined.pull();
    expect([await texts(), (await stateOf(joined))?.isOn]).toEqual([[], false]);
    await switched(joined, true);
    joined.erp.pageSize = 1;
    joined.deps.slicePages = 1;
    joined.clock.now = new Date(joined.clock.now.getTime() + 7_200_000);
    const { reconciles } = await findDueWork(db(), joined.clock.now);
    let wasHalfRead = false;
    joined.erp.before = async () => {
      const read = (await texts()).length;
      if (wasHalfRead || read === 0 || read === 3) return;
      wasHalfRead = true;
      // Cards show, records are written, and the rest is compared as before.
      expect((await stateOf(joined))?.firstCompletedAt).toBeNull();
      expect(await isFullyRead(db(), joined.scope)).toBe(true);
      expect((await findDueWork(db(), joined.clock.now)).reconciles).toEqual(reconciles);
    };
    await joined.pull();
    expect(wasHalfRead).toBe(true);
    expect(await texts()).toEqual(['one', 'two', 'three']);
  });

  it('has its own rhythm', async () => {
    const joined = await aRunningPortal();
    offerNotes(joined, 'one');
    await joined.pull();
    await switched(joined, true);
    await joined.pull();
    say(joined, 'changed');
    joined.erp.set('invoices', anInvoice({ id: '11' }));
    await joined.pull();
    expect([await texts(), await db()('erpInvoices').count().first()]).toEqual([['one'], { count: 2 }]);
    joined.clock.now = new Date(joined.clock.now.getTime() + 3_600_000);
    await joined.pull();
    expect(await texts()).toEqual(['changed']);
  });

  it('is hinted, compared, rebuilt and removed like the others', async () => {
    const joined = await aRunningPortal();
    offerNotes(joined, 'one', 'two');
    await joined.pull();
    await switched(joined, true);
    await joined.pull();
    say(joined, 'hinted');
    await queueHints(db(), joined.scope, {
      enqueue: joined.deps.enqueue,
      hints: [{ stream: NOTES, id: '1' as never }],
      now: joined.clock.now,
    });
    joined.clock.now = new Date(joined.clock.now.getTime() + 1_000);
    await joined.hint();
    expect(await texts()).toEqual(['hinted', 'two']);
    joined.erp.remove(NOTES, '2');
    await joined.reconcile();
    expect(await texts()).toEqual(['hinted']);
    await db()('erpNotes').update({ text: 'spoiled', hash: '' });
    await startRebuild(db(), joined.scope, { now: joined.clock.now });
    await joined.pull();
    expect(await texts()).toEqual(['hinted']);
    const shown = (await loadStreams(db(), joined.scope, joined.clock.now)).map(({ stream }) => String(stream));
    expect(shown).toEqual(['customers', 'invoices', 'payments', 'notes']);
    expect((await readGauges(db(), joined.clock.now)).freshness.map(({ stream }) => stream)).toContain('notes');
  });

  it('is let go when it is switched off or the ERP has it no more, and nobody waits for it', async () => {
    const joined = await aRunningPortal();
    offerNotes(joined, 'one');
    await joined.pull();
    await switched(joined, false);
    expect((await readGauges(db(), joined.clock.now)).freshness.map(({ stream }) => stream)).not.toContain('notes');
    // However old what was read of it: a visit asks the ERP for what is read.
    const hour = new Date(joined.clock.now.getTime() - 3_600_000);
    await db()('erpStreams').where({ stream: 'notes' }).update({ completedAt: hour });
    await db()('erpConnections').update({ nextPullAt: new Date(joined.clock.now.getTime() + 900_000) });
    expect(await requestPullOnVisit(db(), joined.deps.enqueue, joined.scope.portalId, joined.clock.now)).toEqual([]);
    await queueHints(db(), joined.scope, {
      enqueue: joined.deps.enqueue,
      hints: [{ stream: NOTES, id: '1' as never }],
      now: joined.clock.now,
    });
    joined.clock.now = new Date(joined.clock.now.getTime() + 20_000);
    expect(await joined.hint()).toBe('done');
    expect([await texts(), await db()('erpHints').where(joined.scope)]).toEqual([[], []]);
    Object.assign(joined.erp, { streams: { ...joined.erp.streams, notes: undefined } });
    await joined.pull();
    expect(await stateOf(joined)).toMatchObject({ isOffered: false });
    expect(await isFullyRead(db(), joined.scope)).toBe(true);
  });

  it('goes with the portal', async () => {
    const joined = await aRunningPortal();
    offerNotes(joined, 'one');
    await joined.pull();
    await switched(joined, true);
    await joined.pull();
    const { portalId } = joined.scope;
    await forgetInstall(db(), portalId as never, joined.clock.now);
    await removePortalData({ db: db(), log: joined.deps.log, now: () => joined.clock.now, graceDays: 0 }, portalId as never);
    expect(await texts()).toEqual([]);
  });
});
