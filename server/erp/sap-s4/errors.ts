import { z } from 'zod';
import { CredentialsRefusedError, ReconnectError, TransientError, type PuenteError } from '../../shared/errors.ts';
import { createFailures } from '../shared/failures.ts';
import type { Answer } from '../shared/http.ts';
import { hostOf } from '../shared/settings.ts';
import type { Service } from './services.ts';
import type { S4Settings } from './settings.ts';

export interface Asked {
  settings: S4Settings;
  service: Service;
  set: string;
  now: Date;
}

export const failures = createFailures('sap-s4', 'S/4HANA');

const Fault = z.object({ error: z.object({ code: z.string(), message: z.object({ value: z.string() }) }) });

/** `/IWFND/MED/170`: no such service for this user. */
const NO_SERVICE = '/IWFND/MED/170';
/** A tenant may know a service and not all of its properties. */
const UNKNOWN_PROPERTY = /property .*not found|not found in (entity )?type|invalid property/i;

/** Turns an answer that is no result into what happens next. Pages stand behind 401 and 5xx. */
export function failureOf(answer: Answer, asked: Asked): PuenteError {
  const { settings, service, set, now } = asked;
  const host = hostOf(settings);
  const trouble = failures.busy(answer, now) ?? failures.unavailable(answer, host);
  if (trouble) return trouble;
  const { status } = answer;
  const fault = Fault.safeParse(answer.json).data?.error;
  if (status === 401) return accessDenied(settings);
  if (status === 403) return isOfSap(answer) ? missingScenario(service) : failures.blocked(answer, host);
  if (fault?.code.startsWith(NO_SERVICE)) return missingScenario(service);
  if (!answer.isJson) return status === 404 ? notS4(host, status) : failures.unreadableAnswer(answer, host);
  const params = { host, status, errorCode: fault?.code ?? null, object: `${service.name}/${set}`, message: fault?.message.value ?? null };
  if (status === 400 && UNKNOWN_PROPERTY.test(fault?.message.value ?? ''))
    return new ReconnectError('This release does not say what we need', { code: 'sap-s4.release_too_old', params });
  return new TransientError(`S/4HANA refuses ${set}`, { code: 'sap-s4.request_refused', params });
}

/** What stands in front of a system has no errors in the format of OData, and none of its headers. */
function isOfSap({ json, headers, text }: Answer): boolean {
  const names = [...headers.keys()].filter((name) => name.startsWith('sap-'));
  return names.length > 0 || Fault.safeParse(json).success || /\bSAP\b/.test(`${headers.get('server') ?? ''} ${text}`);
}

function accessDenied({ user, tokenUrl }: S4Settings): ReconnectError {
  return new CredentialsRefusedError('S/4HANA refused the login', {
    code: tokenUrl === null ? 'sap-s4.access_denied' : 'sap-s4.token_refused',
    params: { user },
    help: 'Check the communication user and its password, or the client id and its secret.',
  });
}

function missingScenario({ name, scenario }: Service): ReconnectError {
  return new ReconnectError(`The user may not use ${name}`, {
    code: 'sap-s4.missing_scenario',
    params: { scenario, service: name },
    help: `Create a communication arrangement for ${scenario} with this communication user.`,
  });
}

const notS4 = (host: string, status: number): ReconnectError =>
  new ReconnectError('No S/4HANA answers at this address', {
    code: 'sap-s4.not_s4',
    params: { host, status },
    help: 'The address is that of the API host; in the cloud it contains "-api".',
  });

// ── tokens ──

/** Nothing was given out. */
export function tokenFailure(answer: Answer, { settings, host, now }: { settings: S4Settings; host: string; now: Date }): PuenteError {
  const trouble = failures.busy(answer, now) ?? failures.unavailable(answer, host);
  if (trouble) return trouble;
  const { status, isJson } = answer;
  if (status === 401 || (status === 400 && isJson))
    return new CredentialsRefusedError('The token service refused the client', {
      code: 'sap-s4.client_refused',
      params: { host, user: settings.user },
      help: 'Check the client id and the client secret.',
    });
  if (isJson && status < 300) return failures.unexpectedAnswer('The token service gave no token', 'access_token');
  return new ReconnectError('No token service answers at this address', {
    code: 'sap-s4.no_token_service',
    params: { host, status },
    help: 'Enter the token address of the communication arrangement.',
  });
}
