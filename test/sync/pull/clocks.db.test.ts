import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { queueHints } from '../../../server/sync/pull/hint-queue.ts';
import { readHintedRecords } from '../../../server/sync/pull/hints.ts';
import { pullChanges } from '../../../server/sync/pull/pull.ts';
import { requestPull } from '../../../server/sync/pull/schedule.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const context = { signal: new AbortController().signal, holdsClaim: async () => true };
const MINUTES = 60_000;

/** The same engine in a process whose clock is wrong by so much. */
function elsewhere({ deps, clock }: Incoming, wrongMs: number): Incoming['deps'] {
  return { ...deps, sliceMs: 2_000, now: () => new Date(clock.now.getTime() + wrongMs) };
}

const statusOf = async (id: string): Promise<unknown> => (await db()('erpInvoices').where({ erpId: id }).first())?.status;

describe.each([
  ['behind', -5 * MINUTES],
  ['ahead', 5 * MINUTES],
])('a process whose clock is %s', (_, wrongMs) => {
  it('reads what another stored a moment ago, once', async () => {
    const joined = await connectedErp(db());
    const other = elsewhere(joined, wrongMs);
    joined.erp.set('invoices', anInvoice({ id: 'i1' }));
    await joined.pull();
    joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
    const hint = { stream: 'invoices' as const, id: erpRecordId('i1') };
    await queueHints(db(), joined.scope, { enqueue: joined.deps.enqueue, hints: [hint], now: new Date(other.now().getTime() - 10_000) });
    joined.erp.calls.length = 0;
    await readHintedRecords(other, joined.scope, context);
    expect(await statusOf('i1')).toBe('paid');
    // The record, and perhaps the one by which the ERP is recognised.
    expect(joined.erp.calls.filter((call) => call === 'readByIds invoices').length).toBeLessThanOrEqual(2);
  });

  it('does not overwrite what another stored while it was asking', async () => {
    const joined = await connectedErp(db());
    const other = elsewhere(joined, wrongMs);
    joined.erp.set('invoices', anInvoice({ id: 'i1' }));
    await joined.pull();
    joined.erp.set('invoices', anInvoice({ id: 'i1', reference: 'changed' }));
    const readPage = joined.erp.readPage.bind(joined.erp);
    joined.erp.readPage = async (stream, cursor) => {
      const page = await readPage(stream, cursor);
      if (stream !== 'invoices') return page;
      joined.erp.readPage = readPage;
      joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
      await queueHints(db(), joined.scope, {
        enqueue: joined.deps.enqueue,
        hints: [{ stream, id: erpRecordId('i1') }],
        now: new Date(joined.clock.now.getTime() - 10_000),
      });
      await joined.hint();
      return page;
    };
    await db()('erpStreams').update({ completedAt: new Date(other.now().getTime() - MINUTES) });
    await db()('erpConnections').update({ nextPullAt: other.now() });
    await pullChanges(other, joined.scope, context);
    expect(await statusOf('i1')).toBe('paid');
  });
});

it('waits for a reading that is due in a moment by another process’s clock', async () => {
  const joined = await connectedErp(db());
  await db()('erpConnections').update({ nextPullAt: new Date(joined.clock.now.getTime() + 300) });
  expect(await pullChanges(joined.deps, joined.scope, context)).toEqual({ againAfterMs: 300 });
});

describe('a record that is overtaken each time it is looked at', () => {
  it('is looked at again with growing gaps', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('invoices', anInvoice({ id: 'i1' }));
    await joined.pull();
    let round = 0;
    // Somebody else stores another version whenever it is read.
    joined.erp.before = async (call) => {
      if (call !== 'readByIds invoices') return;
      joined.erp.set('invoices', anInvoice({ id: 'i1', reference: `version ${++round}` }));
      await db().raw(`update erp_invoices set stored_order = nextval('mirror_order'), hash = 'another'`);
    };
    const hint = { stream: 'invoices' as const, id: erpRecordId('i1') };
    await queueHints(db(), joined.scope, {
      enqueue: joined.deps.enqueue,
      hints: [hint],
      now: new Date(joined.clock.now.getTime() - 10_000),
    });
    const waits: number[] = [];
    for (let looks = 0; looks < 4; looks++) {
      const outcome = await joined.hint();
      const waitMs = outcome === 'done' ? 0 : outcome.againAfterMs;
      waits.push(waitMs);
      joined.clock.now = new Date(joined.clock.now.getTime() + waitMs);
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000]);
  });
});

describe('a reading', () => {
  it('comes again at once where somebody asked for it while it was under way', async () => {
    const joined = await connectedErp(db());
    const wanted = new Date(joined.clock.now.getTime() + 500);
    joined.erp.before = async (call) => {
      if (call === 'readPage payments') await db()('erpConnections').update({ nextPullAt: wanted });
    };
    await joined.pull();
    expect((await db()('erpConnections').first()).nextPullAt).toEqual(wanted);
  });

  it('passes over nothing that was asked for while it was under way', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('customers', aCustomer({ id: 'c1' }));
    joined.erp.set('invoices', anInvoice({ id: 'i1' }));
    await joined.pull();
    // The ERP has answered, and it takes a while until the answer is stored.
    changeOnce(joined, 'invoices', anInvoice({ id: 'i1', status: 'paid' }));
    await joined.pull();
    expect(await statusOf('i1')).toBe('open');
    await runUntilDone(joined);
    expect(await statusOf('i1')).toBe('paid');
  });

  it('of several slices neither', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('customers', aCustomer({ id: 'c1' }));
    joined.erp.set('invoices', ...['i1', 'i2', 'i3'].map((id) => anInvoice({ id })));
    await joined.pull();
    joined.deps.slicePages = 1;
    joined.erp.pageSize = 1;
    joined.erp.set('invoices', ...['i1', 'i2', 'i3'].map((id) => anInvoice({ id, reference: 'moved' })));
    // Read before those that are left: the customers of the first slice, and the first of the invoices.
    changeOnce(joined, 'invoices', anInvoice({ id: 'i1', status: 'paid' }), () => {
      joined.erp.set('customers', aCustomer({ id: 'c1', name: 'Renamed' }));
    });
    await joined.pull();
    await runUntilDone(joined);
    expect(await statusOf('i1')).toBe('paid');
    expect((await db()('erpCustomers').where({ erpId: 'c1' }).first()).name).toBe('Renamed');
    expect((await db()('erpConnections').first()).readingFor).toBeNull();
  });

  /** Somebody changes it right after it was read, and presses "Refresh"; it is stored a second later. */
  function changeOnce(joined: Incoming, stream: 'invoices', changed: Invoice, also = (): void => undefined): void {
    const readPage = joined.erp.readPage.bind(joined.erp);
    joined.erp.readPage = async (which, cursor) => {
      const page = await readPage(which, cursor);
      if (which !== stream) return page;
      joined.erp.readPage = readPage;
      joined.erp.set(stream, changed);
      also();
      const at = new Date(joined.clock.now.getTime() + 500);
      await requestPull(db(), joined.deps.enqueue, joined.scope, { at, afterMs: 500 });
      joined.clock.now = new Date(at.getTime() + 500);
      return page;
    };
  }

  async function runUntilDone({ deps, scope }: Incoming): Promise<void> {
    while ((await pullChanges(deps, scope, context)) !== 'done');
  }
});
