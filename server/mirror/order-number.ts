/** `s 00012` → `S00012`: blanks, case and the length of a hyphen do not tell two orders apart. Of what people type and of what invoices say. */
export function plainOrderNumber(text: string): string {
  const plain = text.replace(/\s/g, '').replace(HYPHENS, '-').toUpperCase();
  return plain.length <= LONGEST ? plain : '';
}

/** As text programs put them in place of the one on keyboards. */
const HYPHENS = /[\u2010-\u2015\u2212]/g;

/** PostgreSQL's indexes take 2.7 KB. A longer text is no number. */
const LONGEST = 200;
