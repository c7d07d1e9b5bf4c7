import { describe, expect, it } from '@jest/globals';
import { CODES_EN } from '../../hubspot-app/app/cards/common/codes.en.ts';
import { EN as CARDS } from '../../hubspot-app/app/cards/i18n/en.ts';
import { FORMS } from '../../hubspot-app/app/settings/erp-forms/index.ts';
import { SETTINGS_CODES } from '../../hubspot-app/app/settings/i18n/codes.ts';
import { EN as SETTINGS } from '../../hubspot-app/app/settings/i18n/en.ts';
import { SHARED_CODES } from '../../server/erp/shared/failures.ts';
import { sourceFiles } from '../support/source-files.ts';

/** Look like codes, but name what a sealed secret is for, an ERP's parameter, an ERP's models, an issue of zod's, and how several codes begin. */
const NO_CODES = new Set([
  ...['hubspot.access_token', 'hubspot.refresh_token', 'erp.settings', 'erp.hint_token', 'database.uuid', 'custom', 'order.kept_'],
  ...['category', 'pricelist', 'product', 'tag', 'template'].map((model) => `product.${model}`),
]);

const textOf = (folder: string, path: RegExp): string =>
  sourceFiles(folder)
    .filter((file) => path.test(file.path))
    .map(({ text }) => text)
    .join('\n');
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, code]) => code!);
const areaOf = (code: string): string => code.split('.')[0]!;

const OUTSIDE_DICTIONARIES = /^(?!.*(?:\/codes\.|\/messages\.|\/i18n\/e)).*\.tsx?$/;

const server = textOf('server', /\.ts$/);
/** The sentences themselves stand in files of their own. */
const app = textOf('hubspot-app', OUTSIDE_DICTIONARIES);

/** English, which has the same codes as Spanish. */
const worded = new Set([
  ...Object.keys(CODES_EN),
  ...Object.keys(SETTINGS_CODES.en),
  ...FORMS.flatMap(({ messages }) => Object.keys(messages.en)),
]);
const shared = FORMS.flatMap(({ system }) => SHARED_CODES.map((code) => `${system}.${code}`));
/** Texts that are not only compared with something. */
const texts = found(server, /(?<![!=]== )'([a-z][a-z0-9_-]*(?:\.[a-z0-9_]+)?)'/g);
const named = found(server + app, /\bcode: '([a-z0-9_.-]+)'/g);
const areas = new Set([...worded, ...named].filter((code) => code.includes('.')).map(areaOf));
const raised = new Set(
  [...texts.filter((text) => text.includes('.') && areas.has(areaOf(text))), ...named, ...shared].filter((code) => !NO_CODES.has(code)),
);

describe('every code', () => {
  it('is found at all', () => {
    expect(raised.size).toBeGreaterThan(100);
    expect([...raised]).toEqual(
      expect.arrayContaining(['stream.many_vanished', 'outbound.timed_out', 'invoice.without_customer', 'not_found']),
    );
    expect(FORMS.filter(({ system }) => ![...raised].some((code) => areaOf(code) === system && !shared.includes(code)))).toEqual([]);
  });

  it('that the service or the page can raise has its sentences', () => {
    expect([...raised].filter((code) => !worded.has(code)).sort()).toEqual([]);
  });

  it('that has sentences can be raised', () => {
    const known = new Set([...texts, ...raised]);
    // What is said of many records stands in place of what is said of one.
    expect([...worded].filter((code) => !known.has(code.replace(/\.of_many$/, ''))).sort()).toEqual([]);
  });
});

describe('every other sentence', () => {
  it.each([
    ['cards', CARDS],
    ['settings', SETTINGS],
  ])('of the %s is said somewhere', (folder, sentences) => {
    const text = textOf(`hubspot-app/app/${folder}`, OUTSIDE_DICTIONARIES);
    const said = new Set(found(text, /'([\w.]+)'/g));
    // t(`who.${failure.who}`) says all that begin so; what the value cannot be, the compiler knows.
    const patterns = found(text, /`((?:[\w.]|\$\{[^}`]+\})+)`/g).filter((template) => /[a-z]+\.\$|\}\.[a-z]/.test(template));
    const begun = patterns.map((template) => new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\$\{[^}]+\}/g, '.+')}$`));
    expect(Object.keys(sentences).filter((key) => !said.has(key) && !begun.some((pattern) => pattern.test(key)))).toEqual([]);
  });
});
