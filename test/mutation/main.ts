import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, testAll, type TestRun } from './batch.ts';
import { mutantsOf } from './code-mutants.ts';
import { described, lineOf, randomFrom, shuffled, type Mutant } from './mutant.ts';
import { SUBJECTS, type Subject } from './subjects.ts';

const USAGE = 'npm run mutation -- [--files events/rules,names] [--seed 1] [--count 15] [--mutants 3,17]';

interface Asked {
  subjects: readonly Subject[];
  seed: number;
  count: number;
  /** These alone, by their numbers, and what the tests say of them. */
  numbers: readonly number[] | null;
}

function readArguments(): Asked {
  const files = { type: 'string', default: '' } as const;
  const seed = { type: 'string', default: '1' } as const;
  const count = { type: 'string', default: '15' } as const;
  const { values } = parseArgs({ options: { files, seed, count, mutants: { type: 'string' } } });
  const parts = values.files.split(',');
  const subjects = SUBJECTS.filter(({ file }) => parts.some((part) => file.includes(part)));
  if (subjects.length === 0) throw new Error(`No such file\n${USAGE}`);
  return { subjects, seed: Number(values.seed), count: Number(values.count), numbers: values.mutants?.split(',').map(Number) ?? null };
}

interface Numbered extends Mutant {
  number: number;
}
interface Judged {
  mutant: Numbered;
  verdict: 'noticed' | 'survived' | 'invalid';
  message: string;
}

/** SQL that no database takes says nothing about the tests. */
const NO_SQL = /syntax error at or near|(?:operator|function|column) .* does not exist|must be type|cannot be matched/;

/** First by the quick tests; what passes those, by all the others as well. */
async function judgeAll({ file, near, wide }: Subject, mutants: readonly Numbered[]): Promise<Judged[]> {
  const first = await judge(file, mutants, near);
  const left = first.filter(({ verdict }) => verdict === 'survived').map(({ mutant }) => mutant);
  // Without a pattern Jest would run all tests there are.
  if (left.length === 0 || wide.length === 0) return first;
  return [...first.filter(({ verdict }) => verdict !== 'survived'), ...(await judge(file, left, wide))];
}

async function judge(file: string, mutants: readonly Numbered[], tests: readonly string[]): Promise<Judged[]> {
  const runs = await testAll(file, mutants, tests);
  const judged: Judged[] = [];
  for (const [index, mutant] of mutants.entries()) {
    // Perhaps it only stood behind one that never ends.
    const run = runs[index] ?? (await testAll(file, [mutant], tests))[0];
    judged.push({ mutant, verdict: verdictOn(run), message: run?.message ?? 'never ended' });
  }
  return judged;
}

function verdictOn(run: TestRun | null | undefined): Judged['verdict'] {
  if (!run) return 'noticed';
  if (run.hasPassed) return 'survived';
  return NO_SQL.test(run.message) ? 'invalid' : 'noticed';
}

/** Mutants are taken in a random order until so many of them are valid. */
async function sample(subject: Subject, { seed, count, numbers }: Asked): Promise<string> {
  const source = readFileSync(join(ROOT, subject.file), 'utf8');
  const all = mutantsOf(source).map((mutant, number) => ({ ...mutant, number }));
  const waiting = numbers ? all.filter(({ number }) => numbers.includes(number)) : shuffled(all, randomFrom(seed));
  const judged: Judged[] = [];
  while (judged.length < count && waiting.length > 0) {
    const results = await judgeAll(subject, waiting.splice(0, count - judged.length));
    for (const { mutant, verdict, message } of results) {
      process.stderr.write(`${verdict} ${subject.file}:${nameOf(source, mutant)}\n${numbers ? message : ''}`);
    }
    judged.push(...results.filter(({ verdict }) => verdict !== 'invalid'));
  }
  const survivors = judged.filter(({ verdict }) => verdict === 'survived').map(({ mutant }) => nameOf(source, mutant));
  return `| ${subject.file} | ${all.length} | ${judged.length} | ${judged.length - survivors.length} | ${survivors.join('<br>') || '–'} |\n`;
}

const nameOf = (source: string, mutant: Numbered): string =>
  `${lineOf(source, mutant.start)} (${mutant.number}) ${described(source, mutant)}`;

const asked = readArguments();
process.stdout.write('| file | mutants | tried | noticed | survivors: line (number) change |\n|---|---|---|---|---|\n');
for (const subject of asked.subjects) process.stdout.write(await sample(subject, asked));
