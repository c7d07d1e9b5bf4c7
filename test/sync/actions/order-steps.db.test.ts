import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { acceptRuns } from '../../../server/sync/actions/accept.ts';
import { runActions } from '../../../server/sync/actions/run-actions.ts';
import { declineByPerson } from '../../../server/sync/orders/person-orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { recordingLog } from '../../support/log.ts';
import { aDeal, aDealWithLines, anOrderingWorld } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const linkTo = (stream: string, id: string) => `https://erp.example/${stream}/${id}`;

async function aWorld(given: Parameters<typeof anOrderingWorld>[1] = {}) {
  const { world, acme } = await anOrderingWorld(db(), given);
  await db()('portals').update({ scopes: ['automation'] });
  return { world, acme };
}

let asked = 0;
async function reach(
  world: WritingWorld,
  action: 'create-quotation' | 'create-sales-order' | 'activate-subscription',
  recordId: RecordId,
): Promise<string> {
  const callbackId = `ap-${++asked}`;
  const deadlineAt = new Date(world.now.getTime() + 86_400_000);
  const { portalId } = world.scope;
  await acceptRuns(world.deps, [{ portalId, callbackId, action, objectType: 'deals', recordId, inputs: {}, deadlineAt }]);
  return callbackId;
}

async function act(world: WritingWorld): Promise<void> {
  const connectors = { capabilitiesOf: () => Promise.resolve({ linkTo }) };
  const { portalId } = world.scope;
  await runActions({ ...world.deps, connectors, log: recordingLog() }, { portalId }, { signal: new AbortController().signal });
}

/** Both jobs, until nothing happens any more. */
async function settle(world: WritingWorld): Promise<void> {
  for (let rounds = 0; rounds < 4; rounds++) {
    await act(world);
    await world.settle();
    world.pass(1_000);
  }
  await act(world);
}

const toldOf = (world: WritingWorld, callbackId: string) =>
  world.hubspot.completed.find((step) => step.callbackId === callbackId)?.outputFields;
const made = (world: WritingWorld) => world.erp.orders.all();

describe('a step that makes a document of a deal', () => {
  it('makes a quotation, whatever the stage, and asked again answers the same one', async () => {
    const { world, acme } = await aWorld();
    const deal = await aDealWithLines(world, acme);
    const [first, beside] = [await reach(world, 'create-quotation', deal), await reach(world, 'create-quotation', deal)];
    await settle(world);
    const [one, ...others] = made(world);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ status: 'quotation' });
    expect(toldOf(world, first)).toEqual({
      ...{ result: 'created', erp_number: one!.number, total: one!.total, currency: 'EUR' },
      ...{ link: `https://erp.example/orders/${one!.id}`, hs_execution_state: 'SUCCESS' },
    });
    expect(toldOf(world, beside)).toMatchObject({ erp_number: one!.number });
    const again = await reach(world, 'create-quotation', deal);
    await settle(world);
    expect(toldOf(world, again)).toMatchObject({ result: 'already_existed', erp_number: one!.number });
    expect(made(world)).toHaveLength(1);
  });

  it('makes the quotation an order', async () => {
    const { world, acme } = await aWorld();
    const deal = await aDealWithLines(world, acme);
    const quotation = await reach(world, 'create-quotation', deal);
    await settle(world);
    const order = await reach(world, 'create-sales-order', deal);
    await settle(world);
    expect(made(world)).toMatchObject([{ status: 'confirmed' }]);
    expect(toldOf(world, quotation)).toMatchObject({ result: 'created' });
    expect(toldOf(world, order)).toMatchObject({ result: 'created', erp_number: made(world)[0]!.number });
    const again = await reach(world, 'create-sales-order', deal);
    await settle(world);
    expect(toldOf(world, again)).toMatchObject({ result: 'already_existed', erp_number: made(world)[0]!.number });
  });

  it('says that somebody has to agree, and is no failure', async () => {
    const { world, acme } = await aWorld({ rules: { approval: { userEmails: ['boss@acme.test'], teamIds: [] } } });
    const order = await reach(world, 'create-sales-order', await aDealWithLines(world, acme));
    await settle(world);
    expect(toldOf(world, order)).toMatchObject({ result: 'waiting_approval', hs_execution_state: 'SUCCESS' });
    expect(made(world)).toMatchObject([{ status: 'quotation' }]);
  });

  it.each([
    ['en', /^Ana Boss declined the order over 130\.50 EUR\./],
    ['es', /^Ana Boss no aprobó el pedido por 130\.50 EUR\./],
  ] as const)('says who declined it, in the language of the account: %s', async (language, reason) => {
    const approval = { userEmails: ['boss@acme.test'], teamIds: [] };
    const { world, acme } = await aWorld({ rules: { approval } });
    await db()('portals').update({ locale: language });
    const boss = { userId: 5, email: 'boss@acme.test' };
    await db()('portalUsers').insert({ portalId: world.scope.portalId, ...boss, name: 'Ana Boss', teams: '[]' });
    const deal = await aDealWithLines(world, acme);
    await reach(world, 'create-sales-order', deal);
    await settle(world);
    const { key } = await db()('commands').where({ name: 'confirmOrder' }).first<{ key: string }>();
    await declineByPerson(
      world.deps,
      { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: boss },
      { key, net: '112.50' },
    );
    await db()('erpStreams').where({ stream: 'subscriptions' }).update({ isOn: true });
    const again = await reach(world, 'create-sales-order', deal);
    const subscription = await reach(world, 'activate-subscription', deal);
    await settle(world);
    const { number } = made(world)[0]!;
    const told = { result: 'declined', hs_execution_state: 'FAIL_CONTINUE', erp_number: number, reason: expect.stringMatching(reason) };
    expect(toldOf(world, again)).toMatchObject(told);
    expect(toldOf(world, subscription)).toMatchObject(told);
    expect(made(world)).toMatchObject([{ status: 'quotation' }]);
  });

  it('says that whoever approves in the ERP did not agree', async () => {
    const { world, acme } = await aWorld();
    const deal = await aDealWithLines(world, acme);
    await reach(world, 'create-quotation', deal);
    await settle(world);
    world.erp.meanwhile = async () => {
      throw new RecordRejectedError('Declined', { code: 'order.approval_refused' });
    };
    const run = await reach(world, 'create-sales-order', deal);
    await settle(world);
    expect(toldOf(world, run)).toMatchObject({ result: 'declined', reason: 'Whoever approves documents in the ERP did not agree to it.' });
  });

  it('fails in words where nothing can be made of the deal', async () => {
    const { world, acme } = await aWorld();
    const run = await reach(world, 'create-quotation', await aDeal(world, acme));
    await settle(world);
    expect(toldOf(world, run)).toMatchObject({
      result: 'refused',
      hs_execution_state: 'FAIL_CONTINUE',
      reason: expect.stringContaining('card'),
    });
    expect(made(world)).toEqual([]);
  });

  it('makes nothing while nobody confirmed the rules, nor for another pipeline', async () => {
    const { world, acme } = await aWorld({ isConfirmed: false });
    const early = await reach(world, 'create-quotation', await aDealWithLines(world, acme));
    const other = await reach(world, 'create-quotation', await aDeal(world, acme, { pipeline: 'other' }));
    await settle(world);
    for (const run of [early, other])
      expect(toldOf(world, run)).toMatchObject({ result: 'refused', reason: 'Nobody approved that documents are made of such deals.' });
    expect(made(world)).toEqual([]);
  });

  it('makes no second one of a deal that names its order', async () => {
    const { world, acme } = await aWorld();
    const run = await reach(world, 'create-quotation', await aDeal(world, acme, { erp_order_number: 'S00099' }));
    await settle(world);
    expect(toldOf(world, run)).toMatchObject({ result: 'already_existed', erp_number: 'S00099' });
    expect(made(world)).toEqual([]);
  });
});
