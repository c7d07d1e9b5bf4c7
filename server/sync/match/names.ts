import { plainTaxId } from '../../mirror/identity-values.ts';

/** What companies are, not what they are called. Longest first, after dots and accents are gone. */
const LEGAL_FORMS = [
  ...['sociedad anonima de capital variable', 'sapi de cv', 'sab de cv', 'sa de cv', 's de rl de cv', 's en c', 's de rl', 'sc', 'ac'],
  ...['gmbh und co kg', 'gmbh and co kg', 'gmbh co kg', 'gmbh', 'mbh', 'ohg', 'kgaa', 'kg', 'ag', 'ug', 'eg', 'ev', 'ek'],
  ...[
    'incorporated',
    'corporation',
    'company',
    'limited',
    'pty ltd',
    'pvt ltd',
    'pte ltd',
    'inc',
    'corp',
    'co',
    'llc',
    'llp',
    'lp',
    'ltd',
    'plc',
  ],
  ...['sasu', 'sas', 'sarl', 'eurl', 'sci', 'slu', 'sll', 'sl', 'sau', 'srls', 'srl', 'spa', 'snc', 'scoop', 'sa', 'ltda', 'eireli', 'lda'],
  ...['bvba', 'bv', 'nv', 'oyj', 'oy', 'ab', 'aps', 'as', 'sp zoo', 'sp z oo', 'sro', 'kft', 'doo', 'spol'],
]
  .sort((a, b) => b.length - a.length)
  .map((form) => ` ${form}`);

/** `"Ácme, S.A. de C.V."` → `acme`: legal form, accents, case and punctuation do not tell two companies apart. */
export function normaliseName(name: string): string {
  let plain = name
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[.'’´`]/g, '')
    .replace(/&|\+/g, ' and ')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
    // `S. A. de C. V.`
    .replace(/\b(\p{Letter})((?: \p{Letter})+)\b/gu, (letters) => letters.replaceAll(' ', ''));
  for (;;) {
    const form = LEGAL_FORMS.find((legal) => plain.endsWith(legal));
    if (form === undefined) return plain;
    plain = plain.slice(0, -form.length).replace(/ and$/, '');
  }
}

/** PostgreSQL's indexes take 2.7 KB: names are looked up by what they begin with, and compared whole. */
const LOOKED_UP = 200;

/** SQL: what a customer's name begins with, as `plainStart` has it, written as its index is. */
export const plainNameSql = (c: string): string =>
  `left(lower(regexp_replace(normalize(replace(replace(${c}.name, '&', 'and'), '+', 'and'), NFD),
  '[\\s\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e\\u00b4\\u0300-\\u036f\\u2010-\\u201f]+', '', 'g')), ${LOOKED_UP})`;

/** What a name in any spelling begins with, without blanks; its legal form may follow. */
export const plainStart = (name: string): string => [...normaliseName(name).replaceAll(' ', '')].slice(0, LOOKED_UP).join('');

/** A tax id as records may hold it, each plain: with and without the country in front, and as the ERP has it. */
export function taxIdSpellings(normalised: string, asInErp: string | null, country: string | null): string[] {
  const prefixed = country !== null && /^[A-Z]{2}$/.test(country) ? [country + normalised] : [];
  return [...new Set([normalised, ...prefixed, ...(asInErp ? [plainTaxId(asInErp)] : [])])];
}
