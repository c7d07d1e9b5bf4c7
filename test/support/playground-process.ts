import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlaygroundState } from '../playground/api.ts';
import { childEnvironment } from './child-environment.ts';
import { endProcess, hasEnded } from './end-process.ts';
import { freePort } from './free-port.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const MAIN = new URL('../../server/main.ts', import.meta.url).pathname;
const READY_WITHIN_MS = 300_000;

export interface PlaygroundProcess {
  url: string;
  stop(): Promise<void>;
}

/** `npm start -- …` without configuration, in a process of its own, once its first sync is done. */
export async function startPlaygroundProcess(args: readonly string[]): Promise<PlaygroundProcess> {
  const dataDir = makeTemporaryFolder('puente-playground-');
  const port = await freePort();
  const env = { ...childEnvironment(), PORT: String(port), DATA_DIR: dataDir };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://localhost:${port}`;
  const stop = async (): Promise<void> => {
    await endProcess(child, 'SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(child, url, () => output);
  } catch (error) {
    // Nobody else knows of it, nor of its database.
    await stop();
    throw error;
  }
  return { url, stop };
}

async function untilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const state = (await fetch(`${url}/api/state`).then(
      (answer) => (answer.ok ? answer.json() : null),
      () => null,
    )) as PlaygroundState | null;
    if (state?.step === 'ready') return;
    if (state?.step === 'failed' || hasEnded(child) || Date.now() > deadline) {
      throw new Error(`The playground is not ready (${state?.step}: ${state?.detail}):\n${output()}`);
    }
    await sleep(200);
  }
}
