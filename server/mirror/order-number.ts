/** `s 00012` → `S00012`: blanks and case do not tell two orders apart. Of what people type and of what invoices say. */
export function plainOrderNumber(text: string): string {
  const plain = text.replace(/\s/g, '').toUpperCase();
  return plain.length <= LONGEST ? plain : '';
}

/** PostgreSQL's indexes take 2.7 KB. A longer text is no number. */
const LONGEST = 200;
