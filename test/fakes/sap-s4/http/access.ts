import { randomUUID } from 'node:crypto';
import type { FakeAnswer, FakeRequest } from '../../http.ts';
import { logonFailed } from '../errors.ts';

interface AccessOptions {
  now: () => Date;
  /** SAP client of an own system; null: a cloud tenant, which has one. */
  client: string | null;
  /** Wrong passwords in a row until the user is locked. */
  lockAfter: number;
  tokenSeconds: number;
}

const CHALLENGE = 'Basic realm="SAP NetWeaver Application Server [S4P/100]"';

/** Who may come in: a communication user by password, or by a token that was got with a client's secret. */
export class Access {
  readonly credentials = { user: 'PUENTE_COMM', password: 's4-Secret-Password-2026' };
  readonly oauth = { clientId: 'sb-puente', clientSecret: 's4-client-secret' };
  isLocked = false;
  /** Tokens given out so far. */
  tokensIssued = 0;
  /** Calls that a token still opens; of whatever token. */
  callsUntilExpiry = Infinity;
  private failures = 0;
  private readonly tokens = new Map<string, number>();
  private readonly options: AccessOptions;

  constructor(options: AccessOptions) {
    this.options = options;
  }

  expireTokens(): void {
    this.tokens.clear();
  }

  /** Throws the page that a refused logon gets. */
  check({ headers, url }: FakeRequest): void {
    const { client } = this.options;
    // Without it the logon goes to the default client, where nobody knows this user.
    if (client !== null && (url.searchParams.get('sap-client') ?? headers['sap-client']) !== client) throw logonFailed(CHALLENGE);
    const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'bearer') return this.checkToken(value);
    if (scheme.toLowerCase() !== 'basic') throw logonFailed(CHALLENGE);
    const { user, password } = this.credentials;
    if (this.isLocked || !matches(value, user, password)) {
      this.failures++;
      if (this.failures >= this.options.lockAfter) this.isLocked = true;
      throw logonFailed(CHALLENGE);
    }
    this.failures = 0;
  }

  /** RFC 6749, client credentials. */
  token({ method, headers, raw }: FakeRequest): FakeAnswer {
    const form = new URLSearchParams(raw.toString());
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
    if (method !== 'POST' || !isForm) return refusal(400, 'invalid_request');
    const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ');
    const { clientId, clientSecret } = this.oauth;
    const inBody = form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
    if (!inBody && !(scheme.toLowerCase() === 'basic' && matches(value, clientId, clientSecret))) return refusal(401, 'invalid_client');
    if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type');
    const token = `${randomUUID()}${randomUUID()}`.replaceAll('-', '');
    this.tokens.set(token, this.options.now().getTime() + this.options.tokenSeconds * 1000);
    this.tokensIssued++;
    this.callsUntilExpiry = Infinity;
    return json(200, { access_token: token, token_type: 'Bearer', expires_in: this.options.tokenSeconds - 1 });
  }

  private checkToken(token: string): void {
    if (this.callsUntilExpiry <= 0) this.expireTokens();
    this.callsUntilExpiry--;
    if ((this.tokens.get(token) ?? 0) > this.options.now().getTime()) return;
    throw logonFailed('Bearer error="invalid_token"');
  }
}

const matches = (encoded: string, user: string, password: string): boolean =>
  Buffer.from(encoded, 'base64').toString() === `${user}:${password}`;
const json = (status: number, body: unknown): FakeAnswer => ({
  status,
  headers: { 'content-type': 'application/json;charset=utf-8', 'cache-control': 'no-store' },
  body,
});
const refusal = (status: number, error: string): FakeAnswer => json(status, { error });
