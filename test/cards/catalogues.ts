import type { Explained } from '../../hubspot-app/app/cards/common/codes.en.ts';
import type { Sentence } from '../../hubspot-app/app/cards/common/translate.ts';

type Catalogue = Readonly<Record<string, Sentence | Explained>>;

/** What one catalogue has and the other lacks, and sentences whose placeholders differ. */
export function differences(first: Catalogue, second: Catalogue): string[] {
  const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return keys.flatMap((key) => {
    const [a, b] = [first[key], second[key]];
    if (a === undefined || b === undefined) return [`${key}: missing in the ${a === undefined ? 'first' : 'second'}`];
    return placeholdersOf(a) === placeholdersOf(b) ? [] : [`${key}: placeholders`];
  });
}

/** Per form, because a plural may leave out the number in one language only by mistake. */
function placeholdersOf(sentence: Sentence | Explained): string {
  const forms: Record<string, string> = typeof sentence === 'string' ? { all: sentence } : { ...sentence };
  return Object.entries(forms)
    .map(
      ([form, text]) =>
        `${form}: ${[...text.matchAll(/\{(\w+)\}/g)]
          .map(([, name]) => name)
          .sort()
          .join(',')}`,
    )
    .sort()
    .join('; ');
}
