import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { startOdooFake, type OdooFake } from '../fakes/odoo/index.ts';

/** Ways to be a burden. `endless`: pages as large as they may be, all of them right, and never the last one. */
export const HOSTILITIES = ['endless', 'huge', 'many', 'deep', 'slow', 'packed'] as const;
export type Hostility = (typeof HOSTILITIES)[number];

const ROWS = 500;
/** Together just under what one answer may hold. */
const EXTRA = `"extra":[${Array.from({ length: 340 }, (_, n) => n).join(',')}]`;
const MANY = Buffer.from(`{"jsonrpc":"2.0","result":[${'{},'.repeat(150_000)}{}]}`);
const DEEP = Buffer.from('['.repeat(4_000_000));
const PACKED = gzipSync(`[${'[],'.repeat(10_000_000)}[]]`);
const CHUNK = Buffer.alloc(256 * 1024, 0x20);

export interface HostileErp {
  settings: Record<string, string>;
  /** Until it is turned, it is an honest and nearly empty Odoo. */
  turn(isHostile: boolean): void;
  /** Answers given while hostile. */
  answers(): number;
  close(): Promise<void>;
}

let count = 0;

export async function startHostileErp(hostility: Hostility): Promise<HostileErp> {
  const number = ++count;
  const company = {
    name: `Hostil ${number}`,
    currency: 'MXN',
    country: 'MX',
    vat: `HOS1203${String(number).padStart(2, '0')}QX8`,
  } as const;
  const odoo = await startOdooFake({ version: 18, companies: [company] });
  await odoo.transaction((erp) => void erp.createPartner({ name: 'Aceros', is_company: true }));
  let isHostile = false;
  let answers = 0;
  const server = createServer((req, res) => {
    void readBody(req).then(async (body) => {
      if (!isHostile || !body.includes('search_read')) return forward(odoo, req, body, res);
      answers += 1;
      return MISBEHAVE[hostility](res, body, async () => (await ask(odoo, req, body)).text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { database, login, apiKey } = odoo;
  return {
    settings: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, database, login, apiKey },
    turn(hostile) {
      isHostile = hostile;
      if (!hostile) server.closeAllConnections();
    },
    answers: () => answers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await odoo.close();
    },
  };
}

/** What follows the id in a row the double answered. */
let rightRow: string | undefined;

function fieldsOfFirstRow(answer: string): string {
  const [row] = (JSON.parse(answer) as { result: { id: number }[] }).result;
  const { id: _, ...fields } = row ?? { id: 0 };
  return JSON.stringify(fields).slice(1, -1);
}

type Misbehave = (res: ServerResponse, body: string, honest: () => Promise<string>) => void | Promise<void>;

const MISBEHAVE: Record<Hostility, Misbehave> = {
  async endless(res, body, honest) {
    if (!body.includes('res.partner')) return void res.end(await honest());
    rightRow ??= fieldsOfFirstRow(await honest());
    const after = Number(/"id",">",(\d+)/.exec(body)?.[1] ?? 0);
    const asked = Number(/"limit":(\d+)/.exec(body)?.[1] ?? ROWS);
    const rows = Array.from({ length: asked }, (_, n) => `{"id":${after + n + 1},${rightRow},${EXTRA}}`);
    res.setHeader('content-type', 'application/json').end(`{"jsonrpc":"2.0","id":1,"result":[${rows.join(',')}]}`);
  },
  huge(res) {
    const more = (): void => void (res.destroyed || res.write(CHUNK, more));
    more();
  },
  many: (res) => void res.end(MANY),
  deep: (res) => void res.end(DEEP),
  slow(res) {
    const drip = setInterval(() => res.write(' '), 1_000);
    res.once('close', () => clearInterval(drip));
  },
  packed: (res) => void res.writeHead(200, { 'content-encoding': 'gzip' }).end(PACKED),
};

async function readBody(req: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of req) body += String(chunk);
  return body;
}

function ask(odoo: OdooFake, { url = '/', method = 'GET', headers }: IncomingMessage, body: string): Promise<Response> {
  const type = headers['content-type'] ?? 'application/json';
  return fetch(odoo.url + url, { method, headers: { 'content-type': type }, ...(body !== '' && { body }) });
}

async function forward(odoo: OdooFake, req: IncomingMessage, body: string, res: ServerResponse): Promise<void> {
  const answer = await ask(odoo, req, body);
  for (const name of ['content-type', 'date']) if (answer.headers.has(name)) res.setHeader(name, answer.headers.get(name)!);
  res.writeHead(answer.status).end(await answer.text());
}
