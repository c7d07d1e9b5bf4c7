import { describe, expect, it } from '@jest/globals';
import { FIELD_ROLES } from '../../server/erp/shared/customer-fields.ts';
import type { CustomerField, CustomerFieldKind, ErpConnector, FieldRole } from '../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../server/shared/ids.ts';
import { RecordBusyError, RecordRejectedError, TransientError } from '../../server/shared/errors.ts';
import type { Current } from './erp-contract.ts';
import { failureOf, never, readOne } from './reading.ts';
import { fieldsOf, fieldWithOptions, fieldWithRole, valuesBy, writingOf } from './writing.ts';

/** What everybody's records have, whatever the ERP. */
const USUAL_ROLES: Record<CustomerFieldKind, FieldRole[]> = {
  customer: ['name', 'tax_id', 'email', 'phone', 'street', 'city', 'zip', 'country'],
  contact_person: ['name', 'email', 'phone'],
};
const STATES = ['state', 'delivery_state'];
const KINDS = ['customer', 'contact_person'] as const;
/** Whose null is told from every value. */
const CAN_BE_EMPTY = ['text', 'date', 'datetime', 'reference'];

export function describeCustomerFields(current: Current): void {
  const list = (kind: CustomerFieldKind, erp = current().connect()) => fieldsOf(erp).list(kind, never);
  const readBack = async (erp: ErpConnector, id: ErpRecordId, names: readonly string[]) =>
    (await fieldsOf(erp).read([id], names, never)).get(id);

  /** A record of the kind, made by people. */
  async function somebody(kind: CustomerFieldKind): Promise<ErpRecordId> {
    const organisation = await current().business.createCustomer({ name: 'Aceros del Valle' });
    return kind === 'customer' ? organisation : current().business.createPerson(organisation, 'Ana Ruiz');
  }

  /** Something the field is not yet: the last of what it can be, or any value of its type. */
  function anotherValue(field: CustomerField): string {
    const own = writingOf(current).sample(field);
    if (own !== undefined) return own;
    if (field.options) return field.options.at(-1)!.value;
    const byType: Record<CustomerField['type'], string> = {
      ...{ text: 'Texto nuevo', number: '12', boolean: 'true', date: '2026-03-01', datetime: '2026-03-01T10:20:30Z' },
      ...{ choice: 'no options', reference: 'no options', other: 'Texto nuevo' },
    };
    return byType[field.type].slice(0, field.maxLength);
  }

  const asKept = ({ type }: CustomerField, value: string | null | undefined) => (type === 'number' ? Number(value) : value);

  describe('the fields of customers', () => {
    it.each(KINDS)('of a %s have the usual roles, each once, and say what is required', async (kind) => {
      const fields = await list(kind);
      const roles = fields.flatMap(({ role }) => role ?? []);
      expect(roles).toEqual(expect.arrayContaining(USUAL_ROLES[kind]));
      expect(new Set(roles).size).toBe(roles.length);
      expect(FIELD_ROLES).toEqual(expect.arrayContaining(roles));
      expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
      expect(fields.find(({ role }) => role === 'name')).toMatchObject({ type: 'text', isRequired: true, isWritable: true });
    });

    it('choose countries by their ISO codes and states by country and code', async () => {
      const country = await fieldWithRole(current().connect(), 'country');
      expect(country.options).toContainEqual({ value: 'MX', label: expect.any(String) });
      expect(country.options?.filter(({ value }) => !/^[A-Z]{2}$/.test(value))).toEqual([]);
      const states = (await list('customer')).filter(({ role }) => STATES.includes(role ?? ''));
      for (const { options = [] } of states) expect(options.filter(({ value }) => !/^[A-Z]{2}-.+$/.test(value))).toEqual([]);
    });

    it('offer at most 500 values each, of states all, none of them twice', async () => {
      for (const { role, options = [] } of [...(await list('customer')), ...(await list('contact_person'))]) {
        expect(options.length).toBeLessThanOrEqual(STATES.includes(role ?? '') ? 5_000 : 500);
        expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
      }
    });

    it('include those that the ERP’s own people added, and these are written', async () => {
      const { name, label } = current().addCustomField('customers');
      const erp = current().connect();
      expect(await list('customer', erp)).toContainEqual(
        expect.objectContaining({ name, label, type: 'text', isCustom: true, isWritable: true, role: null }),
      );
      const id = await somebody('customer');
      expect(await fieldsOf(erp).write(id, { [name]: 'Directo' }, never)).toEqual({ [name]: 'Directo' });
      expect(await readBack(erp, id, [name])).toEqual({ [name]: 'Directo' });
    });

    it.each(KINDS)('of a %s that can be written are read back as they were written', async (kind) => {
      const erp = current().connect();
      const id = await somebody(kind);
      const fields = (await list(kind, erp)).filter((field) => field.isWritable && !field.isForNewOnly);
      expect(fields.length).toBeGreaterThan(2);
      for (const field of fields) {
        if (field.options?.length === 0) continue;
        const given =
          field.role === 'organisation' ? await current().business.createCustomer({ name: 'Bombas del Bajío' }) : anotherValue(field);
        const answered = await fieldsOf(erp).write(id, { [field.name]: given }, never);
        expect([field.name, asKept(field, answered[field.name])]).toEqual([field.name, asKept(field, given)]);
        expect(await readBack(erp, id, [field.name])).toEqual(answered);
      }
    });

    it.each(KINDS)('of a %s are emptied by null where they may be empty', async (kind) => {
      const erp = current().connect();
      const id = await somebody(kind);
      for (const role of ['email', 'phone'] as const) {
        const field = await fieldWithRole(erp, role, kind);
        await fieldsOf(erp).write(id, { [field.name]: anotherValue(field) }, never);
        expect(await fieldsOf(erp).write(id, { [field.name]: null }, never)).toEqual({ [field.name]: null });
        expect(CAN_BE_EMPTY).toContain(field.type);
      }
      const name = await fieldWithRole(erp, 'name', kind);
      expect(await failureOf(fieldsOf(erp).write(id, { [name.name]: null }, never))).toBeInstanceOf(RecordRejectedError);
    });

    it('are read for many at once; whoever is gone is left out, and so is a field that no customer has', async () => {
      const erp = current().connect();
      const [first, second] = [await somebody('customer'), await current().business.createCustomer({ name: 'Bombas del Bajío' })];
      const name = (await fieldWithRole(erp, 'name')).name;
      const read = await fieldsOf(erp).read([second, erpRecordId('999999999'), first], [name, 'x_nobody_has_this'], never);
      expect([...read].toSorted()).toEqual(
        [
          [first, { [name]: 'Aceros del Valle' }],
          [second, { [name]: 'Bombas del Bajío' }],
        ].toSorted(),
      );
    });
  });

  describe('who edited a customer', () => {
    it('is told with its fields where the ERP knows, and nobody where it was us', async () => {
      const { renameAs } = writingOf(current);
      const erp = current().connect();
      const { readWithEdits, write } = fieldsOf(erp);
      expect(readWithEdits === undefined).toBe(renameAs === undefined);
      if (!renameAs || !readWithEdits) return;
      const [id, other] = [await somebody('customer'), await somebody('customer')];
      await renameAs(id, 'Aceros del Norte', 'Berta Gil');
      const { name } = await fieldWithRole(erp, 'name');
      await write(other, { [name]: 'Bombas' }, never);
      const read = await readWithEdits([id, other, erpRecordId('999999999')], [name, 'x_nobody_has_this'], never);
      expect([...read.keys()].toSorted()).toEqual([id, other].toSorted());
      expect(read.get(id)).toEqual({ fields: { [name]: 'Aceros del Norte' }, lastEdit: { by: 'Berta Gil', at: expect.any(Date) } });
      expect(Math.abs(read.get(id)!.lastEdit!.at.getTime() - current().now().getTime())).toBeLessThan(60_000);
      expect(read.get(other)).toEqual({ fields: { [name]: 'Bombas' }, lastEdit: null });
    });
  });

  describe('writing fields of a customer', () => {
    it('changes these and no other, and twice is the same as once', async () => {
      const erp = current().connect();
      const id = await somebody('customer');
      const values = await valuesBy(erp, { email: 'ventas@aceros.mx', city: 'Monterrey' });
      const first = await fieldsOf(erp).write(id, values, never);
      expect(first).toEqual(values);
      expect(await fieldsOf(erp).write(id, values, never)).toEqual(first);
      expect(await readOne(erp, 'customers', id)).toMatchObject({ name: 'Aceros del Valle', emails: ['ventas@aceros.mx'] });
    });

    it.each(KINDS)('of a %s is left undone where somebody edited them since it was decided', async (kind) => {
      const erp = current().connect();
      const id = await somebody(kind);
      const [wanted, edited] = [
        await valuesBy(erp, { email: 'ventas@aceros.mx', phone: '+52 81 8345 6789' }, kind),
        await valuesBy(erp, { email: 'compras@aceros.mx' }, kind),
      ];
      const names = Object.keys(wanted);
      const before = await readBack(erp, id, names);
      await fieldsOf(current().connect()).write(id, edited, never);
      expect(await failureOf(fieldsOf(erp).write(id, wanted, never, before))).toBeInstanceOf(RecordBusyError);
      const after = await readBack(erp, id, names);
      expect(after).toEqual({ ...before, ...edited });
      expect(await fieldsOf(erp).write(id, wanted, never, after)).toEqual(wanted);
    });

    it('answers a value as the ERP keeps it', async () => {
      const erp = current().connect();
      const id = await somebody('customer');
      for (const { values, role, kept } of writingOf(current).reformatted) {
        const given = await valuesBy(erp, values);
        const { name } = await fieldWithRole(erp, role);
        expect(await fieldsOf(erp).write(id, given, never)).toMatchObject({ [name]: kept });
        expect(await readBack(erp, id, [name])).toEqual({ [name]: kept });
      }
    });

    it('is refused as a whole, with the field and the ERP’s own words', async () => {
      const erp = current().connect();
      const id = await somebody('customer');
      const { values, role, says } = writingOf(current).refused;
      const refused = await valuesBy(erp, { ...values, phone: '+52 81 8345 6789' });
      const before = await readBack(erp, id, Object.keys(refused));
      const error = await failureOf(fieldsOf(erp).write(id, refused, never));
      expect(error).toBeInstanceOf(RecordRejectedError);
      expect((error as RecordRejectedError).properties).toEqual([(await fieldWithRole(erp, role)).name]);
      expect((error as RecordRejectedError).params.message).toMatch(says);
      expect(await readBack(erp, id, Object.keys(refused))).toEqual(before);
    });

    it.each(KINDS)('of a %s refuses what cannot be chosen', async (kind) => {
      const erp = current().connect();
      const id = await somebody(kind);
      const field = await fieldWithOptions(erp, kind);
      const phone = await fieldWithRole(erp, 'phone', kind);
      const before = await readBack(erp, id, [field.name, phone.name]);
      const wrong = { [phone.name]: '+52 81 8345 6789', [field.name]: 'no such choice' };
      const error = await failureOf(fieldsOf(erp).write(id, wrong, never));
      expect(error).toBeInstanceOf(RecordRejectedError);
      expect((error as RecordRejectedError).properties).toEqual([field.name]);
      expect(await readBack(erp, id, [field.name, phone.name])).toEqual(before);
    });

    it.each(KINDS)('says that the %s is gone', async (kind) => {
      const erp = current().connect();
      const email = await valuesBy(erp, { email: 'nadie@aceros.mx' }, kind);
      const id = await somebody(kind);
      await current().business.deleteCustomer(id);
      for (const gone of [id, erpRecordId('999999999')]) {
        const error = await failureOf(fieldsOf(erp).write(gone, email, never));
        expect(error).toBeInstanceOf(RecordRejectedError);
        expect((error as RecordRejectedError).code).toBe('erp.record_gone');
      }
    });

    it('can be tried again when the answer was lost', async () => {
      const erp = current().connect();
      const id = await somebody('customer');
      const values = await valuesBy(erp, { email: 'ventas@aceros.mx' });
      for (const when of ['before', 'after'] as const) {
        writingOf(current).loseNextWrite(when);
        expect(await failureOf(fieldsOf(erp).write(id, values, never))).toBeInstanceOf(TransientError);
      }
      expect(await fieldsOf(erp).write(id, values, never)).toEqual(values);
    });
  });

  describe('customers that are alike', () => {
    const alikeToAll = (...facts: { taxId?: string; email?: string }[]) => {
      const asked = facts.map(({ taxId = null, email = null }) => ({ taxId, email }));
      return fieldsOf(current().connect()).findAlike(asked, never);
    };
    const alike = async (facts: { taxId?: string; email?: string }) => (await alikeToAll(facts))[0]!;

    it('are found by the tax id in another spelling and by the e-mail, at once', async () => {
      const erp = current().connect();
      const id = await somebody('customer');
      await current().business.createCustomer({ name: 'Bombas del Bajío', email: 'compras@bombas.mx' });
      await fieldsOf(erp).write(id, await valuesBy(erp, { country: 'MX' }), never);
      await fieldsOf(erp).write(id, await valuesBy(erp, { tax_id: 'EKU9003173C9', email: 'Ventas@Aceros.mx' }), never);
      const found = [{ id, kind: 'organisation', name: 'Aceros del Valle', taxId: 'EKU9003173C9', emails: ['ventas@aceros.mx'] }];
      expect(await alike({ taxId: 'EKU9003173C9' })).toEqual(found);
      expect(await alike({ taxId: 'eku-900317-3c9' })).toEqual(found);
      expect(await alike({ taxId: 'MXEKU9003173C9' })).toEqual(found);
      expect(await alike({ email: 'ventas@aceros.MX' })).toEqual(found);
    });

    it('are those with the tax id or with the e-mail', async () => {
      const erp = current().connect();
      const taxed = await somebody('customer');
      await fieldsOf(erp).write(taxed, await valuesBy(erp, { tax_id: 'EKU9003173C9' }), never);
      const mailed = await current().business.createCustomer({ name: 'Bombas del Bajío', email: 'compras@bombas.mx' });
      const both = await alike({ taxId: 'EKU9003173C9', email: 'compras@bombas.mx' });
      expect(both.map(({ id }) => id).toSorted()).toEqual([taxed, mailed].toSorted());
    });

    it('are none where nothing is asked for, and none for what only contains it', async () => {
      await current().business.createCustomer({ name: 'Bombas del Bajío', email: 'compras@bombas.mx' });
      expect(await alike({})).toEqual([]);
      expect(await alike({ taxId: '/', email: 'ompras@bombas.mx' })).toEqual([]);
    });

    it('are told apart where several are asked about at once, and one that many are alike to hides nobody', async () => {
      const erp = current().connect();
      const taxed = await somebody('customer');
      await fieldsOf(erp).write(taxed, await valuesBy(erp, { tax_id: 'EKU9003173C9' }), never);
      const mailed = await current().business.createCustomer({ name: 'Bombas del Bajío', email: 'compras@bombas.mx' });
      const asked = [{ taxId: 'eku-900317-3c9' }, { email: 'nadie@bombas.mx' }, { email: 'Compras@bombas.mx' }, {}];
      const idsOf = async () => (await alikeToAll(...asked)).map((found) => found.map(({ id }) => id));
      expect(await idsOf()).toEqual([[taxed], [], [mailed], []]);
      for (let nth = 0; nth < 25; nth++) await current().business.createCustomer({ name: `Aguas ${nth}`, email: 'agua@aguas.mx' });
      expect(await alikeToAll({ email: 'agua@aguas.mx' }, ...asked).then(([many]) => many)).toHaveLength(20);
      asked.push({ email: 'agua@aguas.mx' });
      expect((await idsOf()).slice(0, 3)).toEqual([[taxed], [], [mailed]]);
    });

    it('are at most 20', async () => {
      for (let nth = 0; nth < 22; nth++) await current().business.createCustomer({ name: `Bombas ${nth}`, email: 'compras@bombas.mx' });
      expect(await alike({ email: 'compras@bombas.mx' })).toHaveLength(20);
    });
  });
}
