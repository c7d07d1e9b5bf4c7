import { describe, expect, it } from '@jest/globals';
import {
  Alert,
  Button,
  LoadingButton,
  ProgressBar,
  SearchInput,
  Select,
  StatisticsItem,
  StatisticsTrend,
  StatusTag,
  Table,
  TableCell,
  TableHeader,
  Tag,
} from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import { readable, refused, type Asked } from './host.ts';
import { openTab as open } from './tab.tsx';
import { aConnection, aCustomer, anInvoice, linkedView, pageOf, totalsIn } from './views.ts';

type Card = ReturnType<typeof open>;
const turnTo = (card: Card, page: number) => (card.find(Table).props as { onPageChange: (page: number) => void }).onPageChange(page);
/** What lies in the overlay a button opens. */
const overlayOf = (card: Card, label: string) =>
  card.find(Button, ({ text }) => text === label).props.overlay as unknown as RenderedFragmentNode;

describe('the tab card of a linked company', () => {
  it('says who this is in the ERP, and as of when', async () => {
    const card = open({});
    await card.sees(/Aceros del Norte S\.A\. de C\.V\./);
    expect(card.text()).toContain('C-10442 · Tax id ANO950101AB1 · linked by its tax id');
    expect(card.findByTestId(StatusTag, 'as-of')).toMatchObject({ text: 'Updated 8:02\u00a0AM', props: { variant: 'success' } });
  });

  it('asks for the signed record with every request', async () => {
    const card = open({});
    await card.sees('INV/00231');
    for (const { query } of card.server.asked) expect(query).toMatchObject({ objectTypeId: '0-2', objectId: '101' });
  });

  it('shows what is owed, with the oldest overdue in red, and its age', async () => {
    const card = open({});
    await card.sees('Oldest: 23 days late');
    const figures = card.findAll(StatisticsItem).map(({ props }) => [props.label, String(props.number).replace('\u00a0', ' ')]);
    expect(figures).toEqual([
      ['Open', '$184,220.00 MXN'],
      ['Overdue', '$41,000.00 MXN'],
      ['Paid in 12 months', '$1,200,000.50 MXN'],
    ]);
    expect(card.find(StatisticsTrend).props).toMatchObject({ color: 'red', value: 'Oldest: 23 days late' });
    expect(card.findAll(ProgressBar).map(({ props }) => props['aria-label'])).toEqual(['Not due', '1–30 days late']);
  });

  it('shows no danger when nothing is overdue, and unapplied credit as a figure of its own', async () => {
    const totals = [totalsIn('MXN', { overdue: '0.00', oldestOverdueDays: null, unappliedCredit: '500.00' })];
    const card = open({ 'GET /cards/record': linkedView({ totals }) });
    await card.sees('Nothing overdue');
    expect(card.maybeFind(StatisticsTrend)).toBeNull();
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
    await card.sees('$900 USD');
    // Nothing is behind a tab.
    const figures = card.findAll(StatisticsItem).map(({ props }) => props.number);
    expect(figures.map((number) => String(number).slice(-3))).toEqual(['USD', 'USD', 'USD', 'MXN', 'MXN', 'MXN']);
    await card.waitFor(() => expect(card.findAll(TableCell).map(readable)).toContain('$900 USDof $900 USD'));
  });

  it('shows subsidiaries apart and a customer the ERP blocks', async () => {
    const subsidiaries = [{ name: 'Aceros del Sur', open: [{ amount: '10.00', currency: 'USD' }] }];
    const card = open({ 'GET /cards/record': linkedView({ customers: [aCustomer({ isBlocked: true, subsidiaries })] }) });
    await card.sees('Aceros del Sur');
    expect(card.find(Tag).text).toBe('Blocked in the ERP');
    expect(card.text()).toContain('1 subsidiary, shown apart');
  });

  it('speaks Spanish to every kind of Spanish, in the user’s own number format', async () => {
    const card = open({}, { locale: 'es-mx' });
    await card.sees('Abierta, vence en 9 días');
    expect(card.text()).toContain('La más antigua: 23 días de atraso');
    expect(card.findByTestId(StatusTag, 'status-231').text).toBe('Abierta, vence en 9 días');
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
    await card.sees('Not this customer');
    overlayOf(card, 'Not this customer').find(Button).trigger('onClick');
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

describe('the invoices table', () => {
  const columns = (card: ReturnType<typeof open>) => card.findAll(TableHeader).map(({ text }) => text);

  it('shows number, dates, amounts and status of each invoice', async () => {
    const card = open({});
    await card.sees('INV/00231');
    expect(columns(card)).toEqual(['Invoice', 'Open']);
    expect(card.findAll(TableCell).map(readable)).toEqual(['INV/00231Nov 2Open, due in 9 daysdue Dec 2', '$41,000of $41,000']);
  });

  it.each([
    ['en-us', 'next instalment due Dec 2', 'last instalment due Jan 17, 2027'],
    ['es-mx', 'próxima parcialidad: 2 dic', 'última parcialidad: 17 ene 2027'],
  ])('says of which instalment the day is, so that it does not seem to move when one is paid (%s)', async (locale, next, last) => {
    const paid = anInvoice({
      ...{ id: '232', status: 'paid', dueOn: '2027-01-17', instalmentCount: 2 },
      open: { amount: '0.00', currency: 'MXN' },
    });
    const card = open({ 'GET /cards/invoices': pageOf([anInvoice({ instalmentCount: 2 }), paid]) }, { locale });
    await card.sees(next);
    expect(card.text()).toContain(last);
  });

  it('asks nothing for a draft or a cancelled invoice, whatever the ERP keeps as open', async () => {
    const invoices = [anInvoice({ status: 'cancelled' }), anInvoice({ id: '232', status: 'draft' })];
    const card = open({ 'GET /cards/invoices': pageOf(invoices) });
    await card.sees('Cancelled');
    const cells = card.findAll(TableCell).map(readable);
    expect([cells[1], cells[3]]).toEqual(['–$41,000', '–$41,000']);
  });

  it('sorts as a person chooses', async () => {
    const card = open({});
    await card.sees('INV/00231');
    const sort = () => card.find(Select, { name: 'sort' }).props;
    expect(sort().options.map(({ label }) => label)).toEqual(['Newest first', 'Due first', 'Most open first', 'Largest first']);
    expect(sort().value).toBe('issuedOn descending');
    sort().onChange?.('dueOn ascending');
    await card.waitFor(() =>
      expect(card.server.to('GET /cards/invoices').at(-1)?.query).toMatchObject({ sort: 'dueOn', direction: 'ascending' }),
    );
    expect(sort().value).toBe('dueOn ascending');
  });

  it('filters and searches from the first page on', async () => {
    const card = open({ 'GET /cards/invoices': pageOf([anInvoice()], { pageCount: 3, total: 60 }) });
    await card.sees('60 invoices');
    turnTo(card, 3);
    await card.waitFor(() => expect(card.server.to('GET /cards/invoices').at(-1)?.query).toMatchObject({ page: '3' }));
    card.find(Select, { name: 'filter' }).trigger('onChange', 'overdue' as never);
    await card.waitFor(() => expect(card.server.to('GET /cards/invoices').at(-1)?.query).toMatchObject({ page: '1', filter: 'overdue' }));
    card.find(SearchInput).trigger('onInput', 'INV/002' as never);
    await card.waitFor(() =>
      expect(card.server.to('GET /cards/invoices').at(-1)?.query).toMatchObject({ page: '1', filter: 'overdue', search: 'INV/002' }),
    );
  });

  it('waits until the person has stopped typing', async () => {
    const card = open({});
    await card.sees('INV/00231');
    for (const typed of ['I', 'IN', 'INV']) card.find(SearchInput).trigger('onInput', typed as never);
    await card.waitFor(() => expect(card.server.to('GET /cards/invoices').at(-1)?.query).toMatchObject({ search: 'INV' }));
    expect(card.server.to('GET /cards/invoices').map(({ query }) => query['search'])).toEqual(['', 'INV']);
  });

  it('offers the way back when nothing matches', async () => {
    const card = open({ 'GET /cards/invoices': ({ query }: Asked) => pageOf(query['filter'] === 'draft' ? [] : [anInvoice()]) });
    await card.sees('INV/00231');
    card.find(Select, { name: 'filter' }).trigger('onChange', 'draft' as never);
    await card.sees('No invoice matches.');
    card.find(Button, ({ text }) => text === 'Show all').trigger('onClick');
    await card.sees('INV/00231');
  });

  it('pages only where there is more than one page', async () => {
    const card = open({});
    await card.sees('1 invoice');
    expect(card.find(Table).props).not.toHaveProperty('paginated');
  });

  it('keeps the rows when a page cannot be loaded, and says so', async () => {
    const card = open({
      'GET /cards/invoices': ({ query }: Asked) =>
        query['page'] === '2' ? refused({ code: 'internal' }, 500) : pageOf([anInvoice()], { pageCount: 2, total: 30 }),
    });
    await card.sees('30 invoices');
    turnTo(card, 2);
    await card.sees('Shown as last loaded');
    expect(card.text()).toContain('INV/00231');
    expect(card.text()).toContain('a1b2c3d4');
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
    await card.sees('Open, due in 9 days');
    card.findByTestId(LoadingButton, 'refresh').trigger('onClick');
    await card.sees('Paid Nov 23');
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
    expect(card.findByTestId(StatusTag, 'as-of').props.variant).toBe('warning');
    expect(card.text()).toContain('$184,220.00 MXN');
  });

  it('says when the connection waits for an administrator', async () => {
    const trouble = { code: 'connection.swapped', since: '2026-11-22T13:40:00Z', isAdministratorNeeded: true };
    const card = open({ 'GET /cards/record': linkedView({ connections: [aConnection({ trouble })] }) });
    await card.sees('Aceros ERP is paused since Nov 22, 7:40 AM');
    expect(card.find(Alert).text).toContain('Another ERP database answers at this address.');
  });
});
