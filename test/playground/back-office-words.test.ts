import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BACK_OFFICE_ES } from './page/back-office.es.ts';

const PAGE = join(import.meta.dirname, 'page');
const spoken: Readonly<Record<string, string>> = BACK_OFFICE_ES;

/** What the sources say by `say('…')`, also where one of two is said. */
function said(): string[] {
  const files = readdirSync(PAGE).filter((name) => /^(BackOffice\w*\.tsx|booking\.ts)$/.test(name));
  const calls = files.flatMap((name) =>
    [...readFileSync(join(PAGE, name), 'utf8').matchAll(/\bsay\(([^()]*)/g)].map(([, inside]) => inside!),
  );
  return calls
    .flatMap((inside) => [...inside.matchAll(/'((?:[^'\\]|\\.)+)'/g)].map(([, text]) => text!))
    .filter((text) => text !== 'issue');
}

describe('the back office', () => {
  it('says in Spanish all that it says in English', () => {
    const texts = said();
    expect(texts.length).toBeGreaterThan(60);
    expect(texts.filter((text) => spoken[text] === undefined)).toEqual([]);
  });

  it('names in both what is filled in', () => {
    const named = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
    const wrong = Object.entries(spoken).filter(([english, spanish]) => named(english).join() !== named(spanish).join());
    expect(wrong).toEqual([]);
  });
});
