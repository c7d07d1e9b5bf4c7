import { randomBytes, randomUUID } from 'node:crypto';
import type { FakeRequest } from '../../http.ts';
import { headForbidden, tokenRequired } from '../errors.ts';

/** What a request may have to bring before it changes anything: a token and the session cookie it was given out with. */
export class CsrfTokens {
  /** Token by session. */
  private readonly sessions = new Map<string, string>();

  expireAll(): void {
    this.sessions.clear();
  }

  /** Headers for a request that asks for a token; only at the root of a service, with its last slash. */
  fetched({ method, headers, url }: FakeRequest): Record<string, string | string[]> {
    if (headers['x-csrf-token']?.toString().toLowerCase() !== 'fetch') return {};
    if (method === 'HEAD') throw headForbidden();
    if (!url.pathname.endsWith('/')) return {};
    const [session, token] = [randomUUID(), randomBytes(16).toString('base64url')];
    this.sessions.set(session, token);
    return {
      'x-csrf-token': token,
      'set-cookie': ['sap-usercontext=sap-client=100; path=/', `SAP_SESSIONID_S4P_100=${session}; path=/; secure; HttpOnly`],
    };
  }

  check({ headers }: FakeRequest): void {
    const session = /SAP_SESSIONID_S4P_100=([^;]+)/.exec(headers.cookie ?? '')?.[1];
    if (session === undefined || this.sessions.get(session) !== headers['x-csrf-token']) throw tokenRequired();
  }
}
