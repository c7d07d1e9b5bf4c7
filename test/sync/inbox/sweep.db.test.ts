import { describe, expect, it } from '@jest/globals';
import { portalsToSweep, sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { loadPreview } from '../../../server/sync/connection/preview.ts';
import { storeInstall } from '../../../server/portals/portals.ts';
import { raiseProblems } from '../../../server/portals/problems.ts';
import { createSecrets } from '../../../server/portals/secrets.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { aKey, someTokens } from '../../support/portals.ts';

const db = useTestDatabase();

async function aLinkedCompany(engine: Engine) {
  const acme = engine.hubspot.add('companies', { name: 'Acme' });
  await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a', origin: 'S1' })] });
  await engine.link('companies', '1', acme);
  await engine.push();
  engine.hubspot.forgetCalls();
  return acme;
}

describe('the nightly sweep', () => {
  const sweep = (engine: Engine) =>
    engine.settle(() => sweepPortal({ ...engine.deps, askWhetherInstalled: async () => undefined }, { portalId: engine.scope.portalId }));

  it('finds what webhooks did not tell', async () => {
    const engine = await anEngine(db());
    const acme = await aLinkedCompany(engine);
    engine.hubspot.edit('companies', acme, { erp_payment_status: 'paid' });
    const deal = engine.hubspot.add('deals', { erp_order_number: 'S1', hs_lastmodifieddate: String(engine.now.getTime()) });
    await sweep(engine);
    await engine.inbox();
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_payment_status']).toBe('open');
    expect(engine.hubspot.get('deals', deal)['erp_payment_status']).toBe('open');
    engine.hubspot.forgetCalls();
    await sweep(engine);
    await engine.inbox();
    await engine.push();
    expect(engine.hubspot.writes).toEqual([]);
  });

  it.each(['hubspot.required_property', 'hubspot.refused'])(
    'tries again what HubSpot refused (%s): nobody tells when that is over',
    async (code) => {
      const engine = await anEngine(db());
      const acme = await aLinkedCompany(engine);
      engine.hubspot.refuse({ applies: () => true, code, properties: [] });
      await engine.book({ invoices: [anInvoice({ id: 'a', total: '7.00', origin: 'S1' })] });
      await engine.push();
      engine.hubspot.forgetCalls();
      await sweep(engine);
      await engine.push();
      expect(engine.hubspot.callsOf('batchUpdate')).toBe(1);
      expect(await engine.problems()).toMatchObject([{ code: 'record.refused', subject: acme, params: { reason: code } }]);
      engine.hubspot.forgive();
      await engine.push();
      expect(engine.hubspot.get('companies', acme)['erp_open_amount']).toBe('100');
      engine.enqueued.length = 0;
      await sweep(engine);
      expect(engine.enqueued).toContain('push');
      await engine.push();
      expect(engine.hubspot.get('companies', acme)['erp_open_amount']).toBe('7');
      expect(await engine.problems()).toEqual([]);
      engine.enqueued.length = 0;
      await sweep(engine);
      expect(engine.enqueued).not.toContain('push');
    },
  );

  it('lists live events that could not be pushed in time, once', async () => {
    const engine = await anEngine(db());
    await aLinkedCompany(engine);
    await engine.event('invoice_paid', 'a', { hoursAgo: 50 });
    await engine.event('invoice_paid', 'nobody', { hoursAgo: 50, customerId: '9', organisationId: '9' });
    await engine.event('invoice_paid', 'young', { hoursAgo: 1 });
    await engine.event('invoice_paid', 'history', { hoursAgo: 50, isLive: false });
    await sweep(engine);
    await sweep(engine);
    expect(await engine.problems()).toMatchObject([{ code: 'event.expired', subject: 'a', occurrences: 1 }]);
    expect((await db()('events').whereNotNull('expiredAt').select('erpId')).map((row) => row.erpId).sort()).toEqual(['a', 'nobody']);
  });

  it('closes what HubSpot refused to the account, once it was not met any more', async () => {
    const engine = await anEngine(db());
    const refused = { code: 'hubspot.forbidden', connectionId: null, subjectKind: 'portal' as const, subject: '7' };
    await raiseProblems(db(), engine.scope.portalId, [refused], new Date(engine.now.getTime() - 900_000));
    await sweep(engine);
    expect(await engine.problems()).toMatchObject([{ code: 'hubspot.forbidden' }]);
    engine.now = new Date(engine.now.getTime() + 4 * 3_600_000);
    await sweep(engine);
    expect(await engine.problems()).toEqual([]);
  });

  it('makes everything due when the account has another currency', async () => {
    const engine = await anEngine(db());
    const acme = await aLinkedCompany(engine);
    engine.hubspot.account = { ...engine.hubspot.account, companyCurrency: 'USD' };
    await sweep(engine);
    engine.portal = { ...engine.portal, companyCurrency: 'USD' };
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_open_amount']).toBeNull();
    expect(await engine.problems()).toMatchObject([
      { code: 'amount.other_currency', subject: acme, params: { currencies: 'EUR', companyCurrency: 'USD' } },
    ]);
  });

  it('takes back after a week what was only told', async () => {
    const engine = await anEngine(db());
    const told = { code: 'deal.cloned', connectionId: null, subjectKind: 'deals' as const };
    await raiseProblems(db(), engine.scope.portalId, [{ ...told, subject: '1' }], new Date('2026-11-12T00:00:00Z'));
    await raiseProblems(db(), engine.scope.portalId, [{ ...told, subject: '2' }], new Date('2026-11-14T00:00:00Z'));
    await sweep(engine);
    expect(await engine.problems()).toMatchObject([{ subject: '2' }]);
  });

  it('runs once a night', async () => {
    const engine = await anEngine(db());
    expect(await portalsToSweep(db(), engine.now)).toEqual([7]);
    await sweep(engine);
    expect(await portalsToSweep(db(), engine.now)).toEqual([]);
    expect(await portalsToSweep(db(), new Date('2026-11-21T00:30:00Z'))).toEqual([]);
    expect(await portalsToSweep(db(), new Date('2026-11-21T04:30:00Z'))).toEqual([7]);
  });

  it('runs when the app was installed again: HubSpot told nothing while it was out', async () => {
    const engine = await anEngine(db());
    await sweep(engine);
    const { portalId } = engine.scope;
    const install = { portalId, tokens: someTokens(), installedBy: 7, locale: 'en' } as const;
    await storeInstall(db(), createSecrets([aKey()]), install, engine.now);
    expect(await portalsToSweep(db(), engine.now)).toEqual([portalId]);
    await sweep(engine);
    expect(await portalsToSweep(db(), engine.now)).toEqual([]);
  });

  it('is no sweep of what an ERP connected meanwhile asks for', async () => {
    const engine = await anEngine(db(), { approvedAt: null });
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a', origin: 'S1' })] });
    engine.hubspot.add('deals', { erp_order_number: 'S1', hs_lastmodifieddate: String(Date.parse('2025-01-01T00:00:00Z')) });
    await db()('portals').update({ sweptAt: new Date('2026-11-20T02:00:00Z') });
    const search = engine.hubspot.search.bind(engine.hubspot);
    engine.hubspot.search = async (...args) => {
      engine.hubspot.search = search;
      const page = await search(...args);
      await db()('portals').update({ sweptAt: null });
      return page;
    };
    await sweep(engine);
    await engine.match();
    expect((await loadPreview(engine.deps, engine.scope)).isComplete).toBe(false);
    await sweep(engine);
    await engine.inbox();
    expect(await loadPreview(engine.deps, engine.scope)).toMatchObject({ isComplete: true, records: { deals: 1 } });
  });

  it('finds what was there before the portal was paused, although a paused one is asked every night whether the app is there', async () => {
    const engine = await anEngine(db(), { approvedAt: null });
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a', origin: 'S1' })] });
    engine.hubspot.add('deals', { erp_order_number: 'S1', hs_lastmodifieddate: String(Date.parse('2025-01-01T00:00:00Z')) });
    await db()('portals').update({ status: 'paused', pausedCode: 'hubspot.scope_missing', sweptAt: null });
    await sweep(engine);
    expect(await portalsToSweep(db(), engine.now)).toEqual([]);
    expect((await loadPreview(engine.deps, engine.scope)).isComplete).toBe(false);
    const install = { portalId: engine.scope.portalId, tokens: someTokens(), installedBy: 7, locale: 'en' } as const;
    await storeInstall(db(), createSecrets([aKey()]), install, engine.now);
    expect(await portalsToSweep(db(), engine.now)).toEqual([engine.scope.portalId]);
    await sweep(engine);
    await engine.inbox();
    await engine.match();
    expect(await loadPreview(engine.deps, engine.scope)).toMatchObject({ isComplete: true, records: { deals: 1 } });
  });

  it('asks HubSpot something for a portal without an ERP too, which is how an uninstall shows', async () => {
    const engine = await anEngine(db());
    await db()('erpConnections').delete();
    expect(await portalsToSweep(db(), engine.now)).toEqual([7]);
    engine.hubspot.account = { ...engine.hubspot.account, timeZone: 'America/Lima' };
    engine.hubspot.forgetCalls();
    await sweep(engine);
    expect(await db()('portals').first('timeZone')).toEqual({ timeZone: 'America/Lima' });
    expect(engine.hubspot.calls).toEqual([]);
  });
});
