import { describe, expect, it } from '@jest/globals';
import {
  Accordion,
  Alert,
  Button,
  LoadingButton,
  Modal,
  MultiSelect,
  NumberInput,
  Select,
  StatisticsItem,
  Text,
  Tile,
  Toggle,
} from '@hubspot/ui-extensions';
import { readable, refused } from './host.ts';
import { openProducts, overlayOf, tag } from './settings-catalog-page.tsx';
import type { SettingsPage } from './settings-page.tsx';
import { aCatalog, aConnectionView, anOverview, NOBODY_LEFT_OUT } from './settings-views.ts';

const optionsOf = (page: SettingsPage, name: string) => page.find(Select, { name }).props.options.map(({ label }) => label);

describe('products that are off', () => {
  it('say what they do, and let an administrator choose before anything is read', async () => {
    const page = await openProducts(aCatalog({ state: 'off' }));
    await page.sees('Nothing is written to HubSpot before you have seen what would change and approved it.');
    expect(tag(page)).toMatchObject({ text: 'Off', props: { hollow: true } });
    expect(page.maybeFind(Select)).toBeNull();
    expect(page.maybeFind(StatisticsItem)).toBeNull();
    page.press('set-up-c1');
    await page.sees('Save and start reading');
    page.press('save-catalog-c1');
    expect(await page.sent('/catalog')).toMatchObject({ connectionId: 'c1', rules: aCatalog().rules });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Saved. The products are looked at again.']));
  });

  it('are nothing where the ERP has none, and that is said once', async () => {
    const page = await openProducts({ state: 'not_offered' });
    await page.sees('None of the connected ERPs offers its products to Puente.');
    expect(page.maybeFind(Tile)).toBeNull();
  });

  it('are shown of each connection that has some', async () => {
    const connections = [
      aConnectionView(),
      aConnectionView({
        id: 'c2',
        name: 'Second ERP',
        health: { inSync: 0, waiting: 0, toDecide: 0, leftOut: 0, whyLeftOut: NOBODY_LEFT_OUT, leftOutToDecide: 0, failing: 0, open: [] },
      }),
    ];
    const page = await openProducts(
      ({ query }: { query: Record<string, string> }) =>
        query['connectionId'] === 'c1' ? { state: 'not_offered' } : aCatalog({ state: 'off' }),
      { routes: { 'GET /settings/overview': anOverview({ connections }) } },
    );
    await page.sees('Products of Second ERP');
    expect(page.text()).not.toContain('Products of Aceros ERP');
    expect(page.text()).not.toContain('None of the connected ERPs');
  });

  it.each([
    ['en-us', 'HubSpot gave Puente no permission for products.', 'Install Puente again from HubSpot and accept all permissions.'],
    ['es-mx', 'HubSpot no dio a Puente permiso para los productos.', 'Instale Puente de nuevo desde HubSpot y acepte todos los permisos.'],
  ])('say what to do without the permission (%s)', async (locale, what, todo) => {
    const page = await openProducts(aCatalog({ state: 'off', lacksPermission: true }), { locale });
    await page.sees(todo);
    expect(page.find(Alert).props.title).toBe(what);
    expect(page.findByTestId(Button, 'set-up-c1').props.disabled).toBe(true);
  });

  it('fail with words and try again', async () => {
    let calls = 0;
    const page = await openProducts(() => (++calls === 1 ? refused({ code: 'internal' }, 500) : aCatalog({ state: 'off' })));
    await page.sees('Something went wrong on our side.');
    page.find(Button, ({ text }) => text === 'Try again').trigger('onClick');
    await page.sees('Set up');
  });
});

describe('the rules of products', () => {
  it('take a price list for each currency of the account, and say which currency it lacks', async () => {
    const page = await openProducts(aCatalog({ currencies: ['MXN'] }));
    await page.sees('Price list for MXN');
    expect(optionsOf(page, 'priceList-MXN')).toEqual(['None', 'Public', 'Dealers', 'Every currency']);
    expect(page.maybeFind(Select, { name: 'priceList-USD' })).toBeNull();
    expect(page.find(Alert).props.title).toBe('The ERP has prices in USD, which your HubSpot account does not have as a currency.');
  });

  it('are saved as a whole', async () => {
    const rules = { ...aCatalog().rules, priceLists: { USD: '3' }, warehouseIds: ['w2'] };
    const page = await openProducts(aCatalog({ state: 'live', rules }));
    await page.sees('Price list for USD');
    expect(page.findByTestId(Button, 'save-catalog-c1').props.disabled).toBe(true);
    page.find(Select, { name: 'priceList-MXN' }).props.onChange?.('2');
    await page.waitFor(() => expect(page.find(Select, { name: 'priceList-MXN' }).props.value).toBe('2'));
    page.find(Select, { name: 'priceList-USD' }).props.onChange?.('');
    page.find(MultiSelect, { name: 'catalog-warehouseIds' }).props.onChange?.([]);
    page.find(MultiSelect, { name: 'catalog-categoryIds' }).props.onChange?.(['k2']);
    page.find(Toggle, { name: 'catalog-createMissing' }).props.onChange?.(false);
    page.find(Toggle, { name: 'catalog-showsCost' }).props.onChange?.(true);
    page.find(NumberInput, { name: 'catalog-threshold' }).props.onChange?.(5);
    await page.waitFor(() => expect(page.find(NumberInput, { name: 'catalog-threshold' }).props.value).toBe(5));
    overlayOf(page, 'save-catalog-c1').find(LoadingButton).trigger('onClick');
    expect(await page.sent('/catalog')).toMatchObject({
      connectionId: 'c1',
      rules: {
        priceLists: { MXN: '2' },
        warehouseIds: null,
        categoryIds: ['k2'],
        tagIds: null,
        companyIds: null,
        createMissing: false,
        joinsErps: false,
        showsCost: true,
        availabilityThreshold: 5,
      },
    });
  });

  it('ask about the SKUs of another ERP only where there is one', async () => {
    const toggle = async (hasOtherErps: boolean) => {
      const page = await openProducts(aCatalog({ hasOtherErps }));
      await page.sees('Change the rules');
      return page.text().includes('The same SKU in another ERP is the same product');
    };
    expect([await toggle(false), await toggle(true)]).toEqual([false, true]);
  });

  it.each([
    ['en-us', 'Show cost in HubSpot', 'everyone who can see products in HubSpot sees your cost'],
    ['es-mx', 'Mostrar el costo en HubSpot', 'todo el que puede ver productos en HubSpot ve su costo'],
  ])('keep costs out unless that is switched on, and say who would see them (%s)', async (locale, label, words) => {
    const page = await openProducts(aCatalog(), { locale });
    await page.sees(words);
    expect(page.find(Toggle, { label }).props.checked).toBe(false);
  });

  it('say that none chosen means all, and ask nothing where there is no choice', async () => {
    const page = await openProducts(aCatalog());
    await page.sees('Change the rules');
    expect(
      page
        .find(Accordion, { title: 'Change the rules' })
        .findAll(MultiSelect)
        .map(({ props }) => [props.label, props.description]),
    ).toEqual([
      ['Warehouses whose stock counts', 'None chosen: all.'],
      ['Only products of these categories', 'Subcategories included. None chosen: all.'],
    ]);
  });

  it.each([
    ['en-us', 'No. 7', 'The ERP does not answer, so its names are missing'],
    ['es-mx', 'Núm. 7', 'El ERP no responde y faltan sus nombres'],
  ])('stay visible by their numbers while the ERP is away, with its reason (%s)', async (locale, numbered, words) => {
    const rules = { ...aCatalog().rules, priceLists: { MXN: '7' }, tagIds: ['9'] };
    const trouble = { code: 'connection.unreachable', params: {} };
    const page = await openProducts(aCatalog({ state: 'live', rules, choices: null, trouble }), { locale });
    await page.sees(words);
    expect(page.find(Alert).props.title).toBe(locale === 'en-us' ? 'The ERP does not answer.' : 'El ERP no responde.');
    expect(optionsOf(page, 'priceList-MXN')[1]).toBe(numbered);
    expect(page.find(MultiSelect, { name: 'catalog-tagIds' }).props.value).toEqual(['9']);
    expect(page.maybeFind(MultiSelect, { name: 'catalog-warehouseIds' })).toBeNull();
  });

  it('keep what was entered when saving fails, and say why', async () => {
    const page = await openProducts(aCatalog(), {
      routes: { 'POST /settings/catalog': refused({ code: 'input.invalid', params: { field: 'priceLists' }, who: 'you' }) },
    });
    await page.sees('Price list for MXN');
    page.find(Select, { name: 'priceList-MXN' }).props.onChange?.('2');
    await page.waitFor(() => expect(page.findByTestId(LoadingButton, 'save-catalog-c1').props.disabled).toBe(false));
    page.press('save-catalog-c1');
    await page.sees('Something entered is missing or not valid.');
    expect(page.find(Select, { name: 'priceList-MXN' }).props.value).toBe('2');
  });
});

it('is the reading that is stopped, as long as nothing is written', async () => {
  const page = await openProducts(aCatalog());
  await page.sees('Turn products off');
  const overlay = overlayOf(page, 'stop-catalog-c1');
  expect(overlay.find(Modal).props.title).toBe('Turn products off?');
  expect(JSON.stringify(overlay.findAll(Text).map(({ text }) => text))).not.toContain('stops reading and writing');
});

describe('products that are live', () => {
  it('are counted, and can be stopped, which HubSpot outlives', async () => {
    const page = await openProducts(aCatalog({ state: 'live' }), { routes: { 'POST /settings/catalog/stop': { done: true } } });
    await page.sees('What changes in the ERP is written to HubSpot automatically.');
    expect(tag(page)).toMatchObject({ text: 'Written to HubSpot', props: { variant: 'success' } });
    expect(page.maybeFindByTestId(Button, 'approve-catalog-c1')).toBeNull();
    const overlay = overlayOf(page, 'stop-catalog-c1');
    expect(readable(overlay)).toContain('HubSpot keeps them as they are now');
    overlay.find(LoadingButton).trigger('onClick');
    expect(await page.sent('/catalog/stop')).toEqual({ connectionId: 'c1' });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Products are off. HubSpot keeps those it has.']));
  });

  it('say on the spot why they cannot be stopped', async () => {
    const page = await openProducts(aCatalog({ state: 'live' }), {
      routes: { 'POST /settings/catalog/stop': refused({ code: 'catalog.no_rules' }) },
    });
    await page.sees('Turn products off');
    overlayOf(page, 'stop-catalog-c1').find(LoadingButton).trigger('onClick');
    await page.waitFor(() =>
      expect(overlayOf(page, 'stop-catalog-c1').find(Alert).props.title).toBe('What is to be read of the products has not been saved yet.'),
    );
  });

  it('speak Spanish', async () => {
    const page = await openProducts(aCatalog({ state: 'live' }), { locale: 'es-mx' });
    await page.sees('Lo que cambia en el ERP se escribe automáticamente en HubSpot.');
    expect(page.findAll(StatisticsItem).map(({ props }) => props.label)).toEqual([
      'Productos en el ERP',
      'Al día',
      'Por comparar',
      'Por crear',
    ]);
    expect(page.find(Select, { name: 'priceList-MXN' }).props.label).toBe('Lista de precios para MXN');
  });
});
