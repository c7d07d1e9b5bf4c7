import { z } from 'zod';
import { CredentialsRefusedError, ReconnectError, PuenteError, TransientError } from '../../shared/errors.ts';
import type { Answer } from '../shared/http.ts';
import { createFailures } from '../shared/failures.ts';
import { hostOf } from '../shared/settings.ts';
import type { B1Settings } from './settings.ts';

export interface Asked {
  settings: B1Settings;
  /** The set or service that was asked. */
  resource: string;
  now: Date;
}

const Fault = z.object({ error: z.object({ code: z.union([z.string().regex(/^-?\d+$/), z.number()]).transform(Number) }) });

/** v2 writes the code as text, v1 as a number. The message is in the language of the user and says nothing to a program. */
export const faultCode = ({ json }: Answer): number | null => Fault.safeParse(json).data?.error.code ?? null;

export const SESSION_OVER = 301;
const UNKNOWN_PROPERTY = 201;
export const MALFORMED_QUERY = -1000;
const NOT_PERMITTED = -5006;
export const MISSING_RIGHT = 'sap-b1.missing_right';
export const REQUEST_REFUSED = 'sap-b1.request_refused';
export const UNAVAILABLE = 'sap-b1.unavailable';
export const PATCH_LEVEL_TOO_OLD = 'sap-b1.patch_level_too_old';

export const failures = createFailures('sap-b1', 'Service Layer');

/** The server does not tell this to this user, or not on this patch level. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof PuenteError && [MISSING_RIGHT, REQUEST_REFUSED, PATCH_LEVEL_TOO_OLD].includes(error.code);

/** What there is where the server does not tell it. */
export const ifRefused =
  <T>(otherwise: T) =>
  (error: unknown): T => {
    if (isRefusal(error)) return otherwise;
    throw error;
  };

/** Turns an answer that is no result into what happens next. */
export function failureOf(answer: Answer, asked: Asked): PuenteError {
  const { status } = answer;
  const code = faultCode(answer);
  const params = { host: hostOf(asked.settings), status, errorCode: code, resource: asked.resource };
  const trouble = proxyTrouble(answer, asked);
  if (trouble) return trouble;
  if (code === NOT_PERMITTED || (status === 403 && answer.isJson)) return missingRight(asked.resource);
  if (status === 401) return new TransientError('The session ended again at once', { code: 'sap-b1.session_lost', params });
  if (code === UNKNOWN_PROPERTY) return patchLevelTooOld(asked);
  if (!answer.isJson) return notServiceLayer(answer, asked);
  return new TransientError(`Service Layer refuses ${asked.resource}`, { code: REQUEST_REFUSED, params });
}

/** What servers and proxies say, whatever was asked of them. */
const proxyTrouble = (answer: Answer, { settings, now }: Asked): PuenteError | null =>
  failures.busy(answer, now) ?? failures.unavailable(answer, hostOf(settings));

function notServiceLayer(answer: Answer, { settings }: Asked): PuenteError {
  const { status } = answer;
  const host = hostOf(settings);
  if (status === 403) return failures.blocked(answer, host);
  if (status !== 404) return failures.unreadableAnswer(answer, host);
  return new ReconnectError('No Service Layer answers at this address', {
    code: 'sap-b1.not_service_layer',
    params: { host, status },
    help: 'The address is that of the Service Layer, usually with port 50000; it is not that of the web client.',
  });
}

const NO_LICENCE = 'sap-b1.no_licence';
/** Codes of the login as seen in the field. -304 and -306 come with the same words: of a wrong database, a wrong password, and while starting. */
const LOGIN_FAILURES: Readonly<Record<number, string>> = {
  [-304]: 'sap-b1.database_or_password',
  [-306]: 'sap-b1.database_or_password',
  100000027: 'sap-b1.access_denied',
  100000055: 'sap-b1.user_locked',
  [-8037]: NO_LICENCE,
};

const NEVER_PASSES: ReadonlySet<string | undefined> = new Set(['sap-b1.access_denied', 'sap-b1.user_locked']);

/** A server that is still starting refuses as if the password were wrong; whoever asks again has to know that some refusals lock the user. */
export function loginFailure(answer: Answer, asked: Asked): PuenteError {
  const { companyDb, user } = asked.settings;
  const known = LOGIN_FAILURES[faultCode(answer) ?? 0];
  const trouble = known ? null : proxyTrouble(answer, asked);
  if (trouble) return trouble;
  // Without an error of the Service Layer's kind it is somebody else's JSON.
  if (!answer.isJson || faultCode(answer) === null)
    return notServiceLayer({ ...answer, status: answer.isJson ? 404 : answer.status }, asked);
  const explanation = {
    code: known ?? 'sap-b1.login_refused',
    params: { companyDb, user, errorCode: faultCode(answer) },
    help: 'Check company database, user, password and licence in SAP Business One.',
  };
  const message = 'Service Layer refused the login';
  if (known === NO_LICENCE) return new ReconnectError(message, explanation);
  return new CredentialsRefusedError(message, { ...explanation, mayPass: !NEVER_PASSES.has(known) });
}

function missingRight(object: string): ReconnectError {
  return new ReconnectError(`The user may not read ${object}`, {
    code: MISSING_RIGHT,
    params: { object },
    help: 'Give the user the authorisation to read it in SAP Business One (Administration, System Initialization, Authorizations).',
  });
}

function patchLevelTooOld({ resource }: Asked): ReconnectError {
  return new ReconnectError('This patch level does not say what we need', {
    code: PATCH_LEVEL_TOO_OLD,
    params: { object: resource },
    help: 'Update SAP Business One: this Service Layer does not know a property that is needed.',
  });
}
