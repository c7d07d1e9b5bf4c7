import { z } from 'zod';
import type { ErpIo } from '../shared/contract.ts';
import { createSend, type Answer } from '../shared/http.ts';
import { faultCode, loginFailure, SESSION_OVER, type Asked } from './errors.ts';
import type { B1Settings } from './settings.ts';
import { lostQuestion, lostWrite } from './write-errors.ts';

interface Session {
  cookie: string;
  version: string;
}

export interface Init {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** It is no question: once it is sent, nobody knows what became of it until the answer is here. */
  changes?: true;
}

type ServiceSend = (path: string, init: Init, signal?: AbortSignal) => Promise<Answer>;

const ROOT = '/b1s/v2';
const Login = z.object({ SessionId: z.string(), Version: z.union([z.string(), z.number()]).transform(String).optional() });

/** Calls by their paths below the service root. */
export function createServiceSend(settings: B1Settings, io: ErpIo): ServiceSend {
  const send = createSend({ ...settings, url: `${settings.url}${ROOT}` }, io);
  return async (path, { changes, ...init }: Init, signal) => {
    const headers = { ...(init.body !== undefined && { 'content-type': 'application/json' }), ...init.headers };
    try {
      return await send(`/${path}`, { ...init, headers }, signal);
    } catch (error) {
      throw changes ? lostWrite(error, setOf(path), signal) : lostQuestion(error);
    }
  };
}

/** Which set a path is about. */
export const setOf = (path: string): string => path.replace(/\(.*$/, '');

export async function logIn(send: ServiceSend, settings: B1Settings, now: Date): Promise<Session> {
  const { companyDb, user, password } = settings;
  const body = JSON.stringify({ CompanyDB: companyDb, UserName: user, Password: password });
  const answer = await send('Login', { method: 'POST', body });
  const asked: Asked = { settings, resource: 'Login', now };
  const { data } = Login.safeParse(answer.json);
  if (answer.status !== 200 || !data) throw loginFailure(answer, asked);
  return { cookie: cookiesOf(answer.headers, data.SessionId), version: data.Version ?? '' };
}

/** `B1SESSION` names the session, `ROUTEID` the server that knows it. Both are sent explicitly: their paths differ. */
function cookiesOf(headers: Headers, session: string): string {
  const given = headers.getSetCookie().map((cookie) => cookie.split(';')[0]?.trim() ?? '');
  const route = given.find((cookie) => cookie.startsWith('ROUTEID='));
  return [`B1SESSION=${session}`, ...(route ? [route] : [])].join('; ');
}

export const isSessionOver = (answer: Answer): boolean =>
  (answer.status === 401 && (!answer.isJson || faultCode(answer) === SESSION_OVER)) || isNodeGone(answer);
/** `ROUTEID` ties the session to one node of the server; without it every call with that cookie would be refused for ever. */
const isNodeGone = ({ status, json }: Answer): boolean => status === 503 && FromBalancer.safeParse(json).success;
const FromBalancer = z.object({ sender: z.literal('load balancer') });
