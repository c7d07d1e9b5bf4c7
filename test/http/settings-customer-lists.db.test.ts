import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  approvedConnection,
  connectionId,
  customers,
  customersView,
  givenProperties,
  goLive,
  line,
  rulesOf,
} from '../support/customers-app.ts';
import { aField } from '../support/erp-fields.ts';
import { ask, company, hubspot, now, REP, settle, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
const database = useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});

beforeEach(async () => {
  givenProperties('name', 'phone', 'tax_id', 'lifecyclestage');
  erp.edit('1', { name: 'Aceros S.L.', vat: 'ESB12345674', phone: '+34 911', country: 'ES' });
});

const MAPPING = [line('name', 'name', { direction: 'to_erp', rule: 'fill_if_empty' }), line('phone', 'phone')];
const CUSTOMERS = rulesOf({ mapping: MAPPING, createWhen: [{ property: 'lifecyclestage', values: ['customer'] }] });

describe('mapping with real values', () => {
  beforeEach(approvedConnection);

  it('shows a linked pair with what both sides hold', async () => {
    const { body } = await customers('/sample', { objectType: 'companies' }).expect(200);
    expect(body.pair).toMatchObject({
      recordId: company,
      recordName: 'Aceros',
      customerName: 'Aceros S.L.',
      url: `https://app.hubspot.com/contacts/7/record/0-2/${company}`,
      properties: { name: 'Aceros', tax_id: 'ESB12345674' },
      fields: { name: 'Aceros S.L.', phone: '+34 911' },
    });
    // Of a state, its name: the list of all of them is too long for the page.
    erp.edit('1', { state: 'MX-NLE' });
    const { body: named } = await customers('/sample', { objectType: 'companies' }).expect(200);
    expect(named.pair.fields).toMatchObject({ state: 'Nuevo León' });
    expect((await customers('/sample', { objectType: 'contacts' }).expect(200)).body).toEqual({ pair: null });
  });

  it('makes a HubSpot property like a field of the ERP, and says where there is no room', async () => {
    let room = 1;
    const made: object[] = [];
    const list = hubspot.listProperties.bind(hubspot);
    hubspot.listProperties = async (type) => [...(await list(type)), ...(made as never[])];
    Object.assign(hubspot, {
      remainingCustomProperties: async () => room--,
      createPropertyGroup: async () => undefined,
      createProperties: async (_type: string, definitions: object[]) => void made.push(...definitions),
    });
    const { body } = await customers('/property', { objectType: 'companies', field: 'terms' }).expect(200);
    const options = [{ value: '1', label: '30 days' }];
    expect(body).toEqual({ name: 'erp_field_terms', label: 'terms', type: 'choice', isReadOnly: false, options });
    expect((await customersView()).properties.companies).toContainEqual(body);
    expect((await customers('/property', { objectType: 'companies', field: 'terms' }).expect(200)).body).toEqual(body);
    await customers('/property', { objectType: 'companies', field: 'x_note' }).expect(400, /customers.no_room/);
    await customers('/property', { objectType: 'companies', field: 'nothing' }).expect(400, /customers.field_unknown/);
  });
});

describe('what the ERP was asked to make', () => {
  beforeEach(async () => {
    await approvedConnection();
    erp.refuses = () => ['region'];
    erp.fieldsOf.customer.push(aField('region', { isRequired: true }));
    hubspot.add('companies', { name: 'New Steel', phone: '55', lifecyclestage: 'customer' }, '2001');
  });
  const list = async (state: string) => (await ask(`/customers/commands?connectionId=${connectionId}&state=${state}`).expect(200)).body;

  it('is listed with what it waits for, and goes on when a person asks', async () => {
    await goLive(CUSTOMERS);
    expect(await list('open')).toMatchObject({
      ...{ page: 1, pageCount: 1, total: 1 },
      commands: [
        {
          recordId: '2001',
          recordName: 'New Steel',
          state: 'waiting',
          reason: { code: 'customer.field_missing', params: { field: 'REGION' } },
          askedBy: { kind: 'rule', property: 'lifecyclestage' },
          made: null,
        },
      ],
    });
    await customers('/stop').expect(200);
    expect(await list('open')).toMatchObject({ total: 0, commands: [] });
  });

  it('and was refused is retried in the name of who presses, all at once in nobody’s', async () => {
    await goLive({ ...CUSTOMERS, companies: { ...CUSTOMERS.companies, defaults: { region: 'North' } } });
    const [refused] = (await list('rejected')).commands;
    expect(refused).toMatchObject({ reason: { code: 'command.refused', params: { message: 'That cannot be.' } } });
    await ask('/problems/retry', { body: { code: 'command.rejected', connectionId } }).expect(200);
    expect((await list('open')).commands).toMatchObject([{ state: 'planned', askedBy: { kind: 'rule' } }]);
    await settle(1);
    const groups = async () => (await ask('/problems').expect(200)).body.groups as object[];
    expect(await groups()).toMatchObject([{ code: 'command.rejected', canRetry: true, records: [{ subject: '2001' }] }]);
    await customers('/retry', { keys: null }).expect(200);
    expect((await list('open')).commands).toMatchObject([{ state: 'planned', askedBy: { kind: 'rule' } }]);
    expect(await groups()).toEqual([]);
    await settle(1);
    erp.refuses = () => [];
    await customers('/retry', { keys: [refused.key] }).expect(200);
    expect((await list('open')).commands).toMatchObject([{ state: 'planned', askedBy: { kind: 'person', name: null } }]);
    await settle(1);
    expect((await list('done')).commands).toMatchObject([
      {
        recordId: '2001',
        reason: null,
        made: { id: '101', number: 'C101', url: 'https://erp.example/customers/101' },
        endedAt: now.toISOString(),
      },
    ]);
    await database()('erpCustomers').where({ erpId: '101' }).delete();
    expect((await list('done')).commands).toMatchObject([{ reason: { code: 'command.gone' } }]);
    await customers('/retry', { keys: ['HS-NO'] }).expect(404, /not_found/);
    await customers('/retry', { keys: [] }).expect(400, /"keys"/);
  });
});

describe('what waits for a person’s decision', () => {
  beforeEach(approvedConnection);
  const list = async () => (await ask(`/customers/commands?connectionId=${connectionId}&state=open`).expect(200)).body;

  it('is not tried again, neither by name nor with all others, and no second customer is made', async () => {
    hubspot.add('companies', { name: 'New Steel', tax_id: 'ESB12345674', lifecyclestage: 'customer' }, '2001');
    const { companies } = CUSTOMERS;
    await goLive({ ...CUSTOMERS, companies: { ...companies, mapping: [...MAPPING, line('tax_id', 'vat')] } });
    const [undecided] = (await list()).commands;
    expect(undecided).toMatchObject({ recordId: '2001', reason: { code: 'command.waiting_review' }, canRetry: false });
    await customers('/retry', { keys: [undecided.key] }).expect(409, /command.decide_first/);
    expect((await customers('/retry', { keys: null }).expect(200)).body).toEqual({ left: 1 });
    await settle();
    expect(erp.made()).toEqual([]);
    expect((await list()).commands).toMatchObject([{ state: 'waiting', askedBy: { kind: 'rule' } }]);
  });

  it('is listed beside the customer and the record that it is, and decided there by administrators', async () => {
    hubspot.add('companies', { name: 'New Steel', tax_id: 'ESB12345674', lifecyclestage: 'customer' }, '2001');
    const { companies } = CUSTOMERS;
    await goLive({ ...CUSTOMERS, companies: { ...companies, mapping: [...MAPPING, line('tax_id', 'vat')] } });
    const { body } = await ask('/reviews/creations').expect(200);
    expect(body).toMatchObject({
      total: 1,
      creations: [
        {
          record: { recordId: '2001', name: 'New Steel', facts: { taxId: ['ESB12345674'] } },
          customers: [
            {
              customerId: '1',
              rule: 'tax_id',
              linkedTo: { recordId: company, name: 'Aceros' },
              owed: [{ amount: '250', currency: 'EUR' }],
            },
          ],
        },
      ],
    });
    expect((await ask('/overview')).body.toDecide).toMatchObject({ creations: 1 });
    const [{ key }] = body.creations;
    const decide = (over: object, as = {}) => ask('/reviews/creations/decide', { body: { connectionId, key, ...over }, ...as });
    await ask('/reviews/creations', { as: REP }).expect(403);
    await decide({ answer: 'leave' }, { as: REP }).expect(403);
    await decide({ answer: 'merge' }).expect(400, /"answer"/);
    await decide({ answer: 'link' }).expect(400, /input.invalid/);
    await decide({ answer: 'link', customerId: '404' }).expect(404, /not_found/);
    await decide({ answer: 'leave' }).expect(200);
    await decide({ answer: 'create' }).expect(400, /command.decided/);
    expect((await ask('/reviews/creations')).body).toMatchObject({ total: 0, creations: [] });
    expect((await ask('/overview')).body.toDecide).toMatchObject({ creations: 0 });
  });
});

describe('fields that a person decides', () => {
  beforeEach(approvedConnection);
  const conflicts = async () => (await ask(`/customers/conflicts?connectionId=${connectionId}&kind=before`).expect(200)).body;
  const decide = (over: object = {}) =>
    customers('/decide', { objectType: 'companies', customerId: '1', property: 'phone', answer: 'erp', ...over });

  it('are listed until one is chosen, which is then written', async () => {
    hubspot.edit('companies', company as never, { phone: '+34 922' });
    await goLive(rulesOf({ mapping: [line('phone', 'phone', { rule: 'ask' })] }));
    expect(await conflicts()).toMatchObject({
      ...{ page: 1, pageCount: 1, total: 1 },
      conflicts: [{ customerName: 'Aceros S.L.', recordId: company, property: 'phone', hubspot: '+34 922', erp: '+34 911' }],
    });
    expect((await customersView()).counts).toMatchObject({ asked: 0, differing: 1 });
    await decide({ property: 'name' }).expect(404, /not_found/);
    await decide({ answer: 'mine' }).expect(400, /"answer"/);
    await decide().expect(200);
    expect(await conflicts()).toMatchObject({ total: 0, conflicts: [] });
    await settle();
    expect(hubspot.get('companies', company as never)['phone']).toBe('+34 911');
    expect(await database()('fieldChanges').select('rule', 'userId', 'lost', 'after')).toEqual([
      { rule: 'person', userId: 5, lost: '+34 922', after: '+34 911' },
    ]);
    await decide().expect(404, /not_found/);
    const { changes } = (await ask(`/customers/changes?connectionId=${connectionId}`).expect(200)).body;
    expect(changes).toMatchObject([{ customerId: '1', canUndo: true, isFrozen: false }]);
    await ask('/customers/undo', { body: { connectionId, changeId: changes[0].id } }).expect(200);
    await settle();
    expect(hubspot.get('companies', company as never)['phone']).toBe('+34 922');
    const field = { connectionId, objectType: 'companies', customerId: '1', property: 'phone' };
    await ask('/customers/freeze', { body: { ...field, isFrozen: true } }).expect(200);
    const frozen = await ask(`/customers/changes?connectionId=${connectionId}`).expect(200);
    expect(frozen.body.changes).toMatchObject([
      { rule: 'frozen', isFrozen: true },
      { rule: 'undo', isFrozen: true },
      { rule: 'person', canUndo: false, isFrozen: true },
    ]);
  });

  it('and that HubSpot refused are offered again from the list of problems', async () => {
    hubspot.refuse({ applies: (_type, { properties }) => 'phone' in properties, scope: 'input', properties: ['phone'] });
    await goLive(rulesOf({ mapping: [line('phone', 'phone')] }));
    expect(hubspot.get('companies', company as never)['phone']).toBeUndefined();
    const { body } = await ask('/problems').expect(200);
    expect(body.groups).toMatchObject([{ code: 'field.refused_by_hubspot', canRetry: true }]);
    hubspot.forgive();
    await settle(60);
    expect(hubspot.get('companies', company as never)['phone']).toBeUndefined();
    await ask('/problems/retry', { body: { problemIds: [body.groups[0].records[0].problemId] } }).expect(200);
    await settle();
    expect(hubspot.get('companies', company as never)['phone']).toBe('+34 911');
  });

  it('are listed when they changed, by whom and by which rule, page by page', async () => {
    hubspot.edit('companies', company as never, { phone: '+34 922' }, { userId: REP.userId });
    await database()('portalUsers').insert({ portalId: 7, userId: REP.userId, email: REP.userEmail, teams: '[]' });
    await goLive(rulesOf({ mapping: [line('phone', 'phone')] }));
    await settle();
    const changes = async (page = 1) => (await ask(`/customers/changes?connectionId=${connectionId}&page=${page}`).expect(200)).body;
    const one = { customerName: 'Aceros S.L.', objectType: 'companies', property: 'phone', writtenTo: 'hubspot', lost: '+34 922' };
    expect(await changes()).toMatchObject({ page: 1, pageCount: 1, changes: [{ ...one, rule: 'erp_wins', by: null, undoneAt: null }] });
    const [{ id: _, ...row }] = await database()('fieldChanges').select();
    const copy = (property: string) => ({ ...row, property, editedBy: JSON.stringify(row.editedBy) });
    await database()('fieldChanges').insert(Array.from({ length: 25 }, (_none, n) => copy(`p${n}`)));
    expect(await changes()).toMatchObject({ page: 1, pageCount: 2, changes: { length: 25 } });
    expect(await changes(2)).toMatchObject({ page: 2, pageCount: 2, changes: { length: 1 } });
    expect(await changes(3)).toEqual({ page: 3, pageCount: 2, changes: [] });
    // One field that changes again and again is still one of twenty-five.
    await database()('fieldChanges').insert(Array.from({ length: 12 }, () => copy('phone')));
    const [phone, ...others] = Map.groupBy(
      (await changes()).changes,
      ({ property }: { id: string; property: string }) => property,
    ).values();
    expect([phone!.length, others.map(({ length }) => length)]).toEqual([11, Array(24).fill(1)]);
    expect(phone!.map(({ id }) => Number(id)).toSorted((a, b) => b - a)).toEqual(phone!.map(({ id }) => Number(id)));
    expect((await changes(2)).changes).toHaveLength(1);
  });

  it('are shown by day and editor, and taken back together after they were counted', async () => {
    await database()('portalUsers').insert({ portalId: 7, userId: REP.userId, email: REP.userEmail, teams: '[]' });
    await goLive(rulesOf({ mapping: [line('phone', 'phone')] }));
    await settle();
    const at = async (query: string) =>
      (await ask(`/customers/changes?connectionId=${connectionId}${query}`).expect(200)).body.changes as object[];
    const later = new Date(now.getTime() + 86_400_000).toISOString();
    expect(await at('')).toHaveLength(1);
    expect(await at(`&until=${later}`)).toHaveLength(1);
    expect(await at(`&from=${later}`)).toEqual([]);
    expect(await at('&editedBy=form')).toEqual([]);
    await ask(`/customers/changes?connectionId=${connectionId}&from=yesterday`).expect(400, /"from"/);
    const filter = { from: null, until: later, editedBy: null };
    const undo = async (isPreview: boolean, upTo: string | null = null) =>
      (await customers('/undo-many', { group: { filter, upTo }, isPreview }).expect(200)).body;
    const counted = await undo(true);
    expect(counted).toMatchObject({ taken: 1, refused: 0, hasMore: false });
    expect(hubspot.get('companies', company as never)['phone']).toBe('+34 911');
    expect(await undo(false, counted.upTo)).toEqual(counted);
    await settle();
    expect(hubspot.get('companies', company as never)['phone'] ?? null).toBeNull();
    // Who takes something back is a person, too.
    expect(await at('&editedBy=user')).toMatchObject([{ rule: 'undo', property: 'phone' }]);
    expect(await at('&editedBy=workflow')).toEqual([]);
    const wrong = [
      { changeIds: [] },
      { changeIds: ['x'] },
      { filter: { ...filter, editedBy: 'me' }, upTo: null },
      { changeIds: ['1'], filter },
      { trialSince: 'yesterday' },
    ];
    for (const group of wrong) await customers('/undo-many', { group, isPreview: true }).expect(400);
    const ofTrial = { group: { trialSince: '2026-01-01T00:00:00Z' }, isPreview: true };
    expect((await customers('/undo-many', ofTrial).expect(200)).body).toMatchObject({ taken: 0, refused: 0 });
  });
});
