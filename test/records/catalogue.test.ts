import { ORDER_FACTS_OF_EACH } from '../support/order-facts.ts';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { PROPERTIES } from '../../server/records/catalogue/entries.ts';
import { describeProperties, isPropertyName, propertiesOf, type PropertyName } from '../../server/records/catalogue/index.ts';
import type { Property, RecordFacts } from '../../server/records/catalogue/property.ts';
import { OWN_PROPERTY_LABELS, ownPropertyLabels } from '../support/own-property-labels.ts';
import { sourceFiles } from '../support/source-files.ts';
import { OBJECT_TYPES, type ObjectType } from '../../server/shared/object-types.ts';

const properties: readonly Property[] = PROPERTIES;
const own = properties.filter(({ isStandard }) => !isStandard);
const KEYS: Record<ObjectType, string[]> = {
  companies: ['erp_customer_key'],
  contacts: ['erp_customer_key'],
  deals: [],
  products: ['erp_product_key'],
};
const SINGULAR = { companies: 'company', contacts: 'contact', deals: 'deal', products: 'product' };

describe('our properties', () => {
  it.each(OBJECT_TYPES)('fit a free account on %s: at most eight, the key alone unique', (objectType) => {
    const definitions = describeProperties(objectType, 'en').definitions;
    expect(definitions.length).toBeLessThanOrEqual(8);
    expect(definitions.filter(({ hasUniqueValue }) => hasUniqueValue).map(({ name }) => name)).toEqual(KEYS[objectType]);
  });

  it('beyond those stand in sets, which are described where they are switched on', () => {
    const names = (sets: readonly 'projects'[]) => describeProperties('deals', 'en', sets).definitions.map(({ name }) => name);
    expect(names(['projects']).filter((name) => !names([]).includes(name))).toEqual(['erp_project_status', 'erp_project_completed_at']);
    expect(own.filter(({ set }) => set === 'projects').map(({ objectTypes }) => objectTypes)).toEqual([['deals'], ['deals']]);
    const ofSubscriptions = own.filter(({ set }) => set === 'subscriptions').map(({ objectTypes }) => objectTypes.join());
    expect(ofSubscriptions).toEqual(Array<string>(8).fill('deals,companies'));
  });

  it('have the type their name promises', () => {
    for (const { name, type, options } of OBJECT_TYPES.flatMap((objectType) => describeProperties(objectType, 'es').definitions)) {
      if (name.endsWith('_at')) expect(type).toBe('datetime');
      else if (name.endsWith('_on')) expect(type).toBe('date');
      else if (/_(amount|available|incoming)$/.test(name)) expect(type).toBe('number');
      else if (name.endsWith('_status')) expect(options!.map(({ value }) => value)).toContain('none');
      else expect(type).toBe('string');
    }
  });

  it("speak the installer's language, with the same values", () => {
    const status = (language: 'en' | 'es') =>
      describeProperties('companies', language).definitions.find(({ name }) => name === 'erp_payment_status')!;
    expect(status('es').options!.find(({ value }) => value === 'overdue')!.label).toBe('Vencida');
    expect(status('en').options!.map(({ value }) => value)).toEqual(status('es').options!.map(({ value }) => value));
    // A person has no subscriptions of its own.
    expect(propertiesOf('companies').filter(({ set }) => set === undefined)).toEqual(propertiesOf('contacts'));
  });
});

describe('the catalogue', () => {
  it("is the README's table", () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const shown = readme.split('\n').filter((line) => line.startsWith('| `erp_'));
    const rows = own.map(({ name, objectTypes, kind, format, options }) => {
      const holds = options ? Object.keys(options).join(', ') : format;
      return [`\`${name}\``, objectTypes.map((type) => SINGULAR[type]).join(', '), kind, holds];
    });
    expect(
      shown.map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    ).toEqual(rows);
  });

  it('is what the labels of the cards and the settings page are written from: `npm run property-labels`', () => {
    expect(OWN_PROPERTY_LABELS.map((file) => readFileSync(file, 'utf8'))).toEqual([ownPropertyLabels(), ownPropertyLabels()]);
  });

  it('is the one place that spells a property, beside what is written from it and what HubSpot and people read', () => {
    const files = sourceFiles('server', 'hubspot-app').filter(({ path }) => /\.(tsx?|json)$/.test(path));
    const places = own.flatMap(({ name }) => files.filter(({ text }) => new RegExp(`\\b${name}\\b`).test(text)).map(({ path }) => path));
    expect([...new Set(places)].sort()).toEqual([
      'hubspot-app/app/cards/common/own-property-labels.ts',
      'hubspot-app/app/settings/common/own-property-labels.ts',
      'hubspot-app/app/webhooks/webhooks-hsmeta.json',
      'server/records/catalogue/entries.ts',
      'server/records/catalogue/index.ts',
      'server/records/catalogue/product-entries.ts',
      'server/records/catalogue/project-record.ts',
      'server/records/catalogue/subscription-entries.ts',
    ]);
  });

  it('names each property once, and no other string is a name', () => {
    type IsName<Name extends string, On extends (typeof OBJECT_TYPES)[number]> = Name extends PropertyName<On> ? true : false;
    const checked: [IsName<'erp_open_amount', 'deals'>, IsName<'erp_overdue_amount', 'deals'>, IsName<'erp_open_ammount', 'deals'>] = [
      true,
      false,
      false,
    ];
    expect(checked[2]).toBe(isPropertyName('erp_open_ammount'));
    expect(new Set(properties.map(({ name }) => name)).size).toBe(properties.length);
  });

  const nothing = {
    key: null,
    isBlocked: false,
    isRecent: null,
    statuses: null,
    open: null,
    overdue: null,
    lastNumber: null,
    orders: null,
    projects: null,
    subscriptions: null,
  };
  const some: RecordFacts[] = [
    nothing,
    ...[true, false].map((isRecent) => ({ ...nothing, isRecent })),
    { ...nothing, isBlocked: true },
    ...['overdue', 'partially_paid', 'open', 'in_payment', 'paid', 'credited'].map((status) => ({ ...nothing, statuses: [status] })),
    ...ORDER_FACTS_OF_EACH.map((orders) => ({ ...nothing, orders })),
    ...(['not_started', 'in_progress', 'done', 'stopped'] as const).map((status) => ({ ...nothing, projects: [status] })),
    ...(['not_started', 'active', 'paused', 'ended', 'cancelled'] as const).map((status) => ({
      ...nothing,
      subscriptions: { list: [{ status, nextInvoiceOn: null, endsOn: null }], monthly: null },
    })),
  ];

  it('says of a status every value that is an option, and no other', () => {
    for (const property of properties) {
      if (!property.options || !('value' in property)) continue;
      const said = new Set(some.map((facts) => property.value(facts) ?? property.nothing));
      expect([property.name, [...said].sort()]).toEqual([property.name, Object.keys(property.options).sort()]);
    }
  });

  it('says nothing of a record of which nothing is known', () => {
    for (const property of properties)
      if ('value' in property) expect([property.name, property.value(nothing)]).toEqual([property.name, null]);
  });
});
