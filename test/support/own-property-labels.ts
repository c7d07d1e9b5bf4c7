import { PROPERTIES } from '../../server/records/catalogue/entries.ts';

/** What HubSpot bundles knows nothing of the server: each bundle has a copy of the labels, written from the catalogue. */
export const OWN_PROPERTY_LABELS = ['cards', 'settings'].map(
  (bundle) => new URL(`../../hubspot-app/app/${bundle}/common/own-property-labels.ts`, import.meta.url),
);

const DECLARATION = 'export const OWN_LABELS: Readonly<Record<string, Record<Language, string>>>';

export function ownPropertyLabels(): string {
  const lines = PROPERTIES.flatMap(({ name, label, ...property }) =>
    'isStandard' in property ? [] : [`  ${name}: { en: ${quoted(label.en)}, es: ${quoted(label.es)} },\n`],
  );
  return `import type { Language } from './translate.ts';

/** What the properties of Puente are called: in HubSpot each has one label, in the language of the account. Written by \`npm run property-labels\`. */
${DECLARATION} = {
${lines.join('')}};
`;
}

const quoted = (text: string): string => (text.includes("'") ? JSON.stringify(text) : `'${text}'`);
