import type { OutboundRequestInit } from '../../outbound/index.ts';
import type { ErpIo, ErpNotice } from '../shared/contract.ts';
import { createSend, type Answer } from '../shared/http.ts';
import { createAccess } from './access.ts';
import type { S4Settings } from './settings.ts';
import { warningsOf } from './warnings.ts';

const ROOT = '/sap/opu/odata/sap';

type Init = Pick<OutboundRequestInit, 'method' | 'body' | 'headers'>;

/** Requests to the services of one client, by their paths, as somebody who may come in. */
export interface Transport {
  send(path: string, init: Init, signal: AbortSignal): Promise<Answer>;
  /** What an answer that succeeded warns of. */
  noteWarnings(answer: Answer): void;
  /** The same, since this was last asked. */
  takeWarnings(): ErpNotice[];
}

export function createTransport(settings: S4Settings, io: ErpIo): Transport {
  const send = createSend({ ...settings, url: `${settings.url}${ROOT}` }, io);
  const access = createAccess(settings, io);
  let warnings = new Map<string, ErpNotice>();

  const sendOnce = (path: string, init: Init, authorization: string, signal: AbortSignal): Promise<Answer> =>
    // Messages are told apart by their words, too: always in one language.
    send(path, { ...init, headers: { accept: 'application/json', 'accept-language': 'en', ...init.headers, authorization } }, signal);

  return {
    async send(path, init, signal) {
      const ofClient = settings.client === null ? path : `${path}${path.includes('?') ? '&' : '?'}sap-client=${settings.client}`;
      const pass = await access.get(signal);
      const answer = await sendOnce(ofClient, init, pass.header, signal);
      // A token may end before its time; who is not let in has done nothing.
      if (answer.status !== 401 || !access.forget(pass)) return answer;
      return sendOnce(ofClient, init, (await access.get(signal)).header, signal);
    },
    noteWarnings({ headers }) {
      for (const warning of warningsOf(headers)) warnings.set(JSON.stringify(warning), warning);
    },
    takeWarnings() {
      const taken = [...warnings.values()];
      warnings = new Map();
      return taken;
    },
  };
}
