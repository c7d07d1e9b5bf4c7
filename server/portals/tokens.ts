import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from '../db/index.ts';
import { ReconnectError, TransientError } from '../shared/errors.ts';
import type { OAuthClient } from '../hubspot/oauth.ts';
import type { PortalId } from '../shared/ids.ts';
import { pausePortal, sealTokens, TOKEN_PURPOSES } from './portals.ts';
import type { Secrets } from './secrets.ts';

export interface TokenDeps {
  db: Db;
  secrets: Secrets;
  oauth: OAuthClient;
  now(): Date;
}

export interface HeldToken {
  token: string;
  expiresAt: Date;
}

/** Access tokens live 30 min; a call that waited for its turn must still arrive with a good one. */
const REFRESH_AHEAD_MS = 5 * 60_000;

export const isFresh = (held: HeldToken | undefined, now: Date): held is HeldToken =>
  held !== undefined && held.expiresAt.getTime() - now.getTime() > REFRESH_AHEAD_MS;

interface TokenRow {
  status: string;
  accessToken: string | null;
  refreshToken: string | null;
  accessTokenExpiresAt: Date | null;
}

/** The stored token while it is fresh, otherwise a new one. `refused`: a token HubSpot did not take, however fresh it looks. */
export async function obtainToken(deps: TokenDeps, portalId: PortalId, refused?: string): Promise<HeldToken> {
  const stored = readToken(deps, portalId, await loadTokens(deps.db, portalId));
  return isFresh(stored, deps.now()) && stored.token !== refused ? stored : refresh(deps, portalId, refused);
}

/**
 * One refresh at a time across all processes; who waited finds the token of who was first. Whoever asks has claimed the portal's row and
 * holds no database connection meanwhile: an OAuth endpoint that hangs would empty the pool. A claim outlives the time-out of the call.
 */
async function refresh(deps: TokenDeps, portalId: PortalId, refused: string | undefined): Promise<HeldToken> {
  const giveUpAt = performance.now() + WAIT_AT_MOST_MS;
  while (performance.now() < giveUpAt) {
    const row = await loadTokens(deps.db, portalId);
    const stored = readToken(deps, portalId, row);
    if (isFresh(stored, deps.now()) && stored.token !== refused) return stored;
    if (!row?.refreshToken) throw notInstalled();
    if (await claim(deps.db, portalId, row.refreshToken)) {
      return askForToken(deps, portalId, deps.secrets.decrypt(portalId, TOKEN_PURPOSES.refresh, row.refreshToken));
    }
    await delay(LOOK_AGAIN_MS);
  }
  throw new TransientError('Another process asks HubSpot for a token', { code: 'hubspot.oauth_unreachable' });
}

const WAIT_AT_MOST_MS = 20_000;
const LOOK_AGAIN_MS = 50;

/** By the database's clock. False: somebody else asks, or the token is another one by now. */
async function claim(db: Db, portalId: PortalId, refreshToken: string): Promise<boolean> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `update portals set refreshing_until = clock_timestamp() + interval '20 seconds'
     where portal_id = :portalId and refresh_token = :refreshToken and coalesce(refreshing_until, '-infinity') < clock_timestamp()`,
    { portalId, refreshToken },
  );
  return rowCount === 1;
}

async function askForToken(deps: TokenDeps, portalId: PortalId, refreshToken: string): Promise<HeldToken> {
  try {
    const tokens = await deps.oauth.refresh(refreshToken);
    const { expiresAt, ...sealed } = sealTokens(deps.secrets, portalId, tokens);
    const granted = tokens.scopes ? { scopes: tokens.scopes } : {};
    const renewed = { ...sealed, ...granted, accessTokenExpiresAt: expiresAt, refreshingUntil: null };
    await unlessReplaced(deps, portalId, refreshToken, (trx) => trx('portals').where({ portalId }).update(renewed));
    return { token: tokens.accessToken, expiresAt };
  } catch (error) {
    const isStillOurs = await unlessReplaced(deps, portalId, refreshToken, async (trx) => {
      await trx('portals').where({ portalId }).update({ refreshingUntil: null });
      if (error instanceof ReconnectError) await pausePortal(trx, portalId, error.code, deps.now());
    });
    throw error instanceof ReconnectError && !isStillOurs ? replacedMeanwhile(error) : error;
  }
}

/**
 * Acts on a portal by what HubSpot answered, unless an install came meanwhile: it brought its own tokens, which nothing may replace, pause or
 * forget. The tokens themselves are compared: another key seals the same one anew.
 */
export function unlessReplaced(
  { db, secrets }: Pick<TokenDeps, 'db' | 'secrets'>,
  portalId: PortalId,
  refreshToken: string | null,
  act: (trx: Db) => Promise<unknown>,
): Promise<boolean> {
  return db.transaction(async (trx) => {
    await trx('portals').where({ portalId }).forUpdate().first('portalId');
    if ((await heldRefreshToken({ db: trx, secrets }, portalId)) !== refreshToken) return false;
    await act(trx);
    return true;
  });
}

/** HubSpot refused this token. Where an install brought another one meanwhile, that says nothing about the portal. */
export async function pauseUnlessReplaced(deps: TokenDeps, portalId: PortalId, refused: string, failure: ReconnectError): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const row = await loadTokens(trx, portalId).forUpdate();
    if (readToken(deps, portalId, row)?.token !== refused) throw replacedMeanwhile(failure);
    await pausePortal(trx, portalId, failure.code, deps.now());
  });
}

/** Nobody has to act: the next try has the new token. */
const replacedMeanwhile = (cause: ReconnectError): TransientError =>
  new TransientError('HubSpot refused a token that was replaced meanwhile', { code: 'hubspot.failing', cause });

/** HubSpot tells of an uninstall only by refusing us. A portal that is paused for another reason asks nothing else, so it asks for a new token. */
export async function askWhetherInstalled(deps: TokenDeps, portalId: PortalId): Promise<void> {
  const stored = readToken(deps, portalId, await loadTokens(deps.db, portalId));
  await refresh(deps, portalId, stored?.token).catch((error: unknown) => {
    if (!(error instanceof ReconnectError)) throw error;
  });
}

/** Null: the app is not installed. */
export async function heldRefreshToken({ db, secrets }: Pick<TokenDeps, 'db' | 'secrets'>, portalId: PortalId): Promise<string | null> {
  const row = await loadTokens(db, portalId);
  return row?.refreshToken ? secrets.decrypt(portalId, TOKEN_PURPOSES.refresh, row.refreshToken) : null;
}

function loadTokens(db: Db, portalId: PortalId) {
  return db('portals').where({ portalId }).first<TokenRow | undefined>('status', 'accessToken', 'refreshToken', 'accessTokenExpiresAt');
}

function readToken({ secrets }: TokenDeps, portalId: PortalId, row: TokenRow | undefined): HeldToken | undefined {
  if (!row?.accessToken || !row.accessTokenExpiresAt) return undefined;
  return { token: secrets.decrypt(portalId, TOKEN_PURPOSES.access, row.accessToken), expiresAt: row.accessTokenExpiresAt };
}

export const notInstalled = (code = 'hubspot.uninstalled'): ReconnectError =>
  new ReconnectError('The app is not installed in this portal', { code, help: 'Install the app again from HubSpot.' });
