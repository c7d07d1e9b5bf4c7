import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type Express, type Request, type Response } from 'express';
import type { RecordView } from '../../hubspot-app/app/cards/api/types.ts';
import { OBJECTS } from '../../server/shared/object-types.ts';
import { portFailure } from '../../server/shared/start-failure.ts';
import type { HubSpotFake, Portal } from '../fakes/hubspot/index.ts';
import type { BadDaysView, CardObjectType, ErpCustomer, ErpOrder, ErpProduct, ObjectType, PlaygroundState, ServerEvent } from './api.ts';
import type { BadDays } from './bad-days.ts';
import { bookInErp, bookOrders, bookProducts } from './booking.ts';
import type { Bundles } from './bundles.ts';
import type { Feed } from './crm/feed.ts';
import { dealBoard } from './crm/board.ts';
import { describeLines } from './crm/deal-lines.ts';
import { hasCards, isObjectType } from './crm/portal.ts';
import { listProducts } from './crm/products.ts';
import { describeForm } from './crm/properties.ts';
import { describeQuotes } from './crm/quotes.ts';
import { describeList, describeRecord, listRecords } from './crm/records.ts';
import { linesOf } from './crm/related.ts';
import type { PlaygroundWorkflows } from './crm/workflows.ts';
import { createInCrm, decideInCrm, editInCrm, editLines, editQuotes } from './editing.ts';
import type { Guide } from './guide.ts';
import { pageIn, text } from './query.ts';
import { addWorkflowRoutes } from './workflow-routes.ts';
import type { PlaygroundErp } from './erps/erp.ts';

export interface WebDeps {
  hubspot: HubSpotFake;
  portal: Portal;
  erp: PlaygroundErp;
  feed: Feed;
  workflows: PlaygroundWorkflows;
  guide: Guide;
  badDays: BadDays;
  bundles: Bundles;
  publicUrl: string;
  state(): PlaygroundState;
  onEvent(listener: (event: ServerEvent) => void): () => void;
  tell(event: ServerEvent): void;
}

const wantedIn = (req: Request) => ({ search: text(req, 'search'), page: pageIn(req), list: text(req, 'list') });

/** The page and what it asks for; HubSpot's and the ERP's own APIs are not here but on the doubles. */
export function playgroundWeb(deps: WebDeps): Express {
  const web = express().disable('x-powered-by');
  const asset = (name: string, type: string) => (_req: Request, res: Response) => {
    res.type(type).send(readFileSync(join(import.meta.dirname, name), 'utf8'));
  };
  web.get('/', asset('page/index.html', 'html'));
  web.get('/frame.html', asset('frame/index.html', 'html'));
  web.get('/page.css', asset('page/page.css', 'css'));
  web.get('/components.css', asset('components/components.css', 'css'));
  web.get('/scripts/:name', (req, res) => {
    const script = deps.bundles.scripts.get(req.params.name);
    if (script === undefined) res.status(404).end();
    else res.type('js').send(script);
  });
  web.use('/api', express.json({ limit: '1mb' }));
  web.get('/api/state', (_req, res) => void res.json(deps.state()));
  web.get('/api/changes', (_req, res) => void res.json(deps.feed.latest()));
  web.get('/api/events', (req, res) => streamEvents(deps, req, res));
  web.get('/api/records/products', (req, res) => void res.json(listProducts(deps.portal, text(req, 'search'), pageIn(req))));
  web.get(
    '/api/records/:type',
    withType((type, req) => (hasCards(type) ? listRecords(deps.portal, type, wantedIn(req)) : null)),
  );
  web.get(
    '/api/records/:type/:id',
    withType((type, req) => describeRecord(deps.portal, type, String(req.params['id']))),
  );
  web.post('/api/records/:type', (req, res) => createInCrm(deps, req, res));
  web.post('/api/records/:type/:id', (req, res) => editInCrm(deps, req, res));
  web.post('/api/records/:type/:id/action', (req, res) => decideInCrm(deps, req, res));
  web.get(
    '/api/forms/:type',
    withType((type) => (hasCards(type) ? describeForm(deps.portal, type) : null)),
  );
  web.get('/api/lists/:id', (req, res) => {
    const list = describeList(deps.portal, req.params.id);
    if (list) res.json(list);
    else res.status(404).end();
  });
  web.get('/api/board', (req, res) => void res.json(dealBoard(deps.portal, text(req, 'search'))));
  web.get('/api/deals/:id/lines', (req, res) => void res.json(describeLines(deps.portal, req.params.id)));
  web.post('/api/deals/:id/lines', (req, res) => editLines(deps, req, res));
  web.get('/api/deals/:id/quotes', (req, res) => void res.json(describeQuotes(deps.portal, req.params.id)));
  web.post('/api/deals/:id/quotes', (req, res) => editQuotes(deps, req, res));
  web.post('/api/hubspot-fetch', (req, res) => forwardFetch(deps, req, res));
  web.get('/api/erp/customers', (req, res) => void res.json(deps.erp.office.search(text(req, 'search'))));
  web.get('/api/erp/customers/:id', (req, res) => void res.json(deps.erp.office.customer(req.params.id)));
  web.get(
    '/api/erp/of/:type/:id',
    withType((type, req) => (hasCards(type) ? customersOf(deps, type, String(req.params['id'])) : [])),
  );
  web.post('/api/erp/book', (req, res) => bookInErp(deps, req, res));
  web.get('/api/erp/products', (req, res) => void res.json(deps.erp.products?.search(text(req, 'search')) ?? []));
  web.get(
    '/api/erp/products/of/:type/:id',
    withType((type, req) => productsOf(deps, type, String(req.params['id']))),
  );
  web.post('/api/erp/products/book', (req, res) => bookProducts(deps, req, res));
  web.get('/api/erp/orders', (req, res) => void res.json(deps.erp.orders?.search(text(req, 'search')) ?? []));
  web.get('/api/erp/orders/:id', (req, res) => void res.json(deps.erp.orders?.order(req.params.id) ?? null));
  web.get(
    '/api/erp/orders/of/:type/:id',
    withType((type, req) => (hasCards(type) ? ordersOf(deps, type, String(req.params['id'])) : [])),
  );
  web.post('/api/erp/orders/book', (req, res) => bookOrders(deps, req, res));
  web.post('/api/bad-days', (req, res) => {
    deps.badDays.set(req.body as BadDaysView);
    deps.tell({ kind: 'state', state: deps.state() });
    res.json({ done: true });
  });
  addWorkflowRoutes(web, deps);
  return web;
}

function withType(answer: (type: ObjectType, req: Request) => unknown) {
  return async (req: Request, res: Response): Promise<void> => {
    const type = String(req.params['type']);
    const found = isObjectType(type) ? await answer(type, req) : null;
    res.json(found ?? null);
  };
}

function streamEvents(deps: WebDeps, req: Request, res: Response): void {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const stop = deps.onEvent((event) => void res.write(`data: ${JSON.stringify(event)}\n\n`));
  res.write(`data: ${JSON.stringify({ kind: 'state', state: deps.state() } satisfies ServerEvent)}\n\n`);
  req.on('close', stop);
}

interface FetchOrder {
  userId: number;
  url: string;
  options: { method?: 'GET' | 'POST'; body?: Record<string, unknown>; timeout?: number };
}

/** `hubspot.fetch` of a card: through the double's proxy, which adds portal and user and signs. */
async function forwardFetch({ hubspot, portal }: WebDeps, req: Request, res: Response): Promise<void> {
  const { userId, url, options } = req.body as FetchOrder;
  const person = portal.people.find((one) => one.userId === userId) ?? portal.admin;
  const answer = await hubspot.hsFetch(portal.id, { userId: person.userId, email: person.email }, url, options);
  res.json({ status: answer.status, type: answer.headers.get('content-type') ?? 'text/plain', body: await answer.text() });
}

/** The ERP customers of a CRM record, as the card would name them to the administrator. */
async function customersOf({ hubspot, portal, publicUrl, erp }: WebDeps, type: CardObjectType, id: string): Promise<ErpCustomer[]> {
  const { userId, email } = portal.admin;
  const url = `${publicUrl}/cards/record?objectTypeId=${OBJECTS[type].typeId}&objectId=${id}`;
  const answer = await hubspot.hsFetch(portal.id, { userId, email }, url);
  if (!answer.ok) return [];
  const view = (await answer.json()) as RecordView;
  return view.state === 'linked' ? view.customers.flatMap((customer) => erp.office.customer(customer.id) ?? []) : [];
}

/** How the app's keys of a deal's orders begin. */
function orderKeyPrefix(portalId: number, dealId: string): string {
  const short = (value: string | number): string => BigInt(value).toString(36).toUpperCase();
  return `HS-${short(portalId)}-D${short(dealId)}-`;
}

/** Of a deal, those that its number or the app's key names; of others, those of their customers. */
async function ordersOf(deps: WebDeps, type: CardObjectType, id: string): Promise<ErpOrder[]> {
  const { orders } = deps.erp;
  if (!orders) return [];
  if (type !== 'deals') return orders.ofCustomers((await customersOf(deps, type, id)).map((customer) => customer.id));
  const number = deps.portal.record('deals', id)?.properties['erp_order_number'] ?? '';
  const key = orderKeyPrefix(deps.portal.id, id);
  const named = number === '' ? [] : orders.search(number).filter((order) => order.number === number);
  const made = orders.search(key).filter(({ puenteKey }) => puenteKey?.startsWith(key) ?? false);
  return [...made, ...named.filter((order) => made.every((one) => one.id !== order.id))];
}

/** The ERP products of a CRM product or of the lines on a deal, by SKU. */
function productsOf({ portal, erp }: WebDeps, type: ObjectType, id: string): ErpProduct[] {
  const skuOf = (product: { properties: Readonly<Record<string, string>> } | null) => product?.properties['hs_sku'] ?? [];
  const skus = type === 'products' ? [skuOf(portal.record('products', id))] : type === 'deals' ? linesOf(portal, id).map(skuOf) : [];
  return [...new Set(skus.flat())].flatMap((sku) => erp.products?.search(sku).filter((one) => one.sku === sku) ?? []);
}

/** Takes the port at once; what it serves may come later. */
export async function listen(port: number): Promise<{ url: string; serve(web: Express): void; close(): Promise<void> }> {
  let serve: RequestListener = (_req, res) => {
    res
      .writeHead(503, { 'content-type': 'text/html', refresh: '1' })
      .end('<!doctype html><title>Puente playground</title><p>Starting…</p>');
  };
  const server: Server = createServer((req, res) => serve(req, res));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve)).catch((error: unknown) => {
    throw portFailure(port, error);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    serve: (web) => void (serve = web),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
