import { beforeEach, describe, expect, it } from '@jest/globals';
import { createDb } from '../../server/db/index.ts';
import { erpRecordId, portalId, recordId, type ConnectionId, type ErpRecordId } from '../../server/shared/ids.ts';
import { loadInvoiceDetail } from '../../server/records/queries/invoice-detail.ts';
import { loadFigures } from '../../server/records/queries/figures.ts';
import { loadInvoicePage } from '../../server/records/queries/invoices.ts';
import { loadLinkedCustomers, searchCustomers } from '../../server/records/queries/customers.ts';
import { suggestCustomers } from '../../server/records/queries/suggestions.ts';
import { loadTieCandidates } from '../../server/records/queries/tie-candidates.ts';
import type { RecordScope } from '../../server/records/queries/totals.ts';
import { databaseUrl, useTestDatabase } from '../support/database.ts';

const database = useTestDatabase();
const PORTAL = portalId(7);
const CONNECTION = '11111111-1111-4111-8111-111111111111' as ConnectionId;
const ACME = {
  portalId: PORTAL,
  objectType: 'companies',
  recordId: recordId('900'),
  contactsCarry: 'billing_contact',
  day: { today: '2026-11-23', timeZone: 'UTC' },
} as const;
const deal = (id: string): RecordScope => ({ ...ACME, objectType: 'deals', recordId: recordId(id) });
const newest = { page: 1, sort: 'issuedOn', direction: 'descending', filter: 'all', search: '' } as const;

async function storeInvoice(id: string, facts: Record<string, unknown> = {}): Promise<ErpRecordId> {
  const amounts = { total: '100.00', open: '100.00', untaxed: '86.21', tax: '13.79', baseTotal: '100.00', baseOpen: '100.00' };
  await database()('erpInvoices').insert({
    portalId: PORTAL,
    connectionId: CONNECTION,
    erpId: id,
    type: 'invoice',
    status: 'open',
    number: `INV/${id}`,
    customerId: '1',
    organisationId: '1',
    currency: 'MXN',
    baseCurrency: 'MXN',
    issuedOn: '2026-10-01',
    dueOn: '2026-12-01',
    mark: 'm',
    hash: 'h',
    generation: 1,
    ...amounts,
    ...facts,
  });
  return erpRecordId(id);
}

async function storeCustomer(id: string, facts: Record<string, unknown> = {}): Promise<void> {
  const flags = { isBillingContact: false, active: true, blocked: false, mark: 'm', hash: 'h', generation: 1 };
  await database()('erpCustomers').insert({
    portalId: PORTAL,
    connectionId: CONNECTION,
    erpId: id,
    kind: 'organisation',
    organisationId: id,
    name: `Customer ${id}`,
    ...flags,
    ...facts,
  });
}

async function link(objectType: string, customerId: string, record: string): Promise<void> {
  await database()('links').insert({
    portalId: PORTAL,
    connectionId: CONNECTION,
    objectType,
    customerId,
    recordId: record,
    state: 'active',
    rule: 'tax_id',
  });
}

beforeEach(async () => {
  const db = database();
  await db('portals').insert({ portalId: PORTAL });
  const identity = JSON.stringify({ key: 'x', name: 'x', product: 'x', companies: [] });
  await db('erpConnections').insert({
    portalId: PORTAL,
    id: CONNECTION,
    system: 'x',
    name: 'ERP',
    settings: 's',
    identity,
    identityKey: 'x',
    approvedAt: new Date(),
  });
  await storeCustomer('1', {
    name: 'Aceros del Norte S.A. de C.V.',
    taxId: 'ANO010203AB1',
    taxIdNormalised: 'ANO010203AB1',
    domain: 'aceros.mx',
  });
  await link('companies', '1', '900');
});

describe('totals', () => {
  it('ages what is open by its due day, and never adds currencies', async () => {
    await storeInvoice('a', { open: '40.10', dueOn: '2026-11-22' });
    await storeInvoice('b', { open: '0.20', dueOn: '2026-08-01' });
    await storeInvoice('c', { currency: 'USD', open: '5.00' });
    const { totals } = await loadFigures(database(), ACME, 'USD');
    expect(totals.map(({ currency }) => currency)).toEqual(['USD', 'MXN']);
    expect(totals[1]).toMatchObject({
      open: '40.30',
      overdue: '40.30',
      oldestOverdueDays: 114,
      ageing: { notDue: '0', days1to30: '40.10', days31to60: '0', days61to90: '0', over90: '0.20' },
    });
    expect(totals[0]).toMatchObject({ open: '5.00', overdue: '0', oldestOverdueDays: null, ageing: { notDue: '5.00' } });
  });

  it('ages instalments one by one', async () => {
    const instalments = [
      { dueOn: '2026-10-23', total: '50.00', open: '50.00' },
      { dueOn: '2026-12-23', total: '50.00', open: '50.00' },
    ];
    await storeInvoice('a', { dueOn: '2026-10-23', instalments: JSON.stringify(instalments) });
    const [totals] = (await loadFigures(database(), ACME, 'MXN')).totals;
    expect(totals).toMatchObject({ open: '100.00', overdue: '50.00', ageing: { notDue: '50.00', days31to60: '50.00' } });
  });

  it('shows credit apart and leaves drafts, cancelled ones and payments in progress out of overdue', async () => {
    await storeInvoice('draft', { status: 'draft' });
    await storeInvoice('cancelled', { status: 'cancelled', dueOn: '2026-01-01' });
    await storeInvoice('promised', { status: 'in_payment', dueOn: '2026-01-01' });
    await storeInvoice('note', { type: 'credit_note', open: '30.00' });
    const money = { currency: 'MXN', amount: '20.00', baseCurrency: 'MXN', baseAmount: '20.00', mark: 'm', hash: 'h', generation: 1 };
    await database()('erpPayments').insert({
      portalId: PORTAL,
      connectionId: CONNECTION,
      erpId: 'p',
      direction: 'in',
      status: 'posted',
      organisationId: '1',
      customerId: '1',
      unapplied: '12.50',
      ...money,
    });
    const [totals] = (await loadFigures(database(), ACME, 'MXN')).totals;
    expect(totals).toMatchObject({ open: '100.00', overdue: '0', unappliedCredit: '42.50' });
  });

  it('counts as paid what money settled in the last twelve months', async () => {
    await storeInvoice('a', { status: 'paid', open: '0' });
    const allocation = { portalId: PORTAL, connectionId: CONNECTION, ownerStream: 'invoices', ownerId: 'a', invoiceId: 'a' };
    await database()('erpAllocations').insert([
      { ...allocation, position: 0, by: 'payment', amount: '60.00', settledOn: '2026-10-10', label: 'P1' },
      { ...allocation, position: 1, by: 'credit_note', amount: '10.00', settledOn: '2026-10-11' },
      { ...allocation, position: 2, by: 'payment', amount: '30.00', settledOn: '2025-10-10' },
    ]);
    const { totals, lastPayment } = await loadFigures(database(), ACME, 'MXN');
    expect(totals[0]?.paid12Months).toBe('60.00');
    expect(lastPayment).toMatchObject({ on: '2026-10-10', amount: '60.00', currency: 'MXN' });
  });
});

describe('invoices of a record', () => {
  it('pages, sorts, filters and searches', async () => {
    for (let n = 10; n < 40; n++) await storeInvoice(String(n), { issuedOn: `2026-09-${n - 9}`, open: `${n}.00` });
    const first = await loadInvoicePage(database(), ACME, newest);
    expect(first.total).toBe(30);
    expect(first.rows).toHaveLength(25);
    expect(first.rows[0]?.number).toBe('INV/39');
    const second = await loadInvoicePage(database(), ACME, { ...newest, page: 2, sort: 'open', direction: 'ascending' });
    expect(second.rows.map(({ open }) => open)).toEqual(['35.00', '36.00', '37.00', '38.00', '39.00']);
    expect((await loadInvoicePage(database(), ACME, { ...newest, search: 'inv/12' })).rows).toHaveLength(1);
  });

  it.each([
    ['1001', ['branch', 'mexico', 'primary']],
    ['fac-mx-1001', ['mexico']],
  ])('finds by the number %s those of every series it stands for', async (search, found) => {
    const numbers = { primary: '1001', mexico: 'FAC-MX-1001', branch: 'FAC-US-1001 (Laredo)', other: 'FAC-MX-1002' };
    for (const [id, number] of Object.entries(numbers)) await storeInvoice(id, { number });
    const { rows } = await loadInvoicePage(database(), ACME, { ...newest, search });
    expect(rows.map(({ id }) => String(id)).sort()).toEqual(found);
  });

  it('says overdue from the calendar', async () => {
    await storeInvoice('late', { dueOn: '2026-11-22' });
    await storeInvoice('today', { dueOn: '2026-11-23' });
    const { rows } = await loadInvoicePage(database(), ACME, { ...newest, filter: 'overdue' });
    expect(rows).toMatchObject([{ id: 'late', status: 'overdue', daysOverdue: 1 }]);
  });

  it('says what of an invoice in instalments is overdue', async () => {
    const instalments = [
      { dueOn: '2026-10-29', total: '22595.10', open: '22595.10' },
      { dueOn: '2026-12-29', total: '52721.90', open: '52721.90' },
    ];
    await storeInvoice('a', { total: '75317.00', open: '75317.00', dueOn: '2026-10-29', instalments: JSON.stringify(instalments) });
    await storeInvoice('b', { open: '40.00', dueOn: '2026-11-01', status: 'partially_paid' });
    await storeInvoice('c', { status: 'in_payment', dueOn: '2026-11-01' });
    const { rows } = await loadInvoicePage(database(), ACME, newest);
    expect(new Map(rows.map(({ id, status, overdue, instalmentCount: parts }) => [id, [status, overdue, parts]]))).toEqual(
      new Map([
        ['a', ['overdue', '22595.10', 2]],
        ['b', ['overdue', '40.00', 0]],
        ['c', ['in_payment', '0', 0]],
      ]),
    );
  });

  it('belongs to a deal by its exact order number, unless two customers share the number', async () => {
    await storeInvoice('a', { origin: 'S00042' });
    await database()('dealOrders').insert({ portalId: PORTAL, dealId: '500', orderNumber: 'S00042' });
    const origin = { portalId: PORTAL, connectionId: CONNECTION, orderNumber: 'S00042' };
    await database()('erpInvoiceOrigins').insert({ ...origin, invoiceId: 'a' });
    expect((await loadInvoicePage(database(), deal('500'), newest)).rows).toHaveLength(1);
    await storeInvoice('b', { organisationId: '2', customerId: '2' });
    await database()('erpInvoiceOrigins').insert({ ...origin, invoiceId: 'b' });
    expect((await loadInvoicePage(database(), deal('500'), newest)).rows).toHaveLength(0);
  });

  it('opens only an invoice the record carries or could carry', async () => {
    const invoiceId = await storeInvoice('a', { lines: JSON.stringify([{ description: 'Steel', quantity: '2' }]) });
    const asked = { connectionId: CONNECTION, invoiceId };
    expect(await loadInvoiceDetail(database(), ACME, asked)).toMatchObject({ isCarried: true, lines: [{ description: 'Steel' }] });
    expect(await loadInvoiceDetail(database(), { ...ACME, recordId: recordId('901') }, asked)).toBeUndefined();
    expect(await loadInvoiceDetail(database(), { ...ACME, portalId: portalId(8) }, asked)).toBeUndefined();
    expect(await loadInvoiceDetail(database(), deal('500'), asked)).toBeUndefined();
    expect(await loadInvoiceDetail(database(), deal('500'), asked, ['900'])).toMatchObject({ isCarried: false, isTiedByPerson: false });
    expect(await loadTieCandidates(database(), deal('500'), [recordId('900')])).toMatchObject([{ id: 'a' }]);
  });
});

/** So many that reading them all is not as cheap as anything else. */
const OTHERS = `
  with numbers as (select 'o' || n as id from generate_series(1, 3000) n),
  linked as (
    insert into links (portal_id, connection_id, object_type, customer_id, record_id, state, rule)
    select :portalId, :connectionId, 'companies', id, id, 'active', 'tax_id' from numbers
  )
  insert into erp_invoices (portal_id, connection_id, erp_id, type, status, customer_id, organisation_id, currency, total, open, untaxed, tax,
    base_currency, base_total, base_open, mark, hash, generation)
  select :portalId, :connectionId, id, 'invoice', 'open', id, id, 'MXN', 1, 1, 1, 0, 'MXN', 1, 1, 'm', 'h', 1 from numbers`;

describe('statements of cards', () => {
  it('are planned once, whoever the card is of', async () => {
    await database().raw(OTHERS, { portalId: PORTAL, connectionId: CONNECTION });
    await database().raw('analyze links, erp_invoices');
    const db = createDb(databaseUrl(), { max: 1 });
    for (let n = 1; n <= 8; n++) {
      await loadFigures(db, { ...ACME, recordId: recordId(`o${n}`) }, 'MXN');
      await loadInvoicePage(db, { ...ACME, recordId: recordId(`o${n}`) }, newest);
    }
    // PostgreSQL makes five plans for the values given before it compares.
    const { rows } = await db.raw('select custom_plans, generic_plans from pg_prepared_statements');
    await db.destroy();
    expect(rows).toEqual([
      { customPlans: 5, genericPlans: 3 },
      { customPlans: 5, genericPlans: 3 },
    ]);
  });
});

describe('customers', () => {
  it('shows subsidiaries apart', async () => {
    await storeCustomer('2', { name: 'Aceros Sur', parentId: '1' });
    await storeInvoice('s', { organisationId: '2', customerId: '2', open: '7.00' });
    const customers = await loadLinkedCustomers(database(), ACME);
    expect(customers).toMatchObject([{ id: '1', subsidiaries: [{ name: 'Aceros Sur', open: [{ amount: '7.00', currency: 'MXN' }] }] }]);
  });

  it('finds by name, number, tax id or e-mail, and treats signs literally', async () => {
    const find = (text: string) => searchCustomers(database(), { ...ACME, text });
    expect(await find('norte')).toMatchObject([{ customerId: '1', linkedTo: null }]);
    expect(await find('ANO0102')).toHaveLength(1);
    expect(await find('%')).toHaveLength(0);
  });

  it('suggests names that begin alike, in any case and sign by sign', async () => {
    await storeCustomer('4', { name: 'Ñandú 100% Lana' });
    const suggest = (name: string) =>
      suggestCustomers(database(), { ...ACME, recordId: recordId('901') }, { name, emails: [], domain: null, taxIds: [] });
    expect(await suggest('ñANDÚ 100% y más')).toMatchObject([{ customerId: '4', reason: 'name' }]);
    expect(await suggest('ñandú 100_')).toEqual([]);
  });

  it('suggests with the best reason first, without pairs a person refused', async () => {
    await storeCustomer('3', { name: 'Aceros del Centro', domain: 'aceros.mx' });
    const facts = { name: 'Aceros del Norte', emails: [], domain: 'aceros.mx', taxIds: ['ANO010203AB1'] };
    const suggest = () => suggestCustomers(database(), { ...ACME, recordId: recordId('901') }, facts);
    expect((await suggest()).map(({ customerId, reason }) => [customerId, reason])).toEqual([
      ['1', 'tax_id'],
      ['3', 'domain'],
    ]);
    await database()('refusedMatches').insert({
      portalId: PORTAL,
      connectionId: CONNECTION,
      objectType: 'companies',
      customerId: '1',
      recordId: '901',
    });
    expect((await suggest()).map(({ customerId }) => customerId)).toEqual(['3']);
  });
});
