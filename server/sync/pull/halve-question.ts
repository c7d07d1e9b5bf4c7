import { RecordRejectedError } from '../../shared/errors.ts';

/** After so many that are refused one by one, and none that is answered, it is not the records. */
const REFUSED_UNTIL_ALL = 5;

interface Halving<T> {
  /** Asks, and keeps what is answered. */
  ask(items: readonly T[]): Promise<void>;
  /** This one alone is refused. */
  setAside(item: T, refusal: RecordRejectedError): Promise<void>;
}

/** A refused question is halved until what it is refused for stands alone. Answers the refusal when nothing of it is answered. */
export async function askHalving<T>(items: readonly T[], { ask, setAside }: Halving<T>): Promise<RecordRejectedError | null> {
  const open = [items];
  let refused: { item: T; refusal: RecordRejectedError }[] = [];
  let isAnyAnswered = false;
  for (let part = open.pop(); part; part = open.pop()) {
    const refusal = await refusalOf(ask(part));
    const [item] = part;
    if (!refusal || item === undefined) {
      isAnyAnswered = true;
    } else if (part.length > 1) {
      const middle = Math.ceil(part.length / 2);
      open.push(part.slice(middle), part.slice(0, middle));
    } else {
      refused.push({ item, refusal });
      if (!isAnyAnswered && refused.length >= REFUSED_UNTIL_ALL) return refusal;
    }
    if (!isAnyAnswered) continue;
    for (const one of refused) await setAside(one.item, one.refusal);
    refused = [];
  }
  for (const one of refused) await setAside(one.item, one.refusal);
  return null;
}

async function refusalOf(asking: Promise<void>): Promise<RecordRejectedError | null> {
  try {
    await asking;
    return null;
  } catch (error) {
    if (error instanceof RecordRejectedError) return error;
    throw error;
  }
}
