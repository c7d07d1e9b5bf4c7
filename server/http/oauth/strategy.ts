import OAuth2Strategy from 'passport-oauth2';
import { parseTokens, tokenUrl, type Tokens } from '../../hubspot/oauth.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../hubspot/scopes.ts';
import type { StateStore } from './state-store.ts';

export interface StrategyOptions {
  authorizeUrl: string;
  apiUrl: string;
  publicUrl: string;
  clientId: string;
  clientSecret: string;
  now(): Date;
}

/** passport-oauth2 for HubSpot: optional scopes beside the required ones, the tokens themselves as the result. */
export function createStrategy(options: StrategyOptions, store: StateStore): OAuth2Strategy {
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: options.authorizeUrl,
      tokenURL: tokenUrl(options.apiUrl),
      clientID: options.clientId,
      clientSecret: options.clientSecret,
      callbackURL: `${options.publicUrl}/oauth/callback`,
      scope: [...REQUIRED_SCOPES],
      skipUserProfile: true,
      // The typings know every arity at once; passport-oauth2 looks at the functions' own.
      store: store as unknown as OAuth2Strategy.StateStore,
    },
    (_accessToken: string, refreshToken: string, answer: object, _profile: unknown, done: (error: unknown, user?: Tokens) => void) => {
      try {
        // The library takes the refresh token out of the answer and hands it over apart.
        done(null, parseTokens({ ...answer, refresh_token: refreshToken }, options.now()));
      } catch (error) {
        done(error);
      }
    },
  );
  strategy.authorizationParams = () => (OPTIONAL_SCOPES.length > 0 ? { optional_scope: OPTIONAL_SCOPES.join(' ') } : {});
  return strategy;
}
