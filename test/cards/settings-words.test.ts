import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CODES_EN } from '../../hubspot-app/app/settings/common/codes.en.ts';
import { createFormat } from '../../hubspot-app/app/settings/common/format.ts';
import { FORMS } from '../../hubspot-app/app/settings/erp-forms/index.ts';
import { SETTINGS_CODES } from '../../hubspot-app/app/settings/i18n/codes.ts';
import { EN } from '../../hubspot-app/app/settings/i18n/en.ts';
import { ES } from '../../hubspot-app/app/settings/i18n/es.ts';
import { propertyInWords } from '../../hubspot-app/app/settings/i18n/properties.ts';
import { SHARED_CODES } from '../../server/erp/shared/failures.ts';
import { OBJECT_TYPES } from '../../server/shared/ids.ts';
import { CUSTOMER_KEY, describeProperties, PUSHED_PROPERTIES } from '../../server/records/catalogue/index.ts';
import { PROPERTY_WORDS } from '../../server/records/catalogue/words.ts';
import { importsOf, sourceFiles } from '../support/source-files.ts';
import { differences } from './catalogues.ts';

describe('the words of the settings page', () => {
  it('are the same in both languages, with the same placeholders', () => {
    expect(differences(EN, ES)).toEqual([]);
    expect(differences(SETTINGS_CODES.en, SETTINGS_CODES.es)).toEqual([]);
  });

  it('name our properties and their values as HubSpot shows them', () => {
    for (const language of ['en', 'es'] as const) {
      const format = createFormat({ locale: language, timeZone: 'UTC', now: () => new Date() });
      const known = new Map(OBJECT_TYPES.flatMap((type) => describeProperties(type, language).definitions).map((one) => [one.name, one]));
      for (const [name, words] of Object.entries(PROPERTY_WORDS)) {
        const { options: values, label: shown } = known.get(name) ?? {};
        const inWords = (value: string) => propertyInWords({ language, format }, words, { name, value });
        const options = Object.keys(words.options).map((value) => [value, inWords(value).value]);
        const expected = (values ?? []).map((one) => [one.value, one.label]);
        expect([inWords('').property, Object.fromEntries(options)]).toEqual([shown, Object.fromEntries(expected)]);
      }
    }
    const written = Object.values(PUSHED_PROPERTIES).flat();
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

describe('every code', () => {
  const known = new Set([
    ...Object.keys(CODES_EN),
    ...Object.keys(SETTINGS_CODES.en),
    ...FORMS.flatMap(({ messages }) => Object.keys(messages.en)),
  ]);

  it('a connector or the door to the network can raise has its sentences', () => {
    const raised = codesIn(
      /^server\/(outbound|erp)\//,
      FORMS.map(({ system }) => system),
    );
    expect(raised.length).toBeGreaterThan(20);
    expect(raised.filter((code) => !known.has(code))).toEqual([]);
  });

  it.each(FORMS.map(({ system }) => system))('that %s shares with the other ERPs has its sentences', (system) => {
    expect(SHARED_CODES.map((code) => `${system}.${code}`).filter((code) => !known.has(code))).toEqual([]);
  });

  it('the engine can raise has its sentences', () => {
    const raised = codesIn(/^server\/(sync|portals|http|hubspot)\//, []);
    expect(raised).toContain('stream.many_vanished');
    expect(raised.filter((code) => !known.has(code))).toEqual([]);
  });
});

/** Look like codes, but name what a sealed secret is for. */
const NO_CODES = new Set(['hubspot.access_token', 'hubspot.refresh_token']);

/** Areas of codes that people can meet; an ERP's own where it has a form. */
function codesIn(folder: RegExp, systems: string[]): string[] {
  const areas = [
    'hubspot',
    'property',
    'record',
    'match',
    'amount',
    'amounts',
    'deal',
    'event',
    'stream',
    'connection',
    'invoice',
    'outbound',
    'request',
    'portal',
    'preview',
    'link',
    'hints',
    'create',
    'input',
  ];
  const code = new RegExp(`'((?:${[...areas, ...systems].join('|')})\\.[a-z_0-9]+)'`, 'g');
  const raised = sourceFiles('server')
    .filter(({ path }) => folder.test(path))
    .flatMap(({ text }) => [...text.matchAll(code)].map(([, found]) => found ?? ''));
  return [...new Set(raised)].filter((text) => !NO_CODES.has(text)).sort();
}

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
