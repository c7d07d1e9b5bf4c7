import { Faults } from '../faults.ts';
import { serve, type FakeRequest, type FakeServer } from '../http.ts';
import { partnerRules } from './books/partner-requests.ts';
import { salesRules } from './books/sales-requests.ts';
import { SystemClock } from './clock.ts';
import { Access } from './http/access.ts';
import { CsrfTokens } from './http/csrf.ts';
import { GatewayService } from './http/service.ts';
import { Writer } from './http/writer.ts';
import { S4Tenant } from './people.ts';
import { Schema, type Scenario } from './schema.ts';
import { Store, type CompanyCode } from './store.ts';

export { DISPATCHER_ERROR, hugePage, LOGON_PAGE, MAINTENANCE, SHORT_DUMP, SIGN_IN_REDIRECT } from './http/bad-days.ts';
export { Operations } from './operations.ts';

export interface S4FakeOptions {
  port?: number;
  /** Added to every answer. */
  latencyMs?: number | ((rows: number) => number);
  now?: () => Date;
  /** Of the people who date documents; the system itself runs in UTC. Default America/Mexico_City. */
  timeZone?: string;
  /** First: the one that invoices are of when nothing is said. */
  companies?: readonly CompanyCode[];
  /** Units of the company's currency per unit of another; default 20 for all. */
  rates?: Readonly<Record<string, number>>;
  /** Names the tenant in its documents. */
  logicalSystem?: string;
  /** The service of journal entry items gives numbers their leading zeros, and asks for them in filters. Default true, the harder case. */
  isLedgerPadded?: boolean;
  /** Whether a changed address, e-mail or tax number moves the stamp of its partner. Default false, the harder case. */
  childTouchesPartner?: boolean;
  /** A changed address, e-mail or tax number has to name the version of its partner. Default false. */
  childrenHaveEtags?: boolean;
  /** Rows of an answer at most. Default 1,000. */
  pageSize?: number;
  /** Default true, the harder case. */
  refusesExpandWithSelect?: boolean;
  /** SAP client of a system of one's own; default none, a cloud tenant. */
  client?: string;
  /** Tokens are given out by another server. Default false: `/sap/bc/sec/oauth2/token` of this one. */
  separateTokenServer?: boolean;
  /** Default 3,600. */
  tokenSeconds?: number;
  /** Wrong passwords in a row until the user is locked; default 5. */
  lockAfter?: number;
}

interface LoggedCall {
  at: number;
  method: string;
  /** Path and query as sent. */
  path: string;
  status: number;
  ms: number;
  /** Of the answer. */
  rows: number;
  fault: string | null;
}

const DEFAULT_COMPANY: CompanyCode = {
  code: '1010',
  name: 'Válvulas y Aceros del Norte',
  currency: 'MXN',
  country: 'MX',
  taxId: 'VAN120315QX8',
};
/** Of business partners; the external one is a range of letters and digits. */
const GROUPINGS = { internal: ['BP02'], external: ['BPHS'] } as const;
const TRADED = ['MXN', 'USD', 'EUR'];
const TOKEN_PATH = '/sap/bc/sec/oauth2/token';

export async function startS4Fake(options: S4FakeOptions = {}): Promise<S4Fake> {
  const fake = new S4Fake(options);
  await fake.start();
  return fake;
}

/** An S/4HANA Cloud tenant at an address. */
export class S4Fake extends S4Tenant {
  url = '';
  tokenUrl = '';
  readonly faults = new Faults();
  private readonly access: Access;
  private readonly csrf = new CsrfTokens();
  private readonly schema = new Schema();
  private readonly withdrawn = new Set<Scenario>();
  private readonly hiddenCompanies = new Set<string>();
  private readonly readOnly = new Set<string>();
  private readonly service: GatewayService;
  private readonly options: S4FakeOptions;
  private readonly log: LoggedCall[] = [];
  private readonly rowsOf = new WeakMap<FakeRequest, number>();
  private servers: FakeServer[] = [];

  constructor(options: S4FakeOptions) {
    const { now = () => new Date(), timeZone = 'America/Mexico_City', logicalSystem = '0LNORTE' } = options;
    super(new Store(new SystemClock(now, timeZone), logicalSystem), {
      childTouchesPartner: options.childTouchesPartner ?? false,
      sales: { approvalFrom: null, creditLimit: null },
      openDocuments: new Set(),
    });
    this.options = options;
    const { client = null, lockAfter = 5, tokenSeconds = 3_600 } = options;
    this.access = new Access({ now, client, lockAfter, tokenSeconds });
    for (const company of options.companies ?? [DEFAULT_COMPANY]) this.open(company);
    this.service = new GatewayService({
      store: this.store,
      schema: this.schema,
      access: this.access,
      csrf: this.csrf,
      rules: {
        pageSize: options.pageSize ?? 1_000,
        refusesExpandWithSelect: options.refusesExpandWithSelect ?? true,
        isLedgerPadded: options.isLedgerPadded ?? true,
      },
      withdrawn: this.withdrawn,
      hiddenCompanies: this.hiddenCompanies,
      writer: new Writer(
        this.schema,
        new Map([...partnerRules({ ...GROUPINGS, childrenHaveEtags: options.childrenHaveEtags ?? false }), ...salesRules(this.habits)]),
      ),
      readOnly: this.readOnly,
      tokenPath: TOKEN_PATH,
      onRows: (request, rows) => this.rowsOf.set(request, rows),
    });
  }

  /** Of the communication user. */
  get credentials(): Readonly<{ user: string; password: string }> {
    return this.access.credentials;
  }
  get oauth(): Readonly<{ clientId: string; clientSecret: string }> {
    return this.access.oauth;
  }

  async start(): Promise<void> {
    const { latencyMs = 0, port, separateTokenServer } = this.options;
    const main = await serve({
      ...(port === undefined ? {} : { port }),
      handle: (request) => this.service.handle(request),
      faults: this.faults,
      latencyMs: typeof latencyMs === 'number' ? latencyMs : (request) => latencyMs(this.rowsOf.get(request) ?? 0),
      onAnswered: (request, { status, ms, fault }) => {
        const { method, path } = request;
        this.log.push({ at: Date.now(), method, path, status, ms, rows: this.rowsOf.get(request) ?? 0, fault: fault?.kind ?? null });
      },
    });
    this.servers = [main];
    this.url = main.url;
    if (separateTokenServer) this.servers.push(await serve({ handle: (request) => this.access.token(request) }));
    this.tokenUrl = `${this.servers.at(-1)?.url}${TOKEN_PATH}`;
  }

  async close(): Promise<void> {
    this.faults.clear();
    await Promise.all(this.servers.map((server) => server.close()));
  }

  calls(): readonly LoggedCall[] {
    return this.log;
  }

  // ── administration ──

  /** The arrangement of a communication scenario is deleted, or made again. */
  withdrawScenario(scenario: Scenario): void {
    this.withdrawn.add(scenario);
  }
  arrangeScenario(scenario: Scenario): void {
    this.withdrawn.delete(scenario);
  }
  /** A restriction of the user's role leaves out the journal of a company code, without a word. */
  hideJournal(company: string): void {
    this.hiddenCompanies.add(company);
  }
  /** The user's roles let it read a set and not change it. */
  revokeWriting(set: string): void {
    this.readOnly.add(set);
  }
  addCustomField(set: string, { name, label }: { name: string; label: string }): void {
    this.schema.addProperty(set, name, label);
  }
  /** As on a release that has it not. */
  dropProperty(set: string, name: string): void {
    this.schema.dropProperty(set, name);
  }
  changePassword(password: string): void {
    this.access.credentials.password = password;
  }
  changeClientSecret(secret: string): void {
    this.access.oauth.clientSecret = secret;
    this.access.expireTokens();
  }
  lockUser(isLocked = true): void {
    this.access.isLocked = isLocked;
  }
  get isUserLocked(): boolean {
    return this.access.isLocked;
  }
  /** Those given out so far open nothing any more. */
  expireTokens(): void {
    this.access.expireTokens();
  }
  /** After so many calls with a token. */
  expireTokensAfter(calls: number): void {
    this.access.callsUntilExpiry = calls;
  }
  get tokensIssued(): number {
    return this.access.tokensIssued;
  }
  expireSessions(): void {
    this.csrf.expireAll();
  }
  setClockOffset(ms: number): void {
    this.store.clock.setOffset(ms);
  }

  private open(company: CompanyCode): void {
    for (const currency of TRADED)
      if (currency !== company.currency) this.setRate(currency, company.currency, '2000-01-01', this.options.rates?.[currency] ?? 20);
    this.addCompanyCode(company);
  }
}
