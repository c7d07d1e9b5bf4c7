import { z } from 'zod';

/** More of them in one page, and it is the answer that is not understood rather than records in it. */
const MOST_ALONE = 20;

/**
 * Asks about all items at once; an answer that cannot be understood is asked for again in halves, down to the one item it belongs to: a row
 * of another model may be so broken that it does not even say whose it is. `alone` is what becomes of that item.
 */
export async function isolateUnreadable<I, R>(
  items: readonly I[],
  ask: (items: readonly I[]) => Promise<R>,
  alone: (item: I, field: string) => R,
): Promise<R[]> {
  let left = MOST_ALONE;
  const askPart = async (part: readonly I[]): Promise<R[]> => {
    try {
      return [await ask(part)];
    } catch (error) {
      const [first] = part;
      if (!(error instanceof z.ZodError) || first === undefined || left === 0) throw error;
      if (part.length === 1) {
        left--;
        return [alone(first, unreadableField(error))];
      }
      const middle = Math.ceil(part.length / 2);
      return [...(await askPart(part.slice(0, middle))), ...(await askPart(part.slice(middle)))];
    }
  };
  return askPart(items);
}

/** The field that was not understood, without the number of its row. */
export const unreadableField = ({ issues }: z.ZodError): string =>
  (issues[0]?.path ?? []).filter((part) => typeof part === 'string').join('.');
