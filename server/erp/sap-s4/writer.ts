import { z } from 'zod';
import type { ErpIo } from '../shared/contract.ts';
import type { Answer } from '../shared/http.ts';
import { answerIn, changeSetOf, headersOf, isStillSo, type Change } from './change-set.ts';
import { createCsrfTokens, isTokenRefused, noToken } from './csrf.ts';
import { failureOf, type Asked } from './errors.ts';
import { SERVICES, type Service } from './services.ts';
import type { S4Settings } from './settings.ts';
import type { Transport } from './transport.ts';
import { lostWrite, outcomeUnknown, recordBusy, recordGone, writeFailureOf } from './write-errors.ts';

/** A record as it is now. */
interface Entity {
  row: Record<string, unknown>;
  /** Opaque; null: the server gives it none. */
  etag: string | null;
}

/** Changes to records. A refusal is a `RecordRejectedError`; where nobody knows, an `UnclearOutcomeError`; after any other failure nothing was changed. */
export interface S4Writer {
  /** One record, all of it; null: there is none. */
  entity(service: Service, path: string, signal: AbortSignal): Promise<Entity | null>;
  /** Names the version that the change is of. A `RecordBusyError` where the record holds something else than it was worked out from. */
  withVersion(service: Service, change: Change, signal: AbortSignal): Promise<Change>;
  /** Makes a record with all that belongs to it, and answers it. */
  create(service: Service, set: string, body: object, signal: AbortSignal): Promise<Record<string, unknown>>;
  /** Makes all of these changes, or none. */
  change(service: Service, changes: readonly Change[], signal: AbortSignal): Promise<void>;
  /** `A_SalesOrder`'s functions and the like, which change something; answers what the server answers. */
  act(service: Service, path: string, etag: string | null, signal: AbortSignal): Promise<unknown>;
  /** Proves that changes would be let in, as far as a question can. */
  checkToken(signal: AbortSignal): Promise<void>;
}

const Single = z.object({ d: z.record(z.string(), z.unknown()) });
const ETAG_MISSING = 428;

export function createWriter(settings: S4Settings, transport: Transport, io: Pick<ErpIo, 'now'>): S4Writer {
  const about = (service: Service, path: string): Asked => ({ settings, service, set: setOf(path), now: io.now() });
  const tokens = createCsrfTokens(transport, (answer) => failureOf(answer, about(SERVICES.partners, 'the token')));

  async function send(service: Service, { method, path, body, headers }: Sent, signal: AbortSignal): Promise<Answer> {
    const token = await tokens.get(signal);
    const once = async (own: typeof token): Promise<Answer> => {
      try {
        return await transport.send(
          `/${service.name}/${path}`,
          { method, ...(body && { body }), headers: { ...headers, ...own.headers } },
          signal,
        );
      } catch (error) {
        throw lostWrite(error, setOf(path), signal);
      }
    };
    const answer = await once(token);
    if (!isTokenRefused(answer)) return answer;
    tokens.forget(token);
    const again = await once(await tokens.get(signal));
    if (isTokenRefused(again)) throw noToken();
    return again;
  }

  async function sendChange(service: Service, change: Change, signal: AbortSignal): Promise<Answer> {
    const { method, path, body } = change;
    return send(service, { method, path, ...(body && { body: JSON.stringify(body) }), headers: headersOf(change) }, signal);
  }

  async function sendAll(service: Service, changes: readonly Change[], signal: AbortSignal): Promise<Answer> {
    const [only, ...others] = changes;
    if (only && others.length === 0) return sendChange(service, only, signal);
    const { contentType, body } = changeSetOf(changes);
    const answer = await send(service, { method: 'POST', path: '$batch', body, headers: { 'content-type': contentType } }, signal);
    if (answer.status !== 202 && answer.status !== 200) return answer;
    const inner = answerIn(answer);
    if (!inner) throw outcomeUnknown(setOf(only?.path ?? ''), { status: answer.status });
    return inner;
  }

  async function entity(service: Service, path: string, signal: AbortSignal): Promise<Entity | null> {
    const answer = await transport.send(`/${service.name}/${path}`, {}, signal);
    const asked = about(service, path);
    if (answer.status === 200 && answer.isJson) {
      const row = Single.parse(answer.json).d;
      const Versioned = z.object({ __metadata: z.object({ etag: z.string() }) });
      return { row, etag: answer.headers.get('etag') ?? Versioned.safeParse(row).data?.__metadata.etag ?? null };
    }
    const failure = failureOf(answer, asked);
    if (answer.status === 404 && answer.isJson && failure.code === 'sap-s4.request_refused') return null;
    throw failure;
  }

  async function withVersion(service: Service, change: Change, signal: AbortSignal): Promise<Change> {
    const now = await entity(service, change.path, signal);
    if (!now) throw recordGone();
    if (!isStillSo(now.row, change)) throw recordBusy(about(service, change.path));
    return { ...change, etag: now.etag };
  }

  /** What a set needs to be changed only its server knows, and says. */
  const withVersions = async (service: Service, changes: readonly Change[], signal: AbortSignal): Promise<Change[]> => {
    const versioned: Change[] = [];
    for (const change of changes) {
      const isNeeded = change.method !== 'POST' && !change.etag;
      versioned.push(isNeeded ? await withVersion(service, change, signal) : change);
    }
    return versioned;
  };

  return {
    entity,
    withVersion,
    async create(service, set, body, signal) {
      const answer = await sendChange(service, { method: 'POST', path: set, body }, signal);
      if (answer.status !== 201) throw writeFailureOf(answer, about(service, set));
      transport.noteWarnings(answer);
      const made = Single.safeParse(answer.json).data;
      if (!made) throw outcomeUnknown(set, { status: answer.status });
      return made.d;
    },
    async change(service, changes, signal) {
      if (changes.length === 0) return;
      let answer = await sendAll(service, changes, signal);
      if (answer.status === ETAG_MISSING) answer = await sendAll(service, await withVersions(service, changes, signal), signal);
      if (answer.status < 200 || answer.status >= 300) throw writeFailureOf(answer, about(service, changes[0]?.path ?? ''));
      transport.noteWarnings(answer);
    },
    async act(service, path, etag, signal) {
      const answer = await sendChange(service, { method: 'POST', path, etag }, signal);
      if (answer.status < 200 || answer.status >= 300) throw writeFailureOf(answer, about(service, path));
      transport.noteWarnings(answer);
      return answer.json;
    },
    async checkToken(signal) {
      await tokens.get(signal);
    },
  };
}

interface Sent {
  method: string;
  path: string;
  body?: string;
  headers: Record<string, string>;
}

/** Which set a path is about. */
const setOf = (path: string): string => path.replace(/[(?].*$/, '');
