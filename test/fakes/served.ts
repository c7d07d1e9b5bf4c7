import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** A call as a double was asked. */
export interface ServedCall {
  /** Where the double listens. */
  port: number | undefined;
  method: string;
  /** Path and query, as sent. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Tells of each call to any double of this process, once its answer is made and before it is sent. */
export const SERVED = channel('fakes.served');

export function tellServed({ socket, method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer | string): void {
  if (!SERVED.hasSubscribers) return;
  SERVED.publish({ port: socket.localPort, method, path: url, headers, body: body.toString() } satisfies ServedCall);
}
