import type { Language } from './translate.ts';

/** What the tax ids of a country look like, where the check knows all of its kinds; by ISO code. */
const FORMS: Readonly<Record<string, Record<Language, string>>> = {
  AR: { en: 'a CUIT has 11 digits, a DNI 7 or 8', es: 'un CUIT tiene 11 dígitos, un DNI 7 u 8' },
  AT: { en: 'a UID is U and 8 digits', es: 'un UID es U y 8 dígitos' },
  BE: { en: 'it has 10 digits', es: 'tiene 10 dígitos' },
  BR: { en: 'a CNPJ has 14 characters, a CPF 11 digits', es: 'un CNPJ tiene 14 caracteres, un CPF 11 dígitos' },
  CH: { en: 'a UID is CHE and 9 digits', es: 'un UID es CHE y 9 dígitos' },
  CL: { en: 'a RUT has 7 or 8 digits and a check character', es: 'un RUT tiene 7 u 8 dígitos y un dígito verificador' },
  CO: { en: 'a NIT has 6 to 11 digits', es: 'un NIT tiene de 6 a 11 dígitos' },
  DE: { en: 'a VAT number has 9 digits, a tax number 10 to 13', es: 'un número de IVA tiene 9 dígitos, uno fiscal de 10 a 13' },
  ES: { en: 'a NIF has 9 characters', es: 'un NIF tiene 9 caracteres' },
  FR: {
    en: 'a SIREN has 9 digits, a SIRET 14, a VAT number 2 characters and the SIREN',
    es: 'un SIREN tiene 9 dígitos, un SIRET 14, un número de IVA 2 caracteres y el SIREN',
  },
  GR: { en: 'it has 9 digits', es: 'tiene 9 dígitos' },
  IT: {
    en: 'a partita IVA has 11 digits, a codice fiscale 16 characters',
    es: 'una partita IVA tiene 11 dígitos, un codice fiscale 16 caracteres',
  },
  MX: { en: 'an RFC has 12 characters, that of a person 13', es: 'un RFC tiene 12 caracteres, el de una persona 13' },
  NL: { en: 'it is 9 digits, B and 2 digits', es: 'son 9 dígitos, B y 2 dígitos' },
  PE: { en: 'a RUC has 11 digits, a DNI 8', es: 'un RUC tiene 11 dígitos, un DNI 8' },
  PL: { en: 'a NIP has 10 digits', es: 'un NIP tiene 10 dígitos' },
  PT: { en: 'a NIF has 9 digits', es: 'un NIF tiene 9 dígitos' },
};
const UNKNOWN: Record<Language, string> = { en: 'it is too short, or has no number in it', es: 'es muy corto o no lleva ningún número' };
const NO_COUNTRY: Record<Language, string> = { en: 'any country we know', es: 'ningún país que conozcamos' };

const RFC = /^[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}$/i;

/** What a tax id is called: by its own name where its form is that of Mexico, which no other country has. */
export function taxIdKind(taxId: string | null, language: Language): string {
  if (language === 'en') return 'tax ID';
  return taxId !== null && RFC.test(taxId.replaceAll(/[\s-]/g, '')) ? 'RFC' : 'ID fiscal';
}

/** A country by its name, and what its tax ids look like. */
export function taxIdFacts(country: string | null, language: Language): { country: string; form: string } {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const isCode = country !== null && /^[A-Z]{2}$/.test(country);
  const name = isCode ? (names.of(country) ?? country) : (country ?? NO_COUNTRY[language]);
  return { country: name, form: (FORMS[country ?? ''] ?? UNKNOWN)[language] };
}
