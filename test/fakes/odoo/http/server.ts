import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tellServed } from '../../served.ts';
import { accessDenied, OdooError, unauthorized } from '../errors.ts';
import { badGateway, json } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Fault, Faults } from './faults.ts';
import { targetOf } from './service.ts';
import type { HttpCall, Service } from './service.ts';

/** One received call, for tests to look at. Secrets are left out. */
export interface LoggedCall {
  at: Date;
  path: string;
  model: string;
  method: string;
  args: unknown;
  /** `0`: the connection was closed without an answer. */
  status: number;
  rows: number;
}

interface ServerOptions {
  port: number;
  now: () => Date;
  latencyMs: (rows: number) => number;
  isJson2Server: boolean;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class OdooHttpServer {
  readonly calls: LoggedCall[] = [];
  private readonly server: Server;
  private readonly service: Service;
  private readonly faults: Faults;
  private readonly options: ServerOptions;

  constructor(service: Service, faults: Faults, options: ServerOptions) {
    this.service = service;
    this.faults = faults;
    this.options = options;
    this.server = createServer((req, res) => {
      this.serve(req, res).catch(() => res.destroy());
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(this.options.port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.faults.clear();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const call = await readCall(req);
    const target = targetOf(call);
    const logged: LoggedCall = { at: this.options.now(), path: call.path, ...target, status: 0, rows: 0 };
    this.calls.push(logged);
    const fault = this.faults.take({ path: call.path, model: target.model, method: target.method });
    const answer = await this.answer(call, fault);
    tellServed(req, call.body);
    if (!answer) return void res.destroy();
    logged.rows = countRows(answer.body);
    const latency = this.options.latencyMs(logged.rows);
    if (latency > 0) await pause(latency);
    logged.status = answer.status;
    this.write(res, answer, fault);
  }

  /** `null`: close the connection. */
  private async answer(call: HttpCall, fault: Fault | null): Promise<Answer | null> {
    if (fault?.kind === 'status')
      return { status: fault.status, headers: { 'content-type': 'text/plain', ...fault.headers }, body: fault.body ?? '' };
    if (fault?.kind === 'badGateway' && !fault.afterWork) return badGateway(fault.status ?? 502);
    if (fault?.kind === 'accessDenied') return this.refusal(call, this.isJson2(call) ? unauthorized('Invalid apikey') : accessDenied());
    if (fault?.kind === 'error') return this.refusal(call, new OdooError(fault.name, fault.message, fault.status));
    if (fault?.kind === 'reset' && !fault.afterWork) return null;
    if (fault?.kind === 'hang' && !fault.afterWork) await this.faults.hang();
    if (fault?.kind === 'slow') await pause(fault.ms);
    const answer = await this.service.handle(call);
    if (fault?.kind === 'hang' && fault.afterWork) await this.faults.hang();
    if (fault?.kind === 'badGateway') return badGateway(fault.status ?? 504);
    return fault?.kind === 'reset' ? null : answer;
  }

  private isJson2(call: HttpCall): boolean {
    return this.options.isJson2Server && call.path.startsWith('/json/2/');
  }

  private refusal(call: HttpCall, error: OdooError): Answer {
    if (this.isJson2(call)) return json(error.toData(), error.status);
    return json({
      jsonrpc: '2.0',
      id: null,
      error: { code: this.options.isJson2Server ? 0 : 200, message: 'Odoo Server Error', data: error.toData() },
    });
  }

  private write(res: ServerResponse, { status, headers, body }: Answer, fault: Fault | null): void {
    const bytes = Buffer.from(body);
    res.sendDate = false;
    const date = new Date(this.options.now().getTime() + (fault?.kind === 'wrongDate' ? fault.ms : 0));
    res.writeHead(status, { ...headers, date: date.toUTCString(), 'content-length': bytes.length });
    if (fault?.kind !== 'cutOff') return void res.end(bytes);
    res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => res.destroy());
  }
}

async function readCall(req: IncomingMessage): Promise<HttpCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
  return { verb: req.method ?? 'GET', path: req.url ?? '/', headers, body: Buffer.concat(chunks).toString() };
}

/** Records in an answer, by their ids: good enough for the log and the latency. */
function countRows(body: string): number {
  let count = 0;
  for (let at = body.indexOf('{"id":'); at >= 0; at = body.indexOf('{"id":', at + 6)) count++;
  return count;
}
