import { beforeEach, describe, expect, it } from '@jest/globals';
import { TransientError } from '../../server/shared/errors.ts';
import { recordId } from '../../server/shared/ids.ts';
import { ALL_WRITES, connectionId } from '../support/customers-app.ts';
import { companyCard, erp, liveRules, press, run, show, useCustomerCards } from '../support/customer-cards.ts';
import { aCustomer } from '../support/erp-records.ts';
import { ask, company, hubspot, REP, settle } from '../support/settings-app.ts';

const database = useCustomerCards();

describe('making a customer by hand', () => {
  let prospect: string;
  beforeEach(() => {
    prospect = hubspot.add('companies', { name: 'New Steel', tax_id: 'ESA58818501', phone: '55' });
  });
  const linksOf = () => database()('links').where({ recordId: prospect }).select('customerId', 'rule');

  it('is offered with what the ERP would get, in its words', async () => {
    await liveRules();
    const { offers, canDecide } = await show(companyCard(prospect));
    expect(canDecide).toBe(true);
    expect(offers).toEqual([
      {
        ...{ connectionId, connectionName: 'Books', contactPersonOf: null, missing: [], warnings: [], alike: [] },
        values: [
          { field: 'name', label: 'name', value: 'New Steel' },
          { field: 'vat', label: 'vat', value: 'ESA58818501' },
          { field: 'phone', label: 'Telephone', value: '55' },
          { field: 'terms', label: 'terms', value: '1' },
        ],
      },
    ]);
    expect((await show()).offers).toEqual([]);
  });

  it('says what is missing, and who of the ERP it may be already', async () => {
    await liveRules();
    erp.set('customers', aCustomer({ id: '2', name: 'Group', website: 'steel.example', number: 'C-2' }));
    await run('pull');
    const vague = hubspot.add('companies', { domain: 'steel.example' });
    const [offer] = (await show(companyCard(vague))).offers;
    expect(offer?.missing).toEqual([{ code: 'customer.field_missing', params: { field: 'name', property: 'The name' } }]);
    const alike = { connectionId, customerId: '2', name: 'Group', number: 'C-2', reason: 'domain', linkedTo: null };
    expect(offer?.alike).toMatchObject([alike]);
  });

  it('shows a tax id that the ERP cannot get among what it would be made of', async () => {
    await liveRules();
    const wrong = hubspot.add('companies', { name: 'Wrong', tax_id: 'ABC12' });
    const [offer] = (await show(companyCard(wrong))).offers;
    expect(offer?.missing).toMatchObject([{ code: 'customer.tax_id_malformed' }]);
    expect(offer?.values).toContainEqual({ field: 'vat', label: 'vat', value: 'ABC12', isRefused: true });
  });

  it('of a contact says whose contact person it becomes, or for what it waits', async () => {
    await liveRules();
    const person = hubspot.add('contacts', { firstname: 'Ana', lastname: 'López' });
    const contact = { objectTypeId: '0-1', objectId: person };
    const of = (id: string) => Object.assign(hubspot, { associatedIds: async () => new Map([[person, [recordId(id)]]]) });
    expect((await show(contact)).offers).toMatchObject([{ contactPersonOf: null, missing: [], values: [{ value: 'Ana López' }] }]);
    of(company);
    expect((await show(contact)).offers).toMatchObject([{ contactPersonOf: 'Aceros S.L.', missing: [] }]);
    of(prospect);
    expect((await show(contact)).offers).toMatchObject([{ contactPersonOf: null, missing: [{ code: 'command.waiting_organisation' }] }]);
  });

  it('is not offered where nobody approved it, nor while HubSpot does not answer', async () => {
    await liveRules({}, { ...ALL_WRITES, creates: false });
    expect((await show(companyCard(prospect))).offers).toEqual([]);
    await press('create', { connectionId }, companyCard(prospect)).expect(400, /customers.not_by_hand/);
    await liveRules({ mayCreateByHand: false });
    expect((await show(companyCard(prospect))).offers).toEqual([]);
    await press('create', { connectionId }, companyCard(prospect)).expect(400, /customers.not_by_hand/);
    await liveRules();
    const read = hubspot.batchRead.bind(hubspot);
    hubspot.batchRead = () => Promise.reject(new TransientError('Away', { code: 'hubspot.unreachable' }));
    expect((await show(companyCard(prospect))).offers).toEqual([]);
    hubspot.batchRead = read;
    expect((await show(companyCard(prospect))).offers).toHaveLength(1);
  });

  it('makes one however often and by whomever it is pressed', async () => {
    await liveRules();
    const [one, two] = await Promise.all([0, 1].map(() => press('create', { connectionId }, companyCard(prospect)).expect(200)));
    expect(one!.body).toEqual(two!.body);
    expect((await show(companyCard(prospect))).commands).toMatchObject([
      { key: one!.body.key, state: 'planned', askedBy: { kind: 'person', name: REP.userEmail } },
    ]);
    await settle();
    const after = await show(companyCard(prospect));
    const made = { number: 'C101', url: 'https://erp.example/customers/101' };
    expect(after).toMatchObject({ offers: [], commands: [{ connectionName: 'Books', state: 'done', reason: null, made }] });
    expect(await linksOf()).toEqual([{ customerId: '101', rule: 'created' }]);
    const record = await ask(`/record?${new URLSearchParams(companyCard(prospect))}`, { pages: '/cards', as: REP }).expect(200);
    expect(record.body).toMatchObject({ state: 'linked', customers: [{ id: '101', name: 'New Steel' }] });
  });

  it('overrules the question of a rule whether it is one that only looks alike', async () => {
    await liveRules({ createWhen: [{ property: 'phone', values: [] }] });
    erp.set('customers', aCustomer({ id: '2', name: 'Group', website: 'steel.example' }));
    await run('pull');
    const member = hubspot.add('companies', { name: 'Member', domain: 'steel.example', phone: '1' });
    const scope = { portalId: 7, connectionId, objectType: 'companies', recordId: member, name: 'createCustomer' };
    const asked = { askedBy: JSON.stringify({ kind: 'rule', property: 'phone' }), askedAt: new Date(), dueAt: new Date(0) };
    await database()('commands').insert({ ...scope, ...asked, key: 'HS-7-C1-1', state: 'planned' });
    await run('commands');
    const [waiting] = (await show(companyCard(member))).commands;
    expect(waiting).toMatchObject({ state: 'waiting', askedBy: { kind: 'rule' }, reason: { code: 'command.waiting_review' } });
    await press('retry', { key: waiting!.key }, companyCard(prospect)).expect(404);
    await press('create', { connectionId }, companyCard(member)).expect(200, { key: waiting!.key });
    await settle();
    expect((await show(companyCard(member))).commands).toMatchObject([{ state: 'done', askedBy: { kind: 'person', name: REP.userEmail } }]);
  });

  it('goes on after a refusal when it is retried', async () => {
    await liveRules();
    erp.refuses = () => ['name'];
    await press('create', { connectionId }, companyCard(prospect)).expect(200);
    await settle();
    const [refused] = (await show(companyCard(prospect))).commands;
    expect(refused).toMatchObject({ state: 'rejected', reason: { code: 'command.refused', params: { message: 'That cannot be.' } } });
    erp.refuses = () => [];
    await press('retry', { key: refused!.key }, companyCard(prospect)).expect(200);
    await settle();
    expect((await show(companyCard(prospect))).commands).toMatchObject([{ key: refused!.key, state: 'done' }]);
  });
});
