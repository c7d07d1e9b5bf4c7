/** `hubspot.fetch`, as far as we need it: JSON in, JSON out, through HubSpot's signing proxy. */
export type HubSpotFetch = (
  url: string,
  options: { method: 'GET' | 'POST'; timeout: number; body?: Record<string, unknown> },
) => Promise<Response>;

/** Every answer outside 2xx, and what never became an answer (`network`). */
export interface Failure {
  code: string;
  params: Record<string, string | number | boolean | null>;
  who: 'you' | 'administrator' | 'operator';
  reference: string;
}

class CallFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

export const failureOf = (error: unknown): Failure => (error instanceof CallFailed ? error.failure : networkFailure(''));

type Query = Record<string, string | number>;

export interface Client {
  get<T>(path: string, query?: Query): Promise<T>;
  /** The proxy repeats a request after a 5xx, so every POST of ours means the same twice. */
  post<T>(path: string, body: Record<string, unknown>, timeoutMs?: number): Promise<T>;
}

// The proxy itself gives up after 15 s unless told otherwise.
const TIMEOUT_MS = 12_000;

export function createClient(fetch: HubSpotFetch, baseUrl: string): Client {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    get: (path, query = {}) => call(() => fetch(`${base}${path}${toSearch(query)}`, { method: 'GET', timeout: TIMEOUT_MS })),
    post: (path, body, timeoutMs = TIMEOUT_MS) => call(() => fetch(`${base}${path}`, { method: 'POST', timeout: timeoutMs, body })),
  };
}

async function call<T>(send: () => Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await send();
  } catch {
    throw new CallFailed(networkFailure(''));
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T;
  throw new CallFailed(isFailure(body) ? body : networkFailure(`HTTP ${response.status}`));
}

function toSearch(query: Query): string {
  const pairs = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Our own failures carry code and reference; HubSpot's proxy and anything between answer otherwise. */
function isFailure(body: unknown): body is Failure {
  const { code, reference, who } = (body ?? {}) as Partial<Failure>;
  return typeof code === 'string' && typeof reference === 'string' && typeof who === 'string';
}

const networkFailure = (reference: string): Failure => ({ code: 'network', params: {}, who: 'you', reference });
