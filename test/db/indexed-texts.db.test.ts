import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { aProduct } from '../support/catalog.ts';
import { useTestDatabase } from '../support/database.ts';
import { aCustomer, anInvoice, anOrder } from '../support/erp-records.ts';
import { connectedErp } from '../support/incoming.ts';
import { storeOrders } from '../../server/streams/orders/store.ts';
import { storeProducts } from '../../server/streams/products/store.ts';
import { aQualifyingWorld, STAGE, waiting } from '../support/qualifying.ts';

const db = useTestDatabase();

/** What may be indexed as it is: ids of either side, words of our own, digests. ERPs and HubSpot keep ids short. */
const SHORT = [
  /(^|_)ids?$/,
  /^(object_type|kind|subject_kind|state|side|stream|owner_stream|code|subject|bucket|country|currency|type|status|by|waiting_for|waiting_on|key|identity_key|name)$/,
  /_hash$/,
  /^\(input ->> 'id'::text\)$/,
];
/** What people type, cut or refused before it gets there: who does that. */
const CUT = new Map([
  ['deal_orders: order_number', 'plainOrderNumber'],
  ['erp_orders: order_number', 'plainOrderNumber'],
  ['erp_invoice_origins: order_number', 'plainOrderNumber'],
  ['erp_customers: domain', 'normaliseDomain'],
  ['erp_customers: emails', 'parseEmailAddresses'],
  ['erp_customers: tax_id_normalised', 'readTaxId'],
  ['commands: identities', 'keptValue'],
  ['record_keys: value', 'keptValue'],
  ['previewed_identities: identity', 'hashOf'],
  ['vies_checks: number', 'toViesNumber'],
]);

describe('every index', () => {
  it('is over texts that cannot outgrow it', async () => {
    const { rows } = await db().raw<{ rows: { relation: string; column: string }[] }>(`
      select t.relname as relation, pg_get_indexdef(i.indexrelid, k.nth, true) as column
      from pg_index i join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace
      cross join generate_series(1, i.indnatts) as k(nth)
      join pg_attribute a on a.attrelid = i.indexrelid and a.attnum = k.nth
      where a.atttypid in ('text'::regtype, 'varchar'::regtype, 'text[]'::regtype)`);
    expect(rows.length).toBeGreaterThan(100);
    const isCut = (column: string) => /^"left"\(.*, \d{1,3}\)$/s.test(column);
    const open = rows.filter(({ relation, column }) => {
      return !isCut(column) && !SHORT.some((short) => short.test(column)) && !CUT.has(`${relation}: ${column}`);
    });
    expect(open.map(({ relation, column }) => `${relation}: ${column}`)).toEqual([]);
  });
});

/** Not to be compressed. */
const long = () => randomBytes(5_000).toString('hex');

describe('texts of 10 KB', () => {
  it('from an ERP are kept, and stop no page', async () => {
    const { erp, pull, scope, clock } = await connectedErp(db());
    const [name, sku] = [long(), long()];
    const emails = [`${long()}@acme.mx`, 'pagos@acme.mx'];
    const customer = {
      name,
      number: long(),
      emails,
      phone: long(),
      website: `https://${long()
        .match(/.{1,60}/g)!
        .join('.')}.mx`,
      taxId: long(),
    };
    const address = { street: long(), city: long(), zip: long(), state: long(), country: 'MX' };
    erp.set('customers', aCustomer({ id: '1', ...customer, address }), aCustomer({ id: '2', name: 'Acme' }));
    erp.set('invoices', anInvoice({ id: 'i1', customerId: '1', number: long(), origin: long() }));
    await pull();
    const product = aProduct({ id: 'p1', sku, name: long(), description: long(), barcode: long(), unit: long() });
    const mirror = { ...scope, generation: 1, now: clock.now };
    await storeProducts(db(), mirror, [product]);
    await storeOrders(db(), mirror, [anOrder({ id: 'o1', customerId: '1', number: long(), reference: long() })]);
    expect(await db()('erpCustomers').whereIn('name', [name, 'Acme']).count('* as count')).toEqual([{ count: 2 }]);
    expect(await db()('erpProducts').where({ sku }).select('erpId')).toEqual([{ erpId: 'p1' }]);
    expect(await db()('erpInvoices').select('erpId')).toEqual([{ erpId: 'i1' }]);
    expect(await db()('erpOrders').select('erpId')).toEqual([{ erpId: 'o1' }]);
  });

  it('in HubSpot neither stop a customer from being made, nor being found by its whole name', async () => {
    const world = await aQualifyingWorld(db());
    const name = long();
    await world.add('companies', { name, domain: long(), ...STAGE });
    await world.settle();
    expect(await waiting(world)).toEqual([['done', null]]);
    expect(world.erp.made().map(({ values }) => values['name'] === name)).toEqual([true]);
    await world.add('companies', { name, ...STAGE });
    await world.add('companies', { name: `${name}f`, ...STAGE });
    await world.settle();
    expect((await waiting(world)).toSorted()).toEqual([
      ['done', null],
      ['done', null],
      ['waiting', 'command.waiting_review'],
    ]);
  });
});
