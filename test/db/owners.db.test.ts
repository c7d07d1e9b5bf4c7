import { describe, expect, it } from '@jest/globals';
import type { Db } from '../../server/db/index.ts';
import { useTestDatabase } from '../support/database.ts';
import { aConnection, type ConnectionRow } from '../support/portal-rows.ts';

const db = useTestDatabase();
const NOBODY = '00000000-0000-4000-8000-00000000dead';

/** One row in each table whose rows come by the page. */
const ROWS: Record<string, (of: ConnectionRow) => Record<string, unknown>> = {
  erpCustomers: ({ portalId, connectionId }) => ({
    ...{ portalId, connectionId, erpId: '1', kind: 'organisation', organisationId: '1', name: 'Acme', isBillingContact: false },
    ...{ active: true, blocked: false, ...KEPT },
  }),
  erpInvoices: ({ portalId, connectionId }) => ({
    ...{ portalId, connectionId, erpId: '1', type: 'invoice', status: 'open', currency: 'EUR', total: 1, open: 1, untaxed: 1, tax: 0 },
    ...{ baseCurrency: 'EUR', baseTotal: 1, baseOpen: 1, ...KEPT },
  }),
  erpInvoiceOrigins: ({ portalId, connectionId }) => ({ portalId, connectionId, orderNumber: 'S1', invoiceId: '1' }),
  erpPayments: ({ portalId, connectionId }) => ({
    ...{ portalId, connectionId, erpId: '1', direction: 'in', status: 'posted', currency: 'EUR', amount: 1 },
    ...{ baseCurrency: 'EUR', baseAmount: 1, ...KEPT },
  }),
  erpAllocations: ({ portalId, connectionId }) => ({
    ...{ portalId, connectionId, ownerStream: 'invoices', ownerId: '1', position: 0, invoiceId: '1', by: 'payment', amount: 1 },
  }),
  links: ({ portalId, connectionId }) => ({
    ...{ portalId, connectionId, objectType: 'companies', customerId: '1', recordId: '901', state: 'active', rule: 'key' },
  }),
  customerMatches: ({ portalId, connectionId }) => ({ portalId, connectionId, objectType: 'companies', customerId: '1', state: 'due' }),
};
const KEPT = { mark: '1', hash: '1', generation: 1 };

const countOf = async (table: string): Promise<number> => (await db()(table)).length;
const removeConnection = (trx: Db, of: ConnectionRow) => trx('erpConnections').where({ id: of.connectionId }).delete();

/** Begins at once. The code of the failure, if it fails. */
const outcomeOf = (work: PromiseLike<unknown>): Promise<string> =>
  Promise.resolve(work).then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );

/** Resolves when somebody waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await db().raw<{ rows: unknown[] }>(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe.each(Object.keys(ROWS))('rows of %s', (table) => {
  const row = ROWS[table]!;

  it('need their connection, every one of them', async () => {
    const of = await aConnection(db());
    const stranger = { ...of, connectionId: NOBODY as ConnectionRow['connectionId'] };
    await expect(db()(table).insert([row(of), row(stranger)])).rejects.toMatchObject({ code: '23503' });
    expect(await countOf(table)).toBe(0);
  });

  it('go with it, and leave those of others', async () => {
    const [gone, stays] = [await aConnection(db()), await aConnection(db(), { identityKey: 'memory:db-2' })];
    await db()(table).insert([row(gone), row(stays)]);
    await removeConnection(db(), gone);
    expect(await db()(table)).toMatchObject([{ connectionId: stays.connectionId }]);
  });

  it('are refused when it is removed at the same moment', async () => {
    const of = await aConnection(db());
    const removing = await db().transaction();
    await removeConnection(removing, of);
    const outcome = outcomeOf(db()(table).insert(row(of)));
    await untilSomebodyWaits();
    await removing.commit();
    expect(await outcome).toBe('23503');
    expect(await countOf(table)).toBe(0);
  });

  it('are removed with it when they were stored at the same moment', async () => {
    const of = await aConnection(db());
    const storing = await db().transaction();
    await storing(table).insert(row(of));
    const outcome = outcomeOf(removeConnection(db(), of));
    await untilSomebodyWaits();
    await storing.commit();
    expect([await outcome, await countOf(table)]).toEqual(['done', 0]);
  });
});

/** One row in each table of a portal whose rows come by the hundred. */
const ROWS_OF_PORTAL: Record<string, (of: ConnectionRow) => Record<string, unknown>> = {
  events: ({ portalId, connectionId }) => ({
    ...{ portalId, connectionId, identityKey: 'memory:db-1', kind: 'invoice_paid', erpId: '1', recordedAt: new Date(), isLive: false },
  }),
  targets: ({ portalId }) => ({ portalId, objectType: 'companies', recordId: '901' }),
  inbox: ({ portalId }) => ({ portalId, objectType: 'companies', recordId: '901' }),
  recordKeys: ({ portalId }) => ({ portalId, objectType: 'companies', recordId: '901', kind: 'domain', value: 'acme.mx' }),
  dealOrders: ({ portalId }) => ({ portalId, dealId: '901', orderNumber: 'S1', typed: 'S1' }),
};

describe.each(Object.keys(ROWS_OF_PORTAL))('rows of %s', (table) => {
  const row = ROWS_OF_PORTAL[table]!;

  it('need their portal, stay when a connection goes, and go with the portal', async () => {
    const of = await aConnection(db());
    await db()(table).insert(row(of));
    await expect(db()(table).insert(row({ ...of, portalId: 99 as never }))).rejects.toMatchObject({ code: '23503' });
    await removeConnection(db(), of);
    expect(await countOf(table)).toBe(1);
    await db()('portals').delete();
    expect(await countOf(table)).toBe(0);
  });

  it('are refused when their portal is removed at the same moment', async () => {
    const of = await aConnection(db());
    const removing = await db().transaction();
    await removing('portals').delete();
    const outcome = outcomeOf(db()(table).insert(row(of)));
    await untilSomebodyWaits();
    await removing.commit();
    expect(await outcome).toBe('23503');
  });
});
