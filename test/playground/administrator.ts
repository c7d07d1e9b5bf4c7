import { setTimeout as sleep } from 'node:timers/promises';
import type { HubSpotFake, Portal } from '../fakes/hubspot/index.ts';
import type { PlaygroundState, Step } from './api.ts';

export interface SetupDeps {
  hubspot: HubSpotFake;
  portal: Portal;
  publicUrl: string;
  tell(step: Step, detail: string, figures?: PlaygroundState['figures']): void;
}

const WITHIN_MS = 180_000;

export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await sleep(250);
  }
}

/** As the settings page asks; a refusal is thrown. */
export async function call<T>({ hubspot, portal, publicUrl }: SetupDeps, path: string, body?: Record<string, unknown>): Promise<T> {
  const { userId, email } = portal.admin;
  const options = body ? ({ method: 'POST', body, timeout: 60_000 } as const) : {};
  const answer = await hubspot.hsFetch(portal.id, { userId, email }, publicUrl + path, options);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}
