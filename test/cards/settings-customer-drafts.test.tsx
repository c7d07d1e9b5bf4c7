import { describe, expect, it } from '@jest/globals';
import { Checkbox, LoadingButton, Toggle } from '@hubspot/ui-extensions';
import { readable } from './host.ts';
import { overlayOf } from './settings-catalog-page.tsx';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView, aRun, aRunGroup, customerRules } from './settings-customers-views.ts';
import { aConnectionView, anOverview } from './settings-views.ts';

describe('discarding a draft', () => {
  it('goes, and what is live stays', async () => {
    const rules = customerRules();
    const live = {
      ...rules,
      companies: { ...rules.companies, whenGoneInErp: 'archive' as const, mapping: rules.companies.mapping.slice(1) },
    };
    const page = await openCustomers(aCustomersView({ state: 'live', isDraft: true, live }), {
      routes: { 'POST /settings/customers/discard': { done: true } },
    });
    // What is lost is said before.
    const question = () => readable(overlayOf(page, 'discard-customers-c1'));
    await page.waitFor(() => expect(question()).toContain('are kept in step: '));
    expect(question()).toContain('Companies: when a customer is archived or deleted in the ERP, its HubSpot record stays as it is.');
    page.press('discard-customers-c1-yes');
    expect(await page.sent('/customers/discard')).toEqual({ connectionId: 'c1', revision: 3, to: 'nothing' });
    await page.waitFor(() => expect(page.server.to('GET /settings/customers')).toHaveLength(2));
  });

  it.each([
    [
      'en-us',
      'Nothing is live, so this draft is all there is of your rules.',
      'you can bring them back here.',
      'Bring back the stopped rules',
    ],
    [
      'es-mx',
      'No hay nada en marcha, así que este borrador es todo lo que hay de sus reglas.',
      'puede recuperarlas aquí.',
      'Recuperar las reglas detenidas',
    ],
  ])('is all there is after a stop: starting over says what is lost, and there is a way back (%s)', async (locale, all, kept, back) => {
    const rules = customerRules();
    const routes = { 'POST /settings/customers/discard': { done: true } };
    const stopped = await openCustomers(aCustomersView({ isDraft: true, stopped: rules }), { locale, routes });
    await stopped.waitFor(() => expect(readable(overlayOf(stopped, 'discard-customers-c1'))).toContain(all));
    expect(readable(overlayOf(stopped, 'discard-customers-c1'))).toContain(kept);
    // The draft is what was stopped.
    expect(stopped.words()).not.toContain(back);
    const over = await openCustomers(aCustomersView({ stopped: { ...rules, contacts: rules.companies } }), { locale, routes });
    await over.reads(back);
    over.press('back-customers-c1-yes');
    expect(await over.sent('/customers/discard')).toEqual({ connectionId: 'c1', revision: 3, to: 'stopped' });
  });
});

describe('an approval in which nothing is ticked', () => {
  it.each([
    ['en-us', null, 'Tick what may be written: until then there is nothing to approve.'],
    ['en-us', customerRules(), 'Stopping took back what was approved. Tick again'],
    ['es-mx', customerRules(), 'Al detener se retiró lo aprobado. Marque otra vez'],
  ])('says why it cannot be given (%s)', async (locale, stopped, words) => {
    const page = await openCustomers(aCustomersView({ isDraft: true, preview: aRun(), stopped }), { locale });
    await page.reads(words);
    page.find(Checkbox, { name: 'approve-creates' }).props.onChange?.(true, '');
    await page.waitFor(() => expect(page.words()).not.toContain(words));
  });
});

describe('switches that create records in HubSpot', () => {
  it.each([
    ['en-us', '8 companies are created in HubSpot as soon as you go on.', '3 customers are not created'],
    ['es-mx', '8 empresas se crean en HubSpot en cuanto usted continúe.', '3 clientes no se crean'],
  ])('say how many they create, and some of them, and ask before anything is saved (%s)', async (locale, created, asked) => {
    const none = { count: 0, asked: 0, samples: [], isComplete: true };
    const companies = { count: 8, asked: 3, samples: ['Aceros SA', 'Bolt SL'], isComplete: true };
    const page = await openCustomers(aCustomersView(), {
      locale,
      routes: {
        'GET /settings/overview': anOverview({ connections: [aConnectionView({ phase: 'live' })] }),
        'GET /settings/creatable': { companies, contacts: none },
        'POST /settings/portal': { done: true },
      },
    });
    await page.waitFor(() => expect(page.maybeFind(Toggle, { name: 'create-companies' })).not.toBeNull());
    page.find(Toggle, { name: 'create-companies' }).props.onChange?.(true);
    const question = () => readable(overlayOf(page, 'save-to-hubspot'));
    await page.waitFor(() => expect(question()).toContain(created));
    expect(question()).toContain('Aceros SA · Bolt SL');
    expect(question()).toContain(asked);
    expect(page.server.to('POST /settings/portal')).toEqual([]);
    overlayOf(page, 'save-to-hubspot').find(LoadingButton).trigger('onClick');
    expect(await page.sent('/portal')).toMatchObject({ createMissing: { companies: true, contacts: false } });
  });
});

describe('what a dry run and the first ten do not show by themselves', () => {
  it.each([
    [
      'en-us',
      'Companies: when a customer is archived or deleted in the ERP, its HubSpot record goes to the recycling bin.',
      'What the draft changes',
    ],
    [
      'es-mx',
      'Empresas: cuando un cliente se archiva o se elimina en el ERP, su registro de HubSpot va a la papelera.',
      'Lo que cambia el borrador',
    ],
  ])('is said before the approval: what is archived, and what the draft changes (%s)', async (locale, deletion, changes) => {
    const live = customerRules();
    const rules = { ...live, companies: { ...live.companies, whenGoneInErp: 'archive' as const, createWhen: [] } };
    const page = await openCustomers(aCustomersView({ state: 'live', isDraft: true, live, rules }), { locale });
    await page.reads(deletion);
    await page.reads(changes);
  });

  it('is said before the approval with the names of lists', async () => {
    const live = customerRules({ createWhen: [] });
    const rules = customerRules({ createWhen: [{ property: '$lists', values: ['15'], names: { 15: 'Distribuidores' } }] });
    const page = await openCustomers(aCustomersView({ state: 'live', isDraft: true, live, rules }));
    await page.reads('Companies: created in the ERP when "Member of a HubSpot list" is Distribuidores.');
  });

  it('is said before going on: that nothing was created of what waits', async () => {
    const waiting = aRunGroup('incomplete', { count: 14, reason: { code: 'command.waiting_trial', params: {} } });
    const trial = (...groups: ReturnType<typeof aRunGroup>[]) => aCustomersView({ state: 'live', isTrial: true, run: aRun({ groups }) });
    const page = await openCustomers(trial(waiting));
    await page.reads('14 wait to be created. Going on now creates them without your having seen one.');
    const seen = await openCustomers(trial(waiting, aRunGroup('create', { count: 5 })));
    await seen.reads('They are right: go on');
    expect(seen.words()).not.toContain('without your having seen one');
  });
});
