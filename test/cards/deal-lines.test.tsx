import { describe, expect, it } from '@jest/globals';
import { Accordion, Alert, Button, Link, StatusTag, Table, TableRow } from '@hubspot/ui-extensions';
import type { DealLine, DealLines, Money } from '../../hubspot-app/app/cards/api/types.ts';
import { readable, refused } from './host.ts';
import { openTab } from './tab.tsx';
import { aLine, aLineProduct, linkedView } from './views.ts';

const DEAL = { objectTypeId: '0-3' };
const dealView = (over: Parameters<typeof linkedView>[0] = {}) =>
  linkedView({ dealInvoices: { orderNumber: 'S00042', isOrderKnown: true, tied: 0, hasOrder: false }, ...over });
const ready = (lines: DealLine[], drift: Money[] = []): DealLines => ({
  state: 'ready',
  lines,
  pricedBy: 'library',
  priceList: null,
  drift,
});
const mxn = (amount: string): Money => ({ amount, currency: 'MXN' });

function openDeal(
  answer: unknown,
  { routes = {}, ...options }: { routes?: object; language?: string; locale?: string; refreshSeconds?: number } = {},
) {
  return openTab({ 'GET /cards/record': dealView(), 'GET /cards/deal-lines': answer, ...routes }, { ...DEAL, ...options });
}
type Card = ReturnType<typeof openDeal>;
const looksOf = (card: Card, id: string) =>
  card
    .findAll(StatusTag, ({ props }) => props.testId?.startsWith(`line-${id}-`) === true)
    .map(({ text, props }) => [props.variant, (text ?? '').replace(/\s/g, ' ')]);

describe('the line items of a deal', () => {
  it('are one sentence when all is well, with the lines behind it', async () => {
    const card = openDeal(ready([aLine(), aLine({ id: 'l2', name: 'Pump 3 HP', sku: null })]));
    await card.sees('Line items');
    await card.sees('2 of 2 products known, prices as in the ERP, all available');
    expect(card.findByTestId(StatusTag, 'lines')).toMatchObject({ text: 'Products and prices fine', props: { variant: 'success' } });
    const shown = card.find(Accordion, { title: 'Show line items' }).findAll(TableRow).map(readable);
    expect(shown).toEqual([
      'Valve 2inVAL-2 · 4 pcs × $1,250 MXNProduct and price fine34 available',
      'Pump 3 HP4 pcs × $1,250 MXNProduct and price fine34 available',
    ]);
    expect(card.find(Link, ({ text }) => text === 'Valve 2in').props.href).toEqual({
      url: 'https://erp.example.com/products/5',
      external: true,
    });
  });

  it.each([
    ['en', ['34', null], '2 of 2 products known, prices as in the ERP, all that is counted is available'],
    ['en', [null, null], '2 of 2 products known, prices as in the ERP, stock not counted'],
    ['es', ['34', '34'], '2 de 2 productos conocidos, precios como en el ERP, todo disponible'],
    ['es', [null, null], '2 de 2 productos conocidos, precios como en el ERP, no llevan existencias'],
  ])('promise no stock that nobody counts (%s, %j)', async (language, quantities, sentence) => {
    const lines = quantities.map((available, index) => aLine({ id: `l${index}`, product: aLineProduct({ available }) }));
    const card = openDeal(ready(lines), { language });
    await card.sees(sentence);
  });

  it.each([
    ['en', '2 of 2 products known, all available', 'The ERP does not tell its prices for this deal now.', 'Known in the ERP'],
    ['es', '2 de 2 productos conocidos, todo disponible', 'El ERP no dice ahora sus precios para este negocio.', 'Conocido en el ERP'],
  ])('say nothing of prices that the ERP does not tell (%s)', async (language, sentence, where, known) => {
    const product = aLineProduct({ listPrice: null, drift: null });
    const lines = [aLine({ product }), aLine({ id: 'l2', product })];
    const card = openDeal({ state: 'ready', lines, pricedBy: 'unknown', priceList: null, drift: [] }, { language });
    await card.sees(sentence);
    await card.sees(where);
    expect(looksOf(card, 'l2')).toEqual([['success', known]]);
  });

  it.each([
    ['en', 'Distributors', 'ERP prices: as its order would have them, list Distributors.'],
    ['es', 'Distributors', 'Precios del ERP: como los tendría su pedido, lista Distributors.'],
    ['en', null, 'ERP prices: as its order would have them.'],
  ])('are compared with the prices of the order, and say so (%s, %s)', async (language, priceList, sentence) => {
    const below = aLine({ price: mxn('1245.75'), findings: ['price_differs'], product: aLineProduct({ drift: mxn('-4.25') }) });
    const card = openDeal({ state: 'ready', lines: [below], pricedBy: 'order', priceList, drift: [mxn('-4.25')] }, { language });
    await card.sees(sentence);
    expect(card.text()).toContain(language === 'en' ? '0.3% below list price' : '0.3% por debajo del precio de lista');
  });

  it('say how far a price is from the list, in colour and in words, and all of them together', async () => {
    const above = aLine({
      price: mxn('1400.00'),
      findings: ['price_differs'],
      product: aLineProduct({ drift: mxn('150.00') }),
    });
    const below = aLine({
      id: 'l2',
      price: mxn('1245.75'),
      findings: ['price_differs'],
      product: aLineProduct({ drift: mxn('-4.25') }),
    });
    const without = aLine({
      id: 'l3',
      price: mxn('20.10'),
      findings: ['price_differs'],
      product: aLineProduct({ listPrice: mxn('0.00'), drift: mxn('20.10') }),
    });
    const card = openDeal(ready([above, below, without, aLine({ id: 'l4' })], [mxn('-603.40'), { amount: '0.00', currency: 'USD' }]));
    await card.sees('3 of 4 need a look');
    expect(looksOf(card, 'l1')).toEqual([['info', '12% above list price']]);
    expect(looksOf(card, 'l2')).toEqual([['warning', '0.3% below list price']]);
    expect(looksOf(card, 'l3')).toEqual([['info', '$20.10 MXN above list price']]);
    expect(looksOf(card, 'l4')).toEqual([['success', 'Product and price fine']]);
    // One price has cents: all have.
    expect(card.text()).toContain('4 pcs × $1,400.00 MXN · list $1,250.00 MXN');
    expect(card.text()).toContain('In total, $603.40 MXN below list price');
    expect(card.text()).not.toContain('USD');
    expect(card.maybeFind(Accordion, { title: 'Show line items' })).toBeNull();
  });

  it('keep every digit of what they are off the list together', async () => {
    const card = openDeal(ready([aLine({ findings: ['inactive'] })], [mxn('12345678901234567.89')]));
    await card.sees('In total, $12,345,678,901,234,567.89 MXN above list price');
  });

  it('say what is short and when more comes', async () => {
    const short = (over: Parameters<typeof aLineProduct>[0]) =>
      aLine({ quantity: '10', findings: ['short'], product: aLineProduct({ wanted: '10', ...over }) });
    const card = openDeal(ready([short({ available: '3', expectedOn: '2026-12-12' }), { ...short({ available: '-5' }), id: 'l2' }]));
    await card.sees('2 of 2 need a look');
    expect(looksOf(card, 'l1')).toEqual([['warning', 'Only 3 of 10 available, more on Dec 12']]);
    expect(looksOf(card, 'l2')).toEqual([['warning', 'Only 0 of 10 available']]);
    expect(card.text()).not.toContain('-5');
  });

  it('say what all lines of a product need together where that is short', async () => {
    const short = (id: string, over: Parameters<typeof aLineProduct>[0] = {}) =>
      aLine({
        id,
        quantity: '100',
        findings: ['short'],
        product: aLineProduct({ available: '122', wanted: '200', isOnSeveralLines: true, ...over }),
      });
    const card = openDeal(ready([short('l1'), short('l2', { expectedOn: '2026-12-12' })]));
    await card.sees('2 of 2 need a look');
    expect(looksOf(card, 'l1')).toEqual([['warning', 'Only 122 of 200 available for all lines']]);
    expect(looksOf(card, 'l2')).toEqual([['warning', 'Only 122 of 200 available for all lines, more on Dec 12']]);
  });

  it('say when more comes though enough is there', async () => {
    const card = openDeal(ready([aLine({ product: aLineProduct({ expectedOn: '2026-12-12' }) })]));
    await card.sees('34 available, more on Dec 12');
  });

  it('show what is left of a price after the discount', async () => {
    const product = aLineProduct({ drift: mxn('-625.00') });
    const card = openDeal(ready([aLine({ netPrice: mxn('625.00'), findings: ['price_differs'], product })]));
    await card.sees('1 of 1 needs a look');
    expect(looksOf(card, 'l1')).toEqual([['warning', '50% below list price']]);
    expect(card.text()).toContain('4 pcs × $1,250 MXN · $625 MXN after the discount · list $1,250 MXN');
  });

  it.each([
    ['en', ['Negative price in the ERP', 'No longer in the product library of HubSpot']],
    ['es', ['Precio negativo en el ERP', 'Ya no está en la biblioteca de productos de HubSpot']],
  ])('say what HubSpot has no more, or cannot have as a price (%s)', async (language, words) => {
    const product = aLineProduct({ listPrice: null, drift: null });
    const card = openDeal(ready([aLine({ findings: ['negative_price', 'deleted'], product })]), { language });
    await card.sees(words[0]!);
    expect(looksOf(card, 'l1')).toEqual([
      ['default', words[0]],
      ['warning', words[1]],
    ]);
  });

  it('say what the ERP does not know, does not sell, or has no price for', async () => {
    const lines = [
      aLine({ id: 'a', findings: ['unknown'], product: null }),
      aLine({ id: 'b', sku: null, findings: ['unknown'], product: null, price: null }),
      aLine({ id: 'c', findings: ['ambiguous'], product: null }),
      aLine({ id: 'd', findings: ['inactive', 'no_list_price'], product: aLineProduct({ listPrice: null, drift: null, available: null }) }),
    ];
    const card = openDeal(ready(lines));
    await card.sees('4 of 4 need a look');
    expect(['a', 'b', 'c', 'd'].flatMap((id) => looksOf(card, id))).toEqual([
      ['danger', 'No product with this SKU in the ERP'],
      ['danger', 'No SKU: cannot be matched to the ERP'],
      ['danger', 'Several products with this SKU in the ERP'],
      ['danger', 'No longer sold'],
      ['default', 'No price in MXN in the ERP'],
    ]);
    expect(card.text()).toContain('4, without a price');
    expect(card.text()).toContain('Stock not counted');
  });

  it('speak Spanish', async () => {
    const product = aLineProduct({ drift: mxn('-150.00'), available: '3', wanted: '10', expectedOn: '2026-12-12' });
    const lines = [
      aLine({ quantity: '10', price: mxn('1100.00'), findings: ['short', 'price_differs'], product }),
      aLine({ id: 'l2', findings: ['unknown'], product: null }),
    ];
    const card = openDeal(ready(lines, [mxn('-1500.00')]), { locale: 'es-mx' });
    await card.sees('2 de 2 requieren revisión');
    expect(card.text()).toContain('Partidas');
    expect([...looksOf(card, 'l1'), ...looksOf(card, 'l2')].map(([, text]) => text)).toEqual([
      'Solo hay 3 de 10; más el 12 dic',
      '12% por debajo del precio de lista',
      'Ningún producto con este SKU en el ERP',
    ]);
    expect(card.text()).toContain('En total, $1,500 MXN por debajo del precio de lista');
  });

  it('are shown 25 at a time', async () => {
    const card = openDeal(ready(Array.from({ length: 30 }, (_, index) => aLine({ id: `l${index}`, findings: ['inactive'] }))));
    await card.sees('30 of 30 need a look');
    const table = () => card.findAll(Table, ({ props }) => (props as { pageCount?: number }).pageCount === 2)[0]!;
    expect(table().findAll(TableRow)).toHaveLength(25);
    (table().props as { onPageChange: (page: number) => void }).onPageChange(2);
    await card.waitFor(() => expect(table().findAll(TableRow)).toHaveLength(5));
  });
});

describe('the section of line items', () => {
  it.each([
    ['products are not read', { state: 'off' }],
    ['the deal has no lines', ready([])],
  ])('is not there when %s', async (_, answer) => {
    const card = openDeal(answer);
    await card.sees('INV/00231');
    await card.waitFor(() => expect(card.server.to('GET /cards/deal-lines')).toHaveLength(1));
    expect(card.text()).not.toContain('Line items');
  });

  it('is on deals only', async () => {
    const card = openTab({ 'GET /cards/deal-lines': ready([aLine()]) });
    await card.sees('INV/00231');
    expect(card.server.to('GET /cards/deal-lines')).toEqual([]);
  });

  it('is there when nothing is invoiced', async () => {
    const nothing = dealView({ totals: [], lastInvoice: null, lastPayment: null });
    const card = openDeal(ready([aLine()]), {
      routes: { 'GET /cards/record': nothing, 'GET /cards/deal-candidates': { invoices: [], lacks: 'company' } },
    });
    await card.sees('No invoices on this deal yet');
    await card.sees('Product known, price as in the ERP, available');
  });

  it('lets the invoices go first', async () => {
    const card = openDeal(() => new Promise(() => {}));
    await card.sees('INV/00231');
    expect(card.text()).not.toContain('Line items');
  });

  it.each([
    ['en', 'HubSpot gave Puente no permission to read line items. An administrator of Puente installs it again'],
    ['es', 'HubSpot no dio a Puente permiso para leer las partidas. Un administrador de Puente lo instala de nuevo'],
  ])('says when HubSpot gave no permission (%s)', async (language, words) => {
    const card = openDeal({ state: 'no_permission' }, { language });
    await card.waitFor(() => expect(card.maybeFind(Alert)).not.toBeNull());
    const { props, text } = card.find(Alert);
    expect(`${props.title} ${text}`).toContain(words);
  });

  it('fails alone, with words and a retry that works', async () => {
    let calls = 0;
    const card = openDeal(() => (++calls === 1 ? refused({ code: 'hubspot.unreachable' }, 502) : ready([aLine()])));
    await card.sees('HubSpot cannot be reached at the moment');
    expect(card.text()).toContain('Code for support: a1b2c3d4');
    await card.sees('INV/00231');
    card.findByTestId(Button, 'retry-lines').trigger('onClick');
    await card.sees('Product known');
  });

  it('keeps what is there while a later reading fails', async () => {
    let calls = 0;
    const card = openDeal(() => (++calls === 1 ? ready([aLine()]) : refused({ code: 'hubspot.unreachable' }, 502)), {
      refreshSeconds: 0.05,
    });
    await card.sees('Product known');
    await card.sees('Shown as last loaded');
    expect(card.text()).toContain('Product known');
  });

  it('is read again when the ERP was, and otherwise more rarely than the card', async () => {
    const reads = { record: 0, lines: 0 };
    const card = openDeal(() => ready(Array.from({ length: ++reads.lines }, (_, index) => aLine({ id: `l${index}` }))), {
      routes: { 'GET /cards/record': () => (++reads.record < 2 ? dealView() : dealView({ totals: [] })) },
      refreshSeconds: 0.3,
    });
    await card.sees('Product known');
    await card.sees('2 of 2 products known');
    expect(reads).toEqual({ record: 2, lines: 2 });
    await card.sees('3 of 3 products known');
    expect(reads.record).toBeGreaterThanOrEqual(4);
  });
});
