import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import type { Db } from '../../db/index.ts';
import { storeOAuthState, takeOAuthState } from '../../portals/oauth-states.ts';

/** How long an install may take between our address and the callback. */
export const STATE_LIFE_MS = 10 * 60_000;
export const BROWSER_COOKIE = 'puente_install';
/** A state that begins with this was made by a second try: it also tells so when the browser refuses cookies. */
const SECOND_TRY = 'again.';

interface StateDeps {
  db: Db;
  now(): Date;
}

type Stored = (error: Error | null, state?: string) => void;
type Verified = (error: Error | null, ok?: boolean, reason?: { message: string }) => void;

/** Keeps OAuth states in the database, so that the callback may reach another process. Each belongs to one browser and works once. */
export interface StateStore {
  store(req: Request, meta: unknown, done: Stored): void;
  verify(req: Request, state: string, meta: unknown, done: Verified): void;
}

export function createStateStore(deps: StateDeps): StateStore {
  return {
    store(req, _meta, done) {
      addState(deps, req).then((state) => done(null, state), done);
    },
    verify(req, state, _meta, done) {
      takeState(deps, req, state).then((isValid) => done(null, isValid, isValid ? undefined : { message: 'state' }), done);
    },
  };
}

/** Whether the browser has been sent round once already. */
export const isSecondTry = (req: Request): boolean => req.query['again'] === '1' || String(req.query['state'] ?? '').startsWith(SECOND_TRY);

async function addState({ db, now }: StateDeps, req: Request): Promise<string> {
  const state = (isSecondTry(req) ? SECOND_TRY : '') + randomBytes(32).toString('base64url');
  await storeOAuthState(db, { state, browser: browserOf(req) }, new Date(now().getTime() + STATE_LIFE_MS), now());
  return state;
}

async function takeState({ db, now }: StateDeps, req: Request, state: unknown): Promise<boolean> {
  return typeof state === 'string' && state !== '' && takeOAuthState(db, { state, browser: browserOf(req) }, now());
}

/** The browser's own random value; set by `/oauth/install` before the state is made. */
function browserOf(req: Request): string {
  const known = browsers.get(req);
  if (known !== undefined) return known;
  const cookie = (req.get('cookie') ?? '').split(/;\s*/).find((pair) => pair.startsWith(`${BROWSER_COOKIE}=`));
  const value = cookie?.slice(BROWSER_COOKIE.length + 1) ?? '';
  // Without a cookie: a value nobody can show again.
  return /^[\w-]{43}$/.test(value) ? value : randomBytes(32).toString('base64url');
}

const browsers = new WeakMap<Request, string>();

/** Gives the browser its value, or keeps the one it has, so that two tabs do not disturb each other. */
export function nameBrowser(req: Request): string {
  const value = browserOf(req);
  browsers.set(req, value);
  return value;
}
