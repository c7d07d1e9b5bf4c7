import { describe, expect, it } from '@jest/globals';
import { TableRow } from '@hubspot/ui-extensions';
import type { DealLine } from '../../hubspot-app/app/cards/api/types.ts';
import { readable } from './host.ts';
import { openTab } from './tab.tsx';
import { aLine, aLineProduct, linkedView } from './views.ts';

const openDeal = (lines: DealLine[], language: string) =>
  openTab(
    {
      'GET /cards/record': linkedView({ dealInvoices: { orderNumber: 'S00042', isOrderKnown: true, tied: 0, hasOrder: false } }),
      'GET /cards/deal-lines': { state: 'ready', lines, pricedBy: 'library', priceList: null, drift: [] },
    },
    { objectTypeId: '0-3', language },
  );

describe('the line items of a deal whose order has some of it', () => {
  it.each([
    [
      'en',
      ['3 reserved for this deal, 120 more available', '3 delivered · 120 available', '4 delivered', '1 delivered'],
      '3 of 3 products known, prices as in the ERP, all delivered or available',
    ],
    [
      'es',
      ['Reservado para este negocio: 3; disponible además: 120', 'Entregado: 3 · Disponible: 120', 'Entregado: 4', 'Entregado: 1'],
      '3 de 3 productos conocidos, precios como en el ERP, todo entregado o disponible',
    ],
  ])('never call available what the deal got already, nor what is left beside what is held (%s)', async (language, words, fine) => {
    const lines = [
      aLine({ id: 'l1', product: aLineProduct({ available: '123', held: '3', more: '120' }) }),
      aLine({ id: 'l2', product: aLineProduct({ available: '120', more: '120', delivered: '3', wanted: '1' }) }),
      aLine({ id: 'l3', product: aLineProduct({ available: '120', more: '120', delivered: '4', wanted: '0' }) }),
    ];
    const short = aLine({
      id: 'l4',
      findings: ['short'],
      product: aLineProduct({ available: '1', more: '1', delivered: '1', wanted: '3' }),
    });
    const whole = openDeal([...lines, short], language);
    await whole.sees(words[0]!);
    for (const sentence of words) expect(whole.text()).toContain(sentence);
    expect(whole.text()).not.toContain('123');
    const allFine = openDeal(lines, language);
    await allFine.sees(fine);
  });

  it.each([
    [
      'en',
      '3 reserved for this deal; what is available besides is being counted again',
      'Product known, price as in the ERP, reserved for this deal or available',
    ],
    [
      'es',
      'Reservado para este negocio: 3; lo disponible además se está contando de nuevo',
      'Producto conocido, precio como en el ERP, reservado o disponible',
    ],
  ])('call nothing available that was counted before the order held it (%s)', async (language, words, fine) => {
    const product = aLineProduct({ available: '123', more: '123', uncounted: '3' });
    const card = openDeal([aLine({ product })], language);
    await card.sees(fine);
    await card.sees(words);
    expect(card.text()).not.toContain('123');
    const short = openDeal([aLine({ findings: ['short'], product: aLineProduct({ available: '0', uncounted: '3' }) })], language);
    await short.sees(words);
  });

  it('say a code once that the name has already', async () => {
    const card = openDeal([aLine({ name: '[VAL-2] Valve 2in', sku: 'VAL-2' }), aLine({ id: 'l2', name: 'Pump', sku: 'P-3' })], 'en');
    await card.sees('2 of 2 products known');
    const names = card.findAll(TableRow).map((row) => readable(row).split('4 pcs')[0]);
    expect(names.slice(0, 2)).toEqual(['[VAL-2] Valve 2in', 'PumpP-3 · ']);
  });

  it('show the prices of one line with the same digits', async () => {
    const product = aLineProduct({ listPrice: { amount: '1250.50', currency: 'MXN' }, drift: { amount: '-0.50', currency: 'MXN' } });
    const card = openDeal([aLine({ findings: ['price_differs'], product })], 'en');
    await card.sees('4 pcs × $1,250.00 MXN · list $1,250.50 MXN');
  });
});
