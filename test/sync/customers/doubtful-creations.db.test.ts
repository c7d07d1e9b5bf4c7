import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { askToCreate } from '../../support/asking.ts';
import { aQualifyingWorld, STAGE, waiting } from '../../support/qualifying.ts';
import type { WritingWorld } from '../../support/writing.ts';
import { countToDecide } from '../../../server/sync/connection/to-decide.ts';
import { IS_DOUBTFUL_CREATION, loadCreationReviews } from '../../../server/sync/customers/creation-reviews.ts';
import { decideCreation } from '../../../server/sync/customers/decide-creation.ts';
import { loadReviews } from '../../../server/sync/match/reviews.ts';
import type { ErpRecordId, RecordId } from '../../../server/shared/ids.ts';

const db = useTestDatabase();
const REVIEW = ['waiting', 'command.waiting_review'];

/** Acme is a customer whose HubSpot record is the first; the second shall become one and has the same name. */
async function twoOfOneName() {
  const world = await aQualifyingWorld(db());
  const first = await world.add('companies', { name: 'Acme', ...STAGE });
  await world.settle();
  const [made] = world.erp.made();
  const second = await world.add('companies', { name: 'ACME S.L.', ...STAGE });
  await world.settle();
  return { world, first, second, customerId: made!.id as ErpRecordId };
}

const listed = async ({ scope }: WritingWorld) => {
  const deps = { db: db(), recordUrl: (type: string, id: string) => `${type}/${id}`, readFacts: async () => new Map() };
  return loadCreationReviews(deps, scope.portalId, 1);
};
const counted = async ({ scope }: WritingWorld) => (await countToDecide(db(), scope.portalId)).creations;

async function decide(world: WritingWorld, answer: 'create' | 'link' | 'leave', customerId: ErpRecordId | null = null) {
  const [creation] = (await listed(world)).creations;
  await decideCreation(world.deps, { ...world.scope, key: creation!.key, userId: 5, answer, customerId });
  await world.settle();
}

const recordsOf = async (customerId: ErpRecordId): Promise<RecordId[]> =>
  (await db()('links').where({ customerId }).select<{ recordId: RecordId }[]>('recordId')).map(({ recordId }) => recordId);

it('what waits for a decision is found by its own index', async () => {
  const { rows } = await db().transaction(async (trx) => {
    await trx.raw('set local enable_seqscan = off');
    await trx.raw('set local enable_sort = off');
    const sql = `select c.key from commands c where c.portal_id = 7 and ${IS_DOUBTFUL_CREATION} order by c.asked_at desc limit 10`;
    return trx.raw<{ rows: object[] }>(`explain ${sql}`);
  });
  expect(JSON.stringify(rows)).toContain('commands_doubtful_creations');
});

describe('a record that shall become a customer, whose namesake is another record already', () => {
  it('stands among what is to be decided, beside that customer and its record', async () => {
    const { world, first, second, customerId } = await twoOfOneName();
    expect((await waiting(world)).toSorted()).toEqual([['done', null], REVIEW]);
    expect(await counted(world)).toBe(1);
    expect(await listed(world)).toMatchObject({
      ...{ page: 1, pageCount: 1, total: 1 },
      creations: [
        {
          ...{ objectType: 'companies', named: 'Acme', askedBy: { kind: 'rule' } },
          record: { recordId: second, url: `companies/${second}` },
          customers: [{ customerId, rule: 'other', linkedTo: { recordId: first }, facts: { name: ['Acme'] } }],
        },
      ],
    });
  });

  it('becomes another customer where a person says so', async () => {
    const { world } = await twoOfOneName();
    await decide(world, 'create');
    expect(world.erp.made()).toHaveLength(2);
    expect(await counted(world)).toBe(0);
  });

  it('takes the customer over from the other record where a person says so', async () => {
    const { world, second, customerId } = await twoOfOneName();
    await decide(world, 'link', customerId);
    expect(await recordsOf(customerId)).toEqual([second]);
    expect(world.erp.made()).toHaveLength(1);
    expect(await waiting(world)).toEqual([
      ['done', null],
      ['done', null],
    ]);
  });

  it('is left without one, for rules and workflows for good, until a person asks', async () => {
    const { world, second } = await twoOfOneName();
    await decide(world, 'leave');
    expect((await waiting(world)).toSorted()).toEqual([
      ['cancelled', 'command.left'],
      ['done', null],
    ]);
    expect(await counted(world)).toBe(0);
    await world.edit('companies', second, { phone: '55' });
    await world.settle();
    await askToCreate(db(), world, { objectType: 'companies', recordId: second, askedBy: { kind: 'workflow' } });
    await world.settle();
    expect(await counted(world)).toBe(0);
    expect(world.erp.made()).toHaveLength(1);
    await askToCreate(db(), world, { objectType: 'companies', recordId: second, askedBy: { kind: 'person', userId: 5 } });
    await world.settle();
    expect(world.erp.made()).toHaveLength(2);
  });

  it('is decided once: who comes later is told', async () => {
    const { world, customerId } = await twoOfOneName();
    const [creation] = (await listed(world)).creations;
    await decide(world, 'leave');
    const late = { ...world.scope, key: creation!.key, userId: 6, answer: 'link', customerId } as const;
    await expect(decideCreation(world.deps, late)).rejects.toMatchObject({ code: 'command.decided' });
  });
});

describe('a record whose namesake has no record yet', () => {
  it('is asked about once, among the customers', async () => {
    const world = await aQualifyingWorld(db());
    world.erp.edit('1', { name: 'Acme' });
    await world.settle();
    await world.add('companies', { name: 'Acme', ...STAGE });
    await world.settle();
    expect(await waiting(world)).toEqual([REVIEW]);
    const { customers, creations } = await countToDecide(db(), world.scope.portalId);
    expect(customers + creations).toBe(1);
    await db()('customerMatches').update({ state: 'unmatched', candidates: '[]' });
    expect((await listed(world)).creations).toMatchObject([{ customers: [{ customerId: '1', linkedTo: null }] }]);
  });
});

describe('a record that shall become a customer, of the name of two that have no record', () => {
  it('is asked about among the customers, and made where a person says that it is none of them', async () => {
    const world = await aQualifyingWorld(db());
    world.erp.edit('1', { name: 'Acme' });
    world.erp.edit('2', { name: 'ACME' });
    await world.settle();
    const record = await world.add('companies', { name: 'Acme SL', ...STAGE });
    await world.settle();
    expect(await waiting(world)).toEqual([REVIEW]);
    expect(await counted(world)).toBe(0);
    const deps = { db: db(), recordUrl: () => '', readFacts: async () => new Map() };
    const offered = async () =>
      (await loadReviews(deps, world.scope.portalId, 1)).groups.flatMap(({ customers }) =>
        customers.flatMap(({ candidates }) => candidates),
      );
    const [creation] = await db()('commands')
      .join('erpConnections as k', 'k.id', 'commands.connectionId')
      .select<{ key: string; erp: string }[]>('commands.key', 'k.name as erp');
    const candidate = { recordId: record, rule: 'name', creation: { ...creation } };
    expect(await offered()).toEqual([candidate, candidate]);
    await decideCreation(world.deps, { ...world.scope, key: creation!.key, userId: 5, answer: 'create', customerId: null });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await waiting(world)).toEqual([['done', null]]);
    expect(await offered()).toEqual([]);
  });
});
