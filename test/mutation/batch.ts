import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutant.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface TestRun {
  hasPassed: boolean;
  message: string;
  /** How many test files ended. */
  files: number;
}

/** Of one run of Jest; what ended by then counts. */
const LONGEST_MS = 900_000;
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const UNCHANGED = 'unchanged';

/** The tests once for every mutant of a file, as projects of a single run of Jest, and once without any. Null: not all of them ended. */
export async function testAll(file: string, mutants: readonly Mutant[], tests: readonly string[]): Promise<(TestRun | null)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'puente-mutation-'));
  try {
    const resultFile = join(folder, 'results.jsonl');
    writeFileSync(resultFile, '');
    const none = { start: 0, end: 0, replacement: '' };
    const projects = [
      project(UNCHANGED, { file, ...none }, tests),
      ...mutants.map((mutant, index) => project(`${index}`, { file, ...mutant }, tests)),
    ];
    const config = { ...ONLY_ONCE, projects, reporters: [[join(ROOT, 'test/mutation/reporter.cjs'), { file: resultFile }]] };
    writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(config));
    const output = await jest(['--config', join(folder, 'jest.config.json'), '--cacheDirectory', join(folder, 'cache'), '--maxWorkers=1']);
    const results = readResults(resultFile);
    const unchanged = results.get(UNCHANGED);
    if (!unchanged?.hasPassed) throw new Error(`These tests fail without any mutant: ${tests.join(' ')}\n${unchanged?.message ?? output}`);
    return mutants.map((_mutant, index) => {
      const run = results.get(`${index}`);
      return run && (!run.hasPassed || run.files === unchanged.files) ? run : null;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As in test/jest.config.mjs, but with time for a busy machine. Modules of native ESM are never given back: a worker that grew is replaced. */
const ONLY_ONCE = {
  rootDir: ROOT,
  globalSetup: join(ROOT, 'test/jest.global-setup.ts'),
  globalTeardown: join(ROOT, 'test/jest.global-teardown.ts'),
  testTimeout: 60_000,
  forceExit: true,
  workerIdleMemoryLimit: '1.5GB',
};

function project(displayName: string, change: Mutant & { file: string }, tests: readonly string[]) {
  const testMatch = tests.map((path) => (path.includes('.test.') ? `<rootDir>/${path}` : `<rootDir>/${path}/**/*.test.ts`));
  const transform = { '\\.tsx?$': [join(ROOT, 'test/mutation/transform.cjs'), change] };
  const environment = { rootDir: ROOT, roots: ['<rootDir>/test'], testEnvironment: 'node', extensionsToTreatAsEsm: ['.ts', '.tsx'] };
  return { ...environment, displayName, testMatch, transform };
}

/** A mutant has passed when all its test files have. */
function readResults(file: string): Map<string, TestRun> {
  const results = new Map<string, TestRun>();
  for (const line of readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text !== '')) {
    const { name, hasPassed, message } = JSON.parse(line) as { name: string; hasPassed: boolean; message: string | null };
    const known = results.get(name) ?? { hasPassed: true, message: '', files: 0 };
    const all = { hasPassed: known.hasPassed && hasPassed, message: known.message + (message ?? ''), files: known.files + 1 };
    results.set(name, all);
  }
  return results;
}

/** `MUTATION_RUN_WITH` is put before each run: `nice`, or whatever keeps it from others on a shared machine. */
function jest(words: readonly string[]): Promise<string> {
  const before = (process.env['MUTATION_RUN_WITH'] ?? '').split(' ').filter((word) => word !== '');
  const [command, ...rest] = [...before, process.execPath, ...JEST, ...words];
  return new Promise((resolve, reject) => {
    const child = spawn(command!, rest, { cwd: ROOT, timeout: LONGEST_MS, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}
