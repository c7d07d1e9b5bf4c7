import { describe, expect, it } from '@jest/globals';
import { countToDecide } from '../../../server/sync/connection/to-decide.ts';
import { askByWorkflow } from '../../../server/sync/customers/create-by-workflow.ts';
import { createUnlessKnown } from '../../../server/sync/customers/create-unless-known.ts';
import { loadCreationReviews } from '../../../server/sync/customers/creation-reviews.ts';
import { decideCreation } from '../../../server/sync/customers/decide-creation.ts';
import type { ErpRecordId, RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { askToCreate } from '../../support/asking.ts';
import { ACME, aQualifyingWorld, STAGE } from '../../support/qualifying.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const LEAD = { name: 'ACME', tax_id: ACME.tax_id, lifecyclestage: 'lead' };
const userId = 5;

/** Acme was made a customer of its record; another record of the same tax id is a lead. */
async function aTwin() {
  const world = await aQualifyingWorld(db());
  await world.add('companies', ACME);
  await world.settle();
  const customerId = world.erp.made()[0]!.id as ErpRecordId;
  const twin = await world.add('companies', LEAD);
  await world.settle();
  return { world, twin, customerId };
}

const recordOf = ({ scope: { portalId } }: WritingWorld, recordId: RecordId) => ({ portalId, objectType: 'companies' as const, recordId });

type Asking = (world: WritingWorld, twin: RecordId) => Promise<unknown>;
const ASKING: Record<'rule' | 'workflow', Asking> = {
  rule: (world, twin) => world.edit('companies', twin, STAGE),
  workflow: (world, twin) => askByWorkflow({ ...world.deps, db: db() }, recordOf(world, twin), null),
};
const ORDERS = [
  ['rule', 'workflow'],
  ['workflow', 'rule'],
  ['workflow', 'workflow'],
] as const;

/** What a person is asked about creations: each key with whom it may be, and how many are counted. */
async function asked({ scope }: WritingWorld) {
  const deps = { db: db(), recordUrl: () => '', readFacts: async () => new Map() };
  const { creations, total } = await loadCreationReviews(deps, scope.portalId, 1);
  const { creations: counted, customers } = await countToDecide(db(), scope.portalId);
  return { creations, total, counted: counted + customers };
}
const commandsOf = async (world: WritingWorld, twin: RecordId) => (await world.commands()).filter(({ recordId }) => recordId === twin);

async function expectOneQuestion(world: WritingWorld, twin: RecordId, customerId: ErpRecordId): Promise<string> {
  expect((await commandsOf(world, twin)).map(({ state, waitingFor }) => [state, waitingFor])).toEqual([
    ['waiting', 'command.waiting_review'],
  ]);
  const { creations, total, counted } = await asked(world);
  expect([total, counted, creations.map(({ customers }) => customers.map((one) => one.customerId))]).toEqual([1, 1, [[customerId]]]);
  return creations[0]!.key;
}

describe.each(ORDERS)('a customer asked for by a %s and then by a %s, that the ERP may have', (first, second) => {
  it('is one question, whether the second asks before or after the first was looked at', async () => {
    const { world, twin, customerId } = await aTwin();
    await ASKING[first](world, twin);
    await ASKING[second](world, twin);
    await world.settle();
    const key = await expectOneQuestion(world, twin, customerId);
    await ASKING[second](world, twin);
    await ASKING[first](world, twin);
    await world.settle();
    expect(await expectOneQuestion(world, twin, customerId)).toBe(key);
    expect(world.erp.made()).toHaveLength(1);
  });

  it('is answered once for both, and asked no more', async () => {
    const { world, twin, customerId } = await aTwin();
    await ASKING[first](world, twin);
    await world.settle();
    await ASKING[second](world, twin);
    await world.settle();
    const key = await expectOneQuestion(world, twin, customerId);
    await decideCreation(world.deps, { ...world.scope, key, userId, answer: 'create', customerId: null });
    await ASKING[second](world, twin);
    await world.settle();
    await ASKING[first](world, twin);
    await world.settle();
    expect(await asked(world)).toMatchObject({ total: 0, counted: 0 });
    expect((await commandsOf(world, twin)).map((one) => [one.key, one.state])).toEqual([[key, 'done']]);
    expect(world.erp.made()).toHaveLength(2);
  });
});

describe('a customer asked for by a rule and by a workflow at the same moment', () => {
  it('is one question', async () => {
    const { world, twin, customerId } = await aTwin();
    const about = { objectType: 'companies' as const, recordId: twin };
    const ask = (askedBy: Parameters<typeof askToCreate>[2]['askedBy']) =>
      db().transaction((trx) => askToCreate(trx, world, { ...about, askedBy }));
    world.hubspot.edit('companies', twin, STAGE);
    const people = Array.from({ length: 8 }, (_, nth) =>
      ask(nth % 2 === 0 ? { kind: 'workflow' } : { kind: 'rule', property: 'lifecyclestage' }),
    );
    expect(new Set(await Promise.all(people)).size).toBe(1);
    await world.markDue();
    await world.deps.enqueue(db(), 'commands', world.scope);
    await world.settle();
    await expectOneQuestion(world, twin, customerId);
  });
});

describe('a customer asked for by a rule and by a workflow, and that a person creates on the card', () => {
  it('is told first whom the ERP has, which stays one question, and then made once', async () => {
    const { world, twin, customerId } = await aTwin();
    await ASKING.rule(world, twin);
    await world.settle();
    await ASKING.workflow(world, twin);
    await world.settle();
    const record = { ...world.scope, ...recordOf(world, twin) };
    expect(await createUnlessKnown(world.deps, record, { userId, besides: [] })).toMatchObject({ known: [{ customerId }] });
    const key = await expectOneQuestion(world, twin, customerId);
    expect(await createUnlessKnown(world.deps, record, { userId, besides: [customerId] })).toEqual({ key });
    await ASKING.workflow(world, twin);
    await world.settle();
    expect([world.erp.made().length, (await asked(world)).counted]).toEqual([2, 0]);
    expect(await commandsOf(world, twin)).toHaveLength(1);
  });
});
