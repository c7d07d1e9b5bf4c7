import { randomUUID } from 'node:crypto';
import { HubSpotError, missingScopes } from './errors.ts';

export interface Grant {
  portalId: number;
  userId: number;
  userEmail: string;
  scopes: string[];
}

interface Code extends Grant {
  redirectUri: string;
  expiresAt: number;
}

interface AccessToken extends Grant {
  expiresAt: number;
}

export interface TokenAnswer {
  token_type: 'bearer';
  access_token: string;
  refresh_token: string;
  expires_in: number;
  hub_id: number;
  scopes: string[];
}

const TOKEN_SECONDS = 1_800;
const CODE_MS = 10 * 60_000;

/** Codes and tokens of the one app, over all portals. */
export class Installs {
  private readonly codes = new Map<string, Code>();
  private readonly refreshTokens = new Map<string, Grant>();
  private readonly accessTokens = new Map<string, AccessToken>();
  private readonly now: () => Date;

  constructor(now: () => Date) {
    this.now = now;
  }

  createCode(grant: Grant, redirectUri: string): string {
    const code = randomUUID();
    this.codes.set(code, { ...grant, redirectUri, expiresAt: this.now().getTime() + CODE_MS });
    return code;
  }

  exchange(code: string, redirectUri: string): TokenAnswer {
    const held = this.codes.get(code);
    this.codes.delete(code);
    if (!held || held.expiresAt < this.now().getTime()) throw oauthError('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
    if (held.redirectUri !== redirectUri) {
      throw oauthError('invalid_grant', 'BAD_REDIRECT_URI', 'redirect_uri does not match the one the code was made for');
    }
    return this.install(held);
  }

  /** A new install replaces the earlier one's refresh token. */
  install(grant: Grant): TokenAnswer {
    for (const [token, held] of this.refreshTokens) if (held.portalId === grant.portalId) this.refreshTokens.delete(token);
    const refreshToken = `refresh-${randomUUID()}`;
    this.refreshTokens.set(refreshToken, grant);
    return this.issue(grant, refreshToken);
  }

  refresh(refreshToken: string): TokenAnswer {
    const grant = this.refreshTokens.get(refreshToken);
    if (!grant) throw oauthError('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
    return this.issue(grant, refreshToken);
  }

  /** The grant behind a request's token. */
  authenticate(authorization: string | undefined): Grant {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    const held = token === undefined ? undefined : this.accessTokens.get(token);
    if (!held)
      throw new HubSpotError(401, { category: 'INVALID_AUTHENTICATION', message: 'Authentication credentials not found or invalid.' });
    if (held.expiresAt > this.now().getTime()) return held;
    throw new HubSpotError(401, { category: 'EXPIRED_AUTHENTICATION', message: 'The OAuth token used to make this call expired.' });
  }

  introspect(token: string): (Grant & { expiresIn: number }) | null {
    const held = this.accessTokens.get(token);
    const expiresIn = held ? Math.round((held.expiresAt - this.now().getTime()) / 1_000) : 0;
    if (held && expiresIn > 0) return { ...held, expiresIn };
    const grant = this.refreshTokens.get(token);
    return grant ? { ...grant, expiresIn: 0 } : null;
  }

  isInstalled(portalId: number): boolean {
    return [...this.refreshTokens.values()].some((grant) => grant.portalId === portalId);
  }

  isGranted(portalId: number, scope: string): boolean {
    return [...this.refreshTokens.values()].some((grant) => grant.portalId === portalId && grant.scopes.includes(scope));
  }

  revoke(token: string): void {
    this.refreshTokens.delete(token);
    this.accessTokens.delete(token);
  }

  /** `accessTokensLive`: as reported of HubSpot, they may work on for up to 30 minutes. */
  uninstall(portalId: number, { accessTokensLive = false } = {}): void {
    for (const [token, grant] of this.refreshTokens) if (grant.portalId === portalId) this.refreshTokens.delete(token);
    if (!accessTokensLive) this.dropAccessTokens(portalId);
  }

  /** Calls are refused until the next refresh. */
  dropAccessTokens(portalId: number): void {
    for (const [token, grant] of this.accessTokens) if (grant.portalId === portalId) this.accessTokens.delete(token);
  }

  /** An administrator took rights away: tokens already out lose them too. */
  withdrawScopes(portalId: number, scopes: readonly string[]): void {
    for (const grant of [...this.refreshTokens.values(), ...this.accessTokens.values()]) {
      if (grant.portalId === portalId) grant.scopes = grant.scopes.filter((scope) => !scopes.includes(scope));
    }
  }

  private issue(grant: Grant, refreshToken: string): TokenAnswer {
    const accessToken = `access-${randomUUID()}`;
    this.accessTokens.set(accessToken, { ...grant, expiresAt: this.now().getTime() + TOKEN_SECONDS * 1_000 });
    const { portalId, scopes } = grant;
    return {
      token_type: 'bearer',
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: TOKEN_SECONDS,
      hub_id: portalId,
      scopes: [...scopes],
    };
  }
}

/** OAuth endpoints answer as RFC 6749 says, with HubSpot's own words beside. */
export class OAuthError extends Error {
  readonly status: number;
  readonly body: Record<string, string>;

  constructor(status: number, body: Record<string, string>) {
    super(body['message'] ?? body['error']);
    this.name = 'OAuthError';
    this.status = status;
    this.body = body;
  }
}

export const oauthError = (error: string, status: string, message: string): OAuthError =>
  new OAuthError(400, { error, error_description: message, status, message, correlationId: randomUUID() });

export function requireScope(grant: Grant, anyOf: readonly string[]): void {
  if (!anyOf.some((scope) => grant.scopes.includes(scope))) throw missingScopes(anyOf);
}
