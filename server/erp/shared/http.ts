import type { OutboundAnswer, OutboundRequestInit } from '../../outbound/index.ts';
import { parseJson } from '../../shared/json.ts';
import type { ErpIo } from './contract.ts';

/** An answer as it came: JSON where it is JSON. Proxies in front answer pages, and some services JSON that calls itself text. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: unknown;
  isJson: boolean;
}

export type Send = (path: string, init: OutboundRequestInit, signal?: AbortSignal) => Promise<Answer>;

/** Requests to one server, by their paths. */
export function createSend({ url, pinnedCertificate }: { url: string; pinnedCertificate: string | null }, io: Pick<ErpIo, 'fetch'>): Send {
  return async (path, init, signal) => {
    const pinned = pinnedCertificate === null ? {} : { pinnedCertificate };
    return toAnswer(await io.fetch(`${url}${path}`, { ...init, ...(signal && { signal }), ...pinned }));
  };
}

async function toAnswer(response: OutboundAnswer): Promise<Answer> {
  const text = await response.text();
  const answer = { status: response.status, headers: response.headers, text };
  try {
    return { ...answer, json: parseJson(text), isJson: true };
  } catch {
    return { ...answer, json: null, isJson: false };
  }
}
