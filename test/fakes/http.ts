import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Faults, type Fault } from './faults.ts';
import { tellServed } from './served.ts';

export interface FakeRequest {
  method: string;
  /** Path and query, as sent. */
  path: string;
  url: URL;
  headers: IncomingMessage['headers'];
  raw: Buffer;
  /** The body once a fake has parsed it. */
  json?: unknown;
}

export interface FakeAnswer {
  status: number;
  /** Several `set-cookie` come as a list. */
  headers?: Record<string, string | string[]>;
  /** Objects are sent as JSON, texts as they are. */
  body?: unknown;
}

/** `status: 0`: the connection ended without an answer. */
type Answered = (request: FakeRequest, outcome: { status: number; ms: number; fault: Fault | null }) => void;

interface FakeServerOptions {
  port?: number;
  /** PEM; given, the server speaks HTTPS. */
  tls?: { key: string; cert: string };
  handle(request: FakeRequest): FakeAnswer | Promise<FakeAnswer>;
  faults?: Faults;
  /** Added to every answer. */
  latencyMs?: number | ((request: FakeRequest) => number);
  onAnswered?: Answered;
}

export interface FakeServer {
  url: string;
  close(): Promise<void>;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A server of the fakes: reads the whole body, has its bad days, and tells what it answered. */
export async function serve(options: FakeServerOptions): Promise<FakeServer> {
  const faults = options.faults ?? new Faults();
  const listener = (req: IncomingMessage, res: ServerResponse): void => {
    answer(options, faults, req, res).catch((error: unknown) => {
      if (!res.headersSent) res.writeHead(500).end(error instanceof Error ? (error.stack ?? error.message) : 'failed');
      else res.destroy();
    });
  };
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  // Longer than any client keeps an idle connection: a reset must be a fault somebody asked for.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      faults.clear();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(options: FakeServerOptions, faults: Faults, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  const request = await readRequest(req);
  const fault = faults.take(request);
  const tell = (status: number) => options.onAnswered?.(request, { status, ms: performance.now() - startedAt, fault });
  const answered = await respond(options, faults, request, fault);
  tellServed(req, request.raw);
  const latency = typeof options.latencyMs === 'function' ? options.latencyMs(request) : (options.latencyMs ?? 0);
  if (latency > 0) await pause(latency);
  if (!answered) {
    tell(0);
    res.destroy();
    return;
  }
  tell(fault?.kind === 'cutOff' ? 0 : answered.status);
  write(res, answered, fault?.kind === 'cutOff');
}

/** `null`: no answer. */
async function respond(options: FakeServerOptions, faults: Faults, request: FakeRequest, fault: Fault | null): Promise<FakeAnswer | null> {
  if (fault?.kind === 'reset') return null;
  if (fault?.kind === 'slow') await pause(fault.ms ?? 1_000);
  const isWorkDone = (fault?.kind !== 'status' && fault?.kind !== 'hang') || fault.afterWork === true;
  const answered = isWorkDone ? await options.handle(request) : null;
  if (fault?.kind === 'hang') await faults.hang();
  if (fault?.kind === 'status') return { status: fault.status ?? 500, headers: fault.headers ?? {}, body: fault.body };
  return fault?.kind === 'hang' || fault?.kind === 'doneButNoAnswer' ? null : answered;
}

function write(res: ServerResponse, { status, headers = {}, body }: FakeAnswer, cutOff: boolean): void {
  if (res.destroyed) return;
  const isText = typeof body === 'string';
  const bytes = Buffer.from(body === undefined ? '' : isText ? body : JSON.stringify(body));
  const type = isText ? 'text/html;charset=utf-8' : 'application/json;charset=utf-8';
  res.writeHead(status, { ...(body === undefined ? {} : { 'content-type': type }), ...headers, 'content-length': bytes.length });
  if (!cutOff) res.end(bytes);
  else res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => res.destroy());
}

async function readRequest(req: IncomingMessage): Promise<FakeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const path = req.url ?? '/';
  return {
    method: req.method ?? 'GET',
    path,
    url: new URL(path, 'http://fake.invalid'),
    headers: req.headers,
    raw: Buffer.concat(chunks),
  };
}
