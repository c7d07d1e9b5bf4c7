import { describe, expect, it } from '@jest/globals';
import { Alert, Button, LoadingButton, ProgressBar, StatisticsItem, StatusTag, TableCell, Tag } from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import { readable } from './host.ts';
import { openTab as open } from './tab.tsx';
import { aConnection, aCustomer, anInvoice, linkedView, pageOf, totalsIn } from './views.ts';

type Card = ReturnType<typeof open>;
/** What lies in the overlay a button opens. */
const overlayOf = (card: Card, label: string) =>
  card.find(Button, ({ text }) => text === label).props.overlay as unknown as RenderedFragmentNode;

describe('the tab card of a linked company', () => {
  it('says who this is in the ERP, and as of when', async () => {
    const card = open({});
    await card.sees(/Aceros del Norte S\.A\. de C\.V\./);
    expect(card.text()).toContain('C-10442 · Tax ID ANO950101AB1 · linked by its tax ID');
    expect(card.findByTestId(StatusTag, 'as-of')).toMatchObject({ text: 'Updated 8:02\u00a0AM', props: { variant: 'success' } });
  });

  it('asks for the signed record with every request', async () => {
    const card = open({});
    await card.sees('INV/00231');
    for (const { query } of card.server.asked) expect(query).toMatchObject({ objectTypeId: '0-2', objectId: '101' });
  });

  it('shows what is owed, with the oldest overdue in red, and its age', async () => {
    const card = open({});
    await card.sees('Oldest invoice:');
    const figures = card.findAll(StatisticsItem).map(({ props }) => [props.label, String(props.number).replace('\u00a0', ' ')]);
    expect(figures).toEqual([
      ['Open', '$184,220.00 MXN'],
      ['Overdue', '$41,000.00 MXN'],
      ['Paid, last 12 months', '$1,200,000.50 MXN'],
    ]);
    expect(card.find(StatusTag, ({ text }) => text === '23 days late').props.variant).toBe('danger');
    expect(card.findAll(ProgressBar).map(({ props }) => props['aria-label'])).toEqual(['Not due', '1–30 days late']);
  });

  it('shows no danger when nothing is overdue, and unapplied credit as a figure of its own', async () => {
    const totals = [totalsIn('MXN', { overdue: '0.00', oldestOverdueDays: null, unappliedCredit: '500.00' })];
    const card = open({ 'GET /cards/record': linkedView({ totals }) });
    await card.sees('Nothing overdue');
    expect(card.findAll(StatusTag, { variant: 'danger' })).toEqual([]);
    expect(card.find(StatisticsItem, { label: 'Unapplied credit' }).props.number).toBe('$500.00\u00a0MXN');
  });

  it('keeps currencies apart: what is overdue first, and the code behind every amount', async () => {
    const calm = totalsIn('MXN', { overdue: '0.00', oldestOverdueDays: null });
    const card = open({
      'GET /cards/record': linkedView({ totals: [calm, totalsIn('USD', { open: '900.00', paid12Months: '0' })] }),
      'GET /cards/invoices': pageOf([
        anInvoice({ total: { amount: '900.00', currency: 'USD' }, open: { amount: '900.00', currency: 'USD' } }),
      ]),
    });
    await card.sees('$900.00 USD');
    // Nothing is behind a tab.
    const figures = card.findAll(StatisticsItem).map(({ props }) => props.number);
    expect(figures.map((number) => String(number).slice(-3))).toEqual(['USD', 'USD', 'USD', 'MXN', 'MXN', 'MXN']);
    await card.waitFor(() => expect(card.findAll(TableCell).map(readable)).toContain('$900.00 USDof $900.00 USD'));
  });

  it('shows subsidiaries apart and a customer the ERP blocks', async () => {
    const subsidiaries = [{ name: 'Aceros del Sur', open: [{ amount: '10.00', currency: 'USD' }] }];
    const card = open({ 'GET /cards/record': linkedView({ customers: [aCustomer({ isBlocked: true, subsidiaries })] }) });
    await card.sees('Aceros del Sur');
    expect(card.find(Tag).text).toBe('Blocked in the ERP');
    expect(card.text()).toContain('1 subsidiary, not included below');
  });

  it('speaks Spanish to every kind of Spanish, in the user’s own number format', async () => {
    const card = open({}, { locale: 'es-mx' });
    await card.sees('Vence en 9 días');
    expect(card.text()).toMatch(/Factura más antigua:.*23 días de atraso/);
    expect(card.findByTestId(StatusTag, 'status-231').text).toBe('Vence en 9 días');
    expect(card.find(StatisticsItem, { label: 'Saldo' }).props.number).toBe('$184,220.00\u00a0MXN');
    expect(card.find(LoadingButton).text).toBe('Actualizar');
  });

  it('says on the record what stops something there', async () => {
    const notices = [{ code: 'amount.other_currency', params: { currencies: 'USD', companyCurrency: 'MXN' } }];
    const card = open({ 'GET /cards/record': linkedView({ notices }) });
    await card.sees('The amounts are in USD, not in the currency of your HubSpot account.');
  });

  it('asks before it removes a link', async () => {
    const card = open({ 'POST /cards/unlink': { done: true } });
    await card.sees('Remove link…');
    overlayOf(card, 'Remove link…').find(Button).trigger('onClick');
    await card.waitFor(() => expect(card.server.to('POST /cards/unlink')).toHaveLength(1));
    expect(card.server.to('POST /cards/unlink')[0]?.body).toEqual({
      objectTypeId: '0-2',
      objectId: '101',
      connectionId: 'c1',
      customerId: '7',
    });
    await card.waitFor(() => expect(card.mocks.actions.addAlert.calls[0]?.[0].message).toBe('The link was removed.'));
  });
});

describe('the properties beside the card', () => {
  it.each([
    ['waiting', 'is on its way'],
    ['refused', 'HubSpot refused the last change'],
    ['nothing', 'Nothing from the ERP is in the properties'],
  ] as const)('are spoken of where they are not in step: %s', async (properties, words) => {
    await open({ 'GET /cards/record': linkedView({ properties }) }).sees(words);
  });

  it('hold amounts in one currency, which is said where the invoices have others', async () => {
    const card = open({ 'GET /cards/record': linkedView({ propertyCurrency: 'MXN' }) });
    await card.sees('The amounts in the properties of this record are what the ERP has booked, in MXN');
  });
});

describe('freshness', () => {
  it('refresh asks the ERP and shows what is new without emptying the card', async () => {
    let isRead = false;
    const fresh = linkedView({ connections: [aConnection({ asOf: '2026-11-23T15:00:00Z' })], totals: [totalsIn('MXN', { open: '0' })] });
    const card = open(
      {
        'GET /cards/record': () => (isRead ? fresh : linkedView()),
        'GET /cards/invoices': () => pageOf([anInvoice({ status: isRead ? 'paid' : 'open', settledOn: '2026-11-23' })]),
        'POST /cards/refresh': () => ((isRead = true), { accepted: true, waiting: [] }),
      },
      { refreshSeconds: 0.02 },
    );
    await card.sees('Due in 9 days');
    card.findByTestId(LoadingButton, 'refresh').trigger('onClick');
    await card.sees('Paid on Nov 23');
    await card.waitFor(() => expect(card.findByTestId(LoadingButton, 'refresh').props.loading).toBe(false));
    expect(card.findByTestId(StatusTag, 'as-of').text).toBe('Updated 9:00\u00a0AM');
  });

  it('says when the ERP is asked again where it does not answer well', async () => {
    const waiting = [{ name: 'Aceros ERP', until: '2026-11-23T15:10:00Z' }];
    const card = open({ 'POST /cards/refresh': { accepted: false, waiting } });
    await card.sees('INV/00231');
    card.findByTestId(LoadingButton, 'refresh').trigger('onClick');
    await card.sees('Aceros ERP does not answer well at the moment. It is asked again at 9:10 AM');
    expect(card.findByTestId(LoadingButton, 'refresh').props.loading).toBe(false);
  });

  it('tells the service that it was opened, once', async () => {
    const card = open({}, { refreshSeconds: 0.1 });
    await card.sees('INV/00231');
    await new Promise((resolve) => setTimeout(resolve, 400));
    const [first, ...later] = card.server.to('GET /cards/record').map(({ query }) => query['opened'] ?? null);
    expect(first).toBe('true');
    expect(new Set(later)).toEqual(new Set([null]));
  });

  it('reads itself again quietly while it is open', async () => {
    let reads = 0;
    const card = open(
      { 'GET /cards/record': () => (++reads < 3 ? linkedView() : linkedView({ totals: [totalsIn('MXN', { open: '7.00' })] })) },
      { refreshSeconds: 0.1 },
    );
    await card.sees('$184,220.00 MXN');
    await card.sees('$7.00 MXN');
    // The table was read again once, and only because the figures had changed.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(reads).toBeGreaterThan(3);
    expect(card.server.to('GET /cards/invoices')).toHaveLength(2);
  });

  it('reads itself again when somebody edits the record', async () => {
    const card = open({});
    await card.sees('INV/00231');
    const [, edited] = card.mocks.actions.onCrmPropertiesUpdate.calls[0] ?? [];
    edited?.({});
    await card.waitFor(() => expect(card.server.to('GET /cards/record')).toHaveLength(2));
  });

  it('keeps the last known data while the ERP does not answer, and says since when', async () => {
    const trouble = { code: 'outbound.timed_out', since: '2026-11-23T13:40:00Z', isAdministratorNeeded: false };
    const card = open({ 'GET /cards/record': linkedView({ connections: [aConnection({ trouble })] }) });
    await card.sees('Aceros ERP has not answered since 7:40 AM');
    expect(card.find(Alert).text).toContain('What you see is from 8:02\u00a0AM. Nothing is lost');
    expect(card.text()).not.toMatch(/Puente reads the ERP when a card opens|properties of this record/);
    expect(card.findByTestId(StatusTag, 'as-of')).toMatchObject({ text: 'As of 8:02\u00a0AM', props: { variant: 'warning' } });
    expect(card.text()).toContain('$184,220.00 MXN');
  });

  it('says when the connection waits for an administrator', async () => {
    const trouble = { code: 'connection.swapped', since: '2026-11-22T13:40:00Z', isAdministratorNeeded: true };
    const card = open({ 'GET /cards/record': linkedView({ connections: [aConnection({ trouble })] }) });
    await card.sees('Aceros ERP has been paused since Nov 22, 7:40 AM');
    expect(card.find(Alert).text).toContain('Another ERP database answers at this address.');
  });
});
