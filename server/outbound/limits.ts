import { ReconnectError } from '../shared/errors.ts';

/** Of one answer, after unpacking. Pages of real ERPs have 0.2 to 2 MB, the largest description of a schema 2.5 MB. */
export const MOST_BYTES = 8 * 1024 * 1024;
/** `[],[],…` takes JSON.parse 50 times the memory and six times the time that its length suggests, and schemas more. */
export const MOST_VALUES = 200_000;
const DEEPEST = 64;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [SQUARE_OPEN, SQUARE_CLOSE, CURLY_OPEN, CURLY_CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Counts an answer's values as its pieces arrive, before anything is parsed: 1 ms a megabyte, and what has too many is not read to its end. False:
 * too much. A text that is no JSON is fine, unless it looks like too much of it.
 */
export function createCounter(): (piece: Uint8Array) => boolean {
  let [depth, values] = [0, 0];
  let [isInText, isEscaped] = [false, false];
  return (piece) => {
    // Every byte that comes in passes here. Plain comparisons by an index take a quarter of what an iterator and lists take, and texts, which
    // are most of it, half of that again in a loop of their own.
    const { length } = piece;
    for (let at = 0; at < length; at++) {
      if (isEscaped) isEscaped = false;
      else if (isInText) {
        while (at < length && piece[at] !== QUOTE && piece[at] !== BACKSLASH) at++;
        if (piece[at] === QUOTE) isInText = false;
        else isEscaped = at < length;
      } else {
        const byte = piece[at];
        if (byte === QUOTE) isInText = true;
        else if (byte === COMMA) values++;
        else if (byte === SQUARE_OPEN || byte === CURLY_OPEN) depth++;
        else if (byte === SQUARE_CLOSE || byte === CURLY_CLOSE) depth--;
        if (values > MOST_VALUES || depth > DEEPEST) return false;
      }
    }
    return true;
  };
}

/** The same for what is too long and for what is too much: whoever asked can ask for fewer records. */
export function tooLarge(host: string): ReconnectError {
  return new ReconnectError(`${host} answered with more than can be read.`, {
    code: 'outbound.too_large',
    params: { host, limitBytes: MOST_BYTES },
    help: 'Is this the address of the ERP, and not of a file?',
  });
}
