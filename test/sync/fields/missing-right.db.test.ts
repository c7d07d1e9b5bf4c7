import { afterEach, describe, expect, it } from '@jest/globals';
import type { PropertyDefinition } from '../../../server/hubspot/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { odooHarness, type OdooHarness } from '../../erp/odoo/harness.ts';
import { aRule, mapped, QUALIFIED } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
let harness: OdooHarness;
afterEach(() => harness.close());

const FIELDS = { name: 'name', phone: 'phone', city: 'city', zip: 'zip' };
const aProperty = (name: string): PropertyDefinition => ({ name, label: name, groupName: 'x', type: 'string', fieldType: 'text' });

/** A company that is a customer in Odoo, whose user then loses "Contact Creation". */
async function withoutRight() {
  harness = await odooHarness({ version: 18 });
  const world = await WritingWorld.start(db(), { connector: harness.connect() });
  world.hubspot.listProperties = async () => [...Object.keys(FIELDS), 'lifecyclestage'].map(aProperty);
  const id = await harness.fake.createPartner({ name: 'Aceros', is_company: true, city: 'Apodaca' });
  const record = world.hubspot.add('companies', { name: 'Aceros', city: 'Apodaca' });
  harness.pass(60_000);
  await world.pullOnce();
  await world.link('companies', erpRecordId(id), record);
  const mapping = Object.entries(FIELDS).map(([property, field]) => mapped(property, field));
  await world.useRules({ companies: aRule({ mapping, createWhen: [QUALIFIED] }), contacts: aRule({ mapping: [] }) });
  await world.fields();
  for (const operation of ['create', 'write'] as const) harness.fake.revokeRight('res.partner', operation);
  /** What the inbox holds is read, and what follows is done. */
  const work = async () => {
    world.pass(60_000);
    await world.readInbox();
    await world.runCommands();
    await world.fields();
  };
  return { world, id, record, work };
}

const giveRight = (): void => {
  for (const operation of ['create', 'write'] as const) harness.fake.grantRight('res.partner', operation);
};
const writes = () => harness.fake.calls().filter(({ model, method }) => model === 'res.partner' && method === 'write').length;
const told = () => db()('problems').whereNull('resolvedAt').select('code', 'params');

describe('a right that the user in the ERP lost', () => {
  it('is one finding of a record, however many fields were edited, and they follow at the next look once it is back', async () => {
    const { world, id, record, work } = await withoutRight();
    const before = writes();
    await world.edit('companies', record, { name: 'Aceros SA', phone: '+52 81 1234 5678', city: 'Monterrey', zip: '64000' });
    await work();
    expect(writes() - before).toBe(1);
    expect(await told()).toEqual([{ code: 'field.no_right', params: { message: expect.stringContaining('not allowed to modify') } }]);
    giveRight();
    // As every night.
    await world.hear('companies', record);
    await work();
    expect(harness.fake.record('res.partner', id)).toMatchObject({ name: 'Aceros SA', city: 'Monterrey', zip: '64000' });
    expect(await told()).toEqual([]);
  });

  it('to make customers is told as that, and no longer once the customer is made', async () => {
    const { world, work } = await withoutRight();
    const record = await world.add('companies', { name: 'Beta', lifecyclestage: 'customer' });
    await work();
    expect(await world.commands()).toMatchObject([{ state: 'rejected', waitingFor: 'erp.no_right_to_customers' }]);
    expect(await told()).toMatchObject([
      { code: 'erp.no_right_to_customers', params: { message: expect.stringContaining('not allowed') } },
    ]);
    giveRight();
    await world.edit('companies', record, { name: 'Beta SA' });
    await work();
    expect(await world.commands()).toMatchObject([{ state: 'done' }]);
    expect(await told()).toEqual([]);
  });
});
