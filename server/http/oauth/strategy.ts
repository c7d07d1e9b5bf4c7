import type { Request } from 'express';
import OAuth2Strategy from 'passport-oauth2';
import type { OAuthClient, Tokens } from '../../hubspot/oauth.ts';
import { tokenUrl } from '../../hubspot/oauth.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../hubspot/scopes.ts';
import type { StateStore } from './state-store.ts';

export interface StrategyOptions {
  authorizeUrl: string;
  apiUrl: string;
  publicUrl: string;
  clientId: string;
  clientSecret: string;
  oauth: OAuthClient;
}

/** What becomes of a browser: on to HubSpot, tokens, or neither. */
export type Outcome =
  | { kind: 'redirect'; to: string }
  | { kind: 'tokens'; tokens: Tokens }
  | { kind: 'refused'; reason: string }
  | { kind: 'failed'; error: unknown };

/**
 * Runs passport-oauth2 for one request. The library tells what it decided by calling methods of the strategy, so a strategy shared by two
 * requests would answer the one in the name of the other: each request makes its own. All that these methods do is settle the promise,
 * because what they throw would reach nobody and end the process.
 */
export function authenticate(options: StrategyOptions, store: StateStore, req: Request): Promise<Outcome> {
  return new Promise((resolve) => {
    const failed = (error: unknown) => resolve({ kind: 'failed', error });
    const strategy = Object.assign(createStrategy(options, store, failed), {
      redirect: (to: string) => resolve({ kind: 'redirect', to }),
      success: (tokens: Tokens) => resolve({ kind: 'tokens', tokens }),
      fail: (info?: { message?: string }) => resolve({ kind: 'refused', reason: info?.message ?? 'denied' }),
      error: failed,
    });
    strategy.authenticate(req);
  });
}

type TokensGiven = (error: null, accessToken: string, refreshToken: string, tokens: Tokens) => void;

/** passport-oauth2 for HubSpot: optional scopes beside the required ones, the tokens themselves as the result. */
function createStrategy(options: StrategyOptions, store: StateStore, failed: (error: unknown) => void): OAuth2Strategy {
  const callbackURL = `${options.publicUrl}/oauth/callback`;
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: options.authorizeUrl,
      tokenURL: tokenUrl(options.apiUrl),
      clientID: options.clientId,
      clientSecret: options.clientSecret,
      callbackURL,
      scope: [...REQUIRED_SCOPES],
      skipUserProfile: true,
      // The typings know every arity at once; passport-oauth2 looks at the functions' own.
      store: store as unknown as OAuth2Strategy.StateStore,
    },
    (_accessToken: string, _refreshToken: string, tokens: Tokens, _profile: unknown, done: (error: null, user: Tokens) => void) =>
      done(null, tokens),
  );
  strategy.authorizationParams = () => (OPTIONAL_SCOPES.length > 0 ? { optional_scope: OPTIONAL_SCOPES.join(' ') } : {});
  // The library's own exchange has no time-out and reads the answer in an event handler: one that is not what it expects ends the process.
  const { _oauth2: library } = strategy as unknown as { _oauth2: { getOAuthAccessToken: unknown } };
  library.getOAuthAccessToken = (code: string, _parameters: unknown, given: TokensGiven): void => {
    options.oauth
      .exchange(code, callbackURL)
      .then((tokens) => given(null, tokens.accessToken, tokens.refreshToken, tokens))
      .catch(failed);
  };
  return strategy;
}
