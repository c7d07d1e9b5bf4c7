import { afterEach, describe, expect, it } from '@jest/globals';
import { odoo } from '../../../server/erp/odoo/index.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
const start = async (...options: Parameters<typeof odooHarness>): Promise<OdooHarness> => (harness = await odooHarness(...options));
afterEach(() => harness.close());

const SERVER = 1;

describe.each([16, 17, 18, 19] as const)('who edited a customer last, on Odoo %i,', (version) => {
  it('is named; our own user and the server itself are not', async () => {
    const { fake, connect } = await start({ version });
    const berta = fake.addUser('Berta Gil', 'berta');
    const [by, ours, servers] = [
      await fake.transaction((erp) => erp.createPartner({ name: 'Aceros', is_company: true }), { uid: berta }),
      await fake.createPartner({ name: 'Bombas', is_company: true }),
      await fake.transaction((erp) => erp.createPartner({ name: 'Clavos', is_company: true }), { uid: SERVER }),
    ];
    const { customerFields } = connect().capabilities;
    await customerFields!.write(erpRecordId(ours), { phone: '55' }, never);
    const read = await customerFields!.readWithEdits!([by, ours, servers].map(erpRecordId), ['name'], never);
    expect(read.get(erpRecordId(by))).toEqual({ fields: { name: 'Aceros' }, lastEdit: { by: 'Berta Gil', at: expect.any(Date) } });
    expect(read.get(erpRecordId(ours))).toEqual({ fields: { name: 'Bombas' }, lastEdit: null });
    expect(read.get(erpRecordId(servers))?.lastEdit).toBeNull();
  });
});

describe.each([16, 18, 19] as const)('an edit between our write and the reading that follows it, on Odoo %i,', (version) => {
  it('is no spelling of what was written, while Odoo’s own spelling is', async () => {
    const { fake, io, settings } = await start({ version });
    const berta = fake.addUser('Berta Gil', 'berta');
    const id = await fake.createPartner({ name: 'Aceros', is_company: true });
    let edit: (() => Promise<unknown>) | null = null;
    const fetch: typeof io.fetch = async (url, init) => {
      const answer = await io.fetch(url, init);
      const isWrite = url.endsWith('/res.partner/write') || (init?.body ?? '').includes('"write"');
      if (isWrite) await edit?.();
      return answer;
    };
    const { customerFields } = odoo.connect(odoo.settings.parse(settings), { ...io, fetch }).capabilities;
    const write = (values: Record<string, string>) => customerFields!.write(erpRecordId(id), values, never);
    expect(await write({ website: 'aceros.mx', phone: '55 1' })).toEqual({ website: 'http://aceros.mx', phone: '55 1' });
    edit = () => fake.transaction((erp) => erp.updatePartner(id, { phone: '55 9' }), { uid: berta });
    expect(await write({ phone: '55 2' })).toEqual({ phone: '55 2' });
    expect(fake.record('res.partner', id)).toMatchObject({ phone: '55 9' });
  });
});

describe('who edited a customer last', () => {
  it('costs two calls more the first time, and none for those who are known', async () => {
    const { fake, connect } = await start({ version: 18 });
    const ids = await fake.transaction((erp) => ['Aceros', 'Bombas'].map((name) => erpRecordId(erp.createPartner({ name }))));
    const { readWithEdits } = connect().capabilities.customerFields!;
    const asked = async () => {
      fake.forgetCalls();
      await readWithEdits!(ids, ['name'], never);
      return fake.calls().map(({ model, method }) => `${model} ${method}`);
    };
    expect((await asked()).filter((call) => call.startsWith('res.users'))).toEqual(['res.users context_get', 'res.users search_read']);
    expect(await asked()).toEqual(['res.partner search_read']);
  });

  it('is not known without the right to read users, and the fields are read all the same', async () => {
    const { fake, connect } = await start({ version: 18 });
    const id = erpRecordId(await fake.createPartner({ name: 'Aceros' }));
    fake.revokeRight('res.users');
    const read = await connect().capabilities.customerFields!.readWithEdits!([id], ['name'], never);
    expect(read.get(id)).toEqual({ fields: { name: 'Aceros' }, lastEdit: null });
  });
});
