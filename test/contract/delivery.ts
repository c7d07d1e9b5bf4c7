import { describe, expect, it } from '@jest/globals';
import type { ErpConnector, FieldRole } from '../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../server/shared/ids.ts';
import { RecordRejectedError, TransientError } from '../../server/shared/errors.ts';
import type { Current } from './erp-contract.ts';
import { failureOf, never, readAll, SETTLED_MS } from './reading.ts';
import { create, fieldsOf, findByKey, newCustomer, valuesBy, writingOf } from './writing.ts';

const ROLES = ['street', 'city', 'zip', 'state', 'country'] as const;
const WAREHOUSE = { delivery_street: 'Bodega 4', delivery_city: 'Apodaca', delivery_country: 'MX', delivery_state: 'MX-NLE' } as const;
const OFFICE = { street: 'Av. Uno 1', city: 'Guadalajara', country: 'MX', state: 'MX-JAL' } as const;

/** Where the ERP keeps the address of invoices and the one of goods apart. */
export function describeDelivery(current: Current): void {
  const somebody = () => current().business.createCustomer({ name: 'Aceros del Valle' });
  const countOf = (id: ErpRecordId) => writingOf(current).countDeliveryAddresses(id);

  async function read(erp: ErpConnector, id: ErpRecordId, roles: readonly FieldRole[]) {
    const names = await valuesBy(erp, Object.fromEntries(roles.map((role) => [role, role])));
    const values = (await fieldsOf(erp).read([id], Object.keys(names), never)).get(id);
    return Object.fromEntries(Object.entries(names).map(([name, role]) => [role, values?.[name]]));
  }
  async function write(erp: ErpConnector, id: ErpRecordId, values: Partial<Record<FieldRole, string | null>>) {
    const named = await valuesBy(erp, values);
    expect(await fieldsOf(erp).write(id, named, never)).toEqual(named);
  }

  describe('the delivery address', () => {
    it('is of customers alone, and has fields of its own', async () => {
      const rolesOf = async (kind: 'customer' | 'contact_person') =>
        (await fieldsOf(current().connect()).list(kind, never)).flatMap(({ role, isWritable }) => (role && isWritable ? [role] : []));
      expect(await rolesOf('customer')).toEqual(expect.arrayContaining(ROLES.map((role) => `delivery_${role}`)));
      expect((await rolesOf('contact_person')).filter((role) => role.startsWith('delivery'))).toEqual([]);
    });

    it('is made when a value comes, changed from then on, and emptied, never deleted', async () => {
      const erp = current().connect();
      const id = await somebody();
      expect(await read(erp, id, ['delivery_street', 'delivery_state'])).toEqual({ delivery_street: null, delivery_state: null });
      await write(erp, id, { delivery_street: null, delivery_city: null });
      expect(countOf(id)).toBe(0);
      await write(erp, id, WAREHOUSE);
      await write(erp, id, WAREHOUSE);
      expect(await read(erp, id, Object.keys(WAREHOUSE) as FieldRole[])).toEqual(WAREHOUSE);
      await write(erp, id, { delivery_street: 'Bodega 5' });
      await write(erp, id, { delivery_street: null, delivery_state: null, delivery_country: null, delivery_city: null });
      expect(await read(erp, id, ['delivery_street', 'delivery_city'])).toEqual({ delivery_street: null, delivery_city: null });
      await write(erp, id, WAREHOUSE);
      expect(countOf(id)).toBe(1);
    });

    it('is another than the one of invoices, whichever comes first', async () => {
      const erp = current().connect();
      const [one, other, both] = [await somebody(), await somebody(), await somebody()];
      await write(erp, one, WAREHOUSE);
      expect(await read(erp, one, ['street', 'city', 'country'])).toEqual({ street: null, city: null, country: null });
      await write(erp, one, OFFICE);
      await write(erp, other, OFFICE);
      await write(erp, other, WAREHOUSE);
      await write(erp, both, { ...OFFICE, ...WAREHOUSE });
      for (const id of [one, other, both])
        expect(await read(erp, id, Object.keys({ ...OFFICE, ...WAREHOUSE }) as FieldRole[])).toEqual({ ...OFFICE, ...WAREHOUSE });
    });

    it('may lie in another country, with a state of that', async () => {
      const erp = current().connect();
      const id = await somebody();
      await write(erp, id, OFFICE);
      await write(erp, id, { delivery_country: 'US', delivery_state: 'US-TX' });
      expect(await read(erp, id, ['state', 'delivery_state'])).toEqual({ state: 'MX-JAL', delivery_state: 'US-TX' });
    });

    it('is given with a new customer, and another customer has its own', async () => {
      const erp = current().connect();
      const office = { name: 'Bombas del Bajío', ...OFFICE, ...WAREHOUSE };
      const made = await create(erp, 'PU-1', await newCustomer(erp, 'organisation', office));
      const bare = await create(erp, 'PU-2', await newCustomer(erp, 'organisation', { name: 'Solo bodega', delivery_city: 'Apodaca' }));
      expect(await findByKey(erp, 'PU-1')).toEqual([made]);
      expect(await read(erp, made.id, Object.keys(office) as FieldRole[])).toEqual(office);
      expect(await read(erp, bare.id, ['city', 'delivery_city'])).toEqual({ city: null, delivery_city: 'Apodaca' });
      expect([countOf(made.id), countOf(bare.id)]).toEqual([1, 1]);
    });

    it('is refused together with all the rest', async () => {
      const erp = current().connect();
      const id = await somebody();
      const wrong = await valuesBy(erp, {
        phone: '+52 81 8345 6789',
        delivery_city: 'Apodaca',
        delivery_state: 'MX-ZZZ',
        delivery_country: 'MX',
      });
      expect(await failureOf(fieldsOf(erp).write(id, wrong, never))).toBeInstanceOf(RecordRejectedError);
      expect(await read(erp, id, ['phone', 'delivery_city'])).toEqual({ phone: null, delivery_city: null });
    });

    it.each(['before', 'after'] as const)('is one, whatever answers are lost (%s the work)', async (when) => {
      const erp = current().connect();
      const id = await somebody();
      const values = await valuesBy(erp, WAREHOUSE);
      for (let lost = 0; lost < 2; lost++) {
        writingOf(current).loseNextWrite(when);
        await fieldsOf(erp)
          .write(id, values, never)
          .catch((error: unknown) => expect(error).toBeInstanceOf(TransientError));
      }
      await write(erp, id, WAREHOUSE);
      expect(countOf(id)).toBe(1);
    });

    it('is one when two make it at once', async () => {
      const id = await somebody();
      const values = await valuesBy(current().connect(), WAREHOUSE);
      await Promise.allSettled([1, 2, 3].map(() => fieldsOf(current().connect()).write(id, values, never)));
      await write(current().connect(), id, WAREHOUSE);
      expect(countOf(id)).toBe(1);
    });

    it('is read for many customers at once', async () => {
      const erp = current().connect();
      const [one, other] = [await somebody(), await somebody()];
      await write(erp, one, { delivery_city: 'Apodaca' });
      const [name = ''] = Object.keys(await valuesBy(erp, { delivery_city: null }));
      const found = await fieldsOf(erp).read([other, one, erpRecordId('999999999')], [name], never);
      expect([...found].toSorted()).toEqual([[one, { [name]: 'Apodaca' }], [other, { [name]: null }]].toSorted()); // prettier-ignore
    });

    it('is seen to change by the stream of customers, under the customer or somebody who belongs to it', async () => {
      const erp = current().connect();
      const id = await somebody();
      await write(erp, id, WAREHOUSE);
      current().pass(SETTLED_MS);
      const { records: before, next } = await readAll(erp, 'customers');
      current().pass(60 * 60_000);
      await writingOf(current).editDeliveryCity(id, 'Saltillo');
      current().pass(SETTLED_MS);
      const { records } = await readAll(erp, 'customers', next);
      const moved = [...records.values()].filter((one) => one.changeStamp !== before.get(one.id)?.changeStamp);
      expect(moved.map(({ organisationId }) => organisationId)).toContain(id);
      expect(await read(erp, id, ['delivery_city'])).toEqual({ delivery_city: 'Saltillo' });
    });
  });
}
