import { describe, expect, it } from '@jest/globals';
import { Accordion, Button, DescriptionListItem, EmptyState, Link } from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import { InvoiceTab } from '../../hubspot-app/app/cards/components/InvoiceTab.tsx';
import { hostOf, readable, refused, service, wordsOf, type Asked } from './host.ts';
import { openRenderer } from './renderer.tsx';
import { aCustomer, aDetail, anInvoice, linkedView, pageOf } from './views.ts';

const onDeal = linkedView({ customers: [], dealInvoices: { orderNumber: 'S00042', isOrderKnown: true, tied: 1, hasOrder: false } });

async function openInvoice(routes: Parameters<typeof service>[0], options: Parameters<typeof hostOf>[2] = {}) {
  const server = service({
    'GET /cards/record': linkedView(),
    'GET /cards/invoices': pageOf([anInvoice()]),
    'GET /cards/invoice': aDetail(),
    ...routes,
  });
  const renderer = openRenderer('crm.record.tab');
  renderer.render(<InvoiceTab host={hostOf(renderer, server, options)} />);
  const trigger = () => renderer.findByTestId(Button, 'open-231');
  await renderer.waitFor(() => expect(trigger().text).toBe('INV/00231'));
  const before = server.to('GET /cards/invoice').length;
  trigger().trigger('onClick');
  const panel = () => trigger().props.overlay as unknown as RenderedFragmentNode;
  const sees = (words: string | RegExp) => renderer.waitFor(() => expect(wordsOf(panel())).toMatch(words));
  const factsOf = () =>
    Object.fromEntries(
      panel()
        .findAll(DescriptionListItem)
        .map((item) => [item.props.label, readable(item)]),
    );
  return { ...renderer, server, panel, sees, factsOf, before };
}

describe('an opened invoice', () => {
  it.each([
    ['en-us', '9,800 more are not shown here; all of them are in the ERP.'],
    ['es-mx', 'Aquí no se muestran 9,800 más; todos están en el ERP.'],
  ])('says how many lines it leaves out (%s)', async (locale, words) => {
    const left = { lines: 9_800, instalments: 0, payments: 0, creditNotes: 0 };
    const invoice = await openInvoice({ 'GET /cards/invoice': aDetail({ left }) }, { locale });
    await invoice.sees(words);
  });

  it('is asked for only when a person opens it', async () => {
    const invoice = await openInvoice({});
    await invoice.sees('Steel beam');
    expect(invoice.before).toBe(0);
    expect(invoice.server.to('GET /cards/invoice').map(({ query }) => query)).toEqual([
      { objectTypeId: '0-2', objectId: '101', connectionId: 'c1', invoiceId: '231' },
    ]);
  });

  it('shows lines with their taxes, sums and what remains', async () => {
    const invoice = await openInvoice({});
    await invoice.sees('SB-200 · IVA 16%');
    expect(invoice.factsOf()).toMatchObject({
      'Customer reference': 'PO-77',
      Order: 'S00042',
      Subtotal: '$35,344.83 MXN',
      Taxes: '$5,655.17 MXN',
      Total: '$41,000.00 MXN',
      Remaining: '$41,000.00 MXN',
    });
    expect(wordsOf(invoice.panel())).toContain('1.5 ×');
  });

  it('names a product code once, although the ERP writes it into the description too', async () => {
    const [line] = aDetail().lines;
    const invoice = await openInvoice({ 'GET /cards/invoice': aDetail({ lines: [{ ...line!, description: '[SB-200] Steel beam' }] }) });
    await invoice.sees(/\[SB-200\] Steel beam/);
    expect(wordsOf(invoice.panel()).match(/SB-200/g)).toHaveLength(1);
  });

  it('of a cancelled invoice shows no remaining amount', async () => {
    const invoice = await openInvoice({ 'GET /cards/invoice': aDetail({ status: 'cancelled' }) });
    await invoice.sees('Steel beam');
    expect(invoice.factsOf()).not.toHaveProperty('Remaining');
  });

  it('shows payments with date, method and whether the bank confirmed them, and credit notes', async () => {
    const payment = { label: 'PBNK1/77', on: '2026-11-09', money: { amount: '20000.00', currency: 'MXN' }, method: 'Transfer', url: null };
    const invoice = await openInvoice({
      'GET /cards/invoice': aDetail({
        payments: [
          { ...payment, isConfirmed: true },
          { ...payment, label: null, isConfirmed: false },
        ],
        creditNotes: [
          { number: 'RINV/3', on: '2026-11-10', money: { amount: '1000.00', currency: 'MXN' }, url: 'https://erp.example.com/3' },
        ],
      }),
    });
    await invoice.sees('PBNK1/77');
    const text = readable(invoice.panel());
    expect(text).toContain('Nov 9 · PBNK1/77 · Transfer$20,000.00 MXN');
    expect(text).toContain('Nov 9 · Payment · Transfer · not confirmed by the bank yet$20,000.00 MXN');
    expect(text).toContain('Nov 10 · RINV/3$1,000.00 MXN');
  });

  it('shows instalments and the figures of the books where they differ', async () => {
    const money = (amount: string, currency = 'MXN') => ({ amount, currency });
    const invoice = await openInvoice({
      'GET /cards/invoice': aDetail({
        dueOn: '2027-01-02',
        instalmentCount: 2,
        base: { total: money('2200.00', 'USD'), open: money('1100.00', 'USD') },
        instalments: [
          { dueOn: '2026-12-02', total: money('20500.00'), open: money('0') },
          { dueOn: '2027-01-02', total: money('20500.00'), open: money('20500.00') },
        ],
      }),
    });
    await invoice.sees('In the books: \\$2,200.00 USD, \\$1,100.00 USD open'.replaceAll('\\', ''));
    expect(readable(invoice.panel())).toContain('Jan 2, 2027: $20,500.00, $20,500.00 open');
    expect(invoice.factsOf()).toMatchObject({ 'Next instalment due': 'Jan 2, 2027' });
  });

  it('leads into the ERP', async () => {
    const invoice = await openInvoice({
      'GET /cards/invoice': aDetail({ reverses: { number: 'INV/1', url: 'https://erp.example.com/1' } }),
    });
    await invoice.sees('Reverses');
    expect(invoice.panel().find(Button, ({ text }) => text === 'Open in the ERP').props.href).toEqual({
      url: 'https://erp.example.com/invoices/231',
      external: true,
    });
    expect(invoice.panel().find(Link).props.href).toEqual({ url: 'https://erp.example.com/1', external: true });
  });

  it('says why it cannot be shown', async () => {
    const invoice = await openInvoice({ 'GET /cards/invoice': refused({ code: 'not_found', who: 'you' }, 404) });
    await invoice.sees('This is no longer there');
  });
});

describe('invoices on a deal', () => {
  const asDeal = { objectTypeId: '0-3' };

  it('an invoice is tied and untied by a person', async () => {
    let tie = 'can_tie';
    const invoice = await openInvoice(
      {
        'GET /cards/record': onDeal,
        'GET /cards/invoice': () => aDetail({ tie: tie as 'can_tie' }),
        'POST /cards/tie': () => ((tie = 'tied_by_person'), { done: true }),
        'POST /cards/untie': () => ((tie = 'can_tie'), { done: true }),
      },
      asDeal,
    );
    await invoice.sees('Tie to this deal');
    invoice.panel().find(Button, { testId: 'tie-231' }).trigger('onClick');
    await invoice.sees('Untie from this deal');
    expect(invoice.server.to('POST /cards/tie')[0]?.body).toEqual({
      objectTypeId: '0-3',
      objectId: '101',
      connectionId: 'c1',
      invoiceId: '231',
    });
    invoice.panel().find(Button, { testId: 'tie-231' }).trigger('onClick');
    await invoice.sees('Tie to this deal');
    expect(invoice.mocks.actions.addAlert.calls.map(([alert]) => alert.message)).toEqual([
      'INV/00231 is tied to this deal.',
      'INV/00231 is no longer tied to this deal.',
    ]);
  });

  it('one that came by its order number says so and cannot be untied', async () => {
    const invoice = await openInvoice({ 'GET /cards/record': onDeal, 'GET /cards/invoice': aDetail({ tie: 'tied_by_order' }) }, asDeal);
    await invoice.sees('On this deal through its order number.');
    expect(invoice.panel().maybeFind(Button, { testId: 'tie-231' })).toBeNull();
  });

  it('a deal names the customer of its invoices, who cannot be parted from it there', async () => {
    const view = linkedView({ ...onDeal, customers: [aCustomer({ rule: null })] });
    const card = await openInvoice({ 'GET /cards/record': view }, asDeal);
    expect(wordsOf(card.getRootNode())).toContain('C-10442 · Tax ID ANO950101AB1');
    expect(card.findAll(Button).filter(({ text }) => text === 'Remove link…')).toEqual([]);
  });

  it('a deal without invoices says how they come, and offers those of its company', async () => {
    let isTied = false;
    const server = service({
      'GET /cards/record': () =>
        linkedView({
          customers: [],
          totals: [],
          lastInvoice: null,
          dealInvoices: { orderNumber: null, isOrderKnown: false, tied: isTied ? 1 : 0, hasOrder: false },
        }),
      'GET /cards/deal-candidates': () => ({
        invoices: isTied ? [] : [anInvoice({ customerName: 'Aceros' })],
        nothing: isTied ? 'none_left' : null,
      }),
      'POST /cards/tie': (_: Asked) => ((isTied = true), { done: true }),
    });
    const card = openRenderer('crm.record.tab');
    card.render(<InvoiceTab host={hostOf(card, server, asDeal)} />);
    await card.waitFor(() => expect(wordsOf(card.getRootNode())).toContain('Aceros · Nov 2'));
    expect(card.find(EmptyState).props.title).toBe('No invoices on this deal yet');
    expect(wordsOf(card.getRootNode())).toContain('Type the ERP order number below');
    expect(wordsOf(card.getRootNode())).toContain('<CrmPropertyList properties={["erp_order_number"]}');
    card.findByTestId(Button, 'tie-231').trigger('onClick');
    await card.waitFor(() => expect(wordsOf(card.getRootNode())).toContain('1 invoice was tied by a person.'));
    expect(wordsOf(card.getRootNode())).toContain('has no invoice that is not on a deal already');
  });

  it('offers to tie only on request where invoices are there', async () => {
    const invoice = await openInvoice(
      { 'GET /cards/record': onDeal, 'GET /cards/deal-candidates': { invoices: [], lacks: 'company' } },
      asDeal,
    );
    expect(invoice.server.to('GET /cards/deal-candidates')).toHaveLength(0);
    invoice.find(Accordion).trigger('onClick');
    await invoice.waitFor(() => expect(invoice.server.to('GET /cards/deal-candidates')).toHaveLength(1));
    expect(wordsOf(invoice.getRootNode())).toContain('Invoices of order S00042 appear here automatically.');
  });
});
