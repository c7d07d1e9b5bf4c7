import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CustomerRules, FieldMapping } from '../../../hubspot-app/app/settings/api/customers.ts';
import { runBy, type CustomerField, type FieldRole, type FieldValues } from '../../../server/erp/shared/contract.ts';
import type { JobContext } from '../../../server/jobs/index.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import { createVatCheck } from '../../../server/portals/vies/check-vat.ts';
import { erpRecordId, type ErpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { setCustomerActive } from '../../../server/sync/archiving/set-customer-active.ts';
import { askFor, type AskedBy } from '../../../server/sync/commands/command-rows.ts';
import type { CommandDeps } from '../../../server/sync/commands/handler.ts';
import { createCommandRunner } from '../../../server/sync/commands/run-commands.ts';
import { saveCustomerRules } from '../../../server/sync/customers/change-rules.ts';
import { viesWarnings } from '../../../server/sync/customers/check-vies.ts';
import { createCustomer } from '../../../server/sync/customers/create-customer.ts';
import { syncFields } from '../../../server/sync/fields/sync-fields.ts';
import { startViesFake, type ViesFake } from '../../fakes/vies/index.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer } from '../../support/erp-records.ts';
import { MemoryErp } from '../../support/erp.ts';
import type { Properties } from '../../support/hubspot-values.ts';
import { MemoryHubSpot } from '../../support/hubspot.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';
import { recordingLog } from '../../support/log.ts';

const KNOWN = 'DE136695976';
const STRANGE = 'DE111111125';
const BY_RULE: AskedBy = { kind: 'rule', property: 'lifecyclestage' };
const BY_HAND: AskedBy = { kind: 'person', userId: 5 };
const CONTEXT: JobContext = { signal: new AbortController().signal, holdsClaim: async () => true };
const runCommands = createCommandRunner({ createCustomer, setCustomerActive });

const db = useTestDatabase();
const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
let vies: ViesFake;
let joined: Incoming;
let hubspot: MemoryHubSpot;
let deps: CommandDeps;
let inErp: Map<ErpRecordId, FieldValues>;

beforeEach(async () => {
  vies = await startViesFake();
  vies.knows(STRANGE, 'invalid');
  hubspot = new MemoryHubSpot();
  hubspot.ownProperties.companies = ['name', 'tax_id', 'phone', 'country', 'lifecyclestage'];
  inErp = new Map();
  joined = await connectedErp(db(), { erp: aWritableErp() });
  deps = {
    ...joined.deps,
    openHubSpot: async () => hubspot,
    loadPortal: async () => Promise.reject(new Error('Nobody asks')),
    hashEmail: (email) => email,
    checkVat: createVatCheck({ db: db(), log: joined.deps.log, now: joined.deps.now, fetch: outbound.fetch, apiUrl: vies.url }),
  };
  await switchVies(true);
});
afterEach(() => vies.close());
afterAll(() => outbound.close());

const aField = (name: string, role: FieldRole | null, isRequired = false): CustomerField => ({
  ...{ name, label: name, role, type: 'text', isCustom: false, isWritable: true, isRequired, isForNewOnly: false },
});

function aWritableErp(): MemoryErp {
  const erp = new MemoryErp();
  const fields = [aField('name', 'name', true), aField('vat', 'tax_id'), aField('phone', 'phone'), aField('country', 'country')];
  erp.capabilities = {
    ...erp.capabilities,
    customerFields: {
      list: async () => fields,
      read: async (ids) => new Map(ids.flatMap((id) => (inErp.has(id) ? [[id, inErp.get(id)!] as const] : []))),
      write: async (id, values) => (inErp.set(id, { ...inErp.get(id), ...values }), values),
      findAlike: async (facts) => facts.map(() => []),
    },
    commands: {
      names: ['createCustomer'],
      settledAfterMs: 0,
      isIdempotent: true,
      keysAtOnce: 1,
      find: async () => new Map(),
      run: runBy({
        createCustomer: async ({ input }) => {
          const id = erpRecordId(String(500 + inErp.size));
          inErp.set(id, input.values);
          return { id, number: null };
        },
        setCustomerActive: async ({ input: { id } }) => ({ id, number: null, isChanged: false }),
      }),
    },
  };
  return erp;
}

const mapped = (property: string, field: string, more: Partial<FieldMapping> = {}): FieldMapping => ({
  ...{ property, field, direction: 'to_erp', rule: 'hubspot_wins', whenEmptied: 'clear', translation: [] },
  ...more,
});

/** Live at once, with everything approved. */
async function useRules(taxId: Partial<FieldMapping> = {}): Promise<void> {
  const companies = {
    ...{ createWhen: [{ property: 'lifecyclestage', values: ['customer'] }], mayCreateByHand: true, isOneWay: false, defaults: {} },
    ...{ makesContactPersons: false, makesConsumers: false },
    ...({ whenDeletedInHubSpot: 'keep', whenGoneInErp: 'keep' } as const),
    mapping: [mapped('name', 'name'), mapped('tax_id', 'vat', taxId), mapped('phone', 'phone'), mapped('country', 'country')],
  };
  const rules: CustomerRules = { companies, contacts: { ...companies, createWhen: [], mapping: [] } };
  await joined.pull();
  await saveCustomerRules(deps, joined.scope, { rules, revision: 0 }, 5);
  const writes = JSON.stringify({ creates: true, updatesErp: true, updatesHubSpot: true });
  await db()('customerRules').update({ live: db().raw('draft'), draft: null, trial: null, writes });
}

const switchVies = (checksVies: boolean) => db()('portals').update({ settings: JSON.stringify({ checksVies }) });
const aFirm = (more: Properties): RecordId =>
  hubspot.add('companies', { name: 'Stahl GmbH', country: 'Germany', lifecyclestage: 'customer', ...more });

describe('a customer that is to be created', () => {
  async function create(record: RecordId, askedBy: AskedBy): Promise<void> {
    const now = joined.clock.now;
    await askFor(db(), { ...joined.scope, name: 'createCustomer', objectType: 'companies', recordId: record, askedBy, now });
    await runCommands(deps, joined.scope, CONTEXT);
  }
  const commands = () => db()('commands').select('state', 'waitingFor', 'params');
  const made = () => [...inErp.values()].map(({ vat }) => vat);

  beforeEach(() => useRules());

  it('is created when VIES knows its VAT number', async () => {
    await create(aFirm({ tax_id: KNOWN }), BY_RULE);
    expect(made()).toEqual([KNOWN]);
    expect(vies.asked).toEqual([KNOWN]);
  });

  it('waits for a person when VIES does not know it, and goes on with the one that was typed since', async () => {
    const record = aFirm({ tax_id: STRANGE });
    await create(record, BY_RULE);
    expect(await commands()).toEqual([{ state: 'waiting', waitingFor: 'customer.tax_id_not_in_vies', params: { taxId: STRANGE } }]);
    expect(made()).toEqual([]);
    hubspot.edit('companies', record, { tax_id: KNOWN });
    await create(record, BY_RULE);
    expect(made()).toEqual([KNOWN]);
  });

  it('is created all the same when a person asks for it: the card said so', async () => {
    await create(aFirm({ tax_id: STRANGE }), BY_HAND);
    expect(made()).toEqual([STRANGE]);
    expect(vies.asked).toEqual([]);
  });

  it('is created while nobody can say: unreachable is not invalid', async () => {
    vies.knows(STRANGE, { error: 'MS_UNAVAILABLE' });
    await create(aFirm({ tax_id: STRANGE }), BY_RULE);
    await vies.close();
    await create(aFirm({ name: 'Other', tax_id: KNOWN }), BY_RULE);
    expect(made()).toEqual([STRANGE, KNOWN]);
  });

  it('is not asked about outside the Union, nor while the account has that switched off', async () => {
    await create(aFirm({ tax_id: 'EKU9003173C9', country: 'México' }), BY_RULE);
    await switchVies(false);
    await create(aFirm({ name: 'Other', tax_id: STRANGE }), BY_RULE);
    expect(made()).toEqual(['EKU9003173C9', STRANGE]);
    expect(vies.asked).toEqual([]);
  });

  it('stays planned, and is not created, when the service stops while it asks', async () => {
    vies.faults.next({ kind: 'hang' });
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 300);
    const record = aFirm({ tax_id: STRANGE });
    const now = joined.clock.now;
    await askFor(db(), { ...joined.scope, name: 'createCustomer', objectType: 'companies', recordId: record, askedBy: BY_RULE, now });
    await expect(runCommands(deps, joined.scope, { ...CONTEXT, signal: stopping.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(made()).toEqual([]);
    expect(await commands()).toMatchObject([{ state: 'planned' }]);
  });

  it('has a warning on the card that offers to create it', async () => {
    const warned = (taxId: string | null) => viesWarnings(deps, joined.scope.portalId, { taxId, country: 'DE' });
    expect(await warned(STRANGE)).toEqual([{ code: 'customer.tax_id_not_in_vies', params: { taxId: STRANGE } }]);
    expect([await warned(KNOWN), await warned(null)]).toEqual([[], []]);
    await switchVies(false);
    expect(await warned(STRANGE)).toEqual([]);
  });

  it('has a card that does not wait for a slow service', async () => {
    vies.setLatency(20_000);
    const startedAt = performance.now();
    expect(await viesWarnings(deps, joined.scope.portalId, { taxId: STRANGE, country: 'DE' })).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(7_500);
  });
});

describe('a VAT number that goes to a linked customer', () => {
  let record: RecordId;

  async function linked(properties: Properties): Promise<void> {
    const customerId = erpRecordId('1');
    inErp.set(customerId, { name: 'Stahl GmbH', vat: null, phone: null, country: 'DE' });
    joined.erp.set('customers', aCustomer({ id: '1', name: 'Stahl GmbH' }));
    record = aFirm(properties);
    await useRules();
    const link = { ...joined.scope, objectType: 'companies', customerId, recordId: record };
    await db()('links').insert({ ...link, state: 'active', rule: 'tax_id', linkedAt: joined.clock.now });
  }

  async function sync(properties: Properties = {}): Promise<void> {
    hubspot.edit('companies', record, properties);
    joined.clock.now = new Date(joined.clock.now.getTime() + 1_000);
    await db()('fieldPairs').update({ dueRevision: db().raw('due_revision + 1'), dueAt: joined.clock.now });
    await syncFields(deps, joined.scope, CONTEXT);
  }

  const problems = () => db()('problems').whereNull('resolvedAt').select('code', 'subjectKind', 'subject', 'params');
  const vat = () => inErp.get(erpRecordId('1'))!['vat'];
  const aboutVies = (taxId: string) => [
    { code: 'customer.tax_id_not_in_vies', subjectKind: 'companies', subject: record as string, params: { taxId } },
  ];

  it('is written, and a problem says that VIES does not know it, until another one does', async () => {
    await linked({ tax_id: STRANGE });
    await sync();
    expect(vat()).toBe(STRANGE);
    expect(await problems()).toEqual(aboutVies(STRANGE));
    await sync({ tax_id: KNOWN });
    expect(vat()).toBe(KNOWN);
    expect(await problems()).toEqual([]);
  });

  it('keeps its problem while other fields change, and while nobody can say', async () => {
    await linked({ tax_id: STRANGE });
    await sync();
    await sync({ phone: '1' });
    expect(await problems()).toEqual(aboutVies(STRANGE));
    vies.knows(STRANGE, { error: 'TIMEOUT' });
    joined.clock.now = new Date(joined.clock.now.getTime() + 2 * 24 * 3_600_000);
    await sync({ phone: '2' });
    expect(await problems()).toEqual(aboutVies(STRANGE));
    expect(vies.asked).toEqual([STRANGE, STRANGE]);
  });

  it('loses its problem when VIES knows it later', async () => {
    await linked({ tax_id: STRANGE });
    await sync();
    vies.knows(STRANGE, 'valid');
    joined.clock.now = new Date(joined.clock.now.getTime() + 2 * 24 * 3_600_000);
    await sync({ phone: '1' });
    expect(await problems()).toEqual([]);
  });

  it('makes no problem while the service is away', async () => {
    await linked({ tax_id: STRANGE });
    await vies.close();
    await sync();
    expect(vat()).toBe(STRANGE);
    expect(await problems()).toEqual([]);
  });

  it('takes no old problem with it: of a new number nobody could say anything', async () => {
    await linked({ tax_id: STRANGE });
    await sync();
    vies.knows('DE129274202', { error: 'TIMEOUT' });
    await sync({ tax_id: 'DE129274202' });
    expect(await problems()).toEqual([]);
  });

  it('is asked about when it is written, and not at every look', async () => {
    await linked({ tax_id: KNOWN });
    await sync();
    await db()('viesChecks').delete();
    await sync({ phone: '1' });
    expect(vies.asked).toEqual([KNOWN]);
  });

  it('is not asked about while the account has that switched off, and its problem is over', async () => {
    await linked({ tax_id: STRANGE });
    await sync();
    await switchVies(false);
    await sync({ phone: '1' });
    expect(await problems()).toEqual([]);
    expect(vies.asked).toEqual([STRANGE]);
  });
});
