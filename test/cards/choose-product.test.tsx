import { describe, expect, it } from '@jest/globals';
import { SearchInput, StatusTag } from '@hubspot/ui-extensions';
import { CREATE, openDeal } from './ordering-page.tsx';
import { aCheck, aChecklist } from './orders.ts';

const UNKNOWN = aCheck({
  about: 'product',
  state: 'blocked',
  reason: { code: 'order.unknown_product', params: { product: 'Old valve (GONE-1)' } },
  action: 'choose_product',
  lines: [
    { lineId: '91', name: 'Old valve' },
    { lineId: '92', name: 'Older valve' },
  ],
});
const PRODUCTS = { found: [{ id: 'p3', name: 'Valve 3in', sku: 'VAL-3', unit: 'Units' }] };

describe('a line of which the ERP knows no product', () => {
  it.each([
    [
      'en-us',
      'Choose product',
      'Which product of Aceros ERP is it?',
      'Old valve is Valve 3in (VAL-3) now. Its price stays.',
      'Choose a product for each line below',
    ],
    [
      'es-mx',
      'Elegir producto',
      '¿Qué producto de Aceros ERP es?',
      'Old valve es ahora Valve 3in (VAL-3). Su precio queda igual.',
      'Elija abajo un producto para cada partida',
    ],
  ])('is named right here, and turns green (%s)', async (locale, label, question, message, todo) => {
    let checks = [UNKNOWN];
    const routes = {
      'GET /cards/order-checklist': () => aChecklist(checks),
      'GET /cards/order-products': PRODUCTS,
      'POST /cards/orders/line-product': () => ((checks = [aCheck({ about: 'product' })]), { done: true }),
    };
    const card = openDeal({ actions: CREATE }, { locale, routes });
    await card.tag('checklist');
    expect(card.button('choose-product-91')?.text).toBe(label);
    expect(card.button('choose-product-92')).not.toBeNull();
    expect(card.words()).toContain('Older valve');
    expect(card.words()).toContain(todo);
    expect(card.words()).not.toMatch(/product of the library|producto de la biblioteca/);
    expect(card.server.to('GET /cards/order-products')).toEqual([]);
    await card.press('choose-product-91');
    await card.waitFor(() => expect(card.find(SearchInput).props.label).toBe(question));
    card.find(SearchInput).trigger('onInput', 'valve' as never);
    await card.waitFor(() => expect(card.button('take-product-p3')).not.toBeNull());
    expect(card.server.to('GET /cards/order-products')[0]?.query).toMatchObject({ query: 'valve' });
    expect(card.words()).toContain('VAL-3 · Units');
    await card.press('take-product-p3');
    expect(await card.sent('line-product')).toEqual({ lineId: '91', productId: 'p3' });
    await card.waitFor(() => expect(card.findByTestId(StatusTag, 'checklist').props.variant).toBe('success'));
    expect(card.alerts()).toMatchObject([{ type: 'success', message }]);
  });

  it('says when nothing is called like that', async () => {
    const routes = { 'GET /cards/order-checklist': () => aChecklist([UNKNOWN]), 'GET /cards/order-products': { found: [] } };
    const card = openDeal({ actions: CREATE }, { routes });
    await card.tag('checklist');
    await card.press('choose-product-91');
    await card.waitFor(() => expect(card.find(SearchInput)).toBeDefined());
    card.find(SearchInput).trigger('onInput', 'xyz' as never);
    await card.reads('is called "xyz"');
  });
});
