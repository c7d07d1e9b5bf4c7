import { z } from 'zod';
import { Faults } from '../faults.ts';
import { serve, type FakeAnswer, type FakeRequest } from '../http.ts';

/** The table of the EU's own test service: what each number is answered. */
export const VIES_TEST_ERRORS: Readonly<Record<string, string>> = {
  201: 'INVALID_INPUT',
  202: 'INVALID_REQUESTER_INFO',
  300: 'SERVICE_UNAVAILABLE',
  301: 'MS_UNAVAILABLE',
  302: 'TIMEOUT',
  400: 'VAT_BLOCKED',
  401: 'IP_BLOCKED',
  500: 'GLOBAL_MAX_CONCURRENT_REQ',
  501: 'GLOBAL_MAX_CONCURRENT_REQ_TIME',
  600: 'MS_MAX_CONCURRENT_REQ',
  601: 'MS_MAX_CONCURRENT_REQ_TIME',
};

type Said = 'valid' | 'invalid' | { error: string };

const Asked = z.object({ countryCode: z.string(), vatNumber: z.string() });

interface ViesFakeOptions {
  /** Added to every answer. */
  latencyMs?: number;
}

export type ViesFake = Awaited<ReturnType<typeof startViesFake>>;

/**
 * VIES over HTTP. Its numbers are those of the EU's test service; leading zeros say nothing, so that a number may also have its country's shape:
 * `000000200` is 200. What was told by `knows` comes first, anything else is valid.
 */
export async function startViesFake({ latencyMs = 0 }: ViesFakeOptions = {}) {
  const faults = new Faults();
  const told = new Map<string, Said>();
  /** `DE136695976`, in the order in which they came. */
  const asked: string[] = [];
  const open = new Map<string, number>();
  let mostOfACountry = 0;
  let latency = latencyMs;

  async function handle({ method, url, raw }: FakeRequest): Promise<FakeAnswer> {
    if (method !== 'POST' || url.pathname !== '/check-vat-number') return { status: 404 };
    const body = Asked.safeParse(JSON.parse(raw.toString()));
    if (!body.success) return failed('INVALID_INPUT', 400);
    const { countryCode, vatNumber } = body.data;
    asked.push(countryCode + vatNumber);
    const others = open.get(countryCode) ?? 0;
    open.set(countryCode, others + 1);
    mostOfACountry = Math.max(mostOfACountry, others + 1);
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    open.set(countryCode, open.get(countryCode)! - 1);
    return answer(countryCode, vatNumber, told.get(countryCode + vatNumber) ?? ofTable(vatNumber));
  }

  const server = await serve({ handle, faults });
  return {
    url: server.url,
    faults,
    asked,
    /** Calls about one country at the same time, at most. */
    mostOfACountry: () => mostOfACountry,
    knows: (number: string, said: Said): void => void told.set(number, said),
    setLatency: (ms: number): void => void (latency = ms),
    close: () => server.close(),
  };
}

function ofTable(vatNumber: string): Said {
  const number = vatNumber.replace(/^0+/, '');
  const error = VIES_TEST_ERRORS[number];
  if (error) return { error };
  return number === '200' ? 'invalid' : 'valid';
}

const failed = (error: string, status = 200): FakeAnswer => ({ status, body: { actionSucceed: false, errorWrappers: [{ error }] } });

function answer(countryCode: string, vatNumber: string, said: Said): FakeAnswer {
  if (typeof said === 'object') return failed(said.error);
  const isValid = said === 'valid';
  const [name, address] = isValid ? ['Jane Doe', '1 High Street'] : ['---', '---'];
  const about = { countryCode, vatNumber, requestDate: '2026-11-29T10:00:00.000Z', requestIdentifier: '' };
  return { status: 200, body: { ...about, valid: isValid, name, address } };
}
