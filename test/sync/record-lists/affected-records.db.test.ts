import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ListedRecords } from '../../../hubspot-app/app/settings/api/lists.ts';
import { raiseProblems, resolveProblems } from '../../../server/portals/problems.ts';
import { portalId, recordId } from '../../../server/shared/ids.ts';
import type { SubjectKind } from '../../../server/shared/subject-kinds.ts';
import { storeCustomers } from '../../../server/streams/customers/store.ts';
import { storeInvoices } from '../../../server/streams/invoices/store.ts';
import { storeOrders } from '../../../server/streams/orders/store.ts';
import { storePayments } from '../../../server/streams/payments/store.ts';
import { loadAffectedRecords } from '../../../server/sync/record-lists/affected-records.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice, anOrder, aPayment } from '../../support/erp-records.ts';
import { aConnection, type ConnectionRow } from '../../support/portal-rows.ts';

const db = useTestDatabase();
const now = new Date('2026-11-20T12:00:00Z');
let mine: ConnectionRow;

type Row = Record<string, unknown>;

/** The same in each connection: its records are called `<name>-<what they are>`. */
async function fill(scope: ConnectionRow, name: string): Promise<ConnectionRow> {
  const mirror = { ...scope, generation: 1, now };
  const paid = { customerId: '2', organisationId: '2' };
  await db().transaction(async (trx) => {
    await storeCustomers(trx, mirror, [aCustomer({ id: '1' }), aCustomer({ id: '2' })]);
    await storeInvoices(trx, mirror, [anInvoice({ id: 'i', customerId: '1', organisationId: '1', origin: null })]);
    await storePayments(trx, mirror, [aPayment({ id: 'p', ...paid }), aPayment({ id: 'q', ...paid, customerId: '1' })]);
    await storeOrders(trx, mirror, [anOrder({ id: 'o', number: `S-${name}` })]);
  });
  const add = (table: string, rows: Row[]) => db()(table).insert(rows.map((row) => ({ ...scope, ...row })));
  const of = (what: string) => `${name}-${what}`;
  await add('links', [
    { objectType: 'companies', customerId: '1', recordId: of('one'), state: 'active', rule: 'key' },
    { objectType: 'contacts', customerId: '2', recordId: of('two'), state: 'active', rule: 'key' },
    { objectType: 'contacts', customerId: '1', recordId: of('proposed'), state: 'proposed', rule: 'key' },
  ]);
  await add('invoiceTies', [{ invoiceId: 'i', dealId: of('tied') }]);
  await add('orderTies', [{ orderId: 'o', dealId: of('ordered'), how: 'person', wants: 'order', tiedAt: now, currency: 'EUR' }]);
  const targets = [
    ['one', 2, 1, 2],
    ['two', 2, 1, 1],
  ] as const;
  for (const [index, [what, dueRevision, pushedRevision, refusedRevision]] of targets.entries()) {
    const revisions = { dueRevision, pushedRevision, refusedRevision };
    const objectType = (['companies', 'contacts'] as const)[index]!;
    await db()('targets').insert({ portalId: scope.portalId, objectType, recordId: of(what), priority: 1, dueAt: now, ...revisions });
  }
  await add('customerMatches', [
    { objectType: 'companies', customerId: '4', state: 'ambiguous', candidates: JSON.stringify([{ recordId: of('match') }]) },
    { objectType: 'companies', customerId: '5', state: 'due', candidates: JSON.stringify([{ recordId: of('looked up') }]) },
  ]);
  const command = { objectType: 'companies', name: 'createCustomer', state: 'waiting', askedBy: '{}', askedAt: now, dueAt: now };
  await add('commands', [
    { ...command, key: of('1'), recordId: of('waits'), waitingFor: 'command.missing_field' },
    { ...command, key: of('2'), recordId: of('doubtful'), waitingFor: 'command.waiting_review' },
    { ...command, key: of('3'), recordId: of('goes on'), waitingFor: 'command.waiting_other' },
    { ...command, key: of('4'), recordId: of('done'), state: 'done' },
    { ...command, key: of('5'), recordId: of('deal'), objectType: 'deals', name: 'createOrder', waitingFor: 'order.waiting_approval' },
  ]);
  await db()('customerRules').insert({ ...scope, live: '{}', changedAt: now });
  const pair = { objectType: 'companies', isAsked: true, dueAt: now };
  const asked = (isFromBefore: boolean) => JSON.stringify({ phone: { asked: { isFromBefore } } });
  await add('fieldPairs', [
    { ...pair, customerId: '1', recordId: of('edited'), fields: asked(false) },
    { ...pair, customerId: '2', recordId: of('before'), fields: asked(true) },
  ]);
  const archival = { objectType: 'companies', noticedAt: now, dueAt: now };
  await add('customerArchivals', [
    { ...archival, customerId: '1', recordId: of('held'), side: 'hubspot', state: 'held' },
    { ...archival, customerId: '2', recordId: of('noticed'), side: 'hubspot', state: 'noticed' },
    { ...archival, customerId: '4', recordId: of('in erp'), side: 'erp', state: 'held' },
  ]);
  const problems: [string, SubjectKind, string][] = [
    ['of.customer', 'customer', '2'],
    ['of.invoice', 'invoice', 'i'],
    ['of.payment', 'payment', 'p'],
    ['of.order', 'order', 'o'],
    ['of.record', 'contacts', of('two')],
  ];
  const { connectionId } = scope;
  await raiseProblems(
    db(),
    scope.portalId,
    problems.map(([code, subjectKind, subject]) => ({ code, connectionId, subjectKind, subject })),
    now,
  );
  return scope;
}

beforeEach(async () => {
  mine = await fill(await aConnection(db()), 'mine');
  await fill(await aConnection(db(), { identityKey: 'memory:db-2' }), 'beside');
  const gone = await fill(await aConnection(db(), { identityKey: 'memory:db-3' }), 'gone');
  await db()('erpConnections').where({ id: gone.connectionId }).update({ status: 'disconnected' });
  await fill(await aConnection(db(), { portalId: 8 }), 'stranger');
});

async function found(listed: ListedRecords): Promise<string[]> {
  const records = await loadAffectedRecords(db(), portalId(7), listed);
  return [...records].flatMap(([objectType, { ids, total }]) => {
    expect(total).toBe(ids.length);
    return ids.map((id) => `${objectType} ${id}`);
  });
}
const problem = (code: string): ListedRecords => ({ about: 'problem', code, connectionId: mine.connectionId });

describe('the records that a problem of one connection touches', () => {
  it.each([
    ['of.customer', ['contacts mine-two']],
    ['of.invoice', ['companies mine-one', 'deals mine-tied']],
    ['of.payment', ['contacts mine-two']],
    ['of.order', ['deals mine-ordered']],
    ['of.record', ['contacts mine-two']],
    ['of.nothing', []],
  ])('are those that show what it names: %s', async (code, expected) => {
    expect((await found(problem(code))).sort()).toEqual(expected);
  });

  it('are none when it is over', async () => {
    const { portalId: portal, connectionId } = mine;
    await resolveProblems(db(), portal, { connectionId, codes: ['of.customer'], subjectKind: 'customer', subjects: ['2'] }, now);
    expect(await found(problem('of.customer'))).toEqual([]);
  });
});

describe('the records of what waits', () => {
  it.each([
    ['matches', ['companies mine-match'], ['companies beside-match']],
    ['matchesWithoutInvoices', ['companies mine-match'], ['companies beside-match']],
    ['creations', ['companies mine-doubtful'], ['companies beside-doubtful']],
    ['fields', ['companies mine-edited'], ['companies beside-edited']],
    ['archivals', ['companies mine-held'], ['companies beside-held']],
    ['customersWaiting', ['companies mine-waits'], ['companies beside-waits']],
    ['ordersWaiting', ['deals mine-deal'], ['deals beside-deal']],
  ] as const)('are those of one connection, or of all that are not disconnected: %s', async (about, ofMine, ofOthers) => {
    expect(await found({ about, connectionId: mine.connectionId } as ListedRecords)).toEqual(ofMine);
    expect((await found({ about, connectionId: null } as ListedRecords)).sort()).toEqual([...ofOthers, ...ofMine]);
  });

  it('are asked only where rules are live', async () => {
    await db()('customerRules').update({ live: null });
    expect(await found({ about: 'fields', connectionId: null })).toEqual([]);
  });

  it('are those that HubSpot refused, or of which people are told', async () => {
    const failing = () => found({ about: 'failing', connectionId: mine.connectionId });
    expect((await failing()).sort()).toEqual(['companies mine-one', 'contacts mine-two']);
    await db()('problems').update({ resolvedAt: now });
    expect(await failing()).toEqual(['companies mine-one']);
    await db()('targets')
      .where({ recordId: recordId('mine-one') })
      .update({ pushedRevision: 2 });
    expect(await failing()).toEqual([]);
    // News are no failure, and what names no connection is of every one.
    const raise = (code: string) =>
      raiseProblems(db(), mine.portalId, [{ code, connectionId: null, subjectKind: 'companies', subject: 'mine-one' }], now);
    await raise('portal.administrator_added');
    expect(await failing()).toEqual([]);
    await raise('deal.cloned');
    expect(await failing()).toEqual(['companies mine-one']);
  });
});
