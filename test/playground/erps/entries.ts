/* What a person typed into the back office. */

export function amountOf(entered: string): string {
  if (entered === '' || !(Number(entered) >= 0)) throw new Error(`Not a price: ${entered}`);
  return entered;
}

export function quantityOf(entered: number): number {
  if (!(entered > 0)) throw new Error('The quantity must be more than nothing');
  return entered;
}
