/** What callers may write; `'1250.5'` or `1250.5`. */
export type Amount = string | number;

/** Books add in hundredths; rows hold the numbers that travel. */
export const cents = (amount: Amount): number => Math.round(Number(amount) * 100 + Math.sign(Number(amount)) * 1e-7);
export const units = (minor: number): number => minor / 100;
/** `125050` is `'1250.50'`. */
export const text = (amount: number): string => amount.toFixed(2);
