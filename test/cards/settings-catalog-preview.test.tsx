import { describe, expect, it } from '@jest/globals';
import {
  Accordion,
  Button,
  DescriptionListItem,
  Link,
  LoadingButton,
  Modal,
  ProgressBar,
  StatisticsItem,
  Text,
} from '@hubspot/ui-extensions';
import type { CatalogCounts } from '../../hubspot-app/app/settings/api/catalog.ts';
import { readable } from './host.ts';
import { openProducts, overlayOf, tag } from './settings-catalog-page.tsx';
import { aCatalog } from './settings-views.ts';

const counts = (over: Partial<CatalogCounts>) => ({ ...aCatalog().counts, ...over });

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
    expect(tag(page).text).toBe('Reading');
    await page.sees('30 prices are still being asked for.');
    await page.waitFor(() => expect(Number(page.find(StatisticsItem, { label: 'Products in the ERP' }).props.number)).toBeGreaterThan(2));
    expect(page.maybeFindByTestId(Button, 'approve-catalog-c1')).toBeNull();
  });

  it('are shown by what becomes of them; what is none is not named', async () => {
    const page = await openProducts(aCatalog({ counts: counts({ refused: 2, keptOut: 3, notChosen: 4 }) }));
    await page.sees('This is what the first write would do.');
    expect(page.findAll(StatisticsItem).map(({ props }) => [props.label, props.number])).toEqual([
      ['Products in the ERP', '1,500'],
      ['In sync', '40'],
      ['To change', '200'],
      ['To create', '1,100'],
    ]);
    expect(page.findAll(DescriptionListItem).map((item) => [item.props.label, readable(item)])).toEqual([
      ['Refused by HubSpot; the overview says why', '2'],
      ['Left out by your rules', '4'],
      ['Left out: archived or not sold', '160'],
      ['Left out: deleted in HubSpot, or by someone’s choice', '3'],
    ]);
  });

  it.each([
    [
      'en-us',
      ['1,100 products are created in HubSpot.', '200 products that HubSpot has are changed there', '40 products are the same already.'],
      'Approve and write products',
    ],
    [
      'es-mx',
      ['Se crean 1,100 productos en HubSpot.', 'Cambian 200 productos que HubSpot ya tiene', '40 productos ya están iguales.'],
      'Aprobar y escribir los productos',
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
    await page.sees('Not created, by your rules');
    const words = readable(overlayOf(page, 'approve-catalog-c1'));
    expect(words).toContain(
      '0 products are created in HubSpot.1 product that HubSpot has is changed there: it shows something else now.3 products keep what they show; only what is empty is filled.',
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
    const alone = await openProducts(
      aCatalog({ counts: counts({ waiting: 9 }), hubspotTrouble: { code: 'hubspot.unreachable', params: {} } }),
    );
    await alone.sees('HubSpot cannot be reached at the moment.');
    const forbidden = await openProducts(aCatalog({ lacksPermission: true }));
    await forbidden.sees('Install Puente again from HubSpot');
    expect(forbidden.findByTestId(Button, 'approve-catalog-c1').props.disabled).toBe(true);
  });
});
