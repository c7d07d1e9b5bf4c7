import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createFormat } from '../../hubspot-app/app/settings/common/format.ts';
import { FORMS } from '../../hubspot-app/app/settings/erp-forms/index.ts';
import { SETTINGS_CODES } from '../../hubspot-app/app/settings/i18n/codes.ts';
import { EN } from '../../hubspot-app/app/settings/i18n/en.ts';
import { ES } from '../../hubspot-app/app/settings/i18n/es.ts';
import { propertyInWords } from '../../hubspot-app/app/settings/i18n/properties.ts';
import { CUSTOMER_KEY, describeProperties, PUSHED_PROPERTIES } from '../../server/records/catalogue/index.ts';
import { PROPERTY_WORDS } from '../../server/records/catalogue/words.ts';
import { importsOf, sourceFiles } from '../support/source-files.ts';
import { differences } from './catalogues.ts';
import { OBJECT_TYPES, PRODUCT } from '../../server/shared/object-types.ts';

describe('the words of the settings page', () => {
  it('are the same in both languages, with the same placeholders', () => {
    expect(differences(EN, ES)).toEqual([]);
    expect(differences(SETTINGS_CODES.en, SETTINGS_CODES.es)).toEqual([]);
  });

  it('name our properties and their values as HubSpot shows them', () => {
    for (const language of ['en', 'es'] as const) {
      const format = createFormat({ locale: language, timeZone: 'UTC', now: () => new Date() });
      const known = new Map(
        OBJECT_TYPES.flatMap((type) => describeProperties(type, language, ['projects', 'subscriptions']).definitions).map((one) => [
          one.name,
          one,
        ]),
      );
      for (const [name, words] of Object.entries(PROPERTY_WORDS)) {
        const { options: values, label: shown } = known.get(name) ?? {};
        const inWords = (value: string) => propertyInWords({ language, format }, words, { name, value });
        const options = Object.keys(words.options).map((value) => [value, inWords(value).value]);
        const expected = (values ?? []).map((one) => [one.value, one.label]);
        expect([inWords('').property, Object.fromEntries(options)]).toEqual([shown, Object.fromEntries(expected)]);
      }
    }
    // Of products the page names none: their preview counts them.
    const { [PRODUCT]: _, ...shown } = PUSHED_PROPERTIES;
    const written = Object.values(shown).flat();
    const unnamed = written.filter((name) => !(name in PROPERTY_WORDS) && name !== CUSTOMER_KEY);
    expect(unnamed).toEqual([]);
  });

  it.each(FORMS.map((form) => [form.name, form] as const))('of the form for %s too, and its codes carry its name', (_, form) => {
    expect(differences(form.messages.en, form.messages.es)).toEqual([]);
    expect(Object.keys(form.messages.en).filter((code) => !code.startsWith(`${form.system}.`))).toEqual([]);
    expect(form.hintSteps.en).toHaveLength(form.hintSteps.es.length);
    for (const { label, help } of [...form.fields, ...form.adminFields]) {
      for (const words of [label.en, label.es, help.en, help.es]) expect(words).not.toBe('');
    }
  });
});

// HubSpot packs each folder by itself (lint rule "no-parent-imports" of its tools), so what both need lies in both.
describe('cards and settings', () => {
  const folder = (name: string) => `hubspot-app/app/${name}/common`;

  it('carry the same common files', () => {
    expect(readdirSync(folder('settings'))).toEqual(readdirSync(folder('cards')));
    for (const file of readdirSync(folder('cards'))) {
      expect(readFileSync(`${folder('settings')}/${file}`, 'utf8')).toBe(readFileSync(`${folder('cards')}/${file}`, 'utf8'));
    }
  });

  it('import nothing from outside their folder', () => {
    const outside = sourceFiles('hubspot-app')
      .filter(({ path }) => /\.tsx?$/.test(path))
      .flatMap(importsOf)
      .filter(
        ({ from, to }) =>
          to.includes('/') && !to.startsWith('@hubspot/') && from.split('/').slice(0, 3).join('/') !== to.split('/').slice(0, 3).join('/'),
      )
      .filter(({ to }) => !to.startsWith('react'));
    expect(outside).toEqual([]);
  });
});
