import type { Language } from './translate.ts';

/** Which company a record belongs to is an association in HubSpot, and which lists it is in HubSpot says apart: no property with a label that people know. */
const LABELS: Readonly<Record<string, Record<Language, string>>> = {
  $company: { en: 'Company of the contact', es: 'Empresa del contacto' },
  $parent_company: { en: 'Parent company', es: 'Empresa matriz' },
  $lists: { en: 'Member of a HubSpot list', es: 'Miembro de una lista de HubSpot' },
};

/** What people call a line that is about where a record belongs; undefined: it is a property. */
export const relationLabel = (property: string, language: Language): string | undefined => LABELS[property]?.[language];
