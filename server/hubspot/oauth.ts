import { z } from 'zod';
import { ReconnectError, RetryLaterError, TransientError } from '../shared/errors.ts';
import { parseJson } from '../shared/json.ts';
import { retryAfterMs } from './errors.ts';
import { parseErrorBody } from './refusals.ts';
import { API_VERSION } from './versions.ts';

interface OAuthDeps {
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  now(): Date;
  /** One call, as the metrics count it. */
  onCall?(call: { status: number | 'none' }): void;
  /** Default 15 s. */
  timeoutMs?: number;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
  /** What was really granted; null when HubSpot did not say. */
  scopes: string[] | null;
  portalId: number | null;
}

export interface Introspection {
  portalId: number | null;
  userId: number | null;
  userEmail: string | null;
}

/** Credentials go into the form body; HubSpot refuses them in the address and as JSON. */
export interface OAuthClient {
  /** The tokens of a new install; `redirectUri` as it was sent with the browser. */
  exchange(code: string, redirectUri: string): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  introspect(accessToken: string): Promise<Introspection>;
  revoke(refreshToken: string): Promise<void>;
}

export const tokenUrl = (apiUrl: string): string => `${apiUrl}/oauth/${API_VERSION}/token`;

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  hub_id: z.coerce.number().int().positive().nullish(),
  scopes: z.array(z.string()).nullish(),
});
// The specification types only `active`; the rest stands in the guide.
const IntrospectionAnswer = z.object({
  hub_id: z.coerce.number().int().positive().nullish(),
  user_id: z.coerce.number().int().positive().nullish(),
  user: z.string().nullish().catch(null),
});

function parseTokens(answer: unknown, now: Date): Tokens {
  const raw = TokenAnswer.parse(answer);
  return {
    accessToken: raw.access_token,
    refreshToken: raw.refresh_token,
    expiresAt: new Date(now.getTime() + raw.expires_in * 1_000),
    scopes: raw.scopes ?? null,
    portalId: raw.hub_id ?? null,
  };
}

export function createOAuthClient(deps: OAuthDeps): OAuthClient {
  const url = tokenUrl(deps.apiUrl);
  return {
    async exchange(code, redirectUri) {
      const answer = await post(deps, url, { grant_type: 'authorization_code', code, redirect_uri: redirectUri });
      return understood(() => parseTokens(answer, deps.now()));
    },
    async refresh(refreshToken) {
      const answer = await post(deps, url, { grant_type: 'refresh_token', refresh_token: refreshToken });
      // HubSpot does not rotate refresh tokens in practice, and may leave it out.
      return understood(() => parseTokens({ refresh_token: refreshToken, ...(answer as object) }, deps.now()));
    },
    async introspect(accessToken) {
      // The specification names the parameter `token`, the guide `access_token`.
      const answer = await post(deps, `${url}/introspect`, {
        token_type_hint: 'access_token',
        token: accessToken,
        access_token: accessToken,
      });
      const { hub_id, user_id, user } = understood(() => IntrospectionAnswer.parse(answer));
      return { portalId: hub_id ?? null, userId: user_id ?? null, userEmail: user ?? null };
    },
    async revoke(refreshToken) {
      await post(deps, `${url}/revoke`, { token_type_hint: 'refresh_token', token: refreshToken, refresh_token: refreshToken });
    },
  };
}

async function post(deps: OAuthDeps, url: string, parameters: Record<string, string>): Promise<unknown> {
  const body = new URLSearchParams({ client_id: deps.clientId, client_secret: deps.clientSecret, ...parameters });
  let status: number;
  let headers: Headers;
  let text: string;
  try {
    const response = await fetch(url, { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(deps.timeoutMs ?? 15_000) });
    ({ status, headers } = response);
    text = await response.text();
  } catch (cause) {
    deps.onCall?.({ status: 'none' });
    throw new TransientError('No answer from the OAuth endpoint of HubSpot', { code: 'hubspot.oauth_unreachable', cause });
  }
  deps.onCall?.({ status });
  if (status >= 200 && status < 300) return understood((): unknown => (text === '' ? {} : parseJson(text)));
  throw refusal(status, headers, text, deps.now());
}

/** A page of somebody in between, answered as a success, passes like any outage. */
function understood<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new TransientError('The answer of the OAuth endpoint of HubSpot cannot be understood', { code: 'hubspot.oauth_failing', cause });
  }
}

const OAuthError = z.object({ error: z.string().catch(''), status: z.string().catch('') });

function refusal(status: number, headers: Headers, text: string, now: Date): Error {
  const { correlationId } = parseErrorBody(text);
  const { error, status: reason } = OAuthError.safeParse(safeJson(text)).data ?? { error: '', status: '' };
  const message = `HubSpot's OAuth endpoint answered ${status} ${reason || error}`;
  const facts = { params: { status, reason: reason || error }, ...(correlationId === undefined ? {} : { correlationId }) };
  if (status === 429) {
    const waitMs = retryAfterMs(headers, now) || 10_000;
    return new RetryLaterError(message, { ...facts, code: 'hubspot.rate_limited', retryAt: new Date(now.getTime() + waitMs) });
  }
  if (error === 'invalid_grant' || reason === 'BAD_REFRESH_TOKEN') {
    return new ReconnectError(message, {
      ...facts,
      code: 'hubspot.token_revoked',
      help: 'The app was uninstalled or its access withdrawn: install it again.',
    });
  }
  if (status >= 500) return new TransientError(message, { ...facts, code: 'hubspot.oauth_failing' });
  // A wrong client id or secret is the operator's: it must not pause every portal.
  const help = 'Check HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET.';
  return new TransientError(message, { ...facts, code: 'hubspot.oauth_refused', help });
}

function safeJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return {};
  }
}
