import { describe, expect, it } from '@jest/globals';
import type { NewEvent } from '../../../server/streams/shared/events.ts';
import { renameEventsOfReusedIds, addProofToEvents, recordEvents } from '../../../server/sync/events/events.ts';
import { acceptSameErp } from '../../../server/sync/connection/same-erp.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInvoice, aPayment } from '../../support/erp-records.ts';
import { MemoryErp } from '../../support/erp.ts';
import { connectedErp, GO_LIVE, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const events = async (): Promise<string[]> =>
  (await db()('events').orderBy(['kind', 'erpId']).select('kind', 'erpId', 'isLive')).map(
    (e) => `${e.kind} ${e.erpId}${e.isLive ? ' live' : ''}`,
  );
const later = (minutes: number): string => new Date(GO_LIVE.getTime() + minutes * 60_000).toISOString();
const pass = ({ clock }: Incoming, minutes: number): void => void (clock.now = new Date(GO_LIVE.getTime() + minutes * 60_000));
const OLD = { createdAt: '2025-03-01T00:00:00Z', issuedOn: '2025-03-01' };

describe('quiet history', () => {
  it('the first reading makes history of what was before go-live', async () => {
    const joined = await connectedErp(db());
    joined.erp.set(
      'invoices',
      anInvoice({ id: '1', ...OLD }),
      anInvoice({ id: '2', ...OLD, status: 'paid', settledAt: '2025-04-01T00:00:00Z' }),
    );
    joined.erp.set('payments', aPayment({ id: '3', createdAt: '2025-04-01T00:00:00Z' }));
    await joined.pull();
    expect(await events()).toEqual(['invoice_paid 2', 'payment_received 3']);
  });

  it('what happens after go-live is live, and stays recorded once whatever is undone and done again', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('invoices', anInvoice({ id: '1', ...OLD }));
    await joined.pull();
    pass(joined, 10);
    const paid = anInvoice({ id: '1', ...OLD, status: 'paid', settledAt: later(9) });
    joined.erp.set('invoices', paid, anInvoice({ id: '2', status: 'draft', createdAt: later(5) }));
    await joined.pull();
    const once = ['invoice_paid 1 live'];
    expect(await events()).toEqual(once);
    const [recorded] = await db()('events').where({ kind: 'invoice_paid' });
    expect(recorded.recordedAt).toEqual(joined.clock.now);

    pass(joined, 20);
    joined.erp.set('invoices', anInvoice({ id: '1', ...OLD }));
    await joined.pull();
    pass(joined, 30);
    joined.erp.set('invoices', { ...paid, settledAt: later(29) }, anInvoice({ id: '2', status: 'open', createdAt: later(5) }));
    await joined.pull();
    expect(await events()).toEqual(once);
    expect((await db()('events').where({ kind: 'invoice_paid' }))[0]).toEqual(recorded);

    pass(joined, 40);
    joined.erp.set('invoices', anInvoice({ id: '2', status: 'cancelled', createdAt: later(5) }));
    await joined.pull();
    joined.erp.set('invoices', anInvoice({ id: '2', status: 'open', createdAt: later(5) }));
    await joined.pull();
    expect(await events()).toEqual(once);
  });

  it('a new translation that calls old invoices paid makes history of them', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('invoices', anInvoice({ id: '1', ...OLD, status: 'credited', settledOn: '2025-05-01' }));
    await joined.pull();
    pass(joined, 10);
    joined.erp.set('invoices', anInvoice({ id: '1', ...OLD, status: 'paid', settledOn: '2025-05-01' }));
    joined.erp.streams.invoices.translationVersion = 2;
    await joined.pull();
    expect(await events()).toEqual(['invoice_paid 1']);
  });

  it('connecting the same ERP again repeats nothing', async () => {
    const erp = new MemoryErp();
    const first = await connectedErp(db(), { erp });
    erp.set('invoices', anInvoice({ id: '1', createdAt: later(-5) }));
    await first.pull();
    pass(first, 10);
    erp.set('invoices', anInvoice({ id: '1', createdAt: later(-5), status: 'paid', settledAt: later(9) }));
    await first.pull();
    const before = await db()('events').orderBy('kind');
    await db()('erpConnections').update({ status: 'disconnected' });
    const again = await connectedErp(db(), { erp, goLiveAt: new Date(later(11)) });
    pass(again, 12);
    await again.pull();
    expect(await db()('events').orderBy('kind')).toEqual(before);
  });

  it('an outage makes history of what happened long ago, and events of what is young', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('invoices', anInvoice({ id: '1', ...OLD }), anInvoice({ id: '2', ...OLD }));
    await joined.pull();
    const day = 24 * 60;
    joined.erp.set('invoices', anInvoice({ id: '1', ...OLD, status: 'paid', settledAt: later(day) }));
    joined.erp.set('invoices', anInvoice({ id: '2', ...OLD, status: 'paid', settledAt: later(9 * day) }));
    pass(joined, 10 * day);
    await joined.pull();
    expect((await events()).filter((event) => event.startsWith('invoice_paid'))).toEqual(['invoice_paid 1', 'invoice_paid 2 live']);
  });

  it('an id that was given away again tells its own event, although the first was recorded before events carried a proof', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('invoices', anInvoice({ id: '1', ...OLD, status: 'paid', settledAt: later(1) }));
    await joined.pull();
    await db()('events').update({ proof: null });
    pass(joined, 10);
    joined.erp.set('invoices', anInvoice({ id: '1', customerId: '2', createdAt: later(5), status: 'paid', settledAt: later(9) }));
    await joined.pull();
    await acceptSameErp(joined.deps, joined.scope, new AbortController().signal);
    await joined.pull();
    expect((await db()('events').where({ kind: 'invoice_paid', erpId: '1' }))[0]).toMatchObject({ customerId: '2', isLive: true });
    expect(await events()).toHaveLength(2);
  });
});

describe('whose events they are', () => {
  const event = (id: string, proof: string | null, kind: NewEvent['kind'] = 'invoice_paid'): NewEvent => {
    return { kind, erpId: erpRecordId(id), customerId: null, organisationId: null, isLive: true, proof };
  };
  const proofs = async (): Promise<string[]> =>
    (await db()('events').orderBy(['erpId', 'kind'])).map(
      ({ kind, erpId, proof }) => `${kind} ${erpId.split('~')[0]}${erpId.includes('~') ? '~' : ''} ${proof}`,
    );

  async function recorded(...events: NewEvent[]) {
    const joined = await connectedErp(db());
    const scope = { ...joined.scope, identityKey: 'memory:a', now: joined.clock.now };
    await recordEvents(db(), scope, events);
    expect(await db()('events')).toHaveLength(events.length);
    return scope;
  }
  const known = (id: string, proof: string | null) => ({ id: erpRecordId(id), proof });

  it('is learned where nothing was known, and never learned anew', async () => {
    const scope = await recorded(event('1', null), event('2', 'first'), event('3', null), event('1', null, 'invoice_overdue'));
    await addProofToEvents(db(), { ...scope, identityKey: 'memory:b' }, ['invoice_paid'], [known('1', 'elsewhere')]);
    await addProofToEvents(db(), scope, ['invoice_paid'], [known('1', 'mine'), known('2', 'second'), known('3', null)]);
    expect(await proofs()).toEqual(['invoice_overdue 1 null', 'invoice_paid 1 mine', 'invoice_paid 2 first', 'invoice_paid 3 null']);
  });

  it('parts those of another record under the same id, and only those', async () => {
    const scope = await recorded(event('1', 'a'), event('1', 'a', 'invoice_overdue'), event('2', 'a'), event('3', null), event('4', 'a'));
    const now = [known('1', 'b'), known('2', 'a'), known('3', 'b'), known('4', null)];
    await renameEventsOfReusedIds(db(), { ...scope, identityKey: 'memory:b' }, ['invoice_paid'], now);
    await renameEventsOfReusedIds(db(), scope, ['invoice_paid'], now);
    expect(await proofs()).toEqual([
      'invoice_overdue 1 a',
      'invoice_paid 1~ a',
      'invoice_paid 2 a',
      'invoice_paid 3 null',
      'invoice_paid 4 a',
    ]);
    const before = await proofs();
    await recordEvents(db(), scope, [event('1', 'b'), event('2', 'a')]);
    expect((await proofs()).toSorted()).toEqual([...before, 'invoice_paid 1 b'].toSorted());
  });

  it('are written in one order whoever writes them, so that nobody waits for one who waits for him', async () => {
    const scope = await recorded(
      event('3', null),
      event('2', null),
      event('1', null),
      event('4', null),
      event('9', null, 'invoice_overdue'),
    );
    const { rows } = await db().raw<{ rows: { erpId: string }[] }>('select erp_id from events order by ctid');
    expect(rows.map(({ erpId }) => erpId)).toEqual(['9', '1', '2', '3', '4']);
    await recordEvents(db(), scope, []);
    expect(await db()('events')).toHaveLength(5);
  });
});
