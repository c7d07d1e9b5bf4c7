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
].sort((a, b) => b.length - a.length);

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
    const form = LEGAL_FORMS.find((legal) => plain.endsWith(` ${legal}`));
    if (form === undefined) return plain;
    plain = plain.slice(0, -form.length - 1).replace(/ and$/, '');
  }
}

/** The ways in which people write a tax id, for a search that only finds what is written; compared after normalising. */
export function taxIdSpellings(normalised: string, asInErp: string | null, country: string | null): string[] {
  const spellings = new Set([normalised, ...(asInErp ? [asInErp.trim()] : []), ...grouped(normalised, country)]);
  if (country && /^[A-Z]{2}$/.test(country))
    for (const text of ['', ' ', '-'].map((between) => country + between + normalised)) spellings.add(text);
  // HubSpot's search compares lists of text in lower case only.
  return [...new Set([...spellings].map((text) => text.toLowerCase()))];
}

const GROUPS: Record<string, readonly [shape: RegExp, ...patterns: string[]]> = {
  MX: [/^([A-ZÑ&]{3,4})(\d{6})([A-Z0-9]{3})$/, '$1-$2-$3', '$1 $2 $3'],
  CL: [/^(\d{1,2})(\d{3})(\d{3})([\dK])$/, '$1.$2.$3-$4', '$1$2$3-$4'],
  AR: [/^(\d{2})(\d{8})(\d)$/, '$1-$2-$3'],
  BR: [/^(\d{2})(\d{3})(\d{3})(\d{4})(\d{2})$/, '$1.$2.$3/$4-$5'],
  ES: [/^([A-Z]|\d{8})(\d{7,8}[A-Z0-9]?|[A-Z])$/, '$1-$2'],
};

function grouped(id: string, country: string | null): string[] {
  const groups = country ? [GROUPS[country]] : Object.values(GROUPS);
  return groups.flatMap((group) => {
    if (!group?.[0].test(id)) return [];
    const [shape, ...patterns] = group;
    return patterns.map((pattern) => id.replace(shape, pattern));
  });
}
