import { describe, expect, it } from '@jest/globals';
import { Select, Tabs } from '@hubspot/ui-extensions';
import type { ArchivalList, ArchivalView } from '../../hubspot-app/app/settings/api/archivals.ts';
import type { CustomerRules } from '../../hubspot-app/app/settings/api/customers.ts';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView, aRun, commandList } from './settings-customers-views.ts';

const anArchival = (over: Partial<ArchivalView> = {}): ArchivalView => ({
  ...{ side: 'erp', objectType: 'companies', customerId: '7', customerName: 'Aceros SA', customerUrl: 'https://erp.example/7' },
  ...{ recordId: '101', recordUrl: 'https://app.hubspot.com/contacts/1/record/0-2/101', state: 'held', key: null, unsettled: 0 },
  reason: { code: 'archival.erp_open_invoices', params: { count: 2 } },
  ...{ noticedAt: '2026-11-23T14:00:00Z', by: null, dueAt: '2026-11-23T14:10:00Z', endedAt: null },
  ...over,
});
const listOf = (...archivals: ArchivalView[]): ArchivalList => ({ page: 1, pageCount: 1, total: archivals.length, archivals });

function open(archivals: ArchivalList, { locale = 'en-us', held = 1 } = {}) {
  const { counts } = aCustomersView();
  const view = aCustomersView({ state: 'live', counts: { ...counts, archivals: archivals.total, held } });
  const routes = {
    'GET /settings/customers/archivals': archivals,
    'GET /settings/customers/commands': commandList([]),
    'POST /settings/customers/archivals/decide': { done: true },
    'POST /settings/customers/retry': { left: 0 },
  };
  return openCustomers(view, { locale, routes });
}

describe('what follows a deletion', () => {
  it.each([
    ['en-us', 'When a company is deleted or archived', 'Deleted in HubSpot: its customer in the ERP', ['stays as it is', 'is archived']],
    [
      'es-mx',
      'Cuando una empresa se elimina o se archiva',
      'Eliminado en HubSpot: su cliente en el ERP',
      ['se queda como está', 'se archiva'],
    ],
  ])('is chosen for each side, and nothing follows unless it is (%s)', async (locale, heading, label, choices) => {
    const page = await openCustomers(aCustomersView(), { locale });
    await page.sees(heading);
    const choice = page.find(Select, { name: 'whenDeletedInHubSpot-companies' }).props;
    expect([choice.label, choice.value, choice.options.map((one) => one.label)]).toEqual([label, 'keep', choices]);
  });

  it('speaks of privacy where people are meant alone', async () => {
    const page = await openCustomers(aCustomersView());
    await page.sees('When a company is deleted or archived');
    const helpOf = (object: string) => page.maybeFind(Select, { name: `whenDeletedInHubSpot-${object}` })?.props.description;
    expect(helpOf('companies')).not.toContain('privacy');
    (page.find(Tabs, { variant: 'enclosed' }).props as { onSelectedChange: (tab: string) => void }).onSelectedChange('contacts');
    await page.waitFor(() => expect(helpOf('contacts')).toContain('A deletion for privacy never archives anyone.'));
  });

  it('is saved with the other rules', async () => {
    const page = await openCustomers(aCustomersView());
    await page.sees('When a company is deleted or archived');
    page.find(Select, { name: 'whenGoneInErp-companies' }).props.onChange?.('archive');
    await page.waitFor(() => expect(page.find(Select, { name: 'whenGoneInErp-companies' }).props.value).toBe('archive'));
    page.press('save-customers-c1');
    const { rules } = (await page.sent('/customers')) as { rules: CustomerRules };
    expect([rules.companies.whenGoneInErp, rules.companies.whenDeletedInHubSpot, rules.contacts.whenGoneInErp]).toEqual([
      'archive',
      'keep',
      'keep',
    ]);
  });
});

describe('what waits for a decision', () => {
  it.each([
    ['en-us', '1 waits for your decision.', 'it has unsettled invoices (2)', 'Archive all the same', 'Leave it in use'],
    ['es-mx', '1 espera su decisión.', 'tiene facturas sin liquidar (2)', 'Archivar de todos modos', 'Dejar en uso'],
  ])('says why, and offers both answers (%s)', async (locale, waits, reason, archive, keep) => {
    const page = await open(listOf(anArchival()), { locale });
    for (const words of [waits, reason, archive, keep, 'Aceros SA']) await page.reads(words);
  });

  it('is answered for one', async () => {
    const page = await open(listOf(anArchival()));
    await page.reads('Archive all the same');
    page.press('archive-erp-companies-7');
    expect(await page.sent('/customers/archivals/decide')).toEqual({
      ...{ connectionId: 'c1', side: 'erp', answer: 'archive' },
      customers: [{ objectType: 'companies', customerId: '7' }],
    });
  });

  it('is answered for all of a side: leaving at once, archiving after a question', async () => {
    const held = anArchival({ side: 'hubspot', reason: { code: 'archival.many_hubspot', params: { count: 30, of: 400 } } });
    const page = await open(listOf(held));
    await page.reads('30 linked customers were archived or deleted in the ERP within a day, out of 400.');
    page.press('keep-all-hubspot');
    expect(await page.sent('/customers/archivals/decide')).toEqual({
      connectionId: 'c1',
      side: 'hubspot',
      customers: null,
      answer: 'keep',
    });
  });

  it('can be called off while it is only planned, and says that a person is asked first', async () => {
    const page = await open(listOf(anArchival({ state: 'noticed', reason: null, unsettled: 2 })), { held: 0 });
    await page.reads('2 invoices are not settled, so you are asked first');
    page.press('keep-erp-companies-7');
    expect(await page.sent('/customers/archivals/decide')).toMatchObject({ answer: 'keep', customers: [{ customerId: '7' }] });
  });

  it.each([
    ['en-us', 'Waits: it goes no sooner than ten minutes after', '1 archiving planned before the stop is listed below.'],
    ['es-mx', 'En espera: no se va antes de diez minutos', '1 archivado previsto antes de detener está en la lista de abajo.'],
  ])('waits where writing was stopped, and the approval names it (%s)', async (locale, waits, named) => {
    const view = aCustomersView({
      isDraft: true,
      preview: aRun(),
      counts: { ...aCustomersView().counts, archivals: 1, archivalsPlanned: 1 },
    });
    const list = listOf(anArchival({ state: 'noticed', reason: null, unsettled: 2 }));
    const page = await openCustomers(view, { locale, routes: { 'GET /settings/customers/archivals': list } });
    for (const words of [waits, named]) await page.reads(words);
  });

  it('is nothing where all went by itself', async () => {
    const done = anArchival({ state: 'done', reason: null, endedAt: '2026-11-23T14:11:00Z' });
    const page = await open(listOf(done), { held: 0 });
    await page.reads('After a record was deleted or archived');
    expect(page.words()).not.toContain('Archive all');
  });
});

describe('what the ERP refused to archive', () => {
  it('can be tried again', async () => {
    const reason = { code: 'odoo.refused', params: { message: 'You cannot archive contacts linked to an active user.' } };
    const page = await open(listOf(anArchival({ state: 'rejected', key: 'HS-7-C1-1', reason })), { held: 0 });
    await page.reads('You cannot archive contacts linked to an active user.');
    page.press('retry-erp-companies-7');
    expect(await page.sent('/customers/retry')).toEqual({ connectionId: 'c1', keys: ['HS-7-C1-1'] });
  });
});

describe('what a person decided', () => {
  it.each([
    ['en-us', 'Left in use', 'Decided by ana@example.com, 8:20 AM'],
    ['es-mx', 'Se dejó en uso', 'Lo decidió ana@example.com, 8:20'],
  ])('stays in the list with who and when (%s)', async (locale, state, words) => {
    const decided = { reason: null, endedAt: '2026-11-23T14:20:00Z', by: 'ana@example.com' };
    const page = await open(listOf(anArchival({ ...decided, state: 'kept' })), { locale, held: 0 });
    await page.reads(state);
    await page.reads(words);
  });

  it('says when, and that somebody did, where no name is known', async () => {
    const kept = anArchival({ reason: null, endedAt: '2026-11-23T14:20:00Z', state: 'kept' });
    const done = anArchival({ ...kept, customerId: '8', state: 'done' });
    const page = await open(listOf(kept, done), { held: 0 });
    await page.reads('Decided by a person, 8:20 AM');
    await page.reads('Archived8:20 AM');
  });
});
