import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CustomerFieldSupport } from '../../server/erp/shared/contract.ts';
import { TransientError } from '../../server/shared/errors.ts';
import {
  ALL_WRITES,
  approvedConnection,
  connectionId,
  customers,
  customersView,
  givenProperties,
  goLive,
  line,
  rulesOf,
  saveRules,
} from '../support/customers-app.ts';
import { aConnection } from '../support/portal-rows.ts';
import { aField } from '../support/erp-fields.ts';
import { ask, company, hubspot, REP, settle, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
const database = useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});

beforeEach(async () => {
  givenProperties('name', 'phone', 'tax_id', 'lifecyclestage');
  erp.fieldsOf.customer.push(aField('seller', { type: 'reference', role: 'salesperson' }));
  hubspot.owners = [{ id: '71', name: 'Ana López', email: null }];
  erp.edit('1', { name: 'Aceros S.L.', vat: 'ESB12345674', phone: '+34 911', country: 'ES' });
});

const MAPPING = [line('name', 'name', { direction: 'to_erp', rule: 'fill_if_empty' }), line('phone', 'phone')];
const CUSTOMERS = rulesOf({ mapping: MAPPING, createWhen: [{ property: 'lifecyclestage', values: ['customer'] }] });

const NO_RUN = '00000000-0000-4000-8000-000000000001';

const listing = (list: CustomerFieldSupport['list']): void => {
  erp.capabilities = { ...erp.capabilities, customerFields: { ...erp.capabilities.customerFields!, list } };
};

describe('who may write customers', () => {
  const reads = ['/customers', '/customers/commands?state=open', '/customers/conflicts', '/customers/changes'];
  const writes = ['', '/discard', '/preview', '/approve', '/confirm', '/run', '/stop', '/sample', '/property', '/retry', '/decide'];

  it('is an administrator', async () => {
    await approvedConnection();
    for (const path of reads)
      await ask(`${path}${path.includes('?') ? '&' : '?'}connectionId=${connectionId}`, { as: REP }).expect(403, /not_administrator/);
    for (const path of writes) await ask(`/customers${path}`, { as: REP, body: { connectionId } }).expect(403, /not_administrator/);
  });

  it('is nobody in the ERP of another portal', async () => {
    const theirs = await aConnection(database(), { portalId: 8, identityKey: 'memory:db-2' });
    for (const path of reads)
      await ask(`${path}${path.includes('?') ? '&' : '?'}connectionId=${theirs.connectionId}`).expect(404, /"not_found"/);
    for (const path of writes) await ask(`/customers${path}`, { body: { connectionId: theirs.connectionId } }).expect(404, /"not_found"/);
    expect(await database()('customerRules').select()).toEqual([]);
  });
});

describe('the rules of customers', () => {
  beforeEach(approvedConnection);

  it('are proposed from what both systems have, with the people who own records as choices', async () => {
    const { rules, ...seen } = await customersView();
    expect(seen).toMatchObject({ state: 'off', isDraft: false, trouble: null, preview: null, run: null, isTrial: false });
    expect(rules.companies.mapping.map(({ property, field }) => [property, field])).toEqual([
      ['tax_id', 'vat'],
      ['name', 'name'],
      ['phone', 'phone'],
      ['$parent_company', 'parent'],
    ]);
    expect(rules.companies.createWhen).toEqual([]);
    expect(seen.properties.companies).toContainEqual({
      ...{ name: 'hubspot_owner_id', label: 'Owner', type: 'choice', isReadOnly: false },
      options: [{ value: '71', label: 'Ana López' }],
    });
    expect(seen.fields?.companies).toContainEqual(expect.objectContaining({ name: 'seller', type: 'choice', role: 'salesperson' }));
    expect(seen.properties.contacts[0]).toMatchObject({ name: '$full_name', isReadOnly: true });
  });

  it('ask the ERP once a minute however often the page looks', async () => {
    const { list } = erp.capabilities.customerFields!;
    let asked = 0;
    listing((...given) => (asked++, list(...given)));
    await customersView();
    await customersView();
    expect(asked).toBe(2);
    await settle(1);
    await customersView();
    expect(asked).toBe(4);
  });

  it('are shown while the ERP does not answer, and why nothing can be mapped', async () => {
    await saveRules(CUSTOMERS);
    listing(() => Promise.reject(new TransientError('Away', { code: 'connection.unreachable' })));
    expect(await customersView()).toMatchObject({
      fields: null,
      trouble: { code: 'connection.unreachable' },
      rules: CUSTOMERS,
      isDraft: true,
    });
    await customers('/sample', { objectType: 'companies' }).expect(503, /connection.unreachable/);
  });

  it('are kept as a draft and come back as they were; the draft can be thrown away', async () => {
    await saveRules(CUSTOMERS);
    expect(await customersView()).toMatchObject({ state: 'off', isDraft: true, rules: CUSTOMERS, writes: { creates: false } });
    await customers('/discard', { revision: 1 }).expect(200);
    expect((await customersView()).rules.companies.mapping.map(({ field }) => field)).toContain('vat');
  });

  it('that cannot be are refused by the line that is wrong', async () => {
    const refused = async (rules: unknown) => (await saveRules(rules, 400)).body as { code: string; params: object };
    expect(await refused(rulesOf({ mapping: [line('nickname', 'name')] }))).toMatchObject({
      code: 'customers.property_unknown',
      params: { property: 'nickname' },
    });
    givenProperties('name', 'erp_open_amount');
    expect(await refused(rulesOf({ mapping: [line('erp_open_amount', 'x_note')] }))).toMatchObject({
      code: 'customers.property_read_only',
      params: { property: 'The erp_open_amount' },
    });
    expect(await refused(rulesOf({ mapping: [{ ...line('name', 'name'), rule: 'somebody' as never }] }))).toMatchObject({
      code: 'input.invalid',
      params: { field: 'rules.companies.mapping.0.rule' },
    });
    await customers('/approve', { writes: { creates: true } }).expect(400, /writes.updatesErp/);
    await customers('/run', { answer: 'stop' }).expect(400, /input.invalid/);
  });

  it('cannot be approved before a dry run of them', async () => {
    await customers('/preview').expect(400, /customers.nothing_saved/);
    await saveRules(CUSTOMERS);
    await customers('/approve', { writes: ALL_WRITES, previewId: NO_RUN }).expect(400, /customers.not_previewed/);
  });
});

describe('an ERP that can only be read', () => {
  it('offers nothing of it', async () => {
    erp.capabilities = {};
    await approvedConnection();
    expect(await customersView()).toEqual({ state: 'not_offered' });
    await customers('', { rules: CUSTOMERS, revision: 0 }).expect(400, /customers.not_offered/);
    await customers('/property', { objectType: 'companies', field: 'name' }).expect(400, /customers.not_offered/);
  });
});

describe('from dry run to live', () => {
  beforeEach(approvedConnection);

  it('says what would happen, with links to the records, and how long it takes', async () => {
    const prospect = hubspot.add('companies', { name: 'New Steel', phone: '55', lifecyclestage: 'customer' });
    await saveRules(CUSTOMERS);
    await customers('/preview').expect(200);
    expect((await customersView()).preview).toMatchObject({ state: 'running' });
    await settle();
    const { preview } = await customersView();
    expect(preview).toMatchObject({ state: 'done', trouble: null });
    const url = (id: string) => `https://app.hubspot.com/contacts/7/record/0-2/${id}`;
    expect(preview?.groups).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'create', samples: [expect.objectContaining({ recordName: 'New Steel', url: url(prospect) })] }),
        expect.objectContaining({ kind: 'update_hubspot', property: 'phone', samples: [expect.objectContaining({ url: url(company) })] }),
      ]),
    );
    await saveRules(rulesOf({ mapping: [line('phone', 'phone')] }));
    expect((await customersView()).preview).toBeNull();
  });

  it('becomes live, counts what happens, and stops', async () => {
    hubspot.add('companies', { name: 'New Steel', phone: '55', lifecyclestage: 'customer' });
    await goLive(CUSTOMERS);
    await settle(1);
    const live = await customersView();
    expect(live).toMatchObject({
      state: 'live',
      isDraft: false,
      isTrial: true,
      writes: ALL_WRITES,
      rules: CUSTOMERS,
      run: { state: 'done' },
    });
    expect(live.counts).toMatchObject({ done: 1, rejected: 0, asked: 0, due: 0 });
    await customers('/confirm').expect(200);
    expect((await customersView()).isTrial).toBe(false);
    await customers('/stop').expect(200);
    expect(await customersView()).toMatchObject({ state: 'off', isDraft: true, counts: { inStep: 0, due: 0 }, writes: { creates: false } });
  });

  it('is paused, resumed and ended by a person', async () => {
    await saveRules(CUSTOMERS);
    await customers('/preview').expect(200);
    const stateAfter = async (answer: string) => (await customers('/run', { answer }).expect(200), (await customersView()).preview?.state);
    expect([await stateAfter('pause'), await stateAfter('resume'), await stateAfter('cancel')]).toEqual(['paused', 'running', 'cancelled']);
  });
});

describe('two administrators', () => {
  const EVA = { userId: 8, userEmail: 'eva@acme.test' };
  const OTHER = rulesOf({ mapping: [line('name', 'name')] });
  const byEva = (path: string, body: object = {}) => ask(`/customers${path}`, { as: EVA, body: { connectionId, ...body } });
  const previewId = async () => (await customersView()).preview?.id;

  beforeEach(async () => {
    await approvedConnection();
    await ask('/portal', { body: { administrators: [EVA.userEmail] } }).expect(200);
    await database()('portalUsers').insert({ portalId: 7, userId: EVA.userId, email: EVA.userEmail, teams: '[]' });
  });

  it('who save at once: the second is told, and what the first saved stays', async () => {
    const { revision } = await customersView();
    await byEva('', { rules: OTHER, revision }).expect(200);
    await customers('', { rules: CUSTOMERS, revision }).expect(400, /customers.changed_meanwhile/);
    const { rules, lastChange, ...seen } = await customersView();
    expect(rules).toEqual(OTHER);
    expect(lastChange).toEqual({ at: '2026-11-23T15:00:00.000Z', by: EVA.userEmail });
    await customers('/discard', { revision }).expect(400, /customers.changed_meanwhile/);
    await customers('', { rules: CUSTOMERS, revision: seen.revision }).expect(200);
    expect((await customersView()).rules).toEqual(CUSTOMERS);
  });

  it('in the very same moment: one of them is told', async () => {
    const answers = await Promise.all([byEva('', { rules: OTHER, revision: 0 }), customers('', { rules: CUSTOMERS, revision: 0 })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('are not meant when HubSpot repeats a call', async () => {
    for (let calls = 0; calls < 2; calls++) await customers('', { rules: CUSTOMERS, revision: 0 }).expect(200);
    expect((await customersView()).revision).toBe(1);
    await customers('/preview').expect(200);
    await settle(1);
    const approval = { writes: ALL_WRITES, previewId: await previewId() };
    for (let calls = 0; calls < 2; calls++) await customers('/approve', approval).expect(200);
    await saveRules(OTHER);
    for (let calls = 0; calls < 2; calls++) await customers('/discard', { revision: 2 }).expect(200);
  });

  it('approve only what they saw: not what the other saved, looked at or approved since', async () => {
    await saveRules(CUSTOMERS);
    await customers('/preview').expect(200);
    await settle(1);
    const seen = { writes: ALL_WRITES, previewId: await previewId() };
    const { revision } = await customersView();
    await byEva('', { rules: OTHER, revision }).expect(200);
    await customers('/approve', seen).expect(400, /customers.not_previewed/);
    await byEva('/preview').expect(200);
    await settle(1);
    await customers('/approve', seen).expect(400, /customers.preview_outdated/);
    const theirs = { writes: ALL_WRITES, previewId: await previewId() };
    await settle(1);
    await byEva('/approve', theirs).expect(200);
    await customers('/approve', theirs).expect(400, /customers.preview_outdated/);
    expect((await customersView()).preview).toBeNull();
  });
});

describe('the first ten', () => {
  beforeEach(approvedConnection);

  it('are shown by what was done and what waits, with records to open', async () => {
    const rules = rulesOf({
      createWhen: [{ property: 'lifecyclestage', values: ['customer'] }],
      mapping: [...MAPPING, line('tax_id', 'vat', { direction: 'to_erp', rule: 'fill_if_empty' })],
    });
    erp.edit('2', { name: 'Known', vat: 'ESB65410011' });
    await ask('/portal', { body: { taxIdProperty: { companies: null, contacts: null } } }).expect(200);
    const stage = { lifecyclestage: 'customer' };
    const made = Array.from({ length: 12 }, (_, at) => hubspot.add('companies', { name: `New ${at}`, ...stage }));
    const wrong = hubspot.add('companies', { name: 'Wrong', tax_id: 'ABC', ...stage });
    await goLive(rules);
    const { run, isTrial } = await customersView();
    const groups = run!.groups.map(({ kind, count, property, reason, samples }) => [kind, count, property ?? reason?.code, samples.length]);
    expect(isTrial).toBe(true);
    expect(groups.toSorted()).toEqual([
      ['create', 9, undefined, 9],
      ['incomplete', 1, 'customer.tax_id_malformed', 1],
      ['incomplete', 3, 'command.waiting_trial', 3],
      ['update_hubspot', 1, 'phone', 1],
    ]);
    const samplesOf = (kind: string) => run!.groups.find((group) => group.kind === kind)!.samples;
    expect(samplesOf('create').every(({ recordId, recordName }) => made.includes(recordId as never) && recordName?.startsWith('New'))).toBe(
      true,
    );
    expect(samplesOf('update_hubspot')).toEqual([
      expect.objectContaining({ recordName: 'Aceros', customerName: 'Aceros S.L.', before: null, after: '+34 911' }),
    ]);
    expect(samplesOf('incomplete').concat(run!.groups.flatMap(({ samples }) => samples))).toContainEqual(
      expect.objectContaining({ url: `https://app.hubspot.com/contacts/7/record/0-2/${wrong}` }),
    );
    await customers('/confirm').expect(200);
    await settle();
    expect((await customersView()).run!.groups).toEqual([]);
  });
});
