import { createHubSpotClient, type HubSpotClientDeps } from '../hubspot/client.ts';
import type { HubSpotClient } from '../hubspot/contract.ts';
import type { PortalId } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';
import type { RateLimits } from './rate-limits.ts';
import { isFresh, notInstalled, obtainToken, pauseUnlessReplaced, type HeldToken, type TokenDeps } from './tokens.ts';

interface HubSpotAccessDeps extends TokenDeps {
  /** HUBSPOT_API_URL. */
  apiUrl: string;
  rateLimits: RateLimits;
  log: Log;
  onCall?: HubSpotClientDeps['onCall'];
  /** Default 30 s. */
  timeoutMs?: number;
}

export type OpenHubSpot = (portalId: PortalId) => Promise<HubSpotClient>;

/** Opens HubSpot for one portal: its tokens, its budget. Refuses portals that are paused or uninstalled. */
export function createHubSpotAccess(deps: HubSpotAccessDeps): OpenHubSpot {
  const tokens = createTokenHolder(deps);
  return async (portalId) => {
    const portal = await deps.db('portals').where({ portalId }).first<Opened | undefined>('status', 'pausedCode', 'accessTokenExpiresAt');
    if (!portal || portal.status === 'uninstalled') throw notInstalled();
    if (portal.status === 'paused') throw notInstalled(portal.pausedCode ?? 'hubspot.token_revoked');
    tokens.dropUnless(portalId, portal.accessTokenExpiresAt);
    return createHubSpotClient({
      apiUrl: deps.apiUrl,
      accessToken: () => tokens.current(portalId),
      refreshAfter401: (refused) => tokens.replace(portalId, refused),
      lease: (bucket, priority, signal) => deps.rateLimits.lease(portalId, bucket, priority, signal),
      onRateLimited: (bucket, until) => deps.rateLimits.block(portalId, bucket, until),
      // Calls into 401 and 403 are not repeated: the portal waits until somebody installs again.
      onReconnectNeeded: (failure, refused) => pauseUnlessReplaced(deps, portalId, refused, failure),
      ...(deps.onCall ? { onCall: deps.onCall } : {}),
      ...(deps.timeoutMs === undefined ? {} : { timeoutMs: deps.timeoutMs }),
      log: deps.log,
      now: deps.now,
    });
  };
}

interface Opened {
  status: string;
  pausedCode: string | null;
  accessTokenExpiresAt: Date | null;
}

interface TokenHolder {
  /** Forgets a token that is not the stored one: it may lack the rights that a new install brought, and being refused would pause the portal again. */
  dropUnless(portalId: PortalId, storedUntil: Date | null): void;
  current(portalId: PortalId): Promise<string>;
  replace(portalId: PortalId, refused: string): Promise<string>;
}

/** Remembers tokens, so that a call costs no query; one refresh at a time per portal in this process. */
function createTokenHolder(deps: TokenDeps): TokenHolder {
  const held = new Map<PortalId, HeldToken>();
  const obtaining = new Map<PortalId, Promise<HeldToken>>();

  async function obtain(portalId: PortalId, refused?: string): Promise<string> {
    const running = obtaining.get(portalId) ?? obtainToken(deps, portalId, refused);
    obtaining.set(portalId, running);
    try {
      const token = await running;
      held.set(portalId, token);
      return token.token;
    } catch (error) {
      held.delete(portalId);
      throw error;
    } finally {
      if (obtaining.get(portalId) === running) obtaining.delete(portalId);
    }
  }

  return {
    dropUnless(portalId, storedUntil) {
      if (held.get(portalId)?.expiresAt.getTime() !== storedUntil?.getTime()) held.delete(portalId);
    },
    current(portalId) {
      const token = held.get(portalId);
      return isFresh(token, deps.now()) ? Promise.resolve(token.token) : obtain(portalId);
    },
    replace(portalId, refused) {
      const token = held.get(portalId);
      return token && token.token !== refused ? Promise.resolve(token.token) : obtain(portalId, refused);
    },
  };
}
