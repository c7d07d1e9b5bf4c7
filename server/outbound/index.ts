import { request, type Agent, type Dispatcher } from 'undici';
import { InvalidInputError, PuenteError, ReconnectError } from '../shared/errors.ts';
import { startTurns } from '../shared/in-turns.ts';
import type { Log } from '../shared/log.ts';
import { createAddressPolicy } from './addresses.ts';
import { createAgents } from './agents.ts';
import { createAgent } from './connect.ts';
import { failureOf } from './failures.ts';
import { createCounter, MOST_BYTES, tooLarge } from './limits.ts';
import { PACKINGS, unpack } from './unpack.ts';

export interface OutboundRequestInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  /** Default 60 s: a sleeping ERP worker takes seconds to wake. */
  timeoutMs?: number;
  /** SHA-256 fingerprint (colon-separated upper-case hex) of the one self-signed certificate an administrator accepted for this host. */
  pinnedCertificate?: string;
}

/** Of a `Response` what callers use: its body is here already, so no stream is made of it. */
export type OutboundAnswer = Pick<Response, 'ok' | 'status' | 'headers' | 'text'>;

export interface Outbound {
  /** Like `fetch`, but the answer is complete when it resolves, redirects are refused and failures are the classes of errors.ts. */
  fetch(url: string, init?: OutboundRequestInit): Promise<OutboundAnswer>;
  close(): Promise<void>;
}

interface OutboundDeps {
  /** CIDRs the operator opened, or `*`. */
  allowPrivateAddresses: readonly string[];
  log: Log;
  /** Told of every call: the status (`200`) or the code of the failure. */
  onCall?(outcome: string, ms: number): void;
}

const DEFAULT_TIMEOUT_MS = 60_000;
/** As `fetch` would. */
const HEADERS = { accept: '*/*', 'accept-language': '*', 'accept-encoding': PACKINGS, 'user-agent': 'undici' };
const REDIRECTS = [301, 302, 303, 307, 308];

export function createOutbound({ allowPrivateAddresses, log, onCall }: OutboundDeps): Outbound {
  const policy = createAddressPolicy(allowPrivateAddresses);
  const agents = createAgents((pin) => createAgent(policy, pin));

  return {
    async fetch(address, init = {}) {
      const url = parseAddress(address);
      const startedAt = performance.now();
      const method = (init.method ?? 'GET').toUpperCase();
      let outcome = 'aborted';
      try {
        const response = await call(agents.for(init.pinnedCertificate ?? null), url, method, init);
        outcome = String(response.status);
        return response;
      } catch (error) {
        if (error instanceof PuenteError) outcome = error.code;
        throw error;
      } finally {
        const ms = Math.round(performance.now() - startedAt);
        onCall?.(outcome, ms);
        log.debug({ host: url.host, method, outcome, ms }, 'outbound call');
      }
    },
    async close() {
      await agents.destroy();
    },
  };
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidInputError('Not a web address.', { code: 'outbound.invalid_address' });
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidInputError('The address contains credentials.', {
      code: 'outbound.credentials_in_address',
      params: { host: url.host },
    });
  }
  return url;
}

async function call(agent: Agent, url: URL, method: string, init: OutboundRequestInit): Promise<OutboundAnswer> {
  const timeout = AbortSignal.timeout(init.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  const { body = null } = init;
  const headers = { ...HEADERS, ...init.headers };
  try {
    // Not `fetch`, whose streams cost more than anything else that is done with an answer here.
    const answer = await request(url, { dispatcher: agent, method: method as Dispatcher.HttpMethod, headers, body, signal });
    const received = toHeaders(answer.headers);
    const unpacked = unpack(answer.body, received.get('content-encoding'));
    if (REDIRECTS.includes(answer.statusCode) && received.has('location')) {
      answer.body.destroy();
      throw redirected(url, received.get('location')!);
    }
    return completed(answer.statusCode, received, await readBody(unpacked, url.host));
  } catch (error) {
    if (init.signal?.aborted) throw init.signal.reason as Error;
    throw failureOf(error, { host: url.host, method, timedOut: timeout.aborted });
  }
}

async function readBody(body: AsyncIterable<Uint8Array>, host: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const isReadable = createCounter();
  const endTurn = startTurns();
  let bytes = 0;
  // Counted after unpacking: a small compressed answer may hide a huge one.
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES || !isReadable(chunk)) throw tooLarge(host);
    chunks.push(chunk);
    await endTurn();
  }
  return Buffer.concat(chunks, bytes);
}

const UTF8 = new TextDecoder();

function toHeaders(received: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  // append: several cookies stay several.
  for (const [name, values] of Object.entries(received)) for (const value of [values ?? []].flat()) headers.append(name, value);
  return headers;
}

/** What is said of the body as it was sent is not true of it as it is handed on. */
function completed(status: number, headers: Headers, body: Uint8Array): OutboundAnswer {
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  return { ok: status >= 200 && status < 300, status, headers, text: async () => UTF8.decode(body) };
}

function redirected(from: URL, location: string): ReconnectError {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  return new ReconnectError(`${from.host} sends us on to ${to?.host ?? 'another address'}.`, {
    code: 'outbound.redirected',
    params: { host: from.host, location: to === null ? '' : `${to.protocol}//${to.host}` },
    help: 'Enter the address it leads to, if you trust it.',
  });
}
