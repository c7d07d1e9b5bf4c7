import { describe, expect, it } from '@jest/globals';
import type { CustomerObjectRules } from '../../../hubspot-app/app/settings/api/customers.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { forgetInstall } from '../../../server/portals/removal.ts';
import { approveConnection } from '../../../server/sync/connection/approve.ts';
import { stopCustomers } from '../../../server/sync/customers/change-rules.ts';
import { decideArchivals } from '../../../server/sync/archiving/person-decisions.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { anArchivingWorld, type ArchivingWorld } from '../../support/archiving.ts';
import { aPersonRule, aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInvoice } from '../../support/erp-records.ts';
import { anInstalledPortal } from '../../support/portals.ts';

const db = useTestDatabase();
const ARCHIVE: Partial<CustomerObjectRules> = { whenDeletedInHubSpot: 'archive', whenGoneInErp: 'archive', createWhen: [QUALIFIED] };

/** Of two that are in step one record is deleted in HubSpot, and the other's customer in the ERP, while nobody looks. */
async function twoInStep() {
  const world = await anArchivingWorld(db(), ARCHIVE);
  world.writing.portal.settings.createMissing = { companies: true, contacts: false };
  await db()('portals').update({ settings: JSON.stringify(world.writing.portal.settings) });
  const [deleted, left] = [await world.acme('1'), await world.acme('2')];
  const lose = () => {
    world.writing.hubspot.remove('companies', deleted);
    world.writing.erp.deleteCustomer('2');
  };
  return { world, deleted, left, lose };
}

/** As after an outage: every linked record is read, and everything is compared with the ERP. */
async function lookAgain({ writing }: ArchivingWorld): Promise<void> {
  await sweepPortal({ ...writing.deps, askWhetherInstalled: async () => undefined }, { portalId: writing.scope.portalId });
  await writing.reconcile();
  await writing.settle();
}

/** Both followed, and nothing was made in place of what went. */
async function expectBothEnded({ world, left }: Awaited<ReturnType<typeof twoInStep>>, made: readonly string[] = []) {
  const { writing } = world;
  expect(writing.erp.isActive('1')).toBe(false);
  expect(world.isInBin(left)).toBe(true);
  expect(writing.hubspot.ids('companies')).toEqual([]);
  expect(writing.erp.made().map(({ id }) => id)).toEqual(made);
}

describe('what is deleted while writing is stopped', () => {
  it('follows when the same rules are approved again', async () => {
    const two = await twoInStep();
    const { world, deleted, lose } = two;
    await stopCustomers(world.writing.deps, world.writing.scope);
    lose();
    await world.writing.hear('companies', deleted);
    await lookAgain(world);
    expect(world.writing.erp.isActive('1')).toBe(true);
    expect(world.isInBin(two.left)).toBe(false);
    await world.writing.dryRun();
    await world.writing.approve();
    await expectBothEnded(two);
  });
});

describe('what is deleted while the connection is paused', () => {
  it('follows when it goes on', async () => {
    const two = await twoInStep();
    const { world, deleted, lose } = two;
    const setStatus = (status: string) => db()('erpConnections').update({ status });
    await setStatus('paused');
    lose();
    await world.writing.hear('companies', deleted);
    await world.writing.settle();
    expect(world.writing.erp.isActive('1')).toBe(true);
    await setStatus('active');
    await lookAgain(world);
    await expectBothEnded(two);
  });
});

describe('what is deleted while the app is not installed', () => {
  it('follows when it is installed again, though nobody told of it', async () => {
    const two = await twoInStep();
    const { world, lose } = two;
    const { portalId } = world.writing.scope;
    await forgetInstall(db(), portalId, world.writing.now);
    lose();
    world.writing.pass(3 * 24 * 3_600_000);
    await anInstalledPortal(db(), { portalId });
    await lookAgain(world);
    await expectBothEnded(two);
  });
});

describe('what is deleted while the ERP is disconnected', () => {
  /** The administrator connects it again, approves the preview, and then rules. */
  async function connectAgain(world: ArchivingWorld, policies = ARCHIVE, companies: readonly string[] = []): Promise<void> {
    const { writing } = world;
    await writing.connectAgain();
    await db()('erpConnections').update({ approvedAt: null, companies });
    await writing.settle();
    await approveConnection(writing.deps, writing.scope);
    await writing.settle();
    await writing.begin({ companies: aRule(policies), contacts: aPersonRule() });
  }

  it('follows, and neither side makes anew what went', async () => {
    const two = await twoInStep();
    const { world, lose } = two;
    await world.writing.edit('companies', two.left, { lifecyclestage: 'customer' });
    await world.writing.settle();
    await world.writing.disconnect();
    lose();
    await connectAgain(world);
    await expectBothEnded(two);
  });

  it('is only remembered where nobody wants it to follow; restored, the record is that customer again', async () => {
    const { world, deleted, left, lose } = await twoInStep();
    const { writing } = world;
    await writing.disconnect();
    lose();
    await connectAgain(world, { createWhen: [QUALIFIED] });
    await writing.edit('companies', left, { lifecyclestage: 'customer' });
    await writing.settle();
    expect(writing.erp.isActive('1')).toBe(true);
    expect(writing.hubspot.ids('companies')).toEqual([left]);
    expect(writing.erp.made()).toEqual([]);
    expect(await world.rows()).toEqual([]);
    expect(await writing.links()).toMatchObject([{ customerId: '2', recordId: left }]);
    await world.restoreInHubSpot(deleted);
    await writing.settle();
    expect(await writing.links()).toMatchObject([
      { customerId: '1', recordId: deleted },
      { customerId: '2', recordId: left },
    ]);
  });

  it('and had gone before is remembered as well, and follows no rule of later', async () => {
    const { world, deleted, left, lose } = await twoInStep();
    const { writing } = world;
    await writing.useRules({ companies: aRule(), contacts: aPersonRule() });
    lose();
    await writing.hear('companies', deleted);
    await lookAgain(world);
    await writing.disconnect();
    await connectAgain(world);
    expect(writing.erp.isActive('1')).toBe(true);
    expect(writing.hubspot.ids('companies')).toEqual([left]);
    expect(await world.rows()).toEqual([]);
  });

  it('and has unsettled invoices is asked about, which nobody touches', async () => {
    const { world, lose } = await twoInStep();
    const { writing } = world;
    writing.erp.set('invoices', anInvoice({ id: 'i1', customerId: '1' }));
    await writing.pullOnce();
    await writing.disconnect();
    lose();
    await connectAgain(world);
    expect(writing.erp.isActive('1')).toBe(true);
    expect(await world.rows()).toContainEqual(
      expect.objectContaining({ customerId: '1', state: 'held', reason: 'archival.erp_open_invoices' }),
    );
  });

  it('is not what cannot be read, which keeps its record', async () => {
    const { world, left } = await twoInStep();
    const { writing } = world;
    await writing.disconnect();
    writing.erp.unreadable.set('2', { id: erpRecordId('2'), code: 'odoo.invalid', params: {} });
    await connectAgain(world);
    expect(world.isInBin(left)).toBe(false);
    expect(await world.rows()).toEqual([]);
    writing.erp.unreadable.clear();
    await lookAgain(world);
    expect(await writing.links()).toContainEqual(expect.objectContaining({ customerId: '2', recordId: left }));
    expect(world.isInBin(left)).toBe(false);
  });

  it('is asked about where other companies are read than before: it may only be out of sight', async () => {
    const two = await twoInStep();
    const { world, left } = two;
    const { writing } = world;
    await writing.disconnect();
    writing.erp.deleteCustomer('2');
    await connectAgain(world, ARCHIVE, ['2']);
    expect(world.isInBin(left)).toBe(false);
    expect(await world.rows()).toMatchObject([{ side: 'hubspot', customerId: '2', state: 'held', reason: 'archival.read_otherwise' }]);
    expect(await writing.problems()).toContain('archival.read_otherwise');
    await decideArchivals(writing.deps, writing.scope, { side: 'hubspot', customers: null, answer: 'archive', userId: 5 });
    await writing.settle();
    expect(world.isInBin(left)).toBe(true);
  });

  it('and waited for a decision already is asked about again', async () => {
    const { world, deleted, left } = await twoInStep();
    const { writing } = world;
    writing.erp.set('invoices', anInvoice({ id: 'i1', customerId: '1' }));
    writing.erp.set('invoices', anInvoice({ id: 'i2', customerId: '2' }));
    await writing.pullOnce();
    await world.deleteInHubSpot(deleted);
    await world.setActiveInErp('2', false);
    await writing.settle();
    const asked = [
      { side: 'erp', customerId: '1', state: 'held', reason: 'archival.erp_open_invoices' },
      { side: 'hubspot', customerId: '2', state: 'held', reason: 'archival.hubspot_open_invoices' },
    ];
    expect(await world.rows()).toMatchObject(asked);
    await writing.disconnect();
    // Settled meanwhile: what a person was asked is that person's to say all the same.
    writing.erp.remove('invoices', 'i1');
    writing.erp.remove('invoices', 'i2');
    await connectAgain(world);
    expect(await world.rows()).toMatchObject(asked);
    expect(writing.erp.isActive('1')).toBe(true);
    expect(world.isInBin(left)).toBe(false);
  });

  it('and was about to follow does so after all', async () => {
    const { world, deleted } = await twoInStep();
    await world.deleteInHubSpot(deleted);
    await world.writing.readInbox();
    expect(await world.rows()).toMatchObject([{ side: 'erp', customerId: '1', state: 'noticed' }]);
    await world.writing.disconnect();
    await connectAgain(world);
    expect(world.writing.erp.isActive('1')).toBe(false);
  });

  it('in HubSpot before, and in the ERP meanwhile, leaves nothing linked', async () => {
    const { world, deleted } = await twoInStep();
    const { writing } = world;
    await writing.useRules({ companies: aRule(), contacts: aPersonRule() });
    await world.deleteInHubSpot(deleted);
    await writing.settle();
    await writing.disconnect();
    writing.erp.deleteCustomer('1');
    await writing.connectAgain();
    await db()('erpConnections').update({ approvedAt: null });
    await writing.settle();
    await approveConnection(writing.deps, writing.scope);
    expect((await writing.links()).map(({ customerId }) => customerId)).not.toContain('1');
  });

  it('is remembered once, however often it is looked for', async () => {
    const { world, deleted } = await twoInStep();
    const { writing } = world;
    await writing.disconnect();
    writing.hubspot.remove('companies', deleted);
    await connectAgain(world, { createWhen: [QUALIFIED] });
    const match = () => db()('customerMatches').where({ customerId: '1' });
    for (let times = 0; times < 2; times++) {
      await match().update({ state: 'due', checkedAt: null });
      await writing.settle();
    }
    expect(await match().first('state', 'candidates')).toEqual({
      state: 'ignored',
      candidates: [expect.objectContaining({ recordId: deleted, reason: 'deleted' })],
    });
  });
});
