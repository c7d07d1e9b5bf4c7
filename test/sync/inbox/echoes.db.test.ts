import { describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../../server/shared/ids.ts';
import { receiveEntries } from '../../../server/sync/inbox/received-entries.ts';
import { searchChanges } from '../../../server/sync/inbox/search-changes.ts';
import { TOLD_FOR_WRITING } from '../../../server/sync/inbox/told-properties.ts';
import { aRule } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

/** A company in step with its customer, whose key it carries. */
async function inStep() {
  const world = await WritingWorld.start(db());
  await world.begin({ companies: aRule() });
  const values = { name: 'Acme', phone: '55 1234', tax_id: 'B65410011', hs_lastmodifieddate: String(world.now.getTime()) };
  const record = await world.linked('companies', values, { name: 'Acme', phone: '55 1234', vat: 'B65410011' });
  await world.settle();
  await db()('customerRules').update({ searchedAt: world.now });
  world.forgetCalls();
  return { world, record };
}

async function say(world: WritingWorld, record: RecordId, ...said: [name: string, value: string][]): Promise<number> {
  const of = { portalId: world.scope.portalId, objectType: 'companies', recordId: record, isPrivacyDeletion: false } as const;
  const entries = said.map(([name, value]) => ({
    ...of,
    isForWriting: TOLD_FOR_WRITING.companies.includes(name),
    said: { [name]: value },
  }));
  await receiveEntries({ ...world.deps, db: db() }, entries);
  return db()('inbox').delete();
}

const KEY: [string, string] = ['erp_customer_key', 'memory:db-7:1'];

describe('our own writes, told by HubSpot', () => {
  it('are not read, alone or together with our key', async () => {
    const { world, record } = await inStep();
    expect(world.hubspot.get('companies', record)['erp_customer_key']).toBe(KEY[1]);
    expect(await say(world, record, ['phone', '55 1234'])).toBe(0);
    expect(await say(world, record, KEY)).toBe(0);
    expect(await say(world, record, ['phone', '55 1234'], KEY, ['name', 'Acme'])).toBe(0);
  });

  it('are not read before their answer was stored either', async () => {
    const { world, record } = await inStep();
    const waiting: number[] = [];
    world.hubspot.onWrite = async () => void waiting.push(await say(world, record, ['phone', '55 9999']));
    world.erp.edit('1', { phone: '55 9999' });
    await world.settle();
    expect(world.hubspot.get('companies', record)['phone']).toBe('55 9999');
    expect(waiting).toEqual([0]);
    // To decide, and once more before it is written.
    expect(world.hubspot.calls.filter(({ operation }) => operation === 'batchRead')).toHaveLength(2);
  });

  it('that empty something are not read', async () => {
    const { world, record } = await inStep();
    expect(await say(world, record, ['website', ''])).toBe(0);
  });

  it('are told from what people do', async () => {
    const { world, record } = await inStep();
    expect(await say(world, record, ['phone', '55 0000'])).toBe(1);
    expect(await say(world, record, ['phone', ''])).toBe(1);
    expect(await say(world, record, ['phone', '55 1234'], ['name', 'Acme SA'])).toBe(1);
    expect(await say(world, record, ['erp_customer_key', 'memory:db-7:2'])).toBe(1);
    expect(await say(world, record, ['phone', '55 1234'], ['domain', 'acme.mx'])).toBe(1);
    expect(await say(world, record, ['lifecyclestage', 'customer'])).toBe(1);
  });
});

describe('records that a search finds changed', () => {
  const search = async (world: WritingWorld): Promise<string[]> => {
    await searchChanges({ ...world.deps, db: db() }, { portalId: world.scope.portalId });
    const waiting = await db()('inbox').orderBy('recordId').select<{ recordId: string }[]>('recordId');
    return waiting.map(({ recordId }) => recordId);
  };

  it('are not read where they hold what they held when both sides were last in step', async () => {
    const { world, record } = await inStep();
    world.hubspot.edit('companies', record, { phone: '55 0000', hs_lastmodifieddate: String(world.now.getTime()) });
    expect(await search(world)).toEqual([]);
  });

  it('are read where they hold something else, and where they are not linked', async () => {
    const { world, record } = await inStep();
    const changed = { hs_lastmodifieddate: String(world.now.getTime()) };
    world.hubspot.edit('companies', record, { tax_id: 'B78361219', ...changed });
    const other = world.hubspot.add('companies', { name: 'Beta', ...changed });
    expect(await search(world)).toEqual([record, other].toSorted());
  });

  it('are read where the search would be too long with what they hold', async () => {
    const { world, record } = await inStep();
    const fields = Array.from({ length: 100 }, (_, at) => `a_property_of_their_own_${at}`);
    const rules = (await db()('customerRules').first('live')) as { live: { companies: { mapping: object[] } } };
    const [line] = rules.live.companies.mapping;
    rules.live.companies.mapping.push(...fields.map((property) => ({ ...line, property })));
    await db()('customerRules').update({ live: JSON.stringify(rules.live) });
    world.hubspot.edit('companies', record, { hs_lastmodifieddate: String(world.now.getTime()) });
    expect(await search(world)).toEqual([record]);
  });
});
