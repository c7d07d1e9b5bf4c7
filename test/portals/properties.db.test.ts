import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ReconnectError, RecordRejectedError } from '../../server/shared/errors.ts';
import type { ObjectType } from '../../server/shared/object-types.ts';
import type { HubSpotClient, PropertyDefinition } from '../../server/hubspot/contract.ts';
import { provisionProperties } from '../../server/portals/properties.ts';
import { describeProperties, propertiesOf } from '../../server/records/catalogue/index.ts';
import { raiseProblems } from '../../server/portals/problems.ts';
import { useTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/log.ts';
import { aConnection } from '../support/portal-rows.ts';
import { anInstalledPortal } from '../support/portals.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const db = useTestDatabase();
/** Without the sets that are switched on. */
const names = (objectType: ObjectType): string[] => propertiesOf(objectType).flatMap(({ name, set }) => (set === undefined ? [name] : []));

/** What one account holds, with HubSpot's way of refusing a batch for one bad name. */
function anAccount(
  given: {
    room?: number | null;
    existing?: Partial<Record<ObjectType, PropertyDefinition[]>>;
    hidden?: string;
    withholds?: 'reading' | 'making';
  } = {},
) {
  const properties = { companies: [], contacts: [], deals: [], products: [], ...given.existing } as Record<
    ObjectType,
    PropertyDefinition[]
  >;
  const writes: string[] = [];
  const restores = new Map<string, Partial<PropertyDefinition>>();
  const hubspot = {
    listProperties: async (objectType: ObjectType) => {
      if (objectType === 'products' && given.withholds === 'reading') throw withheld();
      return properties[objectType].filter(({ name }) => name !== given.hidden || writes.length > 1);
    },
    remainingCustomProperties: async () => (given.room === undefined ? null : given.room),
    createPropertyGroup: async (objectType: ObjectType) => {
      if (objectType === 'products' && given.withholds === 'making') throw withheld();
      writes.push(`group ${objectType}`);
    },
    createProperties: async (objectType: ObjectType, definitions: PropertyDefinition[]) => {
      writes.push(`create ${objectType} ${definitions.length}`);
      const taken = definitions.filter(({ name }) => properties[objectType].some((property) => property.name === name));
      if (taken.length > 0) throw new RecordRejectedError('taken', { code: 'hubspot.already_exists' });
      properties[objectType].push(...definitions.map((definition) => ({ ...definition, ...restores.get(definition.name) })));
    },
    updateProperty: async (objectType: ObjectType, name: string, patch: Partial<PropertyDefinition>) => {
      writes.push(`update ${objectType} ${name}`);
      properties[objectType] = properties[objectType].map((property) => (property.name === name ? { ...property, ...patch } : property));
    },
  } as unknown as HubSpotClient;
  return { hubspot, properties, writes, restores };
}

const withheld = () => new ReconnectError('no', { code: 'hubspot.scope_missing' });

async function provision(account: ReturnType<typeof anAccount>, locale: 'en' | 'es' = 'en') {
  const { portalId } = await anInstalledPortal(db(), { locale });
  const deps = { db: db(), openHubSpot: async () => account.hubspot, log: recordingLog(), now: () => NOW, describeProperties };
  const result = await provisionProperties(deps, portalId);
  const problems = await db()('problems')
    .where({ portalId })
    .whereNull('resolvedAt')
    .orderBy('subject')
    .select('code', 'subject', 'params');
  return { portalId, result, problems };
}

const definition = (objectType: ObjectType, name: string): PropertyDefinition =>
  describeProperties(objectType, 'en').definitions.find((property) => property.name === name)!;

describe('provisioning', () => {
  it('never forgets that more can be written: what follows from it happens in the same transaction', async () => {
    const account = anAccount();
    const { portalId } = await anInstalledPortal(db(), { locale: 'en' });
    const deps = { db: db(), openHubSpot: async () => account.hubspot, log: recordingLog(), now: () => NOW, describeProperties };
    const told: number[] = [];
    const crash = () => Promise.reject(new Error('the process dies here'));
    await expect(provisionProperties({ ...deps, onRecordsDue: crash }, portalId)).rejects.toThrow('dies here');
    await provisionProperties({ ...deps, onRecordsDue: async (_trx, id) => void told.push(id) }, portalId);
    await provisionProperties({ ...deps, onRecordsDue: async (_trx, id) => void told.push(id) }, portalId);
    expect(told).toEqual([portalId]);
  });

  it("creates all properties in the installer's language, and nothing the second time", async () => {
    const account = anAccount();
    const { result } = await provision(account, 'es');
    expect(result).toEqual({
      writable: { companies: names('companies'), contacts: names('contacts'), deals: names('deals'), products: [] },
      hasMore: true,
    });
    expect(account.properties.companies[0]).toMatchObject({ label: 'Clave de cliente ERP', hasUniqueValue: true, groupName: 'puente' });
    expect(account.properties.deals[0]).toMatchObject({ label: 'Número de pedido ERP', groupName: 'puente' });
    const writes = account.writes.length;
    expect((await provision(account)).result.hasMore).toBe(false);
    expect(account.writes).toHaveLength(writes);
  });

  it('creates the properties of a set once it is switched on, and leaves them alone when it is switched off', async () => {
    const account = anAccount();
    const { portalId } = await provision(account);
    const turn = async (propertySets: string[]) => {
      await db()('portals')
        .where({ portalId })
        .update({ settings: JSON.stringify({ propertySets }) });
      const deps = { db: db(), openHubSpot: async () => account.hubspot, log: recordingLog(), now: () => NOW, describeProperties };
      const { writable, hasMore } = await provisionProperties(deps, portalId);
      return { more: writable.deals.filter((name) => !names('deals').includes(name)), hasMore };
    };
    const ofProjects = ['erp_project_status', 'erp_project_completed_at'];
    expect(await turn(['projects'])).toEqual({ more: ofProjects, hasMore: true });
    const writes = account.writes.length;
    expect(await turn([])).toEqual({ more: [], hasMore: false });
    const rows = await db()('hubspotProperties').where({ portalId }).whereIn('name', ofProjects).select('name');
    expect([rows, account.writes.length]).toEqual([[], writes]);
  });

  it("adopts what fits, keeps the administrator's words, and adds the options that are missing", async () => {
    const own = definition('companies', 'erp_payment_status');
    const options = [
      { label: 'Bezahlt', value: 'paid', displayOrder: 0, hidden: false },
      { label: 'Eigenes', value: 'own', displayOrder: 1, hidden: false },
    ];
    const account = anAccount({
      existing: { companies: [{ ...own, label: 'Zahlung', groupName: 'finance', fieldType: 'radio', options }] },
    });
    const { problems } = await provision(account);
    expect(problems).toEqual([]);
    const adopted = account.properties.companies.find(({ name }) => name === 'erp_payment_status')!;
    expect(adopted).toMatchObject({ label: 'Zahlung', groupName: 'finance' });
    expect(adopted.options!.slice(0, 2)).toEqual(options);
    expect(adopted.options!.map(({ value }) => value).sort()).toEqual([...own.options!.map(({ value }) => value), 'own'].sort());
  });

  it.each([
    ['another type', { type: 'string', fieldType: 'text' }, 'type'],
    ['several values', { type: 'enumeration', fieldType: 'checkbox', options: [] }, 'type'],
    ['a formula', { calculated: true }, 'read_only'],
    ['a uniqueness of its own', { hasUniqueValue: true }, 'uniqueness'],
  ] as const)('names the property that is taken by %s, and works without it', async (_name, taken, reason) => {
    const existing = { ...definition('deals', 'erp_open_amount'), ...taken } as PropertyDefinition;
    const { portalId, result, problems } = await provision(anAccount({ existing: { deals: [existing] } }));
    expect(problems).toEqual([
      {
        code: 'property.name_taken',
        subject: 'deals.erp_open_amount',
        params: { objectType: 'deals', property: 'erp_open_amount', reason },
      },
    ]);
    expect(result.writable.deals).not.toContain('erp_open_amount');
    expect(result.writable.deals).toHaveLength(names('deals').length - 1);
    expect(await db()('hubspotProperties').where({ portalId, objectType: 'deals', name: 'erp_open_amount' }).first()).toMatchObject({
      state: 'conflict',
      detail: { reason },
    });
  });

  it('fills the room of a free account with the most important ones, and closes the problem when there is more', async () => {
    const account = anAccount({ room: 3 });
    const { result, problems } = await provision(account);
    expect(result.writable.companies).toEqual(names('companies').slice(0, 3));
    // Three of each object have room.
    expect(problems).toHaveLength(names('companies').length + names('contacts').length + names('deals').length - 9);
    expect(problems[0]).toMatchObject({ code: 'property.no_room', subject: 'companies.erp_invoice_overdue_at' });
    const roomier = anAccount({ room: 100, existing: account.properties });
    expect((await provision(roomier)).problems).toEqual([]);
  });

  it('finds out one by one when the batch is refused for a property that appeared meanwhile', async () => {
    const account = anAccount({ existing: { deals: [definition('deals', 'erp_order_number')] }, hidden: 'erp_order_number' });
    const { result, problems } = await provision(account);
    expect(problems).toEqual([]);
    expect([...result.writable.deals].sort()).toEqual(names('deals').sort());
  });

  it('does not trust a name that comes back from the archive with another type', async () => {
    const account = anAccount();
    account.restores.set('erp_open_amount', { type: 'string', fieldType: 'text' });
    const { result, problems } = await provision(account);
    expect(problems.map(({ subject }) => subject)).toEqual([
      'companies.erp_open_amount',
      'contacts.erp_open_amount',
      'deals.erp_open_amount',
    ]);
    expect(result.writable.deals).not.toContain('erp_open_amount');
  });

  it('lets a stopped property try again once its definition is good', async () => {
    const account = anAccount();
    const { portalId } = await provision(account);
    await db()('hubspotProperties').where({ portalId, objectType: 'deals', name: 'erp_open_amount' }).update({ state: 'stopped' });
    const stopped = { code: 'property.stopped', connectionId: null, subjectKind: 'property', subject: 'deals.erp_open_amount' } as const;
    await raiseProblems(db(), portalId, [stopped], NOW);
    const { result, problems } = await provision(account);
    expect(result.hasMore).toBe(true);
    expect(problems).toEqual([]);
  });

  it('forgets a property that nothing writes any more, and leaves it in HubSpot as it is', async () => {
    const former = { ...definition('deals', 'erp_order_number'), name: 'erp_former' };
    const account = anAccount({ existing: { deals: [former] } });
    const { portalId } = await provision(account);
    await db()('hubspotProperties').insert({ portalId, objectType: 'deals', name: 'erp_former', state: 'no_room' });
    const noRoom = { code: 'property.no_room', connectionId: null, subjectKind: 'property', subject: 'deals.erp_former' } as const;
    await raiseProblems(db(), portalId, [noRoom], NOW);
    account.writes.length = 0;
    expect((await provision(account)).problems).toEqual([]);
    expect(await db()('hubspotProperties').where({ portalId, name: 'erp_former' })).toEqual([]);
    expect(account.properties.deals).toContainEqual(former);
    expect(account.writes).toEqual([]);
  });
});

describe('products', () => {
  const own = (hasUniqueValue: boolean): PropertyDefinition => ({
    ...{ name: 'erp_product_key', label: 'Key', groupName: 'puente', type: 'string', fieldType: 'text' },
    hasUniqueValue,
  });
  const standard = (name: string, more: Partial<PropertyDefinition> = {}): PropertyDefinition => ({
    ...{ name, label: name, groupName: 'productinformation', type: 'number', fieldType: 'number' },
    ...more,
  });
  const STANDARD = ['price', 'hs_price_usd', 'hs_folder_name', 'name'];
  const HELD = [
    standard('price', { label: 'Precio', hasUniqueValue: false }),
    standard('hs_price_usd', { archived: true }),
    standard('hs_folder_name', { modificationMetadata: { readOnlyValue: true } }),
  ];

  /** A portal that keeps the catalog of an ERP. */
  async function provisionCatalog(account: ReturnType<typeof anAccount>) {
    await anInstalledPortal(db(), { portalId: 42 });
    const { portalId, connectionId } = await aConnection(db(), { portalId: 42, identityKey: randomUUID() });
    await db()('catalogRules').insert({ portalId, connectionId, rules: '{}' });
    const describeAll = (objectType: ObjectType, language: 'en' | 'es') =>
      objectType === 'products'
        ? { ...describeProperties(objectType, language), definitions: [own(true)], standard: STANDARD }
        : describeProperties(objectType, language);
    const deps = { db: db(), openHubSpot: async () => account.hubspot, log: recordingLog(), now: () => NOW };
    const { writable } = await provisionProperties({ ...deps, describeProperties: describeAll }, portalId);
    const rows = await db()('hubspotProperties').where({ portalId, objectType: 'products' }).orderBy('name').select('name', 'state');
    const problems = await db()('problems').where({ portalId }).whereNull('resolvedAt').select('code', 'subject');
    return { writable: writable.products, rows, problems };
  }

  it('are left alone until somebody says how a catalog is to be kept', async () => {
    const account = anAccount({ withholds: 'reading' });
    const { result, problems } = await provision(account);
    expect([result.writable.products, problems]).toEqual([[], []]);
    expect(account.writes.filter((write) => write.includes('products'))).toEqual([]);
  });

  it("hold our key, and HubSpot's own properties as far as they can be written, which are never made or changed", async () => {
    const account = anAccount({ existing: { products: [...HELD] } });
    const { writable, rows, problems } = await provisionCatalog(account);
    expect(writable).toEqual(['erp_product_key', 'price']);
    expect(rows).toEqual([
      { name: 'erp_product_key', state: 'ready' },
      { name: 'price', state: 'ready' },
    ]);
    expect(problems).toEqual([]);
    expect(account.properties.products).toEqual([...HELD, own(true)]);
    expect(account.writes.filter((write) => write.includes('products'))).toEqual(['group products', 'create products 1']);
    account.properties.products.splice(0, 1);
    expect((await provisionCatalog(account)).rows).toEqual([{ name: 'erp_product_key', state: 'ready' }]);
  });

  it.each(['reading', 'making'] as const)('whose %s an account withholds are a problem, and hold up nothing else', async (withholds) => {
    const account = anAccount({ withholds, existing: { products: [...HELD] } });
    const { writable, rows, problems } = await provisionCatalog(account);
    expect(writable).toEqual(withholds === 'making' ? ['price'] : []);
    expect(rows).toContainEqual({ name: 'erp_product_key', state: 'withheld' });
    expect(problems).toEqual([{ code: 'property.withheld', subject: 'products.erp_product_key' }]);
    expect(account.properties.deals).toHaveLength(names('deals').length);
    const granted = anAccount({ existing: account.properties });
    expect((await provisionCatalog(granted)).problems).toEqual([]);
  });
});
