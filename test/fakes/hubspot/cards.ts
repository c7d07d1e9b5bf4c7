import { signatureHeaders, throughProxy, type Proxy } from './signing.ts';

export interface CardUser {
  userId: number;
  email: string;
}

export interface FetchOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: Record<string, unknown>;
  /** At most `Authorization`. */
  headers?: Record<string, string>;
  /** Default 15 s, at most 120 s. */
  timeout?: number;
}

interface CardProxyDeps {
  clientSecret: string;
  appId: number;
  now(): Date;
  proxy: Proxy;
}

const MAX_BYTES = 1_048_576;
const MAX_IN_FLIGHT = 20;
const DEFAULT_TIMEOUT_MS = 15_000;
const MAX_TIMEOUT_MS = 120_000;

/** What stands between `hubspot.fetch` in a card and the service. */
export class CardProxy {
  private readonly deps: CardProxyDeps;
  private readonly inFlight = new Map<number, number>();

  constructor(deps: CardProxyDeps) {
    this.deps = deps;
  }

  async fetch(portalId: number, user: CardUser, url: string, options: FetchOptions = {}): Promise<Response> {
    const refusal = refusalOf(url, options);
    if (refusal) return errorAnswer(400, 'VALIDATION_ERROR', refusal);
    const flying = this.inFlight.get(portalId) ?? 0;
    if (flying >= MAX_IN_FLIGHT) return errorAnswer(429, 'RATE_LIMITS', 'Too many requests in flight.');
    this.inFlight.set(portalId, flying + 1);
    try {
      return await this.forward(portalId, user, url, options);
    } finally {
      this.inFlight.set(portalId, (this.inFlight.get(portalId) ?? 1) - 1);
    }
  }

  private async forward(portalId: number, user: CardUser, url: string, options: FetchOptions): Promise<Response> {
    const address = new URL(url);
    const known = { userId: user.userId, portalId, userEmail: user.email, appId: this.deps.appId };
    for (const [name, value] of Object.entries(known)) address.searchParams.append(name, String(value));
    const deadline = AbortSignal.timeout(Math.min(options.timeout ?? DEFAULT_TIMEOUT_MS, MAX_TIMEOUT_MS));
    // HubSpot repeats once, after a lost connection as well as after a 5xx: a POST may arrive twice.
    const first = await this.attempt(address.href, options, deadline);
    const answer = first === null || first.status >= 500 ? ((await this.attempt(address.href, options, deadline)) ?? first) : first;
    return answer ?? errorAnswer(deadline.aborted ? 504 : 502, 'INTERNAL_ERROR', 'The request to the backend failed.');
  }

  private async attempt(uri: string, options: FetchOptions, signal: AbortSignal): Promise<Response | null> {
    const { clientSecret, now, proxy } = this.deps;
    const method = options.method ?? 'GET';
    const body = Buffer.from(options.body === undefined ? '' : JSON.stringify(options.body));
    const signature = signatureHeaders(clientSecret, { method, uri, body, timestamp: now().getTime() });
    const headers = { ...options.headers, ...(body.length > 0 ? { 'content-type': 'application/json' } : {}), ...signature };
    try {
      const sent = { method, headers, signal, redirect: 'manual', ...(body.length > 0 ? { body } : {}) } as const;
      const response = await fetch(throughProxy(proxy, uri), sent);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (bytes.length > MAX_BYTES) return errorAnswer(500, 'INTERNAL_ERROR', 'The answer exceeds 1 MB.');
      const type = response.headers.get('content-type') ?? 'application/octet-stream';
      return new Response(NO_BODY.has(response.status) ? null : bytes, { status: response.status, headers: { 'content-type': type } });
    } catch {
      return null;
    }
  }
}

const NO_BODY = new Set([204, 205, 304]);

function refusalOf(url: string, { headers = {}, body }: FetchOptions): string | null {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : {};
  const isLocal = protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(hostname ?? '');
  if (protocol !== 'https:' && !isLocal) return 'The address must be https.';
  if (Object.keys(headers).some((name) => name.toLowerCase() !== 'authorization')) return 'Only the Authorization header may be set.';
  if (body !== undefined && Buffer.byteLength(JSON.stringify(body)) > MAX_BYTES) return 'The request exceeds 1 MB.';
  return null;
}

const errorAnswer = (status: number, category: string, message: string): Response =>
  Response.json({ status: 'error', category, message }, { status });

export interface SignedRequest {
  method: string;
  /** Signed as it stands. */
  uri: string;
  body?: string;
  timestamp?: number | string;
  secret?: string;
}

/** For tests of tampering: signs one request and sends what `sent` makes of it. */
export function signedFetch(
  deps: CardProxyDeps,
  request: SignedRequest,
  sent: { uri?: string; method?: string; body?: string; headers?: Record<string, string | null> } = {},
): Promise<Response> {
  const { method, uri, body = '', timestamp = deps.now().getTime(), secret = deps.clientSecret } = request;
  const signed = signatureHeaders(secret, { method, uri, body: Buffer.from(body), timestamp });
  const headers = new Headers(body === '' ? signed : { 'content-type': 'application/json', ...signed });
  for (const [name, value] of Object.entries(sent.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const sentBody = sent.body ?? body;
  const target = throughProxy(deps.proxy, sent.uri ?? uri);
  return fetch(target, { method: sent.method ?? method, headers, redirect: 'manual', ...(sentBody === '' ? {} : { body: sentBody }) });
}
