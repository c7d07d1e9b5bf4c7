import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../../server/shared/ids.ts';
import type { CustomerObjectType } from '../../../server/shared/object-types.ts';
import { unlinkByPerson } from '../../../server/sync/match/links.ts';
import { acceptRuns } from '../../../server/sync/actions/accept.ts';
import { runActions } from '../../../server/sync/actions/run-actions.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPersonRule, aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { recordingLog } from '../../support/log.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const ACME = { name: 'Acme SL', tax_id: 'B65410011' };
let world: WritingWorld;
let asked: number;

beforeEach(async () => {
  asked = 0;
  world = await WritingWorld.start(db());
  await db()('portals').update({ scopes: ['automation'] });
});

const begin = (given: Parameters<WritingWorld['begin']>[1] = {}) =>
  world.begin({ companies: aRule({ createWhen: [QUALIFIED] }), contacts: aPersonRule({ createWhen: [QUALIFIED] }) }, given);

/** A record reaches the step; answers HubSpot's id of it. */
async function reach(recordId: RecordId, objectType: CustomerObjectType = 'companies', connection: string | null = null): Promise<string> {
  const callbackId = `ap-${++asked}`;
  const deadlineAt = new Date(world.now.getTime() + 86_400_000);
  const { portalId } = world.scope;
  await acceptRuns(world.deps, [
    { portalId, callbackId, action: 'send-customer', objectType, recordId, inputs: { connection }, deadlineAt },
  ]);
  return callbackId;
}

/** Both jobs, until nothing happens any more. */
async function settle(): Promise<void> {
  for (let rounds = 0; rounds < 4; rounds++) {
    await act();
    await world.settle();
    world.pass(1_000);
  }
  await act();
}

async function act(): Promise<void> {
  const connectors = { capabilitiesOf: () => Promise.resolve({}) };
  const { portalId } = world.scope;
  await runActions({ ...world.deps, connectors, log: recordingLog() }, { portalId }, { signal: new AbortController().signal });
}

const toldOf = (callbackId: string) => world.hubspot.completed.find((step) => step.callbackId === callbackId)?.outputFields;

describe('sending a customer to the ERP', () => {
  it('makes it one, and tells the number once the ERP and HubSpot have it', async () => {
    await begin();
    const acme = await world.add('companies', ACME);
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    const run = await reach(acme);
    await act();
    expect(toldOf(run)).toBeUndefined();
    await settle();
    const [made, ...others] = world.erp.made();
    expect(others).toEqual([]);
    expect(toldOf(run)).toEqual({ result: 'created', erp_number: `C${made!.id}`, hs_execution_state: 'SUCCESS' });
    expect(world.hubspot.get('companies', acme)['erp_customer_key']).toBe(`memory:db-7:${made!.id}`);
    expect(await db()('commands').select('askedBy')).toEqual([{ askedBy: { kind: 'workflow' } }]);
  });

  it('twice makes one, with the same number', async () => {
    await begin();
    const acme = await world.add('companies', ACME);
    const [first, second] = [await reach(acme), await reach(acme)];
    await settle();
    const third = await reach(acme);
    await settle();
    expect(world.erp.made()).toHaveLength(1);
    const number = `C${world.erp.made()[0]!.id}`;
    expect([first, second, third].map((run) => toldOf(run)?.['erp_number'])).toEqual([number, number, number]);
    expect(toldOf(first)?.['result']).toBe('created');
    expect(toldOf(third)?.['result']).toBe('already_existed');
  });

  it('is refused where a person parted the two: a workflow makes no other', async () => {
    await begin();
    const acme = await world.add('companies', ACME);
    await reach(acme);
    await settle();
    const customerId = world.erp.made()[0]!.id;
    await unlinkByPerson(world.deps, { ...world.scope, objectType: 'companies', customerId, recordId: acme, userId: 5 });
    const again = await reach(acme);
    await settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(toldOf(again)).toEqual({
      result: 'refused',
      reason: expect.stringContaining('somebody took the link away'),
      hs_execution_state: 'FAIL_CONTINUE',
    });
  });

  it('that the ERP refuses fails, in our words and not in the ERP’s', async () => {
    await begin();
    const acme = await world.add('companies', ACME);
    world.erp.refuses = () => ['vat'];
    const run = await reach(acme);
    await settle();
    expect(JSON.stringify(toldOf(run))).not.toContain('That cannot be');
    expect(toldOf(run)).toEqual({
      result: 'refused',
      reason: expect.stringContaining('the card of the record says why'),
      hs_execution_state: 'FAIL_CONTINUE',
    });
  });

  it('that waits for a person says so, and is no failure', async () => {
    await begin();
    const nameless = await world.add('companies', { tax_id: 'B65410011' });
    const run = await reach(nameless);
    await settle();
    expect(toldOf(run)).toMatchObject({ result: 'waiting_approval', hs_execution_state: 'SUCCESS' });
  });

  it('is refused where nobody approved it, and of an ERP that is not there', async () => {
    const acme = await world.add('companies', ACME);
    const early = await reach(acme);
    await settle();
    expect(toldOf(early)).toMatchObject({ result: 'refused', reason: 'Nobody approved that customers are made of such records.' });
    await begin();
    const other = await reach(acme, 'companies', '00000000-0000-4000-8000-00000000dead');
    await settle();
    expect(toldOf(other)).toMatchObject({ result: 'refused', reason: 'The ERP that was chosen is not connected any more.' });
    expect(world.erp.made()).toEqual([]);
  });

  it('leaves out what the rules leave out', async () => {
    await begin({ writes: { leftOut: [{ write: 'creates', objectType: 'contacts', property: null, field: null }] } });
    const ana = await world.add('contacts', { firstname: 'Ana', lastname: 'Ruiz', email: 'ana@acme.example' });
    const run = await reach(ana, 'contacts');
    await settle();
    expect(toldOf(run)).toMatchObject({ result: 'refused' });
    expect(world.erp.made()).toEqual([]);
  });
});
