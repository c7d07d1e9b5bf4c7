import { describe, expect, it } from '@jest/globals';
import { Accordion, Link, StatusTag, TableRow } from '@hubspot/ui-extensions';
import type { DealOrder, DealOrders } from '../../hubspot-app/app/cards/api/orders.ts';
import { readable } from './host.ts';
import { anOrder, DEAL } from './orders.ts';
import { openTab } from './tab.tsx';
import { linkedView } from './views.ts';

function openDeal(answer: DealOrders, orderNumber: string | null = 'S00042', options: { language?: string; locale?: string } = {}) {
  const view = linkedView({ dealInvoices: { orderNumber, isOrderKnown: true, tied: 0, hasOrder: false } });
  return openTab({ 'GET /cards/record': view, 'GET /cards/deal-orders': answer }, { ...DEAL, ...options });
}
const ready = (...orders: DealOrder[]): DealOrders => ({ state: 'ready', orders, deal: null });
const tags = (card: ReturnType<typeof openDeal>) =>
  card.findAll(StatusTag).map(({ text, props }) => [props.variant, text?.replaceAll('\u00a0', ' ')]);

describe('what became of a deal in the ERP', () => {
  it.each([
    [
      'en',
      'ERP order',
      [
        ['success', 'Ordered'],
        ['success', 'Reserved'],
        ['warning', 'Partly delivered'],
        ['default', 'Not invoiced'],
        ['default', 'Not paid'],
      ],
    ],
    [
      'es',
      'Pedido en el ERP',
      [
        ['success', 'Confirmado'],
        ['success', 'Reservado'],
        ['warning', 'Entregado en parte'],
        ['default', 'Sin facturar'],
        ['default', 'Sin pagar'],
      ],
    ],
  ])('is said step by step, in colour and in words (%s)', async (language, title, steps) => {
    const card = openDeal(ready(anOrder()), 'S00042', { language });
    await card.sees(title);
    expect(tags(card)).toEqual(expect.arrayContaining(steps));
    expect(card.find(Link, ({ text }) => text === 'S00042').props.href).toEqual({
      url: 'https://erp.example.com/orders/42',
      external: true,
    });
  });

  it.each([
    ['en', 'Ordered on Nov 23, promised for Nov 30'],
    ['es', 'Confirmado el 23 nov, prometido para el 30 nov'],
  ])('names the day of an order of today, where the ERP keeps the time as well (%s)', async (language, dates) => {
    // Eight in the evening in Mexico City: the next day already where the ERP counts in UTC.
    const order = anOrder({ orderedAt: '2026-11-24T02:00:00Z', promisedAt: '2026-12-01T02:00:00Z' });
    const card = openDeal(ready(order), 'S00042', { language, locale: language === 'en' ? 'en-us' : 'es-mx' });
    await card.sees(dates);
  });

  it('shows lines, deliveries and invoices on demand', async () => {
    const card = openDeal(ready(anOrder()));
    await card.sees('ERP order');
    card.find(Accordion, { title: 'Lines, deliveries and invoices' }).trigger('onClick');
    await card.sees('WH/OUT/7');
    const rows = card.find(Accordion, { title: 'Lines, deliveries and invoices' }).findAll(TableRow).map(readable);
    expect(rows).toEqual([
      'Valve 2inVAL-2 · 4 delivered, 6 reserved10 pcs · $1,000 MXN net',
      'WH/OUT/7Left on Nov 14, tracking MX123',
      'INV/9Partly paid, Nov 15',
    ]);
  });

  it.each([
    ['en-us', 'Reserved on Dec 12', 'Partly reserved, rest on Dec 12', ['reserved on Dec 12', '4 reserved, rest reserved on Dec 12']],
    [
      'es',
      'Se reserva el 12 dic',
      'Reserva parcial, el resto el 12 dic',
      ['se reserva el 12 dic', 'reservado: 4, el resto se reserva el 12 dic'],
    ],
  ])('says on which day its goods are reserved (%s)', async (locale, none, partly, lines) => {
    const [line] = anOrder().lines;
    const later = { reservesOn: '2026-12-12', delivered: 'none' } as const;
    const waiting = { ...line!, delivered: '0', reservesOn: '2026-12-12' };
    const asked = [{ ...waiting, reserved: '0' }, { ...waiting, id: '2', reserved: '4' }]; // prettier-ignore
    const card = openDeal(ready(anOrder({ ...later, reserved: 'none' }), anOrder({ ...later, id: '43', reserved: 'partly', lines: asked })), 'S00042', { language: locale.slice(0, 2), locale }); // prettier-ignore
    await card.sees(none);
    expect(tags(card)).toEqual(expect.arrayContaining([['default', none], ['warning', partly]])); // prettier-ignore
    for (const folded of card.findAll(Accordion)) if (folded.props.size === 'sm') folded.trigger('onClick');
    for (const text of lines) await card.sees(text);
  });

  it.each([
    ['en', 'quotation', 'Quoted on Nov 12, delivery proposed for Nov 30'],
    ['es', 'quotation', 'Cotizado el 12 nov, entrega propuesta para el 30 nov'],
    ['en', 'waiting_approval', 'Dated Nov 12, delivery proposed for Nov 30'],
    ['es', 'closed', 'Confirmado el 12 nov, prometido para el 30 nov'],
  ] as const)('promises nothing that is only quoted (%s, %s)', async (language, status, dates) => {
    const card = openDeal(ready(anOrder({ status })), 'S00042', { language, locale: language === 'en' ? 'en-us' : 'es-mx' });
    await card.sees(dates);
  });

  it('has no steps while it is a quotation, and no reservation once all has left', async () => {
    const quotation = openDeal(ready(anOrder({ status: 'quotation' })));
    await quotation.sees('Quotation');
    expect(quotation.text()).not.toMatch('Reserved');
    const delivered = openDeal(ready(anOrder({ delivered: 'all' })));
    await delivered.sees('Delivered');
    expect(delivered.text()).not.toMatch(/Reserved|promised/);
  });

  it('says when no order carries the number, and nothing where there is no number', async () => {
    await openDeal(ready()).sees('No quotation or order of the ERP carries the number on this deal.');
    const without = openDeal(ready(), null);
    await without.sees('Aceros');
    expect(without.text()).not.toMatch('No quotation');
  });
});
