/** `s 00012` → `S00012`: blanks and case do not tell two orders apart. Of what people type and of what invoices say. */
export const plainOrderNumber = (text: string): string => text.replace(/\s/g, '').toUpperCase();
