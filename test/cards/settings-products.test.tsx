import { describe, expect, it } from '@jest/globals';
import { Button, Link, Table, TableRow } from '@hubspot/ui-extensions';
import { readable, refused, type Asked } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { aCatalog, someProductReviews } from './settings-views.ts';

async function openReviews(routes: object = {}, locale = 'en-us') {
  const page = openSettings(
    {
      'GET /settings/catalog': aCatalog({ counts: { ...aCatalog().counts, ambiguous: 2 } }),
      'GET /settings/catalog/reviews': someProductReviews(),
      'POST /settings/catalog/decide': { done: true },
      ...routes,
    },
    { locale },
  );
  await page.openTab('products');
  await page.sees('Pump 3 HP');
  return page;
}

describe('products to decide', () => {
  it('show the facts of each and what HubSpot has, side by side', async () => {
    const page = await openReviews();
    const [valve, pump] = page.findAll(TableRow).slice(1).map(readable);
    expect(valve).toContain('Valve 2inSKU VAL-2 · pcs · $1,250 MXNValveLinkProduct 902Link');
    expect(pump).toContain('Pump 3 HPSKU PMP3 ERP products have this SKU');
    expect(page.find(Link, ({ text }) => text === 'Product 902').props.href).toEqual({
      url: 'https://app.hubspot.com/902',
      external: true,
    });
  });

  it('are not asked for where there are none', async () => {
    const page = openSettings({ 'GET /settings/catalog': aCatalog() });
    await page.openTab('products');
    await page.sees('This is what the first write would do.');
    expect(page.server.to('GET /settings/catalog/reviews')).toEqual([]);
  });

  it.each([
    ['link-5-902', { kind: 'link', recordId: '902' }, 'Linked.'],
    ['create-5', { kind: 'create' }, 'It is created in HubSpot as soon as products are written.'],
    ['leave-out-5', { kind: 'leave_out' }, 'Left out. HubSpot is not changed.'],
  ])('are decided with one press (%s), and list and counts follow', async (button, decision, said) => {
    const page = await openReviews();
    page.press(button);
    expect(await page.sent('/catalog/decide')).toEqual({ connectionId: 'c1', productId: '5', decision });
    await page.waitFor(() => expect(page.alerts()).toEqual([said]));
    await page.waitFor(() => expect(page.server.to('GET /settings/catalog')).toHaveLength(2));
    expect(page.server.to('GET /settings/catalog/reviews')).toHaveLength(2);
  });

  it('say in their own row what went wrong', async () => {
    const page = await openReviews({ 'POST /settings/catalog/decide': refused({ code: 'product.unknown', who: 'you' }) });
    page.press('create-6');
    await page.sees('This product is no longer there, or is no longer one to decide on.');
    const [valve, pump] = page.findAll(TableRow).slice(1).map(readable);
    expect(pump).toContain('Reload the page; somebody may have decided meanwhile.');
    expect(valve).not.toContain('Reload the page');
    expect(page.findByTestId(Button, 'create-6').props.disabled).toBe(false);
  });

  it('come page by page, and go back when the last page has been decided', async () => {
    let isDecided = false;
    const page = await openReviews({
      'GET /settings/catalog/reviews': ({ query }: Asked) => {
        if (query['page'] === '1') return someProductReviews({ pageCount: isDecided ? 1 : 2, total: 27 });
        if (isDecided) return someProductReviews({ page: 2, pageCount: 1, total: 0, reviews: [] });
        return someProductReviews({ page: 2, pageCount: 2, total: 27, reviews: someProductReviews().reviews.slice(0, 1) });
      },
      'POST /settings/catalog/decide': () => ((isDecided = true), { done: true }),
    });
    (page.find(Table).props as { onPageChange: (to: number) => void }).onPageChange(2);
    await page.waitFor(() => expect(page.text()).not.toContain('Pump 3 HP'));
    page.press('create-5');
    await page.sees('Pump 3 HP');
    expect(page.server.to('GET /settings/catalog/reviews').map(({ query }) => query['page'])).toEqual(['1', '2', '2', '1']);
  });

  it('speak Spanish', async () => {
    const page = await openReviews({}, 'es-mx');
    expect(page.text()).toContain('Productos por decidir');
    const [valve, pump] = page.findAll(TableRow).slice(1).map(readable);
    expect(valve).toContain('Producto 902VincularCrear uno nuevoDejar fuera');
    expect(pump).toContain('3 productos del ERP tienen este SKU');
  });
});

describe('products', () => {
  it.each([
    ['en', ['2 products have no SKU', '1 product has no price, or a price of zero']],
    ['es-mx', ['2 productos no tienen SKU', '1 producto no tiene precio, o su precio es cero']],
  ])('are said to lack what the ERP does not say (%s)', async (locale, words) => {
    const gaps = { withoutSku: 2, withoutPrice: 1 };
    const page = openSettings({ 'GET /settings/catalog': aCatalog({ state: 'live', gaps }) }, { locale });
    await page.openTab('products');
    for (const text of words) await page.sees(text);
  });
});
