import { beforeEach, describe, expect, it } from '@jest/globals';
import { addToInbox } from '../../server/sync/shared/add-to-inbox.ts';
import type { RecordId } from '../../server/shared/ids.ts';
import {
  saveRules,
  approvedConnection,
  connectionId,
  customers,
  customersView,
  givenProperties,
  goLive,
  line,
  rulesOf,
} from '../support/customers-app.ts';
import { ask, company, enqueue, hubspot, now, REP, settle, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
const database = useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});

const RULES = rulesOf({ mapping: [line('phone', 'phone')], whenDeletedInHubSpot: 'archive' });
const list = async () => (await ask(`/customers/archivals?connectionId=${connectionId}`).expect(200)).body;

beforeEach(async () => {
  givenProperties('name', 'phone', 'tax_id');
  erp.edit('1', { name: 'Aceros S.L.', vat: 'ESB12345674', phone: '+34 911', country: 'ES' });
  await approvedConnection();
});

async function deleteCompany(): Promise<void> {
  hubspot.remove('companies', company as RecordId);
  await addToInbox(database(), 7 as never, [{ objectType: 'companies', recordId: company as RecordId }], now);
  await enqueue(database(), 'inbox', { portalId: 7 as never });
  await settle();
}

describe('rules about deletions', () => {
  it('are kept and shown with the others, and are "keep" in what was saved before there was a choice', async () => {
    await goLive(RULES);
    expect((await customersView()).rules).toMatchObject({
      companies: { whenDeletedInHubSpot: 'archive', whenGoneInErp: 'keep' },
      contacts: { whenDeletedInHubSpot: 'keep', whenGoneInErp: 'keep' },
    });
    await database().raw(`update customer_rules set live = live #- '{companies,whenDeletedInHubSpot}' #- '{companies,whenGoneInErp}'`);
    expect((await customersView()).rules.companies).toMatchObject({ whenDeletedInHubSpot: 'keep', whenGoneInErp: 'keep' });
  });

  it('of a page that knows no choice are taken, and mean "keep"', async () => {
    const { whenDeletedInHubSpot: _, whenGoneInErp: __, ...older } = RULES.companies;
    await saveRules({ ...RULES, companies: older });
    expect((await customersView()).rules.companies).toMatchObject({ whenDeletedInHubSpot: 'keep', whenGoneInErp: 'keep' });
    await saveRules({ ...RULES, companies: { ...older, whenGoneInErp: 'delete' } }, 400);
  });
});

describe('what follows a deletion', () => {
  it('is planned, asked about because of an unsettled invoice, decided and done, each step shown', async () => {
    await goLive(RULES);
    await customers('/confirm').expect(200);
    await deleteCompany();
    expect(await list()).toMatchObject({
      ...{ page: 1, pageCount: 1, total: 1 },
      archivals: [{ side: 'erp', customerId: '1', customerName: 'Aceros S.L.', recordId: company, state: 'noticed', reason: null }],
    });
    await settle(11);
    expect(await list()).toMatchObject({
      archivals: [{ state: 'held', reason: { code: 'archival.erp_open_invoices', params: { count: 1 } } }],
    });
    expect((await customersView()).counts).toMatchObject({ archivals: 1, held: 1, planned: 0, done: 0 });
    const { groups } = (await ask('/problems').expect(200)).body;
    expect(groups).toMatchObject([{ code: 'archival.erp_open_invoices', canRetry: false, records: [{ label: 'Aceros S.L.' }] }]);
    expect(erp.isActive('1')).toBe(true);

    const decision = { side: 'erp', customers: [{ objectType: 'companies', customerId: '1' }], answer: 'archive' };
    await customers('/archivals/decide', { ...decision, customers: [{ objectType: 'companies', customerId: '2' }] }).expect(404);
    await ask('/customers/archivals/decide', { body: { connectionId, ...decision }, as: REP }).expect(403);
    await customers('/archivals/decide', decision).expect(200);
    await settle();
    expect(erp.isActive('1')).toBe(false);
    expect(await list()).toMatchObject({ archivals: [{ state: 'done', reason: null, endedAt: expect.any(String) }] });
    expect((await ask('/problems').expect(200)).body).toEqual({ groups: [] });
    expect((await customersView()).counts).toMatchObject({ archivals: 1, held: 0, done: 0 });
    expect((await ask(`/customers/commands?connectionId=${connectionId}&state=done`).expect(200)).body).toMatchObject({ total: 0 });
  });

  it('and is left in use stays in the list with who said so, and when', async () => {
    await database()('portalUsers')
      .insert({ portalId: 7, userId: 5, email: 'ana@example.com', teams: '[]' })
      .onConflict(['portal_id', 'user_id'])
      .merge();
    await goLive(RULES);
    await customers('/confirm').expect(200);
    await deleteCompany();
    await customers('/archivals/decide', { side: 'erp', customers: [{ objectType: 'companies', customerId: '1' }], answer: 'keep' }).expect(
      200,
    );
    expect(await list()).toMatchObject({ total: 1, archivals: [{ state: 'kept', by: 'ana@example.com', endedAt: now.toISOString() }] });
    expect((await customersView()).counts).toMatchObject({ archivals: 1, held: 0, archivalsPlanned: 0 });
    await settle(20);
    expect(erp.isActive('1')).toBe(true);
  });
});
