import { afterEach, describe, expect, it } from '@jest/globals';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

const ADDRESS = { street: 'Av. Alfonso Reyes 10', city: 'Monterrey', zip: '64000' };
const OTHER_ADDRESS = { street: 'Calle Mayor 1', city: 'Saltillo', zip: '25000' };
const TAX_ID = 'EKU9003173C9';

type Partner = Parameters<OdooHarness['fake']['createPartner']>[0];

async function start(version: 16 | 17 | 18 | 19) {
  harness = await odooHarness({ version });
  const { fake } = harness;
  const fields = harness.connect().capabilities.customerFields!;
  const id = String;
  return {
    fake,
    firm: (name: string, more: Partial<Partner> = {}) => fake.createPartner({ name, is_company: true, ...more }),
    person: (parent: number, more: Partial<Partner> = {}) => fake.createPartner({ name: 'Ana Ruiz', parent_id: parent, ...more }),
    row: (partner: number) => fake.record('res.partner', partner)!,
    move: (partner: number, to: number | null) => fields.write(erpRecordId(partner), { parent_id: to === null ? null : id(to) }, never),
    read: async (partner: number) => (await fields.read([erpRecordId(partner)], ['parent_id'], never)).get(erpRecordId(partner)),
    write: (partner: number, values: Record<string, string>) => fields.write(erpRecordId(partner), values, never),
  };
}

describe.each([16, 17, 18, 19] as const)('a contact that is moved on Odoo %i', (version) => {
  it('leaves address and tax id of its organisation behind, where the new one has none', async () => {
    const { firm, person, row, move } = await start(version);
    const [acme, beta] = [await firm('Acme', { ...ADDRESS, vat: TAX_ID }), await firm('Beta')];
    const ana = await person(acme);
    expect(row(ana)).toMatchObject({ ...ADDRESS, vat: TAX_ID });
    expect(await move(ana, beta)).toEqual({ parent_id: String(beta) });
    expect(row(ana)).toMatchObject({ parent_id: beta, commercial_partner_id: beta, type: 'contact', street: null, vat: null });
    expect(row(beta)).toMatchObject({ street: null, city: null, vat: null });
    expect(row(acme)).toMatchObject({ ...ADDRESS, vat: TAX_ID });
  });

  it('gets those of the new one, which keeps them', async () => {
    const { firm, person, row, move } = await start(version);
    const [acme, beta] = [await firm('Acme', { ...ADDRESS, vat: TAX_ID }), await firm('Beta', OTHER_ADDRESS)];
    const ana = await person(acme);
    await move(ana, beta);
    expect(row(ana)).toMatchObject({ ...OTHER_ADDRESS, type: 'contact' });
    expect(row(beta)).toMatchObject({ ...OTHER_ADDRESS, vat: null });
  });

  it('keeps an address of its own', async () => {
    const { firm, person, row, move } = await start(version);
    const [acme, beta] = [await firm('Acme', { ...ADDRESS }), await firm('Beta')];
    const ana = await person(acme, { type: 'other', ...OTHER_ADDRESS });
    await move(ana, beta);
    expect(row(ana)).toMatchObject({ ...OTHER_ADDRESS, type: 'other' });
    expect(row(beta)).toMatchObject({ street: null });
  });

  it('and belonged to none leaves its own tax id behind, and keeps its own address', async () => {
    const { fake, firm, row, move } = await start(version);
    const beta = await firm('Beta');
    const solo = await fake.createPartner({ name: 'Ana Ruiz', vat: TAX_ID, ...ADDRESS });
    await move(solo, beta);
    expect(row(solo)).toMatchObject({ parent_id: beta, type: 'other', vat: null, ...ADDRESS });
    expect(row(beta)).toMatchObject({ vat: null, street: null });
  });

  it('and belonged to none gets the address of its organisation where it has none', async () => {
    const { fake, firm, row, move } = await start(version);
    const beta = await firm('Beta', { ...OTHER_ADDRESS, vat: TAX_ID });
    const solo = await fake.createPartner({ name: 'Ana Ruiz' });
    await move(solo, beta);
    expect(row(solo)).toMatchObject({ type: 'contact', vat: TAX_ID, ...OTHER_ADDRESS });
  });

  it('stands under its organisation, whatever lies between', async () => {
    const { firm, person, read } = await start(version);
    const acme = await firm('Acme');
    const department = await person(acme, { name: 'Ventas', type: 'other' });
    const ana = await person(department);
    expect(await read(ana)).toEqual({ parent_id: String(acme) });
    expect(await read(acme)).toEqual({ parent_id: null });
  });
});

describe.each([16, 17, 18, 19] as const)('an organisation below another on Odoo %i', (version) => {
  it('keeps its address, and so does the one above, also when either changes', async () => {
    const { fake, firm, row, move, write } = await start(version);
    const [acme, group] = [await firm('Acme', ADDRESS), await firm('Group', OTHER_ADDRESS)];
    await move(acme, group);
    expect(row(acme)).toMatchObject({ parent_id: group, commercial_partner_id: acme, ...ADDRESS });
    expect(row(group)).toMatchObject(OTHER_ADDRESS);
    await write(acme, { city: 'Apodaca' });
    await fake.updatePartner(group, { city: 'Torreón' });
    expect([row(acme).city, row(group).city]).toEqual(['Apodaca', 'Torreón']);
  });

  it('that people put there keeps an address that is written to it to itself', async () => {
    const { firm, row, write } = await start(version);
    const group = await firm('Group', OTHER_ADDRESS);
    const acme = await firm('Acme', { parent_id: group, type: 'contact' });
    await write(acme, ADDRESS);
    expect(row(acme)).toMatchObject(ADDRESS);
    expect(row(group)).toMatchObject(OTHER_ADDRESS);
  });

  it('cannot stand below itself: Odoo says so in its own words', async () => {
    const { firm, move } = await start(version);
    const group = await firm('Group');
    const acme = await firm('Acme', { parent_id: group });
    const error = await failureOf(move(group, acme));
    expect(error).toBeInstanceOf(RecordRejectedError);
    expect((error as RecordRejectedError).params['message']).toMatch(/recursive/i);
  });
});
