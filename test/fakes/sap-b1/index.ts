import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { Faults } from '../faults.ts';
import { serve } from '../http.ts';
import type { FakeRequest, FakeServer } from '../http.ts';
import { addCurrencies } from './books/currencies.ts';
import { addCatalogBasics } from './books/items.ts';
import { addPartnerReferences } from './books/partner-references.ts';
import { addFirstSeries } from './books/series.ts';
import { ServerClock } from './clock.ts';
import { Service } from './http/service.ts';
import { Sessions } from './http/sessions.ts';
import { Operations } from './operations.ts';
import { B1Company } from './people.ts';
import { Schema } from './schema.ts';
import type { PatchLevel } from './schema.ts';
import { CompanyStore } from './store.ts';
import { addCommonUserFields, addUserField, EDM_TYPES, TABLES_OF_SETS } from './user-fields.ts';
import type { UserFieldInput } from './user-fields.ts';

export { B1Company, Operations };
export { BLOCKED_PAGE, LOAD_BALANCER_ERROR, NOT_FOUND_PAGE, PROXY_ERROR, SIGN_IN_REDIRECT, SWITCH_COMPANY_ERROR } from './http/bad-days.ts';

export interface B1CompanyInput {
  /** `CompanyDB` of the login. */
  db: string;
  name: string;
  /** ISO code. In the books pesos and dollars of one's own are `$`. */
  localCurrency: string;
  taxId?: string;
  /** Default that of the currency. */
  country?: string;
  /** Local units per unit of another currency; default 20 for all. */
  rates?: Readonly<Record<string, number>>;
  /** Names of its branches; default it has none. */
  branches?: readonly string[];
}

export interface B1FakeOptions {
  port?: number;
  /** Default false. The certificate is self-signed, for tests only. */
  https?: boolean;
  /** Added to every answer. */
  latencyMs?: number | ((rows: number) => number);
  now?: () => Date;
  /** Of the server, which never mentions it. Default America/Monterrey. */
  timeZone?: string;
  /** Whether settling an invoice moves its UpdateDate and UpdateTime. Default false, the harder case. */
  paymentTouchesInvoice?: boolean;
  /** Whether a changed price moves the item's UpdateDate and UpdateTime. Default true. */
  priceTouchesItem?: boolean;
  /** Default 10.0. */
  patchLevel?: PatchLevel;
  /** Records never edited have no UpdateDate. Default false: it is the day of creation. */
  updateDateStartsEmpty?: boolean;
  /** First: the one the handle itself works in. */
  companies?: readonly B1CompanyInput[];
  /** Default 30, as shipped. */
  sessionTimeoutMinutes?: number;
  maxSessions?: number;
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
  /** Rows and bytes of the answer. */
  rows: number;
  bytes: number;
  fault: string | null;
}

const DEFAULT_COMPANY: B1CompanyInput = {
  db: 'SBO_VALVULAS',
  name: 'Válvulas y Aceros del Norte SA de CV',
  localCurrency: 'MXN',
  taxId: 'VAN120315QX8',
};
const COUNTRIES: Readonly<Record<string, string>> = { MXN: 'MX', USD: 'US', EUR: 'ES' };
const TRADED = ['MXN', 'USD', 'EUR'];
const VERSION = { old: '930160', '10.0': '1000200' } as const;

export async function startB1Fake(options: B1FakeOptions = {}): Promise<B1Fake> {
  const fake = new B1Fake(options);
  await fake.start();
  return fake;
}

/** A Service Layer with its companies; the handle itself is the first of them. */
export class B1Fake extends B1Company {
  url = '';
  readonly faults = new Faults();
  readonly clock: ServerClock;
  readonly companies: ReadonlyMap<string, B1Company>;
  private readonly sessions: Sessions;
  private readonly service: Service;
  private readonly options: B1FakeOptions;
  private readonly schema: Schema;
  private readonly log: LoggedCall[] = [];
  private readonly sizes = new WeakMap<FakeRequest, { rows: number; bytes: number }>();
  private server: FakeServer | null = null;
  private certificate = 'server';
  private callsUntilExpiry = Infinity;

  constructor(options: B1FakeOptions) {
    const { now = () => new Date(), timeZone = 'America/Monterrey', patchLevel = '10.0' } = options;
    const clock = new ServerClock(now, timeZone);
    const stores = (options.companies ?? [DEFAULT_COMPANY]).map((company) => storeOf(company, clock, options));
    const [first] = stores;
    if (!first) throw new Error('a Service Layer without a company');
    super(first);
    this.options = options;
    this.clock = clock;
    this.companies = new Map(stores.map((store) => [store.options.db, store === first ? this : new B1Company(store)]));
    const timeoutMinutes = options.sessionTimeoutMinutes ?? 30;
    this.sessions = new Sessions(
      { now, patchLevel, timeoutMinutes, maxSessions: options.maxSessions ?? Infinity, lockAfter: options.lockAfter ?? 5 },
      new Map(stores.map((store) => [store.options.db, store])),
    );
    const version = VERSION[patchLevel];
    this.schema = new Schema(patchLevel);
    this.service = new Service({
      schema: this.schema,
      sessions: this.sessions,
      clock,
      timeoutMinutes,
      version,
      baseUrl: () => this.url,
    });
  }

  async start(): Promise<void> {
    const { latencyMs = 0, port, https = false } = this.options;
    this.server = await serve({
      ...(port === undefined ? {} : { port }),
      ...(https ? { tls: { key: pem(`${this.certificate}.key`), cert: pem(`${this.certificate}.cert`) } } : {}),
      faults: this.faults,
      latencyMs: (request) => (typeof latencyMs === 'number' ? latencyMs : latencyMs(this.sizes.get(request)?.rows ?? 0)),
      handle: (request) => {
        if (--this.callsUntilExpiry < 0) this.expireSessions();
        const answer = this.service.handle(request);
        this.sizes.set(request, { rows: this.service.rows, bytes: Buffer.byteLength(String(answer.body ?? '')) });
        return answer;
      },
      onAnswered: (request, { status, ms, fault }) => {
        const size = this.sizes.get(request) ?? { rows: 0, bytes: 0 };
        const at = this.clock.instant().getTime();
        this.log.push({ at, method: request.method, path: request.path, status, ms, ...size, fault: fault?.kind ?? null });
      },
    });
    this.url = this.server.url;
  }

  async close(): Promise<void> {
    await this.server?.close();
  }

  /** `CompanyDB`, `UserName` and `Password` of the login. */
  get credentials(): { companyDb: string; user: string; password: string } {
    return { companyDb: this.db, ...this.sessions.credentials };
  }

  calls(): readonly LoggedCall[] {
    return this.log;
  }
  forgetCalls(): void {
    this.log.length = 0;
  }

  company(db: string): B1Company {
    const company = this.companies.get(db);
    if (!company) throw new Error(`no company ${db}`);
    return company;
  }

  // ── administration ──

  /** Logins so far, refused ones included, and sessions open now. */
  logins(): { attempts: number; open: number } {
    return { attempts: this.sessions.attempts, open: this.sessions.count };
  }
  /** Every cookie is worth nothing, and until the server has started so many logins are refused as if the password were wrong. */
  restart(refusedLogins: number): void {
    this.expireSessions();
    this.sessions.refusedWhileStarting = refusedLogins;
  }
  /** Every cookie is worth nothing. */
  expireSessions(): void {
    this.sessions.expireAll();
    this.callsUntilExpiry = Infinity;
  }
  /** In the middle of a run. */
  expireSessionsAfter(calls: number): void {
    this.callsUntilExpiry = calls;
  }
  /**
   * A user-defined field. Every node of the Service Layer keeps a description of its own and learns of the field with its next restart;
   * until then `isInMetadata` is false.
   */
  addUserField(set: string, field: UserFieldInput, isInMetadata = true): void {
    const tx = this.store.begin();
    addUserField(tx, TABLES_OF_SETS[set] ?? set, field);
    tx.commit();
    if (isInMetadata) this.schema.addProperty(set, `U_${field.name}`, EDM_TYPES[field.type ?? 'db_Alpha']);
  }
  /** An entity set, or a service such as `CompanyService_GetAdminInfo`. */
  revokeAuthorisation(object: string): void {
    this.service.forbidden.add(object);
  }
  grantAuthorisation(object: string): void {
    this.service.forbidden.delete(object);
    this.service.readOnly.delete(object);
  }
  /** A server that does not have it. */
  dropSet(set: string): void {
    this.schema.dropSet(set);
  }
  /** An entity set may be read, and no longer written. */
  revokeWriting(set: string): void {
    this.service.readOnly.add(set);
  }
  setLicence(hasLicence: boolean): void {
    this.sessions.hasLicence = hasLicence;
  }
  get isUserLocked(): boolean {
    return this.sessions.isLocked;
  }
  lockUser(locked = true): void {
    this.sessions.isLocked = locked;
  }
  changePassword(password: string): void {
    this.sessions.credentials.password = password;
  }
  /** The server's clock goes wrong, and with it `/ping/` and every stamp. */
  setClockOffset(ms: number): void {
    this.clock.offsetMs = ms;
  }

  // ── certificate ──

  /** SHA-256 of the certificate, as Node writes it: `AB:CD:…`. */
  get fingerprint(): string {
    return new X509Certificate(pem(`${this.certificate}.cert`)).fingerprint256;
  }
  /** The same address with another certificate. */
  async replaceCertificate(): Promise<void> {
    const port = Number(new URL(this.url).port);
    await this.close();
    this.certificate = this.certificate === 'server' ? 'other' : 'server';
    this.options.port = port;
    await this.start();
  }
}

const pem = (name: string): string => readFileSync(new URL(`../../fixtures/sap-b1/tls/${name}.pem`, import.meta.url), 'utf8');

function storeOf(company: B1CompanyInput, clock: ServerClock, options: B1FakeOptions): CompanyStore {
  const { localCurrency } = company;
  const ownCode = localCurrency === 'MXN' || localCurrency === 'USD' ? '$' : localCurrency;
  const store = new CompanyStore({
    db: company.db,
    clock,
    facts: {
      CompanyName: company.name,
      FederalTaxID: company.taxId ?? 'XAXX010101000',
      Country: company.country ?? COUNTRIES[localCurrency] ?? 'MX',
      LocalCurrency: ownCode,
      branches: company.branches ?? [],
    },
    paymentTouchesInvoice: options.paymentTouchesInvoice ?? false,
    priceTouchesItem: options.priceTouchesItem ?? true,
    updateDateStartsEmpty: options.updateDateStartsEmpty ?? false,
  });
  const tx = store.begin();
  const others = new Set([...TRADED, ...Object.keys(company.rates ?? {})]);
  others.delete(localCurrency);
  addFirstSeries(tx);
  addCurrencies(tx, new Map([[localCurrency, ownCode], ...[...others].map((iso): [string, string] => [iso, iso])]));
  tx.commit();
  const basics = store.begin();
  addCatalogBasics(basics);
  addPartnerReferences(basics);
  basics.commit();
  addCommonUserFields(store);
  for (const iso of others) store.rates.set(iso, [{ from: '2000-01-01', rate: company.rates?.[iso] ?? 20 }]);
  return store;
}
