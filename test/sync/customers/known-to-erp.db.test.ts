import { describe, expect, it } from '@jest/globals';
import { TransientError } from '../../../server/shared/errors.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { createUnlessKnown } from '../../../server/sync/customers/create-unless-known.ts';
import { setNotYetCustomer } from '../../../server/sync/match/not-yet-customer.ts';
import { findRefusals } from '../../../server/sync/match/refusals.ts';
import { aPersonRule, aRule } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { ACME, aQualifyingWorld } from '../../support/qualifying.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const userId = 5;
const RULES = { companies: aRule({ mayCreateByHand: true }), contacts: aPersonRule({ mayCreateByHand: true }) };
const TWINS = ['1', '2'];

const recordOf = ({ scope }: WritingWorld, recordId: RecordId) => ({ ...scope, objectType: 'companies' as const, recordId });
const idsOf = (answer: Awaited<ReturnType<typeof createUnlessKnown>>) =>
  'known' in answer ? answer.known.map(({ customerId, reason }) => [customerId, reason]) : answer;

const idsRead = async () => (await db()('erpCustomers').select<{ erpId: string }[]>('erpId')).map(({ erpId }) => erpId);

/** A company whose tax id two customers of the ERP have, of both of which a person said "not yet" on its card. */
async function aCompanyPutOff() {
  const world = await aQualifyingWorld(db(), RULES);
  for (const id of TWINS) world.erp.edit(id, { name: `Acme ${id}`, vat: ACME.tax_id });
  await world.settle();
  const company = world.hubspot.add('companies', ACME);
  const record = recordOf(world, company);
  const offered = TWINS.map((id) => ({ connectionId: world.scope.connectionId, customerId: erpRecordId(id) }));
  await setNotYetCustomer(world.deps, record, offered, userId);
  return { world, record };
}

describe('a customer that a person has created on the card', () => {
  it('is not made beside two of its tax id, although both were refused before, until the person has seen them', async () => {
    const { world, record } = await aCompanyPutOff();
    const press = (besides: string[]) => createUnlessKnown(world.deps, record, { userId, besides });
    expect(idsOf(await press([]))).toEqual(TWINS.map((id) => [id, 'tax_id']));
    expect(idsOf(await press(['1']))).toHaveLength(2);
    await world.settle();
    expect([world.erp.made(), await world.commands()]).toEqual([[], []]);
    const asked = await press(TWINS);
    expect(asked).toEqual({ key: expect.stringMatching(/^HS-/) });
    // Whoever presses again gets the same one, also while nobody knows whether the ERP made it.
    expect(await press([])).toEqual(asked);
    await db()('commands').update({ state: 'unknown', dueAt: new Date(world.now.getTime() + 60_000) });
    expect(await press([])).toEqual(asked);
    await db()('commands').update({ state: 'planned', dueAt: world.now });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await db()('links').select('rule', 'linkedBy')).toEqual([{ rule: 'created', linkedBy: userId }]);
  });

  it('is not linked to the one of its tax id that the person saw and wants another beside; that stays said', async () => {
    const world = await aQualifyingWorld(db(), RULES);
    world.erp.edit('1', { name: 'Acme', vat: ACME.tax_id });
    await world.settle();
    const record = recordOf(world, world.hubspot.add('companies', ACME));
    expect(idsOf(await createUnlessKnown(world.deps, record, { userId, besides: [] }))).toEqual([['1', 'tax_id']]);
    await createUnlessKnown(world.deps, record, { userId, besides: ['1'] });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect((await findRefusals(db(), record))?.customers).toMatchObject([{ customerId: '1' }]);
  });

  it('is asked about where only the ERP knows the other one yet, which is read at once so that it can be linked', async () => {
    const world = await aQualifyingWorld(db(), RULES);
    world.erp.edit('1', { name: 'Acme', vat: ACME.tax_id });
    const record = recordOf(world, world.hubspot.add('companies', ACME));
    expect(await idsRead()).toEqual([]);
    const press = () => createUnlessKnown(world.deps, record, { userId, besides: [] });
    expect(idsOf(await press())).toEqual([['1', 'tax_id']]);
    expect(await db()('erpHints').select('stream', 'erpId')).toEqual([{ stream: 'customers', erpId: '1' }]);
    await world.settle();
    expect(await idsRead()).toEqual(['1']);
    expect(world.erp.made()).toEqual([]);
    // Known by now, it is not read again.
    expect(idsOf(await press())).toEqual([['1', 'tax_id']]);
    expect(await db()('erpHints').select()).toEqual([]);
  });

  it('is asked about where only the ERP knows its address yet, and not where that is of a firm it has told us of', async () => {
    const world = await aQualifyingWorld(db(), RULES);
    world.erp.edit('1', { name: 'Bolt', email: 'info@acme.mx' });
    const recordId = world.hubspot.add('contacts', { firstname: 'Ana', lastname: 'Ruiz', email: 'info@acme.mx' });
    const press = () => createUnlessKnown(world.deps, { ...world.scope, objectType: 'contacts', recordId }, { userId, besides: [] });
    expect(idsOf(await press())).toEqual([['1', 'email']]);
    await world.settle();
    expect(await press()).toMatchObject({ key: expect.any(String) });
  });

  it('is asked about by domain and name, refused before too, and not by either alone', async () => {
    const world = await aQualifyingWorld(db(), RULES);
    world.erp.edit('1', { name: 'Acme', website: 'acme.mx' });
    world.erp.edit('2', { name: 'Bolt', website: 'acme.mx' });
    await world.settle();
    const record = recordOf(world, world.hubspot.add('companies', { name: 'Acme', domain: 'acme.mx' }));
    const offered = { connectionId: world.scope.connectionId, customerId: erpRecordId('1') };
    await setNotYetCustomer(world.deps, record, [offered], userId);
    expect(idsOf(await createUnlessKnown(world.deps, record, { userId, besides: [] }))).toEqual([['1', 'domain']]);
  });

  it('is asked about by the e-mail of a contact, and not where the ERP has nobody', async () => {
    const world = await aQualifyingWorld(db(), RULES);
    world.erp.edit('1', { name: 'Ana', email: 'ana@acme.mx' }, { kind: 'person' });
    await world.settle();
    const press = (properties: Record<string, string>) => {
      const recordId = world.hubspot.add('contacts', properties);
      return createUnlessKnown(world.deps, { ...world.scope, objectType: 'contacts', recordId }, { userId, besides: [] });
    };
    expect(idsOf(await press({ firstname: 'A.', lastname: 'Ruiz', email: 'ana@acme.mx' }))).toEqual([['1', 'email']]);
    expect(await press({ firstname: 'Eva', lastname: 'Paz', email: 'eva@paz.mx' })).toMatchObject({ key: expect.any(String) });
  });

  it('is stopped by the ERP’s own answer where it was away when the person pressed', async () => {
    const world = await aQualifyingWorld(db(), RULES);
    world.erp.edit('1', { name: 'Acme', vat: ACME.tax_id });
    world.erp.before = async () => {
      throw new TransientError('Away', { code: 'erp.unreachable' });
    };
    const record = recordOf(world, world.hubspot.add('companies', ACME));
    expect(await createUnlessKnown(world.deps, record, { userId, besides: [] })).toMatchObject({ key: expect.any(String) });
    world.erp.before = async () => undefined;
    await world.settle();
    expect(world.erp.made()).toEqual([]);
  });
});
