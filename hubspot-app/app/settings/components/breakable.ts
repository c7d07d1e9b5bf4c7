const LONGEST_WORD = 16;

/** With invisible places (U+200B) where a word longer than a narrow column, an address say, may go on in the next line. */
export const breakable = (text: string): string =>
  text.replace(/\S{17,}/g, (word) =>
    word
      .replace(/[/@._?&=-]+(?=[^/@._?&=-])/g, '$&\u200b')
      .split('\u200b')
      .flatMap(piecesOf)
      .join('\u200b'),
  );

function piecesOf(text: string): string[] {
  const letters = [...text];
  const count = Math.max(1, Math.ceil(letters.length / LONGEST_WORD));
  return Array.from({ length: count }, (_, nth) => letters.slice(nth * LONGEST_WORD, (nth + 1) * LONGEST_WORD).join(''));
}
