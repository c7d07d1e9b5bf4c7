import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Traffic {
  calls: number;
  /** Of the answers as they went over the line, headers included. */
  bytes: number;
}

interface TrafficCounter {
  /** Since the last time. */
  take(): Traffic;
  stop(): void;
}

interface Finished {
  request: IncomingMessage;
  response: ServerResponse;
  socket: Socket;
  server: Server;
}

const ANSWERED = 'http.server.response.finish';

/** Counts what a double in this process answers, whichever double it is. */
export function countTraffic(url: string): TrafficCounter {
  const port = Number(new URL(url).port);
  const written = new WeakMap<Socket, number>();
  let counted: Traffic = { calls: 0, bytes: 0 };
  const onAnswered = (message: unknown): void => {
    const { server, socket } = message as Finished;
    if ((server.address() as AddressInfo | null)?.port !== port) return;
    counted = { calls: counted.calls + 1, bytes: counted.bytes + socket.bytesWritten - (written.get(socket) ?? 0) };
    written.set(socket, socket.bytesWritten);
  };
  diagnostics.subscribe(ANSWERED, onAnswered);
  return {
    take() {
      const taken = counted;
      counted = { calls: 0, bytes: 0 };
      return taken;
    },
    stop: () => void diagnostics.unsubscribe(ANSWERED, onAnswered),
  };
}
