import type { FakeAnswer, FakeRequest } from '../../http.ts';
import { HubSpotError } from '../errors.ts';
import { OAuthError, oauthError, type Installs } from '../installs.ts';

export interface OAuthApp {
  clientId: string;
  clientSecret: string;
  appId: number;
}

const PATH = /^\/oauth\/(?:2026-09|2026-03|v3)\/token(\/introspect|\/revoke)?$/;

/** Null: not an OAuth call. */
export function answerOAuth(installs: Installs, app: OAuthApp, request: FakeRequest): FakeAnswer | null {
  const action = PATH.exec(request.url.pathname);
  if (!action || request.method !== 'POST') return null;
  try {
    const form = readForm(app, request);
    if (action[1] === '/introspect') return { status: 200, body: introspect(installs, app, form) };
    if (action[1] === '/revoke') return revoke(installs, form);
    return { status: 200, body: token(installs, form) };
  } catch (error) {
    if (error instanceof OAuthError) return { status: error.status, body: error.body };
    throw error;
  }
}

/** Credentials count in the form only: neither JSON nor the address is looked at. */
function readForm(app: OAuthApp, request: FakeRequest): URLSearchParams {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    throw new HubSpotError(415, { category: 'VALIDATION_ERROR', message: 'Unsupported media type' });
  }
  const form = new URLSearchParams(request.raw.toString());
  if (form.get('client_id') !== app.clientId) throw oauthError('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id');
  if (form.get('client_secret') !== app.clientSecret) throw oauthError('invalid_client', 'BAD_CLIENT_SECRET', 'wrong client secret');
  return form;
}

function token(installs: Installs, form: URLSearchParams) {
  const grantType = form.get('grant_type');
  if (grantType === 'authorization_code') return installs.exchange(form.get('code') ?? '', form.get('redirect_uri') ?? '');
  if (grantType === 'refresh_token') return installs.refresh(form.get('refresh_token') ?? '');
  throw oauthError('unsupported_grant_type', 'BAD_GRANT_TYPE', 'missing or unknown grant type');
}

function introspect(installs: Installs, app: OAuthApp, form: URLSearchParams) {
  const found = installs.introspect(form.get('token') ?? form.get('access_token') ?? '');
  if (!found) return { active: false };
  return {
    active: true,
    token_use: form.get('token_type_hint') ?? 'access_token',
    token_type: 'bearer',
    client_id: app.clientId,
    app_id: app.appId,
    hub_id: found.portalId,
    hub_domain: `portal-${found.portalId}.example`,
    user: found.userEmail,
    user_id: found.userId,
    scopes: found.scopes,
    expires_in: found.expiresIn,
  };
}

function revoke(installs: Installs, form: URLSearchParams): FakeAnswer {
  installs.revoke(form.get('token') ?? form.get('refresh_token') ?? '');
  return { status: 200, body: {} };
}
