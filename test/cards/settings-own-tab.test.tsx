import { describe, expect, it } from '@jest/globals';
import type { Sentence } from '../../hubspot-app/app/settings/common/translate.ts';
import { explainer } from '../../hubspot-app/app/settings/common/explain.ts';
import { CODES_EN } from '../../hubspot-app/app/settings/common/codes.en.ts';
import { TABS } from '../../hubspot-app/app/settings/hooks/tabs.ts';
import { SETTINGS_CODES } from '../../hubspot-app/app/settings/i18n/codes.ts';
import { EN } from '../../hubspot-app/app/settings/i18n/en.ts';
import { ES } from '../../hubspot-app/app/settings/i18n/es.ts';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView, aRun, aRunGroup } from './settings-customers-views.ts';

const WORDS = { en: EN, es: ES } as const;
const LANGUAGES = ['en', 'es'] as const;
const PLACES = LANGUAGES.flatMap((language) => TABS.map((tab) => ({ language, tab, title: String(WORDS[language][`tab.${tab}`]) })));
const CODES = [...Object.keys(CODES_EN), ...Object.keys(SETTINGS_CODES.en)];
const quoted = (title: string): string[] => [`"${title}"`, `«${title}»`];
const namesTab = (text: string, title: string): boolean => quoted(title).some((name) => text.includes(name));

const formsOf = (sentence: Sentence): string[] => (typeof sentence === 'string' ? [sentence] : Object.values(sentence));

/** First parts of the names of sentences that stand on one tab alone. */
const OF_TAB: Partial<Record<(typeof TABS)[number], string[]>> = {
  customers: ['customers.', 'deletion.', 'archivals.', 'frozen.'],
  review: ['review.', 'creations.', 'unmatched.', 'decided.'],
  products: ['catalog.'],
  rules: ['rules.'],
};

describe('words on a tab of the settings', () => {
  it.each(PLACES)('explain nothing by sending to that tab ($language, $tab)', ({ language, title }) => {
    const explain = explainer(language, language, { codes: SETTINGS_CODES[language], isInSettings: true, title });
    const told = CODES.map((code) => ({ code, ...explain({ code, params: {} }) }));
    expect(told.filter(({ what, todo }) => namesTab(`${what} ${todo}`, title))).toEqual([]);
    expect(told.some(({ todo }) => todo.includes('{inSettings}'))).toBe(false);
  });

  it.each(PLACES)('name no tab that they stand on themselves ($language, $tab)', ({ language, tab, title }) => {
    const own = Object.entries(WORDS[language]).filter(([key]) => OF_TAB[tab]?.some((start) => key.startsWith(start)));
    expect(own.filter(([, sentence]) => formsOf(sentence).some((text) => namesTab(text, title)))).toEqual([]);
  });

  it.each([
    ['en-us', 'give a default on this page.'],
    ['es-mx', 'en esta página'],
  ])('say so on the page itself (%s)', async (locale, words) => {
    const lacks = aRunGroup('incomplete', { reason: { code: 'customer.field_missing', params: { field: 'vat', property: 'rfc' } } });
    const page = await openCustomers(aCustomersView({ isDraft: true, preview: aRun({ groups: [lacks] }) }), { locale });
    await page.reads(words);
  });

  it('still send to other tabs, and from cards to the settings', () => {
    const notice = { code: 'customer.field_missing', params: {} };
    expect(explainer('en', 'en', { isInSettings: true, title: 'Overview' })(notice).todo).toContain('give a default under "Customers".');
    expect(explainer('en', 'en')(notice).todo).toContain('give a default under "Customers" in the settings of Puente.');
  });
});
