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

/** What is told before the page is ready. */
function told(): string[] {
  const files = readdirSync(import.meta.dirname).filter((name) => /^setup[\w-]*\.ts$/.test(name));
  const calls = files.flatMap((name) => [...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/\btell\('?\w+'?, ([^\n]*)/g)]);
  return calls.flatMap(([, rest]) => [...rest!.matchAll(/'((?:[^'\\]|\\.)+)'/g)].map(([, text]) => text!));
}

describe('the back office, and the first sync', () => {
  it('say in Spanish all that they say in English', () => {
    const texts = [...said(), ...told()];
    expect([said().length > 60, told().length > 8]).toEqual([true, true]);
    expect(texts.filter((text) => spoken[text] === undefined)).toEqual([]);
  });

  it('name in both what is filled in', () => {
    const named = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
    const wrong = Object.entries(spoken).filter(([english, spanish]) => named(english).join() !== named(spanish).join());
    expect(wrong).toEqual([]);
  });
});
