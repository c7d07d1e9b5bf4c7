import type { Books, Rates } from './accounting/books.ts';
import { rateOn } from './accounting/books.ts';
import { dayIn } from '../../../server/shared/calendar.ts';
import type { Env, Operation, Rights } from './env.ts';
import { accessError, userError } from './errors.ts';
import type { Model } from './schema/field.ts';
import { addSubscriptions, removeSubscriptions, type SubscriptionModule } from './schema/subscriptions.ts';
import { buildSchema } from './schema/index.ts';
import type { Schema } from './schema/index.ts';
import { ADMIN_UID, defaultRates, seedDatabase } from './seed.ts';
import type { CompanyInput } from './seed.ts';
import { Store } from './store.ts';
import type { Tx, View } from './store.ts';
import type { OdooEdition, OdooVersion } from './types.ts';

export type BotGroups = 'internal' | 'readonly' | 'contacts' | 'sales' | 'own_sales' | 'invoicing';

interface DatabaseOptions {
  name: string;
  version: OdooVersion;
  edition: OdooEdition;
  outstandingAccount: boolean;
  companies: readonly CompanyInput[];
  botGroups: BotGroups;
  baseVat: boolean;
  now: () => Date;
  timeZone: string;
  uuid: string;
}

const ACCOUNTING_READER = 'Technical/Show Accounting Features - Readonly';
/** Every internal user may open them. */
const SENDING_WINDOWS: readonly string[] = ['mail.compose.message', 'account.move.send.wizard'];
const OF_SUBSCRIPTIONS = ['', '.template', '.stage', '.line'].map((part) => `sale.subscription${part}`);
/** What sales people write; only their administrator deletes orders. */
const OF_SALES: readonly string[] = ['sale.order', 'sale.order.line', 'stock.picking', ...OF_SUBSCRIPTIONS];
const OWN_DOCUMENTS = 'sales_team.group_sale_salesman';
const ALL_DOCUMENTS = 'sales_team.group_sale_salesman_all_leads';
const SELLS: Readonly<Partial<Record<BotGroups, readonly string[]>>> = {
  sales: [OWN_DOCUMENTS, ALL_DOCUMENTS],
  own_sales: [OWN_DOCUMENTS],
};
const BILLING = 'Invoicing/Billing';

/** One Odoo database: rows, users' rights and the transactions on them. */
export class OdooDatabase {
  readonly options: DatabaseOptions;
  readonly schema: Schema;
  readonly store: Store;
  rates: Rates = defaultRates();
  /** Products whose price a module of this customer's refuses to compute, with what it says. */
  readonly refusedPrices = new Map<number, string>();
  /** A module of this customer's opens a window instead of confirming an order. */
  asksBeforeConfirming = false;
  /** `model:operation` → granted or refused to the bot, whatever its groups say. */
  readonly exceptions = new Map<string, boolean>();
  /** `model.field` the bot may not see. */
  readonly hiddenFields = new Set<string>();
  /** What takes Odoo's mail, and whom it refuses; `down`: nobody answers; `hangs`: Odoo still waits. */
  mailServer: 'up' | 'down' | 'hangs' = 'up';
  readonly refusedAddresses = new Set<string>();
  /** Documents that went to customers by e-mail: `model id`, in order. */
  readonly sent: string[] = [];
  /** External ids, with their models, that a worker remembers although the records they were for were undone. */
  readonly remembered = new Map<string, string>();
  /** Delivers what automation rules collected; set by the webhooks. */
  afterWork: (tx: Tx, commit: () => void, failed: boolean) => Promise<void> = (_tx, commit) => Promise.resolve(commit());
  private micros = 0;

  constructor(options: DatabaseOptions) {
    this.options = options;
    this.schema = buildSchema(options.version);
    this.computeRates();
    const indexed: Record<string, readonly string[]> = { 'ir.sequence': [] };
    for (const model of this.schema.values()) indexed[model.name] = model.indexed;
    this.store = new Store(indexed);
    const tx = this.begin();
    seedDatabase(this.books(tx), options.companies, options.uuid);
    this.seedDescriptions(tx);
    tx.commit();
  }

  /** Of today, for one unit of the company's currency. */
  private computeRates(): void {
    const field = this.schema.get('res.currency')?.fields.rate;
    if (!field) return;
    const rateOf = (code: unknown): number => rateOn(this, String(code), this.today());
    field.get = (view, { name }) => {
      const company = view.get('res.company', Number(view.ids('res.company')[0]));
      return rateOf(name) / rateOf(view.get('res.currency', Number(company?.currency_id))?.name);
    };
  }

  private seedDescriptions(tx: Tx, models: Iterable<Model> = this.schema.values()): void {
    for (const model of models) {
      const id = tx.insert('ir.model', { model: model.name, name: model.description });
      for (const [name, field] of Object.entries(model.fields))
        tx.insert('ir.model.fields', { name, model: model.name, model_id: id, ttype: field.type });
    }
  }

  installSubscriptions(name: SubscriptionModule): void {
    const models = addSubscriptions(this.schema as Map<string, Model>, name, this.options.version);
    for (const { name: model, indexed } of models) this.store.addTable(model, indexed);
    const tx = this.begin();
    this.seedDescriptions(tx, models);
    tx.commit();
  }

  uninstallSubscriptions(name: SubscriptionModule): void {
    removeSubscriptions(this.schema as Map<string, Model>, name, this.options.version);
  }

  /** The clock in microseconds; two transactions never share one. */
  tick(): number {
    this.micros = Math.max(this.micros + 1, this.options.now().getTime() * 1000 + Math.floor(Math.random() * 1000));
    return this.micros;
  }

  begin(uid = ADMIN_UID, at = this.tick()): Tx {
    return this.store.begin(at, uid);
  }

  books(tx: Tx): Books {
    const { version, edition, outstandingAccount, baseVat: checksTaxIds } = this.options;
    return {
      tx,
      version,
      edition,
      outstandingAccount,
      checksTaxIds,
      rates: this.rates,
      today: this.today(new Date(Math.floor(tx.at / 1000))),
    };
  }

  /** One transaction: all or nothing. Webhooks go out before the commit until 18 and after it on 19. */
  async transact<T>(
    work: (books: Books) => T,
    { uid = ADMIN_UID, commitDelayMs = 0 }: { uid?: number; commitDelayMs?: number } = {},
  ): Promise<T> {
    const tx = this.begin(uid);
    let result: T;
    try {
      result = work(this.books(tx));
    } catch (error) {
      await this.afterWork(tx, () => tx.rollback(), true);
      throw error;
    }
    if (commitDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, commitDelayMs));
    await this.afterWork(tx, () => tx.commit(), false);
    return result;
  }

  /** What a call of this user sees in this context. */
  env(uid: number, context: Record<string, unknown>, view: View = this.store.committed()): Env {
    const user = view.get('res.users', uid);
    const allowed = (user?.company_ids as readonly number[] | undefined) ?? [];
    const wanted = Array.isArray(context.allowed_company_ids) ? (context.allowed_company_ids as number[]) : allowed;
    if (wanted.some((id) => !allowed.includes(id))) throw accessError('Access to unauthorized or invalid companies.');
    if (typeof context.lang === 'string' && context.lang !== 'en_US') throw userError(`Invalid language code: ${context.lang}`);
    return {
      view,
      schema: this.schema,
      version: this.options.version,
      uid,
      rights: this.rightsOf(uid),
      companyIds: wanted,
      activeTest: context.active_test !== false,
      hidesCodes: context.display_default_code === false,
      rateOf: (currencyId) => this.rateInCompany(view, currencyId, wanted[0] ?? 1),
    };
  }

  /** The calendar day of its people. */
  today(at = this.options.now()): string {
    return dayIn(this.options.timeZone, at);
  }

  private rateInCompany(view: View, currencyId: number, companyId: number): number {
    const today = this.today();
    const code = (id: number | undefined): string => view.get('res.currency', id ?? 0)?.name ?? '';
    return rateOn(this, code(currencyId), today) / rateOn(this, code(view.get('res.company', companyId)?.currency_id), today);
  }

  private rightsOf(uid: number): Rights {
    const isAdmin = uid === ADMIN_UID;
    return {
      isAdmin,
      may: (model, operation) => isAdmin || this.botMay(model, operation),
      hasGroup: (group) => isAdmin || group === 'base.group_user' || (SELLS[this.options.botGroups] ?? []).includes(group),
      seesField: (model, field) => isAdmin || !this.hiddenFields.has(`${model}.${field}`),
    };
  }

  private botMay(model: Model, operation: Operation): boolean {
    const exception = this.exceptions.get(`${model.name}:${operation}`);
    if (exception !== undefined) return exception;
    const groups = this.options.botGroups;
    if (groups === 'invoicing' && model.groups.includes(BILLING)) return true;
    const sells = SELLS[groups] !== undefined;
    if ((groups === 'contacts' || sells) && model.name === 'res.partner') return true;
    if (sells && OF_SALES.includes(model.name)) return operation !== 'unlink' || model.name === 'sale.order.line';
    if (SENDING_WINDOWS.includes(model.name)) return true;
    if (operation !== 'read') return false;
    if (model.groups.length === 0) return true;
    return groups !== 'internal' && model.groups.includes(ACCOUNTING_READER);
  }
}
