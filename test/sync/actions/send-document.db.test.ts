import { describe, expect, it } from '@jest/globals';
import type { DocumentRef } from '../../../server/erp/shared/contract.ts';
import { RecordRejectedError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { acceptRuns } from '../../../server/sync/actions/accept.ts';
import { runActions } from '../../../server/sync/actions/run-actions.ts';
import { changeByPerson } from '../../../server/sync/orders/person-orders.ts';
import { leaveByPerson } from '../../../server/sync/orders/leave-refused.ts';
import { useTestDatabase } from '../../support/database.ts';
import { recordingLog } from '../../support/log.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';

const database = useTestDatabase();

const RULES = { stages: { won: 'quotation', later: 'order' } } as const;

async function start({ isOffered = true, rules = {} }: { isOffered?: boolean; rules?: Partial<PipelineOrderRules> } = {}) {
  const { world, acme } = await anOrderingWorld(database(), { rules });
  await database()('portals').update({ scopes: ['automation'] });
  const sent: string[] = [];
  const ends: Error[] = [];
  let isSaidToBeSent = (_ref: DocumentRef) => false;
  const { commands } = world.erp.capabilities;
  const run = commands!.run;
  if (isOffered) {
    Object.assign(commands!, {
      names: [...commands!.names, 'sendDocument'],
      run: async (name: string, order: { key: string; input: DocumentRef }, signal: AbortSignal) => {
        if (name !== 'sendDocument') return run(name as never, order as never, signal);
        const end = ends.shift();
        if (!(end instanceof RecordRejectedError)) sent.push(order.input.id);
        if (end) throw end;
        return { id: order.input.id, number: 'Q1', isChanged: true };
      },
    });
    const invoicePdf = async () => '';
    Object.assign(world.erp.capabilities, { documents: { invoicePdf, isSent: async (ref: DocumentRef) => isSaidToBeSent(ref) } });
  }
  const deal = await aDealWithLines(world, acme);
  await toStage(world, deal, 'won');
  await world.settle();
  let asked = 0;
  const ask = async (document: 'invoice' | 'quotation', recordId: RecordId = deal) => {
    const callbackId = `ap-${++asked}`;
    const deadlineAt = new Date(world.now.getTime() + 3_600_000);
    const given = { portalId: world.scope.portalId, callbackId, action: 'send-document', objectType: 'deals' as const, recordId };
    await acceptRuns(world.deps, [{ ...given, inputs: { document }, deadlineAt }]);
    return callbackId;
  };
  const connectors = { capabilitiesOf: async () => world.erp.capabilities };
  const act = () =>
    runActions(
      { ...world.deps, connectors, log: recordingLog() },
      { portalId: world.scope.portalId },
      { signal: new AbortController().signal },
    );
  const settle = async () => {
    for (let round = 0; round < 3; round++) {
      await act();
      await world.settle();
      world.pass(1_000);
    }
    await act();
  };
  const told = (callbackId: string) => world.hubspot.completed.find((step) => step.callbackId === callbackId)?.outputFields;
  return { world, deal, sent, ends, ask, settle, told, sayIsSent: () => (isSaidToBeSent = () => true) };
}

describe('a step that lets the ERP send a document', () => {
  it('sends the quotation once, whoever asks beside it or later', async () => {
    const { sent, ask, settle, told } = await start();
    const [first, beside] = [await ask('quotation'), await ask('quotation')];
    await settle();
    const later = await ask('quotation');
    await settle();
    expect(sent).toHaveLength(1);
    expect(told(first)).toMatchObject({ result: 'sent', erp_number: 'Q1' });
    expect(told(beside)).toMatchObject({ result: 'sent' });
    expect(told(later)).toMatchObject({ result: 'already_sent' });
  });

  it('does not send it again when the answer was lost, and says that nobody knows', async () => {
    const { world, deal, sent, ends, ask, settle, told } = await start();
    ends.push(new UnclearOutcomeError('No answer', { code: 'memory.timeout' }));
    const callbackId = await ask('quotation');
    await settle();
    world.pass(world.erp.capabilities.commands!.settledAfterMs);
    await settle();
    expect(told(callbackId)).toMatchObject({ result: 'unknown', hs_execution_state: 'FAIL_CONTINUE' });
    const { key } = (await world.commands()).at(-1)!;
    const person = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: { userId: 6, email: 'ana@acme.test' } };
    await expect(leaveByPerson(world.deps, person, key)).rejects.toMatchObject({ code: 'order.nothing_to_decide' });
    const again = await ask('quotation');
    await settle();
    expect([sent.length, told(again)?.['result']]).toEqual([1, 'unknown']);
  });

  it('takes the ERP’s word that it went after all', async () => {
    const { sent, ends, ask, settle, told, sayIsSent } = await start();
    ends.push(new UnclearOutcomeError('No answer', { code: 'memory.timeout' }));
    sayIsSent();
    const callbackId = await ask('quotation');
    await settle();
    expect([sent.length, told(callbackId)?.['result']]).toEqual([1, 'sent']);
  });

  it('that was refused can be asked for anew', async () => {
    const { sent, ends, ask, settle, told } = await start();
    ends.push(new RecordRejectedError('No', { code: 'order.mail_server_failed', params: { document: 'Q1' } }));
    const refused = await ask('quotation');
    await settle();
    expect(told(refused)).toMatchObject({ result: 'refused', reason: expect.stringContaining('mail server') });
    expect(sent).toEqual([]);
    const again = await ask('quotation');
    await settle();
    expect([told(again)?.['result'], sent.length]).toEqual(['sent', 1]);
  });

  it('that a person let rest is not sent by the next workflow either', async () => {
    const { world, deal, sent, ends, ask, settle } = await start();
    ends.push(new RecordRejectedError('No', { code: 'order.mail_server_failed', params: { document: 'Q1' } }));
    await ask('quotation');
    await settle();
    const { key } = (await world.commands()).at(-1)!;
    const person = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: { userId: 6, email: 'ana@acme.test' } };
    await leaveByPerson(world.deps, person, key);
    await ask('quotation');
    await settle();
    expect(sent).toEqual([]);
  });

  it('says what there is not', async () => {
    const { ask, settle, told } = await start();
    const invoice = await ask('invoice');
    await settle();
    expect(told(invoice)).toMatchObject({ result: 'no_document' });
  });

  it('says plainly that an ERP offers no such thing', async () => {
    const { ask, settle, told } = await start({ isOffered: false });
    const callbackId = await ask('quotation');
    await settle();
    expect(told(callbackId)).toMatchObject({ result: 'not_offered', reason: expect.stringContaining('no service') });
  });

  it('leaves the problem of an order that was refused alone, whatever becomes of the e-mail', async () => {
    const { world, ends, ask, settle, deal: dealId } = await start({ rules: RULES });
    const orderId = world.erp.orders.all()[0]!.id;
    const deal = { portalId: world.scope.portalId, dealId, companyCurrency: 'EUR', user: { userId: 5, email: 'rep@acme.test' } };
    world.erp.orders.blocked = 'Pays late';
    await changeByPerson(world.deps, deal, { connectionId: world.scope.connectionId, orderId }, 'confirm');
    await settle();
    expect(await world.problems()).toEqual(['order.customer_blocked']);
    ends.push(new RecordRejectedError('No address', { code: 'order.no_address', params: {} }));
    await ask('quotation');
    await settle();
    expect(await world.problems()).toEqual(['order.customer_blocked', 'order.no_address']);
    await ask('quotation');
    await settle();
    expect(await world.problems()).toEqual(['order.customer_blocked']);
    world.erp.orders.blocked = null;
    await changeByPerson(world.deps, deal, { connectionId: world.scope.connectionId, orderId }, 'confirm');
    await settle();
    expect(await world.problems()).toEqual([]);
  });

  it('and an order that was called off is no problem any more', async () => {
    const { world, settle, deal } = await start({ rules: RULES });
    const orderId = world.erp.orders.all()[0]!.id;
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: { userId: 5, email: 'rep@acme.test' } };
    world.erp.orders.blocked = 'Pays late';
    await changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId }, 'confirm');
    await settle();
    expect(await world.problems()).toEqual(['order.customer_blocked']);
    await changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId }, 'cancel');
    await settle();
    expect(await world.problems()).toEqual([]);
  });
});
