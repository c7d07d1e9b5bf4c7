import { describe, expect, it } from '@jest/globals';
import { Button, SearchInput, Select, StatusTag, Table, TableCell, TableHeader } from '@hubspot/ui-extensions';
import { readable, refused, type Asked } from './host.ts';
import { openTab as open } from './tab.tsx';
import { anInvoice, pageOf } from './views.ts';

const turnTo = (card: ReturnType<typeof open>, page: number) =>
  (card.find(Table).props as { onPageChange: (page: number) => void }).onPageChange(page);

describe('the invoices table', () => {
  const columns = (card: ReturnType<typeof open>) => card.findAll(TableHeader).map(({ text }) => text);

  it('shows number, dates, amounts and status of each invoice', async () => {
    const card = open({});
    await card.sees('INV/00231');
    expect(columns(card)).toEqual(['Invoice', 'Open']);
    expect(card.findAll(TableCell).map(readable)).toEqual(['INV/00231Nov 2Due in 9 daysdue Dec 2', '$41,000.00of $41,000.00']);
  });

  it.each([
    ['en-us', 'next instalment due Dec 2', 'last instalment due Jan 17, 2027'],
    ['es-mx', 'próxima parcialidad: 2 dic', 'última parcialidad: 17 ene 2027'],
  ])('says of which instalment the day is, so that it does not seem to move when one is paid (%s)', async (locale, next, last) => {
    const paid = anInvoice({
      ...{ id: '232', status: 'in_payment', dueOn: '2027-01-17', instalmentCount: 2 },
      open: { amount: '0.00', currency: 'MXN' },
    });
    const card = open({ 'GET /cards/invoices': pageOf([anInvoice({ instalmentCount: 2 }), paid]) }, { locale });
    await card.sees(next);
    expect(card.text()).toContain(last);
  });

  it.each(['paid', 'cancelled', 'credited', 'draft'] as const)('calls nothing due that nobody has to pay: %s', async (status) => {
    const settled = anInvoice({ status, open: { amount: '0.00', currency: 'MXN' }, daysOverdue: null });
    const creditNote = anInvoice({ id: '232', number: 'RINV/7', type: 'credit_note' });
    const card = open({ 'GET /cards/invoices': pageOf([settled, creditNote]) });
    await card.sees('RINV/7');
    const cells = card.findAll(TableCell).map(readable);
    expect(cells.filter((cell) => cell.includes('due'))).toEqual([]);
    expect(cells[3]).toBe('−$41,000.00of −$41,000.00');
    await card.sees('2 documents');
  });

  it('keeps the words of a status short: what is left stands beside it', async () => {
    const left = { amount: '20000.00', currency: 'MXN' };
    const late = { amount: '5000.00', currency: 'MXN' };
    const invoices = [
      anInvoice({ id: '1', status: 'partially_paid', open: left }),
      anInvoice({ id: '2', status: 'overdue', daysOverdue: 6, open: left }),
      anInvoice({ id: '3', status: 'overdue', daysOverdue: 6, open: left, overdue: late }),
      anInvoice({ id: '4', type: 'credit_note', status: 'partially_paid', open: left }),
    ];
    const card = open({ 'GET /cards/invoices': pageOf(invoices) });
    await card.sees('Partly paid');
    const words = invoices.map(({ id }) => card.findByTestId(StatusTag, `status-${id}`).text);
    expect(words).toEqual(['Partly paid', 'Overdue 6\u00a0days', '$5,000.00 overdue 6 days', 'Partly applied']);
  });

  it('asks nothing for a draft or a cancelled invoice, whatever the ERP keeps as open', async () => {
    const invoices = [anInvoice({ status: 'cancelled' }), anInvoice({ id: '232', status: 'draft' })];
    const card = open({ 'GET /cards/invoices': pageOf(invoices) });
    await card.sees('Cancelled');
    const cells = card.findAll(TableCell).map(readable);
    expect([cells[1], cells[3]]).toEqual(['–total $41,000.00', '–total $41,000.00']);
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
    await card.sees('60 documents');
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
    await card.sees('30 documents');
    turnTo(card, 2);
    await card.sees('Shown as last loaded');
    expect(card.text()).toContain('INV/00231');
    expect(card.text()).toContain('a1b2c3d4');
  });
});
