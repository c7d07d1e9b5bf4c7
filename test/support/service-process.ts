import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from './child-environment.ts';

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
  await untilReady(child, env['PORT'] ?? '', () => output);
  return {
    pid: child.pid!,
    output: () => output,
    kill: () => end(child, 'SIGKILL').then(() => undefined),
    stop: () => end(child, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exited)[0];
}

async function untilReady(child: ChildProcess, port: string, output: () => string): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The service did not start:\n${output()}`);
    const answer = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => null);
    if (answer?.ok) return;
    await sleep(30);
  }
  child.kill('SIGKILL');
  throw new Error(`The service was not ready in time:\n${output()}`);
}

function startScript(): string {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { scripts: { start: string } };
  return scripts.start;
}
