import { describe, expect, it } from '@jest/globals';
import { Button, EmptyState, ErrorState, LoadingSpinner, StatisticsItem } from '@hubspot/ui-extensions';
import { refused } from './host.ts';
import { openTab as open } from './tab.tsx';
import { linkedView } from './views.ts';

describe('states of the tab card', () => {
  it('shows nothing for 300 ms, then the shape of the result', async () => {
    const card = open({ 'GET /cards/record': () => new Promise((resolve) => setTimeout(() => resolve(linkedView()), 600)) });
    expect(card.maybeFind(LoadingSpinner)).toBeNull();
    await card.sees('Loading invoices from the ERP');
    expect(card.findAll(StatisticsItem).map(({ props }) => props.number)).toEqual(['–', '–', '–']);
    await card.sees('INV/00231');
  });

  it('not connected: administrators get a button to the settings', async () => {
    const card = open({
      'GET /cards/record': { state: 'not_connected', isPaused: false, isAdministrator: true, administrators: ['ana@example.com'] },
    });
    await card.sees('No ERP is connected yet');
    expect(card.findByTestId(Button, 'to-settings').props.href).toBe('/integrations-settings/4711/installed');
  });

  it('not connected: everybody else learns whom to ask', async () => {
    const card = open({
      'GET /cards/record': {
        state: 'not_connected',
        isPaused: false,
        isAdministrator: false,
        administrators: ['ana@example.com', 'luis@example.com'],
      },
    });
    await card.sees('Ask an administrator of Puente to connect one: ana@example.com or luis@example.com.');
    expect(card.maybeFind(Button)).toBeNull();
  });

  it('paused by HubSpot: says so instead of asking for an ERP', async () => {
    const state = { state: 'not_connected', isPaused: true, administrators: ['ana@example.com'] };
    const own = open({ 'GET /cards/record': { ...state, isAdministrator: true } });
    await own.sees('The settings of Puente say what to do; nothing is lost.');
    expect(own.findByTestId(Button, 'to-settings').props.href).toBe('/integrations-settings/4711/installed');
    const other = open({ 'GET /cards/record': { ...state, isAdministrator: false } }, { locale: 'es-mx' });
    await other.sees('Avise a un administrador de Puente: ana@example.com.');
    expect(other.text()).not.toContain('Todavía no hay un ERP conectado');
  });

  it('preparing: says how far the first read is, and later who has to approve', async () => {
    const reading = open({ 'GET /cards/record': { state: 'preparing', isAdministrator: false, needsApproval: false, rowsRead: 12345 } });
    await reading.sees('12,345 records read so far');
    const waiting = open({ 'GET /cards/record': { state: 'preparing', isAdministrator: false, needsApproval: true, rowsRead: 9 } });
    await waiting.sees('An administrator of Puente has to approve the preview.');
    const own = open(
      { 'GET /cards/record': { state: 'preparing', isAdministrator: true, needsApproval: true, rowsRead: 9 } },
      { language: 'es' },
    );
    await own.sees('Revise la vista previa en la configuración de Puente y apruébela.');
  });

  it('not allowed: says who decides', async () => {
    const card = open({ 'GET /cards/record': { state: 'not_allowed', administrators: [], notices: [] } });
    await card.sees('To get access, ask the person who installed Puente.');
    expect(card.find(ErrorState).props.type).toBe('lock');
  });

  it.each([
    ['en', 'Right now Puente cannot read who is in which HubSpot team'],
    ['es', 'Por ahora Puente no puede leer quién está en qué equipo'],
  ])('not allowed by an old list: says so (%s)', async (language, words) => {
    const notices = [{ code: 'hubspot.users_stale', params: {} }];
    const card = open({ 'GET /cards/record': { state: 'not_allowed', administrators: [], notices } }, { language });
    await card.sees(words);
    expect(card.text()).not.toMatch(/Nothing to do|No hay que hacer nada|Nada que hacer/);
  });

  it('nothing invoiced: says since when we look', async () => {
    const card = open({ 'GET /cards/record': linkedView({ totals: [], lastInvoice: null, lastPayment: null }) });
    await card.sees('We checked everything the ERP has for this customer since then.');
    expect(card.find(EmptyState).props.title).toBe('No invoices since January 3, 2019');
    expect(card.server.to('GET /cards/invoices')).toHaveLength(0);
  });

  it('nothing invoiced: a contact learns where the invoices of its company are', async () => {
    const view = linkedView({ totals: [], lastInvoice: null, lastPayment: null });
    const contact = open({ 'GET /cards/record': view }, { objectTypeId: '0-1' });
    await contact.sees('Invoices addressed only to the company are on the record of the company.');
    const company = open({ 'GET /cards/record': view });
    await company.sees('No invoices since January 3, 2019');
    expect(company.text()).not.toContain('addressed only to the company');
  });

  it('failed: what, whose move, a retry that works, and a code for support', async () => {
    let calls = 0;
    const card = open({
      'GET /cards/record': () => (++calls === 1 ? refused({ code: 'internal', reference: 'deadbeef' }, 500) : linkedView()),
    });
    await card.sees('Something went wrong on our side');
    expect(card.text()).toContain('We have been notified.');
    expect(card.text()).toContain('Code for support: deadbeef');
    card.find(Button, ({ text }) => text === 'Try again').trigger('onClick');
    await card.sees('INV/00231');
  });

  it('failed: an answer that is not ours becomes a sentence too', async () => {
    const card = open({ 'GET /cards/record': undefined }, { language: 'es' });
    await card.sees('No se pudo llegar a Puente');
    expect(card.text()).toContain('HTTP 404');
  });
});
