import { z } from 'zod';
import { CredentialsRefusedError, PuenteError, ReconnectError, TransientError, type Explanation } from '../../shared/errors.ts';
import type { Answer } from '../shared/http.ts';
import { asUnclear, createFailures } from '../shared/failures.ts';
import { mayNotMakeProducts, mayNotMakeProjects, mayNotSell, mayNotSend } from './order-refusals.ts';
import { mayNot, refused as refusedRecord } from './refusals.ts';
import { hostOf } from '../shared/settings.ts';
import { todayOf, type CompanyClock } from '../shared/today.ts';
import type { OdooSettings } from './settings.ts';

/** What was asked, for the explanation. */
export interface Asked {
  settings: OdooSettings;
  model: string;
  method: string;
  clock: CompanyClock;
}

const OdooFault = z.object({ name: z.string(), message: z.string().catch('') });
type OdooFault = z.output<typeof OdooFault>;
const RpcError = z.object({ error: z.object({ data: OdooFault }) });

/** The error in an answer: `error.data` of JSON-RPC (with HTTP 200), the whole body of JSON-2 (with a status). */
export function faultIn({ json, status }: Answer): OdooFault | null {
  const rpc = RpcError.safeParse(json);
  if (rpc.success) return rpc.data.error.data;
  return status >= 400 ? (OdooFault.safeParse(json).data ?? null) : null;
}

const MISSING_RIGHT = 'odoo.missing_right';
const MISSING_MODULE = 'odoo.module_missing';
const DATABASE_UNKNOWN = 'odoo.database_unknown';
const DATABASE_NEEDED = 'odoo.database_needed';
/** The only way to a record by its external id for those who may not read `ir.model.data`, and that is everybody but administrators. */
export const FIND_BY_KEY = 'check_object_reference';

/** No record has the external id that was asked for. */
export class UnknownKeyError extends TransientError {}

export const failures = createFailures('odoo', 'Odoo');

/** Turns an answer that is no result into what happens next. Decided by the exception's name, because messages are translated. */
export function failureOf(answer: Answer, asked: Asked): PuenteError {
  const { status } = answer;
  const host = hostOf(asked.settings);
  // Whatever the body is: a page of the host's, or an error of JSON-2.
  const busy = failures.busy(answer, asked.clock.now());
  if (busy) return busy;
  const fault = faultIn(answer);
  if (fault) return ofFault(fault, asked);
  if (status === 401 || status === 403 || status === 402)
    return isOnline(host) ? planWithoutApi(host) : answer.isJson ? accessDenied(asked) : failures.blocked(answer, host);
  // A JSON-2 call whose database the server does not have is answered before there is an API, with a page.
  if (status === 404) return noSuchDatabase(asked, null);
  return failures.unavailable(answer, host) ?? failures.unreadableAnswer(answer, host);
}

/**
 * Of a call that changes something. An exception of Odoo's was rolled back; a page says that whoever stands in between gave up waiting, and
 * nobody knows what became of the call behind it.
 */
export function changeFailureOf(answer: Answer, asked: Asked): PuenteError {
  const fault = faultIn(answer);
  if (fault && REFUSALS.includes(fault.name)) return refusedRecord(fault.message);
  if (fault?.name === 'odoo.exceptions.AccessError') return withoutRight(asked.model, fault.message);
  const failure = failureOf(answer, asked);
  return fault === null && failure instanceof TransientError ? asUnclear(failure) : failure;
}

/** Of a question about some records: an exception of Odoo's is about these, whatever module raises it, unless it is the database's. */
export function questionFailureOf(answer: Answer, asked: Asked): PuenteError {
  const failure = failureOf(answer, asked);
  const fault = faultIn(answer);
  return fault && ABOUT_RECORDS.includes(failure.code) ? refusedRecord(fault.message || fault.name) : failure;
}

/** What is written beside contacts. */
const WITHOUT_RIGHT: Readonly<Record<string, (message: string) => PuenteError>> = {
  'sale.order': mayNotSell,
  'stock.picking': mayNotSell,
  'project.project': mayNotMakeProjects,
  'product.product': mayNotMakeProducts,
  'mail.compose.message': mayNotSend,
  'account.move.send.wizard': mayNotSend,
};
const withoutRight = (model: string, message: string): PuenteError => WITHOUT_RIGHT[model]?.(message) ?? mayNot('write', message);
const SERVER_ERROR = 'odoo.server_error';
const FIELD_UNKNOWN = 'odoo.field_unknown';
const ABOUT_RECORDS = [SERVER_ERROR, FIELD_UNKNOWN];
/** Failures of a question about some records that another question need not meet. */
export const REFUSED_QUESTIONS: readonly string[] = [...ABOUT_RECORDS, MISSING_RIGHT, MISSING_MODULE];

const REFUSALS = ['UserError', 'ValidationError', 'RedirectWarning', 'MissingError'].map((name) => `odoo.exceptions.${name}`);

/** Of a field that is written the name alone, on some versions. */
const UNKNOWN_FIELD = ['builtins.ValueError', 'builtins.KeyError'];

function ofFault({ name, message }: OdooFault, asked: Asked): PuenteError {
  const { model, method } = asked;
  const explain = (code: string): Explanation => ({ code, params: { model, method, name } });
  if (name === 'builtins.ValueError' && method === FIND_BY_KEY) return new UnknownKeyError('Odoo knows no such key', explain(SERVER_ERROR));
  if (name === 'odoo.exceptions.AccessDenied' || name === 'werkzeug.exceptions.Unauthorized') return accessDenied(asked);
  if (name === 'odoo.exceptions.AccessError' || name === 'werkzeug.exceptions.Forbidden') return refused(message, asked);
  if (name === 'psycopg2.OperationalError' && isUnknownDatabase(message)) return noSuchDatabase(asked, null);
  if (isMissingModel(name, message, model)) return missingModule(model);
  if (UNKNOWN_FIELD.includes(name)) return new TransientError(`Odoo refuses a field of ${model}`, explain(FIELD_UNKNOWN));
  if (name.startsWith('psycopg2.')) return new TransientError('The database of Odoo was busy', explain('odoo.database_busy'));
  return new TransientError(`Odoo failed: ${name}`, explain(SERVER_ERROR));
}

export function accessDenied({ settings, clock }: Pick<Asked, 'settings' | 'clock'>): CredentialsRefusedError {
  const { keyExpiresOn, login } = settings;
  if (keyExpiresOn !== null && keyExpiresOn <= todayOf(clock)) {
    return new CredentialsRefusedError('The API key has expired', {
      code: 'odoo.key_expired',
      params: { expiredOn: keyExpiresOn },
      help: 'Make a new API key in Odoo and enter it.',
    });
  }
  return new CredentialsRefusedError('Odoo refused the API key', {
    code: 'odoo.access_denied',
    params: { login, isOdooOnline: isOnline(hostOf(settings)) },
    help: 'Check the user, or make a new API key in Odoo (Preferences, Account Security) and enter it.',
  });
}

function planWithoutApi(host: string): ReconnectError {
  return new ReconnectError('This Odoo Online plan has no external API', {
    code: 'odoo.plan_without_api',
    params: { host },
    help: 'The external API needs the Custom plan of Odoo Online.',
  });
}

/** The message names the groups that have the right, one a line. */
function refused(message: string, { model }: Asked): ReconnectError {
  const named = /\(([a-z_]\w*(?:\.\w+)+)\)/.exec(message)?.[1] ?? model;
  const groups = [...message.matchAll(/^\s+-\s+(.+)$/gm)].map(([, group]) => group?.trim()).join(', ');
  return missingRight(named, groups || null);
}

export function missingRight(model: string, groups: string | null): ReconnectError {
  return new ReconnectError(`The Odoo user may not read ${model}`, {
    code: MISSING_RIGHT,
    params: { model, groups },
    help: 'Give the user the right to read it.',
  });
}

/** User, key or database are not, or not any more, what they were when we logged in. The database may be one that nobody named: the only one there was. */
export const isLoginRefused = (error: unknown): boolean =>
  error instanceof CredentialsRefusedError || (error instanceof ReconnectError && [DATABASE_UNKNOWN, DATABASE_NEEDED].includes(error.code));

/** The user lacks a right, as opposed to being nobody at all. */
export const isRefusal = (error: unknown): boolean => error instanceof PuenteError && error.code === MISSING_RIGHT;
export const isMissingModule = (error: unknown): boolean => error instanceof PuenteError && error.code === MISSING_MODULE;

export function missingField(model: string, field: string): ReconnectError {
  return new ReconnectError(`The Odoo user may not read the field ${field} of ${model}`, {
    code: 'odoo.missing_field',
    params: { model, field },
  });
}

export function missingModule(model: string): ReconnectError {
  return new ReconnectError(`This Odoo has no ${model}`, { code: MISSING_MODULE, params: { model } });
}

export function noSuchDatabase({ settings }: Pick<Asked, 'settings'>, databases: readonly string[] | null): ReconnectError {
  const { database } = settings;
  const params = { host: hostOf(settings), databases: databases?.join(', ') ?? null };
  if (database === null) return new ReconnectError('Which database?', { code: DATABASE_NEEDED, params });
  return new ReconnectError('Odoo has no such database', { code: DATABASE_UNKNOWN, params: { ...params, database } });
}

export function notOdoo(settings: OdooSettings): ReconnectError {
  return new ReconnectError('No Odoo answers at this address', { code: 'odoo.not_odoo', params: { host: hostOf(settings) } });
}

/** The language of the message is the database server's. */
const isUnknownDatabase = (message: string): boolean => /database "[^"]*" does not exist|no existe la base de datos/.test(message);

function isMissingModel(name: string, message: string, model: string): boolean {
  const isUnknown = name === 'odoo.exceptions.UserError' || name === 'werkzeug.exceptions.NotFound' || name === 'builtins.KeyError';
  return isUnknown && message.includes(model) && !message.includes(`${model}.`);
}

const isOnline = (host: string): boolean => host.endsWith('.odoo.com');
