import type { PropertyWords } from '../api/types.ts';
import type { Format } from '../common/format.ts';
import type { Language } from '../common/translate.ts';

interface Held {
  name: string;
  value: string;
  /** In which an amount is; null: not known. */
  currency?: string | null;
}

/** A property and its value in words; what has none stays as it is. */
export function propertyInWords(
  { language, format }: { language: Language; format: Format },
  words: PropertyWords | undefined,
  { name, value, currency = null }: Held,
): { property: string; value: string } {
  const amount = () => (currency === null ? format.decimal(value) : format.money({ amount: value, currency }, { withCode: true }));
  const shown = words?.isAmount ? amount() : (words?.options[value]?.[language] ?? value);
  return { property: words?.label[language] ?? name, value: shown };
}
