import { PuenteError } from '../../shared/errors.ts';

const isTooLarge = (error: unknown): boolean => error instanceof PuenteError && error.code === 'outbound.too_large';
const FEWER = 5;

/** Reads a page of at most `size` rows; asks for fewer while the answer is too large. One row that does not fit is the end of it. */
export async function readWithSmallerPages<T>(size: number, read: (size: number) => Promise<T>): Promise<T> {
  for (let asked = size; ; asked = Math.ceil(asked / FEWER)) {
    try {
      return await read(asked);
    } catch (error) {
      if (!isTooLarge(error) || asked === 1) throw error;
    }
  }
}

/** Reads what belongs to `items`; in halves while the answer is too large. */
export async function readInHalves<I, R>(items: readonly I[], read: (items: readonly I[]) => Promise<R[]>): Promise<R[]> {
  try {
    return await read(items);
  } catch (error) {
    if (!isTooLarge(error) || items.length < 2) throw error;
    const middle = Math.ceil(items.length / 2);
    return [...(await readInHalves(items.slice(0, middle), read)), ...(await readInHalves(items.slice(middle), read))];
  }
}
