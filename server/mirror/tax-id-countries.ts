import { cuit, dni } from 'stdnum/lib/cjs/ar/index.js';
import { uid as atUid } from 'stdnum/lib/cjs/at/index.js';
import { abn } from 'stdnum/lib/cjs/au/index.js';
import { vat as beVat } from 'stdnum/lib/cjs/be/index.js';
import { cnpj, cpf } from 'stdnum/lib/cjs/br/index.js';
import { uid as chUid } from 'stdnum/lib/cjs/ch/index.js';
import { rut as clRut } from 'stdnum/lib/cjs/cl/index.js';
import { nit } from 'stdnum/lib/cjs/co/index.js';
import { dic } from 'stdnum/lib/cjs/cz/index.js';
import { stnr, vat as deVat } from 'stdnum/lib/cjs/de/index.js';
import { cvr } from 'stdnum/lib/cjs/dk/index.js';
import { ruc as ecRuc } from 'stdnum/lib/cjs/ec/index.js';
import { nif as esNif } from 'stdnum/lib/cjs/es/index.js';
import { alv } from 'stdnum/lib/cjs/fi/index.js';
import { siren, siret, tva } from 'stdnum/lib/cjs/fr/index.js';
import { vat as gbVat } from 'stdnum/lib/cjs/gb/index.js';
import { vat as grVat } from 'stdnum/lib/cjs/gr/index.js';
import { vat as ieVat } from 'stdnum/lib/cjs/ie/index.js';
import { codicefiscale, iva } from 'stdnum/lib/cjs/it/index.js';
import { tva as luTva } from 'stdnum/lib/cjs/lu/index.js';
import { rfc } from 'stdnum/lib/cjs/mx/index.js';
import { btw } from 'stdnum/lib/cjs/nl/index.js';
import { orgnr } from 'stdnum/lib/cjs/no/index.js';
import { cui, ruc as peRuc } from 'stdnum/lib/cjs/pe/index.js';
import { nip } from 'stdnum/lib/cjs/pl/index.js';
import { nif as ptNif } from 'stdnum/lib/cjs/pt/index.js';
import { vat as seVat } from 'stdnum/lib/cjs/se/index.js';
import { ein } from 'stdnum/lib/cjs/us/index.js';
import { rut as uyRut } from 'stdnum/lib/cjs/uy/index.js';

interface Validator {
  validate(text: string): { isValid: true; compact: string } | { isValid: false; error?: { name: string } | undefined };
}

export interface TaxIdKind {
  name: string;
  /** The library is kinder in places: it takes an RFC without its last characters and fills up what is too short. */
  shape: RegExp;
  validator: Validator;
}

interface CountryRules {
  kinds: readonly TaxIdKind[];
  /** True: what has none of these shapes is no tax id there. Elsewhere it passes as cleaned text. */
  isComplete?: true;
  /** Brings the country's habits of writing to one; `written` still has its separators. */
  rewrite?(body: string, written: string): string;
}

const kind = (name: string, shape: RegExp, validator: Validator): TaxIdKind => ({ name, shape, validator });

/** By ISO code. The first kind that accepts a number names it. */
export const TAX_ID_COUNTRIES: Readonly<Record<string, CountryRules>> = {
  AR: { isComplete: true, kinds: [kind('cuit', /^\d{11}$/, cuit), kind('dni', /^\d{7,8}$/, dni)] },
  AT: { isComplete: true, kinds: [kind('uid', /^U\d{8}$/, atUid)], rewrite: (body) => (/^\d{8}$/.test(body) ? `U${body}` : body) },
  AU: { kinds: [kind('abn', /^\d{11}$/, abn)] },
  BE: { isComplete: true, kinds: [kind('vat', /^([01]?\d{9})$/, beVat)] },
  BR: { isComplete: true, kinds: [kind('cnpj', /^[A-Z0-9]{12}\d{2}$/, cnpj), kind('cpf', /^\d{11}$/, cpf)] },
  CH: { isComplete: true, kinds: [kind('uid', /^CHE\d{9}$/, chUid)], rewrite: swiss },
  CL: { isComplete: true, kinds: [kind('rut', /^\d{7,8}[0-9K]$/, clRut)] },
  CO: { isComplete: true, kinds: [kind('nit', /^\d{6,11}$/, { validate: validateNit })], rewrite: withoutNitDigit },
  CZ: { kinds: [kind('dic', /^\d{8,10}$/, dic)] },
  DE: { isComplete: true, kinds: [kind('vat', /^\d{9}$/, deVat), kind('stnr', /^\d{10,13}$/, stnr)] },
  DK: { kinds: [kind('cvr', /^\d{8}$/, cvr)] },
  EC: { kinds: [kind('ruc', /^\d{13}$/, ecRuc)] },
  ES: { isComplete: true, kinds: [kind('nif', /^[A-Z0-9]\d{7}[A-Z0-9]$/, esNif)] },
  FI: { kinds: [kind('alv', /^\d{8}$/, alv)] },
  FR: {
    isComplete: true,
    kinds: [
      kind('siren', /^[A-Z0-9]{2}\d{9}$/, { validate: sirenOfVat }),
      kind('siren', /^\d{9}$/, siren),
      kind('siret', /^\d{14}$/, siret),
    ],
  },
  GB: { kinds: [kind('vat', /^(\d{9}|\d{12}|(GD|HA)\d{3})$/, gbVat)] },
  GR: { isComplete: true, kinds: [kind('vat', /^\d{8,9}$/, grVat)] },
  IE: { kinds: [kind('vat', /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/, ieVat)] },
  IT: { isComplete: true, kinds: [kind('iva', /^\d{11}$/, iva), kind('codicefiscale', /^[A-Z0-9]{16}$/, codicefiscale)] },
  LU: { kinds: [kind('tva', /^\d{8}$/, luTva)] },
  MX: { isComplete: true, kinds: [kind('rfc', /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{2}[0-9A]$/, rfc)] },
  NL: { isComplete: true, kinds: [kind('btw', /^\d{7,9}B\d{2}$/, btw)] },
  NO: { kinds: [kind('orgnr', /^\d{9}$/, orgnr)], rewrite: (body) => body.replace(/MVA$/, '') },
  PE: { isComplete: true, kinds: [kind('ruc', /^\d{11}$/, peRuc), kind('dni', /^\d{8}$/, cui)] },
  PL: { isComplete: true, kinds: [kind('nip', /^\d{10}$/, nip)] },
  PT: { isComplete: true, kinds: [kind('nif', /^\d{9}$/, ptNif)] },
  SE: { kinds: [kind('vat', /^\d{12}$/, seVat)] },
  US: { kinds: [kind('ein', /^\d{9}$/, ein)] },
  UY: { kinds: [kind('rut', /^\d{12}$/, uyRut)] },
};

/** `CHE-116.281.710 MWST`: the language of the suffix says nothing, and the letters in front belong to the number. */
function swiss(body: string): string {
  const number = body.replace(/(MWST|TVA|IVA|TPV)$/, '');
  if (/^\d{9}$/.test(number)) return `CHE${number}`;
  // After the country's letters were taken off.
  return /^E\d{9}$/.test(number) ? `CH${number}` : number;
}

/** A NIT is the same taxpayer with and without its digit. Which it is shows the hyphen; else its length: companies have nine digits and start with 8 or 9. */
function withoutNitDigit(body: string, written: string): string {
  const hasDigit = /-\s*\d$/.test(written) || /^[89]\d{9}$/.test(body);
  return hasDigit && nit.validate(body).isValid ? body.slice(0, -1) : body;
}

/** Without its digit nothing can be checked; what still has one of ten digits that is wrong is doubtful. */
function validateNit(body: string): ReturnType<Validator['validate']> {
  return /^[89]\d{9}$/.test(body) ? { isValid: false, error: { name: 'InvalidChecksum' } } : { isValid: true, compact: body };
}

/** A French VAT number is a key and the SIREN of the company, which is the same taxpayer. */
function sirenOfVat(body: string): ReturnType<Validator['validate']> {
  const result = tva.validate(body);
  return result.isValid ? { isValid: true, compact: result.compact.slice(-9) } : result;
}
