import type { PuenteError } from '../../shared/errors.ts';
import { TransientError } from '../../shared/errors.ts';
import type { Answer } from '../shared/http.ts';
import { singleFlight } from '../shared/single-flight.ts';
import { SERVICES } from './services.ts';
import type { Transport } from './transport.ts';

/** What a change has to bring along: a token, and the cookies it was given out with. One without the other is nothing. */
interface Token {
  headers: { 'x-csrf-token': string; cookie: string };
}

interface CsrfTokens {
  get(signal: AbortSignal): Promise<Token>;
  /** It is not taken any more. */
  forget(refused: Token): void;
}

export const NO_TOKEN = 'sap-s4.no_csrf_token';
const WITHIN_MS = 60_000;
// Some systems of one's own know their services with the last slash only, some without it.
const ROOTS = [`/${SERVICES.partners.name}/`, `/${SERVICES.partners.name}`];

/** Tokens are a user's and not a service's: one does for all. */
export function createCsrfTokens(transport: Transport, failureOf: (answer: Answer) => PuenteError): CsrfTokens {
  const token = singleFlight(() => fetchToken(transport, failureOf));
  return { get: (signal) => token.get(signal), forget: (refused) => token.forget(refused) };
}

/** With GET: some tenants refuse HEAD. */
async function fetchToken(transport: Transport, failureOf: (answer: Answer) => PuenteError): Promise<Token> {
  for (const root of ROOTS) {
    const answer = await transport.send(root, { headers: { 'x-csrf-token': 'Fetch' } }, AbortSignal.timeout(WITHIN_MS));
    const token = answer.headers.get('x-csrf-token');
    if (answer.status === 200 && token && !/^required$/i.test(token))
      return { headers: { 'x-csrf-token': token, cookie: cookiesOf(answer) } };
    if (answer.status !== 200 && answer.status !== 404) throw failureOf(answer);
  }
  throw noToken();
}

/** None is given out, or none is taken: what stands in between may keep cookies or headers to itself. */
export const noToken = (): TransientError => new TransientError('S/4HANA takes no token for changes', { code: NO_TOKEN });

const cookiesOf = ({ headers }: Answer): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]?.trim() ?? '')
    .filter((cookie) => cookie !== '')
    .join('; ');

/** 403 that asks for a token, however the rest of the answer is worded. */
export const isTokenRefused = ({ status, headers }: Answer): boolean =>
  status === 403 && /^required$/i.test(headers.get('x-csrf-token') ?? '');
