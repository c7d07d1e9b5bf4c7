import { describe, expect, it } from '@jest/globals';
import { explainer } from '../../hubspot-app/app/cards/common/explain.ts';
import { choiceLabel, productPropertyLabel, propertyLabel } from '../../hubspot-app/app/cards/common/property-labels.ts';
import { PROPERTIES } from '../../server/records/catalogue/entries.ts';
import { PRODUCT_PROPERTIES } from '../../server/records/catalogue/product-entries.ts';
import { aFieldChange, changeList } from './settings-customer-lists.ts';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView } from './settings-customers-views.ts';

describe('a property of HubSpot’s own', () => {
  it('is called as HubSpot’s page calls it in the reader’s language', () => {
    expect(propertyLabel('phone', 'Phone Number', 'es')).toBe('Teléfono');
    expect(propertyLabel('phone', 'Teléfono', 'en')).toBe('Phone Number');
    expect(propertyLabel('hubspot_owner_id', 'Company owner', 'es')).toBe('Propietario');
    expect(propertyLabel('phone', 'Phone number', 'en')).toBe('Phone number');
  });

  it('is called so where a property is chosen, as its choices are', () => {
    expect(propertyLabel('hs_additional_domains', 'Additional Domains', 'es')).toBe('Dominios adicionales');
    expect(choiceLabel('lifecyclestage', { value: 'opportunity', own: 'Opportunity' }, 'es')).toBe('Oportunidad');
    expect(choiceLabel('lifecyclestage', { value: 'opportunity', own: 'In talks' }, 'es')).toBe('In talks');
    expect(choiceLabel('lifecyclestage', { value: '4711', own: 'Customer' }, 'es')).toBe('Customer');
    expect(choiceLabel('stage', { value: 'customer', own: 'Customer' }, 'es')).toBe('Customer');
  });

  it.each(PROPERTIES.filter((one) => !('isStandard' in one)))('is called in both languages as $name is in HubSpot', ({ name, label }) => {
    expect([propertyLabel(name, label.en, 'es'), propertyLabel(name, label.es, 'en')]).toEqual([label.es, label.en]);
  });

  it.each(PRODUCT_PROPERTIES.filter((one) => 'isStandard' in one))('of products is called as the ERP’s $name is', ({ name, label }) => {
    expect([productPropertyLabel(name, 'es'), productPropertyLabel(name, 'en')]).toEqual([label.es, label.en]);
  });

  it('keeps the name that the account gave it, and so does every other', () => {
    expect(propertyLabel('phone', 'Teléfono de cobranza', 'es')).toBe('Teléfono de cobranza');
    expect(propertyLabel('ruta', 'Ruta de reparto', 'en')).toBe('Ruta de reparto');
    expect(propertyLabel('constructor', undefined, 'en')).toBe('constructor');
  });

  it('has its name also where no rule knows it any more, as after a stop', () => {
    expect([propertyLabel('city', undefined, 'es'), propertyLabel('city', undefined, 'en')]).toEqual(['Ciudad', 'City']);
  });

  it('has it in sentences about what went wrong', () => {
    const refused = { code: 'field.refused_by_hubspot', params: { property: 'phone', reason: 'hubspot.refused' } };
    expect(explainer('es', 'es-MX')(refused).what).toContain('Teléfono');
  });

  it('has it on the settings page: rules and what became of fields', async () => {
    const page = await openCustomers(aCustomersView({ state: 'live', isDraft: true }), {
      locale: 'es-mx',
      routes: {
        'GET /settings/customers/changes': changeList([aFieldChange({ property: 'phone', field: 'phone', before: '1', after: '2' })]),
      },
    });
    await page.reads('cambió el campo «Teléfono» en HubSpot');
    expect(page.words()).not.toMatch(/Phone number|Company name/);
  });
});

describe('the settings page', () => {
  it.each([
    ['en', 'en-US', 'Resume it when you are ready.', 'Resume it in the settings of Puente when you are ready.'],
    ['es', 'es-MX', 'Reanúdela cuando quiera.', 'Reanúdela en la configuración de Puente cuando quiera.'],
  ] as const)('sends nobody to the settings, as a card does (%s)', (language, locale, here, onCard) => {
    const paused = { code: 'connection.paused_by_person', params: {} };
    expect(explainer(language, locale, { isInSettings: true })(paused).todo).toBe(here);
    expect(explainer(language, locale)(paused).todo).toBe(onCard);
  });
});
