import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from './child-environment.ts';
import { endProcess, hasEnded } from './end-process.ts';

const MAIN = new URL('../../server/main.ts', import.meta.url).pathname;
const START_WITHIN_MS = 120_000;
/** What `npm start` tells Node: the service is measured as it is run. */
const FLAGS = startScript().match(/--\S+/g) ?? [];

export interface ServiceProcess {
  readonly pid: number;
  /** What it logged, one JSON line each. */
  output(): string;
  /** As a power cut would: nothing is finished, nothing is cleaned up. */
  kill(): Promise<void>;
  /** As an operator would. Returns the exit code. */
  stop(): Promise<number | null>;
}

/** The real program, or another file that starts the service, in a process of its own. Resolves when it says that it is ready. */
export async function startServiceProcess(env: Record<string, string>, main = MAIN): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [...FLAGS, main], {
    env: { ...childEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    await untilReady(child, env['PORT'] ?? '', () => output);
  } catch (error) {
    // Nobody else knows of it.
    await endProcess(child, 'SIGKILL');
    throw error;
  }
  return {
    pid: child.pid!,
    output: () => output,
    kill: () => endProcess(child, 'SIGKILL').then(() => undefined),
    stop: () => endProcess(child, 'SIGTERM'),
  };
}

async function untilReady(child: ChildProcess, port: string, output: () => string): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new Error(`The service did not start:\n${output()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => null);
    if (answer?.ok) return;
    await sleep(30);
  }
  throw new Error(`The service was not ready in time:\n${output()}`);
}

function startScript(): string {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { scripts: { start: string } };
  return scripts.start;
}
