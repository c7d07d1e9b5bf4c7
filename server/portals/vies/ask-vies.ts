import { z } from 'zod';
import type { Outbound } from '../../outbound/index.ts';
import { PuenteError } from '../../shared/errors.ts';
import { parseJson } from '../../shared/json.ts';
import type { VatNumber } from './vat-number.ts';

/** `unknown`: nobody could say. It is never taken for invalid. */
export type VatAnswer = 'valid' | 'invalid' | 'unknown';

export interface ViesSaid {
  answer: VatAnswer;
  /** Why nobody could say: VIES's own word, the HTTP status, or the code of the failure. */
  reason: string | null;
}

export interface ViesService {
  fetch: Outbound['fetch'];
  /** Where `check-vat-number` is. */
  apiUrl: string;
}

const TIMEOUT_MS = 8_000;

/**
 * As public clients of VIES read it, and as others recorded the EU's test service: 200 with `valid`, or with `errorWrappers` for whatever went wrong.
 * `isValid` and `userError` are the words of the same service's GET. All lenient: what is not understood is unknown.
 */
const Answer = z.object({
  valid: z.boolean().optional(),
  isValid: z.boolean().optional(),
  userError: z.string().nullish(),
  actionSucceed: z.boolean().optional(),
  errorWrappers: z.array(z.object({ error: z.string() })).nullish(),
});

/** One call; who asks sees to it that there is only one of a country at a time. Throws only what `signal` was aborted with. */
export async function askVies({ fetch, apiUrl }: ViesService, { country, number }: VatNumber, signal?: AbortSignal): Promise<ViesSaid> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const body = JSON.stringify({ countryCode: country, vatNumber: number });
  try {
    const request = { method: 'POST', headers, body, timeoutMs: TIMEOUT_MS, ...(signal && { signal }) };
    const response = await fetch(`${apiUrl}/check-vat-number`, request);
    return readAnswer(response.ok, response.status, await response.text());
  } catch (error) {
    if (error instanceof PuenteError) return nobodySays(error.code);
    throw error;
  }
}

function readAnswer(isOk: boolean, status: number, text: string): ViesSaid {
  const parsed = Answer.safeParse(jsonIn(text));
  if (!parsed.success) return nobodySays(isOk ? 'NOT_UNDERSTOOD' : `HTTP_${status}`);
  const { valid, isValid, userError, actionSucceed, errorWrappers } = parsed.data;
  const fault = errorWrappers?.[0]?.error ?? (userError && !['VALID', 'INVALID'].includes(userError) ? userError : null);
  if (fault !== null) return nobodySays(fault);
  if (!isOk) return nobodySays(`HTTP_${status}`);
  const verdict = valid ?? isValid;
  if (verdict === undefined || actionSucceed === false) return nobodySays('NOT_UNDERSTOOD');
  return { answer: verdict ? 'valid' : 'invalid', reason: null };
}

const nobodySays = (reason: string): ViesSaid => ({ answer: 'unknown', reason });

function jsonIn(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
