import { randomUUID } from 'node:crypto';
import { addCompany, addUser, ADMIN_UID, BOT_UID, CURRENCIES } from './seed.ts';
import type { CompanyInput } from './seed.ts';
import { OdooDatabase } from './database.ts';
import type { BotGroups } from './database.ts';
import type { Operation } from './env.ts';
import { Faults } from './http/faults.ts';
import { OdooHttpServer } from './http/server.ts';
import type { LoggedCall } from './http/server.ts';
import { Service } from './http/service.ts';
import { Keyring } from './keys.ts';
import { char } from './schema/field.ts';
import type { Model } from './schema/field.ts';
import { BROUGHT_BY, FIELDS_BROUGHT_BY } from './modules.ts';
import type { SubscriptionModule } from './schema/subscriptions.ts';
import { minorToText } from './money.ts';
import { Operations } from './operations.ts';
import type { CurrencyCode, InvoiceInput, PartnerInput, PaymentInput } from './operations.ts';
import { OdooPeople } from './people.ts';
import { Dispatcher } from './rpc/dispatch.ts';
import type { OdooEdition, OdooVersion, Row, RowOf } from './types.ts';
import { Webhooks } from './webhooks.ts';
import type { SentWebhook } from './webhooks.ts';

export type { CompanyInput, CurrencyCode, InvoiceInput, LoggedCall, OdooEdition, OdooVersion, PartnerInput, PaymentInput, SentWebhook };
export { Operations };

export interface OdooFakeOptions {
  version: OdooVersion;
  /** Default community. */
  edition?: OdooEdition;
  /** Enterprise, 18 on: payments have entries of their own. Default false, as Odoo ships it. */
  outstandingAccount?: boolean;
  port?: number;
  /** Added to every answer; benches take 70 ms per 500 rows. */
  latencyMs?: number | ((rows: number) => number);
  now?: () => Date;
  /** Of its people: which day it is where they date documents. Default `UTC`, as Odoo has it for a user who set none. */
  timeZone?: string;
  /** First: the one with data. */
  databases?: readonly string[];
  /** Default true; hosts often switch the list off. */
  listsDatabases?: boolean;
  companies?: readonly CompanyInput[];
  /** Rights of the bot user: default `contacts`, what the product asks for: reads everything, writes contacts. */
  botGroups?: BotGroups;
  /** Tax ids are checked. Default not, as Odoo ships it. */
  baseVat?: boolean;
  /** Default installed. */
  baseAutomation?: boolean;
  /** Default all installed. */
  without?: readonly (keyof typeof BROUGHT_BY)[];
  /** What sells products by the period. Default none. */
  subscriptions?: SubscriptionModule;
  uuid?: string;
}

type OdooSnapshot = ReturnType<OdooDatabase['store']['dump']>;

const DAY_MICROS = 86_400_000_000;
const KEY_DAYS = 89;
const DEFAULT_COMPANY: CompanyInput = { name: 'Válvulas y Aceros del Norte SA de CV', currency: 'MXN', country: 'MX', vat: 'VAN120315QX8' };

export async function startOdooFake(options: OdooFakeOptions): Promise<OdooFake> {
  const fake = new OdooFake(options);
  await fake.start();
  return fake;
}

/** An Odoo server with one database, and the people who work in it. */
export class OdooFake extends OdooPeople {
  url = '';
  readonly version: OdooVersion;
  readonly database: string;
  readonly login = 'bot';
  /** The bot's key; replaced by `renewKey`. */
  apiKey = '';
  readonly admin: { login: string; password: string; apiKey: string; uid: number };
  readonly uid = BOT_UID;
  readonly faults = new Faults();
  readonly db: OdooDatabase;
  private readonly keys = new Keyring();
  private readonly webhookQueue: Webhooks;
  private readonly server: OdooHttpServer;

  constructor(options: OdooFakeOptions) {
    super();
    const { now = () => new Date(), timeZone = 'UTC', databases = ['empresa'], latencyMs = 0 } = options;
    this.version = options.version;
    this.database = databases[0] ?? 'empresa';
    this.db = new OdooDatabase({
      name: this.database,
      version: options.version,
      edition: options.edition ?? 'community',
      outstandingAccount: options.outstandingAccount ?? false,
      companies: options.companies ?? [DEFAULT_COMPANY],
      botGroups: options.botGroups ?? 'contacts',
      baseVat: options.baseVat ?? false,
      ...{ now, timeZone },
      uuid: options.uuid ?? randomUUID(),
    });
    if (options.baseAutomation === false) this.removeAutomation();
    for (const name of options.without ?? []) this.removeModule(name);
    if (options.subscriptions) this.db.installSubscriptions(options.subscriptions);
    const tx = this.db.begin();
    this.admin = { login: 'admin', password: 'admin', apiKey: this.keys.create(tx, ADMIN_UID, 'admin', null), uid: ADMIN_UID };
    tx.commit();
    this.keys.setPassword(ADMIN_UID, 'admin');
    this.renewKey();
    this.webhookQueue = new Webhooks(this.db);
    const service = new Service(this.db, this.keys, new Dispatcher(this.db, this.keys), {
      databases,
      listsDatabases: options.listsDatabases ?? true,
    });
    this.server = new OdooHttpServer(service, this.faults, {
      port: options.port ?? 0,
      now,
      latencyMs: typeof latencyMs === 'number' ? () => latencyMs : latencyMs,
      isJson2Server: options.version >= 19,
    });
  }

  async start(): Promise<void> {
    this.url = await this.server.listen();
  }

  close(): Promise<void> {
    return this.server.close();
  }

  calls(): readonly LoggedCall[] {
    return this.server.calls;
  }

  forgetCalls(): void {
    this.server.calls.length = 0;
  }

  /** What automation rules have sent so far. */
  webhooks(): readonly SentWebhook[] {
    return this.webhookQueue.sent;
  }

  // ── people at work ──

  override transaction<T>(
    work: (operations: Operations) => T,
    { commitDelayMs = 0, uid }: { commitDelayMs?: number; uid?: number } = {},
  ): Promise<T> {
    return this.db.transact((books) => work(new Operations(books)), { commitDelayMs, ...(uid !== undefined && { uid }) });
  }

  /** A transaction that stays open until told: for slow ones under a clock of the test's own. Sends no webhooks. */
  openTransaction<T>(work: (operations: Operations) => T): { result: T; commit: () => void; rollback: () => void } {
    const tx = this.db.begin();
    const result = work(new Operations(this.db.books(tx)));
    return { result, commit: () => tx.commit(), rollback: () => tx.rollback() };
  }

  // ── administration ──

  revokeRight(model: string, operation: Operation = 'read'): void {
    this.db.exceptions.set(`${model}:${operation}`, false);
  }
  /** A field made by hand or by Studio; its name begins with `x_`. */
  addTextField(model: string, name: string, label: string): void {
    const found = this.db.schema.get(model);
    if (!found) throw new Error(`No model is called ${model}`);
    found.fields[name] = char(label);
  }
  grantRight(model: string, operation: Operation = 'read'): void {
    this.db.exceptions.set(`${model}:${operation}`, true);
  }
  hideField(model: string, field: string): void {
    this.db.hiddenFields.add(`${model}.${field}`);
  }
  /** Which companies the bot may see. */
  setCompanies(ids: readonly number[]): void {
    this.write('res.users', BOT_UID, { company_ids: ids, company_id: ids[0] ?? null });
  }
  addCompany(company: CompanyInput): number {
    const tx = this.db.begin();
    const id = addCompany(this.db.books(tx), company);
    tx.commit();
    return id;
  }
  /** A module of this customer's computes no price for it, but says this; null: it does again. */
  refusePrice(product: number, message: string | null): void {
    if (message === null) this.db.refusedPrices.delete(product);
    else this.db.refusedPrices.set(product, message);
  }
  /** Units of a currency per US dollar from a day on. */
  setRate(currency: CurrencyCode, from: string, rate: number): void {
    const history = [...(this.db.rates.get(currency) ?? []), { from, rate }].sort((a, b) => a.from.localeCompare(b.from));
    this.db.rates.set(currency, history);
  }
  setCurrencyActive(currency: CurrencyCode, active: boolean): void {
    this.write('res.currency', CURRENCIES[currency], { active });
  }
  /** Another person who works there, selling or not; returns the id, for `transaction(…, { uid })`. */
  addUser(name: string, login: string, { sells = false }: { sells?: boolean } = {}): number {
    const tx = this.db.begin();
    const id = addUser(this.db.books(tx), { name, login, sells });
    tx.commit();
    return id;
  }
  disableUser(): void {
    this.write('res.users', BOT_UID, { active: false });
  }
  /** A new key for the bot; from 18 on it ends after 89 days unless told otherwise. */
  renewKey(until: Date | null = null): string {
    const tx = this.db.begin(BOT_UID);
    const end = until ? until.getTime() * 1000 : this.version >= 18 ? tx.at + KEY_DAYS * DAY_MICROS : null;
    this.apiKey = this.keys.create(tx, BOT_UID, 'Puente', end);
    tx.commit();
    return this.apiKey;
  }
  expireKey(): void {
    const row = this.keys.rowOf(this.apiKey);
    if (row !== undefined) this.write('res.users.apikeys', row, { expiration_date: 1 });
  }
  revokeKey(): void {
    const tx = this.db.begin();
    this.keys.revoke(tx, this.apiKey);
    tx.commit();
  }

  // ── backups and copies ──

  snapshot(): OdooSnapshot {
    return this.db.store.dump();
  }
  /** Yesterday's data under today's clock: ids are given again to other records. Users, keys and the identity of the database are as they were. */
  restoreBackup(snapshot: OdooSnapshot): void {
    this.db.store.restore(snapshot);
  }
  /** Another database answers under the same name: same ids, other content, another identity. Keys stay valid. */
  swapDatabase({ uuid = randomUUID(), company = 'Otra Empresa SA de CV' }: { uuid?: string; company?: string } = {}): void {
    const tx = this.db.begin();
    for (const id of tx.ids('res.partner')) tx.update('res.partner', id, { name: `Otro ${id}`, vat: null, email: null });
    for (const id of tx.ids('res.company')) tx.update('res.company', id, { name: company, vat: null });
    for (const id of tx.ids('account.move'))
      if (tx.get('account.move', id)?.name) tx.update('account.move', id, { name: `OTRO/${id}`, ref: null });
    const parameter = tx.ids('ir.config_parameter').find((id) => tx.get('ir.config_parameter', id)?.key === 'database.uuid');
    if (parameter !== undefined) tx.update('ir.config_parameter', parameter, { value: uuid });
    tx.commit();
  }

  // ── looking inside ──

  /** A row as it is committed; money in minor units. */
  record<M extends string>(model: M, id: number): RowOf<M> | undefined {
    return this.db.store.committed().get(model, id);
  }
  records<M extends string>(model: M): RowOf<M>[] {
    const view = this.db.store.committed();
    return view.ids(model).flatMap((id) => view.get(model, id) ?? []);
  }
  /** An invoice in words a test can compare. */
  invoice(id: number): { name: string | null; state: string; paymentState: string; total: string; residual: string } {
    const row = this.record('account.move', id);
    if (!row) throw new Error(`the double has no invoice ${id}`);
    const digits = this.record('res.currency', row.currency_id)?.decimal_places ?? 2;
    const text = (minor: number): string => minorToText(minor, digits);
    return {
      name: row.name,
      state: row.state,
      paymentState: row.payment_state,
      total: text(row.amount_total),
      residual: text(row.amount_residual),
    };
  }

  private write(model: string, id: number, values: Partial<Row>): void {
    const tx = this.db.begin();
    tx.update(model, id, values as Record<string, Row[string]>, { force: true });
    tx.commit();
  }

  /** Somebody uninstalls it. */
  removeModule(name: keyof typeof BROUGHT_BY): void {
    const schema = this.db.schema as Map<string, Model>;
    for (const model of BROUGHT_BY[name]) schema.delete(model);
    for (const [model, fields] of Object.entries(FIELDS_BROUGHT_BY[name] ?? {}))
      for (const field of fields) delete schema.get(model)?.fields[field];
    const tx = this.db.begin();
    for (const { id, model } of this.records('ir.model')) if (!schema.has(String(model))) tx.remove('ir.model', id);
    for (const { id, model, name: field } of this.records('ir.model.fields'))
      if (!schema.get(String(model))?.fields[String(field)]) tx.remove('ir.model.fields', id);
    tx.commit();
  }

  private removeAutomation(): void {
    const tx = this.db.begin();
    for (const row of this.records('ir.module.module'))
      if (row.name === 'base_automation') tx.update('ir.module.module', row.id, { state: 'uninstalled' });
    tx.commit();
    (this.db.schema as Map<string, unknown>).delete('base.automation');
  }
}
