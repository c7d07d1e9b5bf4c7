import type { Db } from '../db/index.ts';
import { ReconnectError } from '../errors.ts';
import type { OAuthClient } from '../hubspot/oauth.ts';
import type { PortalId } from '../ids.ts';
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
 * One refresh at a time across all processes; who waited finds the token of who was first. The only remote call of ours inside a
 * transaction: it locks no row, and a lock on a second connection per refresh could use up the pool.
 */
async function refresh(deps: TokenDeps, portalId: PortalId, refused: string | undefined): Promise<HeldToken> {
  const outcome = await deps.db.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`hubspot.token ${portalId}`]);
    const row = await loadTokens(trx, portalId);
    const stored = readToken(deps, portalId, row);
    if (isFresh(stored, deps.now()) && stored.token !== refused) return stored;
    if (!row?.refreshToken) return notInstalled();
    try {
      const tokens = await deps.oauth.refresh(deps.secrets.decrypt(portalId, TOKEN_PURPOSES.refresh, row.refreshToken));
      const { expiresAt, ...sealed } = sealTokens(deps.secrets, portalId, tokens);
      // An install that came meanwhile brought its own tokens: ours must not replace them.
      const granted = tokens.scopes ? { scopes: tokens.scopes } : {};
      await trx('portals')
        .where({ portalId, refreshToken: row.refreshToken })
        .update({ ...sealed, ...granted, accessTokenExpiresAt: expiresAt });
      return { token: tokens.accessToken, expiresAt };
    } catch (error) {
      if (!(error instanceof ReconnectError)) throw error;
      const isStillOurs = await trx('portals').where({ portalId, refreshToken: row.refreshToken }).first('portalId');
      if (isStillOurs) await pausePortal(trx, portalId, error.code, deps.now());
      // Returned, not thrown: the pause must be committed.
      return error;
    }
  });
  if (outcome instanceof ReconnectError) throw outcome;
  return outcome;
}

/** HubSpot tells of an uninstall only by refusing us. A portal that is paused for another reason asks nothing else, so it asks for a new token. */
export async function askWhetherInstalled(deps: TokenDeps, portalId: PortalId): Promise<void> {
  const stored = readToken(deps, portalId, await loadTokens(deps.db, portalId));
  await refresh(deps, portalId, stored?.token).catch((error: unknown) => {
    if (!(error instanceof ReconnectError)) throw error;
  });
}

function loadTokens(db: Db, portalId: PortalId): Promise<TokenRow | undefined> {
  return db('portals').where({ portalId }).first<TokenRow | undefined>('status', 'accessToken', 'refreshToken', 'accessTokenExpiresAt');
}

function readToken({ secrets }: TokenDeps, portalId: PortalId, row: TokenRow | undefined): HeldToken | undefined {
  if (!row?.accessToken || !row.accessTokenExpiresAt) return undefined;
  return { token: secrets.decrypt(portalId, TOKEN_PURPOSES.access, row.accessToken), expiresAt: row.accessTokenExpiresAt };
}

export const notInstalled = (code = 'hubspot.uninstalled'): ReconnectError =>
  new ReconnectError('The app is not installed in this portal', { code, help: 'Install the app again from HubSpot.' });
