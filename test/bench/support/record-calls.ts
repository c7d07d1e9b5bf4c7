import { SERVED, type ServedCall } from '../../fakes/served.ts';
import type { RecordedCall } from './bare-loop.ts';

/** A call that a double answered. */
export interface AnsweredCall extends RecordedCall {
  /** Of `performance.now()`, when the answer was made. */
  at: number;
}

interface CallRecorder {
  /** In the order in which they were answered. */
  readonly calls: readonly AnsweredCall[];
  stop(): void;
}

/** Of the connection, not of the call: each client has its own. */
const OWN_HEADERS = new Set(['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'accept-encoding']);

/** Records what the double at this address is asked, so that it can be asked again. */
export function recordCalls(address: string): CallRecorder {
  const { origin, port } = new URL(address);
  const calls: AnsweredCall[] = [];
  const onServed = (message: unknown): void => {
    const { path, headers, ...call } = message as ServedCall;
    if (call.port === Number(port))
      calls.push({ at: performance.now(), url: origin + path, headers: own(headers), method: call.method, body: call.body });
  };
  SERVED.subscribe(onServed);
  return { calls, stop: () => SERVED.unsubscribe(onServed) };
}

const own = (headers: ServedCall['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (OWN_HEADERS.has(name) ? [] : [[name, String(value)]])));
