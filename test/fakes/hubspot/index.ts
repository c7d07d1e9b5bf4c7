import { Faults } from '../faults.ts';
import { serve, type FakeAnswer, type FakeRequest, type FakeServer } from '../http.ts';
import { answerApi, portalOf, type ApiDeps } from './api/index.ts';
import { CardProxy, signedFetch, type CardUser, type FetchOptions, type SignedRequest } from './cards.ts';
import { ConsentRefused, consentPage, consentTo, type ConsentDeps, type ConsentOptions } from './consent.ts';
import { Installs } from './installs.ts';
import { Portal, type PortalOptions } from './portal.ts';
import { projectSubscriptions, type Subscription } from './subscriptions.ts';
import { projectSteps } from './steps.ts';
import { Webhooks, type WebhookHabits } from './webhooks.ts';
import { Workflows } from './workflows.ts';

export type { CardUser, FetchOptions, SignedRequest } from './cards.ts';
export type { Portal, PortalOptions, RecordView } from './portal.ts';
export type { Subscription } from './subscriptions.ts';
export type { ApiWrite, ObjectType, Person, PropertyChange } from './types.ts';
export type { Delivery, WebhookEvent, WebhookHabits } from './webhooks.ts';
export type { StepRun, StepStart } from './workflows.ts';
export { tooMany } from './rate-limits.ts';

export interface HubSpotFakeOptions {
  /** Default: any free one. */
  port?: number;
  clientId?: string;
  clientSecret?: string;
  appId?: number;
  /** Added to every answer. Benches take 100 ms a batch. */
  latencyMs?: number | ((request: FakeRequest) => number);
  now?: () => Date;
  /** 110 calls in 10 s for each portal, 5 searches a second. Default false. */
  rateLimits?: boolean;
  /** Signed batches are posted here; may be set later with `fake.webhooks.target`. */
  webhookTarget?: string;
  webhooks?: Partial<WebhookHabits>;
  /** Where the service answers steps of workflows; may be set later with `fake.workflows.target`. */
  stepTarget?: string;
  /** Default: what our HubSpot project subscribes to. */
  subscriptions?: readonly Subscription[];
  /** How long writes stay hidden from search. Default 0. */
  searchLagMs?: number;
  /** Redirect addresses of the app; when set, others are refused. */
  redirectUrls?: readonly string[];
  /** The authorize page agrees by itself when there is one portal. */
  autoConsent?: boolean;
  /** Public origin of the service → where it listens: signed for the first, sent to the second. */
  proxy?: Readonly<Record<string, string>>;
}

export interface LoggedCall {
  at: Date;
  method: string;
  /** Without the query. */
  path: string;
  query: string;
  /** 0: the connection ended without an answer. */
  status: number;
  ms: number;
  portalId: number | null;
  /** Inputs of a batch; 0 for other calls. */
  inputs: number;
}

interface CallFilter {
  method?: string;
  path?: RegExp;
  status?: number;
  portalId?: number;
}

export async function startHubSpotFake(options: HubSpotFakeOptions = {}): Promise<HubSpotFake> {
  const fake = new HubSpotFake(options);
  await fake.start();
  return fake;
}

/** HubSpot over HTTP, with any number of portals and one app. */
export class HubSpotFake {
  url = '';
  readonly clientId: string;
  readonly clientSecret: string;
  readonly appId: number;
  readonly faults = new Faults();
  readonly webhooks: Webhooks;
  readonly workflows: Workflows;
  /** May be switched while it runs. */
  rateLimits: boolean;
  /** May be changed while it runs. */
  searchLagMs: number;
  readonly now: () => Date;
  private readonly options: HubSpotFakeOptions;
  private readonly installs: Installs;
  private readonly portals = new Map<number, Portal>();
  private readonly cards: CardProxy;
  private readonly log: LoggedCall[] = [];
  private server: FakeServer | null = null;

  constructor(options: HubSpotFakeOptions) {
    this.options = options;
    this.clientId = options.clientId ?? 'fake-client-id';
    this.clientSecret = options.clientSecret ?? 'fake-client-secret';
    this.appId = options.appId ?? 4242;
    this.now = options.now ?? (() => new Date());
    this.rateLimits = options.rateLimits ?? false;
    this.searchLagMs = options.searchLagMs ?? 0;
    this.installs = new Installs(this.now);
    this.cards = new CardProxy(this.signing());
    this.webhooks = new Webhooks({
      ...this.signing(),
      target: options.webhookTarget ?? null,
      subscriptions: options.subscriptions ?? projectSubscriptions(),
      ...(options.webhooks ? { habits: options.webhooks } : {}),
    });
    this.workflows = new Workflows({
      ...this.signing(),
      target: options.stepTarget ?? null,
      steps: projectSteps(),
      mayBeTold: (portalId) => this.installs.isGranted(portalId, 'automation'),
    });
  }

  get authorizeUrl(): string {
    return `${this.url}/oauth/authorize`;
  }

  async start(): Promise<void> {
    const { port = 0, latencyMs = 0 } = this.options;
    const api = this.apiDeps();
    this.server = await serve({
      port,
      latencyMs,
      faults: this.faults,
      handle: (request) => (request.url.pathname === '/oauth/authorize' ? this.authorizePage(request) : answerApi(api, request)),
      onAnswered: (request, { status, ms }) => this.log.push(this.logged(api, request, status, ms)),
    });
    this.url = this.server.url;
  }

  async close(): Promise<void> {
    this.webhooks.close();
    this.workflows.close();
    await this.server?.close();
  }

  addPortal(options: PortalOptions): Portal {
    const portal = new Portal(options, {
      now: this.now,
      installs: this.installs,
      searchLagMs: () => this.searchLagMs,
      onEvent: (portalId, event) => {
        if (this.installs.isInstalled(portalId)) this.webhooks.enqueue(portalId, event);
      },
    });
    this.portals.set(portal.id, portal);
    return portal;
  }

  portal(id: number): Portal {
    const portal = this.portals.get(id);
    if (!portal) throw new Error(`No portal ${id}`);
    return portal;
  }

  /** The user agrees on the authorize page; returns the address the browser is sent back to. */
  consent(authorizeUrl: string, options: ConsentOptions = {}): string {
    return consentTo(this.consentDeps(), authorizeUrl, options);
  }

  /** `hubspot.fetch` as a card calls it. */
  hsFetch(portalId: number, user: CardUser, url: string, options: FetchOptions = {}): Promise<Response> {
    return this.cards.fetch(portalId, user, url, options);
  }

  /** Signs one request and sends another: for tests of tampering. */
  signedFetch(request: SignedRequest, sent: Parameters<typeof signedFetch>[2] = {}): Promise<Response> {
    return signedFetch(this.signing(), request, sent);
  }

  calls(filter: CallFilter = {}): LoggedCall[] {
    return this.log.filter(
      (call) =>
        (filter.method === undefined || filter.method === call.method) &&
        (filter.path === undefined || filter.path.test(call.path)) &&
        (filter.status === undefined || filter.status === call.status) &&
        (filter.portalId === undefined || filter.portalId === call.portalId),
    );
  }
  forgetCalls(): void {
    this.log.length = 0;
  }

  private authorizePage({ url }: FakeRequest): FakeAnswer {
    const portalId = url.searchParams.get('portalId');
    const isAutomatic = url.searchParams.has('auto') || (this.options.autoConsent === true && this.portals.size === 1);
    try {
      if (!isAutomatic) return { status: 200, body: consentPage(this.consentDeps(), url) };
      const location = this.consent(url.href, portalId === null ? {} : { portalId: Number(portalId) });
      return { status: 302, headers: { location } };
    } catch (error) {
      if (error instanceof ConsentRefused) return { status: 400, body: `<!doctype html><p>${error.message}</p>` };
      throw error;
    }
  }

  private consentDeps(): ConsentDeps {
    const { redirectUrls } = this.options;
    const portals = () => [...this.portals.values()];
    return { clientId: this.clientId, installs: this.installs, portals, ...(redirectUrls ? { redirectUrls } : {}) };
  }

  private signing() {
    const { clientSecret, appId, now } = this;
    return { clientSecret, appId, now, proxy: this.options.proxy ?? {} };
  }

  private apiDeps(): ApiDeps {
    const { clientId, clientSecret, appId, installs } = this;
    const findPortal = (id: number) => this.portals.get(id);
    return {
      app: { clientId, clientSecret, appId },
      installs,
      workflows: this.workflows,
      hasRateLimits: () => this.rateLimits,
      findPortal,
    };
  }

  private logged(api: ApiDeps, { method, url, headers, json }: FakeRequest, status: number, ms: number): LoggedCall {
    const portalId = portalOf(api, headers.authorization);
    return { at: this.now(), method, path: url.pathname, query: url.search, status, ms, portalId, inputs: countInputs(json) };
  }
}

function countInputs(json: unknown): number {
  return typeof json === 'object' && json !== null && 'inputs' in json && Array.isArray(json.inputs) ? json.inputs.length : 0;
}
