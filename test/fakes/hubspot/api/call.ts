import type { FakeAnswer, FakeRequest } from '../../http.ts';
import type { Crm, Writer } from '../crm.ts';
import { badRequest, HubSpotError } from '../errors.ts';
import type { Grant, Installs } from '../installs.ts';
import type { Portal } from '../portal.ts';
import type { RateBucket } from '../rate-limits.ts';
import type { Workflows } from '../workflows.ts';
import { objectTypeOf, type ApiVersion, type ObjectType } from '../types.ts';

type Body = Record<string, unknown>;

/** One authenticated call to the API. */
export interface ApiCall {
  portal: Portal;
  crm: Crm;
  installs: Installs;
  workflows: Workflows;
  grant: Grant;
  version: ApiVersion;
  path: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: Body;
  writer: Writer;
}

export interface Route {
  method: string;
  /** Segments; `:name` takes any one. */
  path: string;
  /** Any of these; the object's plural stands for `{object}`. None: every token may. */
  scopes?: readonly string[];
  bucket?: RateBucket;
  handle(call: ApiCall): FakeAnswer;
}

export const ok = (body: unknown, status = 200): FakeAnswer => ({ status, body });
export const noContent = (): FakeAnswer => ({ status: 204 });

export function objectTypeIn(call: ApiCall, name = 'object'): ObjectType {
  const given = call.path[name] ?? '';
  const type = objectTypeOf(given);
  if (!type) throw badRequest(`Unable to infer object type from: ${given}`);
  return type;
}

export function readBody(request: FakeRequest): Body {
  if (request.raw.length === 0) return {};
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new HubSpotError(415, { category: 'VALIDATION_ERROR', message: 'Unsupported media type' });
  }
  try {
    const body: unknown = JSON.parse(request.raw.toString());
    request.json = body;
    if (typeof body === 'object' && body !== null) return body as Body;
  } catch {
    // Answered below.
  }
  throw badRequest('Invalid input JSON');
}

/** The inputs of a batch, within its limit. */
export function inputsOf<T>(body: Body, limit: number): T[] {
  const { inputs } = body;
  if (!Array.isArray(inputs)) throw badRequest('inputs is required');
  if (inputs.length > limit) throw badRequest(`The maximum number of inputs supported in a batch request is ${limit}.`);
  return inputs as T[];
}
