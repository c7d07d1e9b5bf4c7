import { describe, expect, it } from '@jest/globals';
import {
  Accordion,
  Alert,
  Button,
  DescriptionListItem,
  Link,
  LoadingButton,
  Modal,
  MultiSelect,
  NumberInput,
  ProgressBar,
  Select,
  StatisticsItem,
  StatusTag,
  Text,
  Tile,
  Toggle,
} from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import type { CatalogCounts } from '../../hubspot-app/app/settings/api/types.ts';
import { readable, refused } from './host.ts';
import { openSettings, type SettingsPage } from './settings-page.tsx';
import { aCatalog, aConnectionView, anOverview } from './settings-views.ts';

async function openProducts(
  view: unknown,
  { routes = {}, ...options }: { routes?: object; locale?: string; refreshSeconds?: number } = {},
) {
  const page = openSettings({ 'GET /settings/catalog': view, 'POST /settings/catalog': { done: true }, ...routes }, options);
  await page.openTab('products');
  return page;
}
const counts = (over: Partial<CatalogCounts>) => ({ ...aCatalog().counts, ...over });
const overlayOf = (page: SettingsPage, testId: string) =>
  page.findByTestId(Button, testId).props.overlay as unknown as RenderedFragmentNode;
const optionsOf = (page: SettingsPage, name: string) => page.find(Select, { name }).props.options.map(({ label }) => label);
const tag = (page: SettingsPage) => page.findByTestId(StatusTag, 'catalog-c1');

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
      aConnectionView({ id: 'c2', name: 'Second ERP', health: { inSync: 0, waiting: 0, leftOut: 0, failing: 0 } }),
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
    expect(optionsOf(page, 'priceList-MXN')).toEqual([
      'None: the product’s own price, if it is in MXN',
      'Public',
      'Dealers',
      'Every currency',
    ]);
    expect(page.maybeFind(Select, { name: 'priceList-USD' })).toBeNull();
    expect(page.find(Alert).props.title).toBe('The ERP has prices in USD, which your HubSpot account does not have as a currency.');
  });

  it('are saved as a whole', async () => {
    const rules = { ...aCatalog().rules, priceLists: { USD: '3' }, warehouseIds: ['w2'] };
    const page = await openProducts(aCatalog({ state: 'live', rules }));
    await page.sees('Price list for USD');
    expect(page.findByTestId(LoadingButton, 'save-catalog-c1').props.disabled).toBe(true);
    page.find(Select, { name: 'priceList-MXN' }).props.onChange?.('2');
    await page.waitFor(() => expect(page.find(Select, { name: 'priceList-MXN' }).props.value).toBe('2'));
    page.find(Select, { name: 'priceList-USD' }).props.onChange?.('');
    page.find(MultiSelect, { name: 'catalog-warehouseIds' }).props.onChange?.([]);
    page.find(MultiSelect, { name: 'catalog-categoryIds' }).props.onChange?.(['k2']);
    page.find(Toggle, { name: 'catalog-createMissing' }).props.onChange?.(false);
    page.find(Toggle, { name: 'catalog-showsCost' }).props.onChange?.(true);
    page.find(NumberInput, { name: 'catalog-threshold' }).props.onChange?.(5);
    await page.waitFor(() => expect(page.find(NumberInput, { name: 'catalog-threshold' }).props.value).toBe(5));
    page.press('save-catalog-c1');
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
    ['en-us', 'Show cost in HubSpot', 'everybody who may see products in HubSpot sees what each costs you'],
    ['es-mx', 'Mostrar el costo en HubSpot', 'todo el que puede ver productos en HubSpot ve cuánto le cuesta a usted cada uno'],
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
      ['Only products of these categories', 'With the categories below them. None chosen: all.'],
    ]);
  });

  it.each([
    ['en-us', 'No. 7', 'The ERP does not answer, so its names are missing'],
    ['es-mx', 'N.º 7', 'El ERP no responde y faltan sus nombres'],
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
    await page.sees('Something entered is missing or not valid (priceLists).');
    expect(page.find(Select, { name: 'priceList-MXN' }).props.value).toBe('2');
  });
});

describe('products that are read', () => {
  it('are counted while it goes on, and cannot be written yet', async () => {
    let reads = 0;
    const page = await openProducts(
      () => aCatalog({ state: 'reading', counts: counts({ total: ++reads, waiting: 7 }), pricesWaiting: 30 }),
      {
        refreshSeconds: 0.03,
      },
    );
    await page.sees('Nothing is written to HubSpot yet; you can close this page.');
    expect(tag(page).text).toBe('Being read');
    await page.sees('30 prices are still being asked for.');
    await page.waitFor(() => expect(Number(page.find(StatisticsItem, { label: 'Products in the ERP' }).props.number)).toBeGreaterThan(2));
    expect(page.maybeFindByTestId(Button, 'approve-catalog-c1')).toBeNull();
  });

  it('are shown by what becomes of them; what is none is not named', async () => {
    const page = await openProducts(aCatalog({ counts: counts({ refused: 2, keptOut: 3, notChosen: 4 }) }));
    await page.sees('This is what the first write would do.');
    expect(page.findAll(StatisticsItem).map(({ props }) => [props.label, props.number])).toEqual([
      ['Products in the ERP', '1,500'],
      ['In step', '40'],
      ['To change', '200'],
      ['To make', '1,100'],
    ]);
    expect(page.findAll(DescriptionListItem).map((item) => [item.props.label, readable(item)])).toEqual([
      ['Refused by HubSpot; the overview says why', '2'],
      ['Left out by your rules', '4'],
      ['Archived or not sold', '160'],
      ['Kept out: deleted in HubSpot, or left out by a person', '3'],
    ]);
  });

  it.each([
    [
      'en-us',
      ['1,100 products are made in HubSpot.', '200 products that HubSpot has are changed there', '40 products are the same already.'],
      'Write to HubSpot',
    ],
    [
      'es-mx',
      ['Se crean 1,100 productos en HubSpot.', 'Cambian 200 productos que HubSpot ya tiene', '40 productos ya están iguales.'],
      'Escribir en HubSpot',
    ],
  ])('are written after a confirmation that says how many (%s)', async (locale, sentences, label) => {
    const page = await openProducts(aCatalog(), { locale, routes: { 'POST /settings/catalog/approve': { done: true } } });
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'approve-catalog-c1')).not.toBeNull());
    expect(page.findByTestId(Button, 'approve-catalog-c1')).toMatchObject({ text: label, props: { disabled: false } });
    const overlay = overlayOf(page, 'approve-catalog-c1');
    for (const sentence of sentences) expect(readable(overlay.find(Modal))).toContain(sentence);
    overlay.find(LoadingButton).trigger('onClick');
    expect(await page.sent('/catalog/approve')).toEqual({ connectionId: 'c1', rules: aCatalog().rules });
    await page.waitFor(() => expect(page.server.to('GET /settings/catalog')).toHaveLength(2));
  });

  it.each([
    [
      'en-us',
      'What would change in HubSpot',
      'Unit price 12 · Status 1',
      'Valve: 3 changes',
      ['Unit price: 1,400.5 → 1,500', 'Status: Active → Inactive', 'Description: empty → Brass'],
      'Open in HubSpot',
    ],
    [
      'es-mx',
      'Qué cambiaría en HubSpot',
      'Precio unitario 12 · Estado 1',
      'Valve: 3 cambios',
      ['Precio unitario: 1,400.5 → 1,500', 'Estado: Activo → Inactivo', 'Descripción: vacío → Brass'],
      'Abrir en HubSpot',
    ],
  ])(
    'that would change are counted by what changes, and some can be opened (%s)',
    async (locale, title, byProperty, name, changes, open) => {
      const price = { property: 'price', words: { label: { en: 'Unit price', es: 'Precio unitario' }, options: {}, isAmount: true } };
      const options = { active: { en: 'Active', es: 'Activo' }, inactive: { en: 'Inactive', es: 'Inactivo' } };
      const status = { property: 'hs_status', words: { label: { en: 'Status', es: 'Estado' }, options, isAmount: false } };
      const description = {
        property: 'description',
        words: { label: { en: 'Description', es: 'Descripción' }, options: {}, isAmount: false },
      };
      const differences = {
        byProperty: [
          { ...price, count: 12 },
          { ...status, count: 1 },
        ],
        samples: [
          {
            recordId: '7',
            name: 'Valve',
            url: 'https://app.hubspot.com/7',
            changes: [
              { ...price, before: '1400.5', after: '1500.00' },
              { ...status, before: 'active', after: 'inactive' },
              { ...description, before: '', after: 'Brass' },
            ],
          },
        ],
      };
      const page = await openProducts(aCatalog({ differences }), { locale });
      await page.sees(title);
      await page.sees(byProperty);
      const sample = page.find(Accordion, { title: name });
      expect(sample.findAll(Text).map(readable)).toEqual(changes);
      expect(sample.find(Link)).toMatchObject({ text: open, props: { href: { url: 'https://app.hubspot.com/7', external: true } } });
    },
  );

  it('that are missing in HubSpot stay out where the rules say so, and what waits for a person is left alone', async () => {
    const rules = { ...aCatalog().rules, createMissing: false };
    const page = await openProducts(aCatalog({ rules, counts: counts({ ambiguous: 1, toChange: 1, toComplete: 3, inSync: 0 }) }), {
      routes: { 'GET /settings/catalog/reviews': { page: 1, pageCount: 1, total: 0, reviews: [] } },
    });
    await page.sees('Not made, by your rules');
    const words = readable(overlayOf(page, 'approve-catalog-c1'));
    expect(words).toContain(
      '0 products are made in HubSpot.1 product that HubSpot has is changed there: it shows something else now.3 products keep what they show; only what is empty is filled.',
    );
    expect(words).toContain('1,100 products are not in HubSpot and stay out, by your rules.');
    expect(words).toContain('1 product waits for your decision and is left alone.');
  });

  it('are not written before all are counted, nor without the permission', async () => {
    const counting = await openProducts(aCatalog({ counts: counts({ waiting: 9 }) }));
    await counting.sees('Not looked at yet');
    expect(counting.find(ProgressBar).props).toMatchObject({
      title: 'Products are being compared with HubSpot',
      value: 1491,
      maxValue: 1500,
    });
    expect(counting.findByTestId(Button, 'approve-catalog-c1').props.disabled).toBe(true);
    const forbidden = await openProducts(aCatalog({ lacksPermission: true }));
    await forbidden.sees('Install Puente again from HubSpot');
    expect(forbidden.findByTestId(Button, 'approve-catalog-c1').props.disabled).toBe(true);
  });
});

describe('products that are live', () => {
  it('are counted, and can be stopped, which HubSpot outlives', async () => {
    const page = await openProducts(aCatalog({ state: 'live' }), { routes: { 'POST /settings/catalog/stop': { done: true } } });
    await page.sees('What changes in the ERP is written to HubSpot by itself.');
    expect(tag(page)).toMatchObject({ text: 'Written to HubSpot', props: { variant: 'success' } });
    expect(page.maybeFindByTestId(Button, 'approve-catalog-c1')).toBeNull();
    const overlay = overlayOf(page, 'stop-catalog-c1');
    expect(readable(overlay)).toContain('HubSpot keeps the products as they are now');
    overlay.find(LoadingButton).trigger('onClick');
    expect(await page.sent('/catalog/stop')).toEqual({ connectionId: 'c1' });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Stopped. HubSpot keeps its products.']));
  });

  it('say on the spot why they cannot be stopped', async () => {
    const page = await openProducts(aCatalog({ state: 'live' }), {
      routes: { 'POST /settings/catalog/stop': refused({ code: 'catalog.no_rules' }) },
    });
    await page.sees('Stop');
    overlayOf(page, 'stop-catalog-c1').find(LoadingButton).trigger('onClick');
    await page.waitFor(() =>
      expect(overlayOf(page, 'stop-catalog-c1').find(Alert).props.title).toBe('What is to be read of the products has not been saved yet.'),
    );
  });

  it('speak Spanish', async () => {
    const page = await openProducts(aCatalog({ state: 'live' }), { locale: 'es-mx' });
    await page.sees('Lo que cambia en el ERP se escribe solo en HubSpot.');
    expect(page.findAll(StatisticsItem).map(({ props }) => props.label)).toEqual([
      'Productos en el ERP',
      'Al día',
      'Por comparar',
      'Por crear',
    ]);
    expect(page.find(Select, { name: 'priceList-MXN' }).props.label).toBe('Lista de precios para MXN');
  });
});
