import { describe, expect, it } from '@jest/globals';
import { Button, LoadingButton, MultiSelect, Select } from '@hubspot/ui-extensions';
import { readable } from './host.ts';
import { openProducts, overlayOf } from './settings-catalog-page.tsx';
import { aCatalog } from './settings-views.ts';

const COUNTS = { ...aCatalog().counts, inSync: 19, toCompare: 1 };

describe('changed rules of products that are live', () => {
  it.each([
    ['en-us', '20 products of HubSpot follow these rules.', 'its price is changed there', 'This is written at once, without another look.'],
    ['es-mx', '20 productos de HubSpot siguen estas reglas.', 'se cambia ahí el precio', 'Esto se escribe enseguida, sin otra revisión.'],
  ])('are saved only after it was said what is written for how many (%s)', async (locale, ...sentences) => {
    const page = await openProducts(aCatalog({ state: 'live', counts: COUNTS }), { locale });
    await page.waitFor(() => expect(page.maybeFind(Select, { name: 'priceList-MXN' })).not.toBeNull());
    page.find(Select, { name: 'priceList-MXN' }).props.onChange?.('2');
    await page.waitFor(() => expect(page.findByTestId(Button, 'save-catalog-c1').props.disabled).toBe(false));
    const words = readable(overlayOf(page, 'save-catalog-c1'));
    for (const sentence of sentences) expect(words).toContain(sentence);
    expect(page.server.to('POST /settings/catalog')).toEqual([]);
    overlayOf(page, 'save-catalog-c1').find(LoadingButton).trigger('onClick');
    expect(await page.sent('/catalog')).toMatchObject({ rules: { priceLists: { MXN: '2' } } });
  });

  it('say of products that are left out what becomes of them', async () => {
    const page = await openProducts(aCatalog({ state: 'live' }));
    await page.sees('A product that your rules leave out later is no longer kept up to date');
    page.find(MultiSelect, { name: 'catalog-categoryIds' }).props.onChange?.(['k2']);
    await page.waitFor(() => expect(readable(overlayOf(page, 'save-catalog-c1'))).toContain('becomes inactive if Puente created it'));
  });

  it('promise nothing of left out products where there is nothing to choose by', async () => {
    const { choices } = aCatalog();
    const page = await openProducts(aCatalog({ state: 'live', choices: { ...choices!, categories: [], tags: [], companies: [] } }));
    await page.sees('What changes in the ERP is written to HubSpot automatically.');
    expect(page.text()).not.toContain('leave out later');
  });
});
