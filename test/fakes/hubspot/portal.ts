import { Crm } from './crm.ts';
import type { CrmEvent } from './crm-events.ts';
import type { DefinitionInput } from './definitions.ts';
import type { Installs, TokenAnswer } from './installs.ts';
import { Lists } from './lists.ts';
import { PeopleAtWork } from './people-at-work.ts';
import { RateLimits } from './rate-limits.ts';
import { standardProperties } from './standard-properties.ts';
import {
  OPTIONAL_OBJECTS,
  type ApiWrite,
  type ObjectType,
  type OptionalObject,
  type Person,
  type Properties,
  type PropertyChange,
  type StoredRecord,
} from './types.ts';

export interface PortalOptions {
  portalId: number;
  /** Default Europe/Berlin. */
  timeZone?: string;
  /** Default EUR. */
  companyCurrency?: string;
  additionalCurrencies?: string[];
  /** Default pro. On free accounts optional scopes are not granted and properties are few. */
  tier?: 'free' | 'pro';
  /** Default app.hubspot.com. */
  uiDomain?: string;
  /** Of each object. Default 10 on free accounts, else 1,000. */
  customPropertyLimit?: number;
  /** The first is the administrator who installs. */
  people?: Person[];
  /** Default true. False: an older account, where the primary record keeps its id. */
  mergesIntoNewRecord?: boolean;
  /** Those that an administrator switched on. Default none. */
  objects?: readonly OptionalObject[];
}

interface PortalDeps {
  now(): Date;
  searchLagMs(): number;
  installs: Installs;
  onEvent(portalId: number, event: CrmEvent): void;
}

/** A record as a test sees it. */
export interface RecordView {
  id: string;
  properties: Readonly<Properties>;
  archived: boolean;
  createdAt: Date;
  updatedAt: Date;
}

const FEED_LENGTH = 1_000;

/** One HubSpot account. */
export class Portal {
  readonly id: number;
  readonly account: Required<Omit<PortalOptions, 'portalId' | 'people' | 'mergesIntoNewRecord' | 'objects'>>;
  readonly people: Person[];
  readonly crm: Crm;
  readonly limits: RateLimits;
  readonly lists: Lists;
  /** What people do in HubSpot's own pages. */
  readonly users: PeopleAtWork;
  private readonly switchedOn: Set<ObjectType>;
  private readonly deps: PortalDeps;
  private readonly feed: PropertyChange[] = [];
  private readonly listeners = new Set<(change: PropertyChange) => void>();

  constructor(options: PortalOptions, deps: PortalDeps) {
    const { portalId, tier = 'pro' } = options;
    this.id = portalId;
    this.deps = deps;
    this.account = {
      tier,
      timeZone: options.timeZone ?? 'Europe/Berlin',
      companyCurrency: options.companyCurrency ?? 'EUR',
      additionalCurrencies: [...(options.additionalCurrencies ?? [])],
      uiDomain: options.uiDomain ?? 'app.hubspot.com',
      customPropertyLimit: options.customPropertyLimit ?? (tier === 'free' ? 10 : 1_000),
    };
    this.people = options.people ?? standardPeople(portalId);
    this.switchedOn = new Set(options.objects);
    this.limits = new RateLimits(deps.now);
    this.lists = new Lists(deps.now);
    this.crm = new Crm({
      portalId,
      now: deps.now,
      searchLagMs: deps.searchLagMs,
      currencies: [this.account.companyCurrency, ...this.account.additionalCurrencies],
      customPropertyLimit: this.account.customPropertyLimit,
      mergesIntoNewRecord: options.mergesIntoNewRecord ?? true,
      onEvent: (event) => this.onEvent(event),
    });
    this.users = new PeopleAtWork(this.crm, this.admin.userId);
  }

  get admin(): Person {
    const [first] = this.people;
    if (!first) throw new Error(`Portal ${this.id} has no people`);
    return first;
  }

  // ── what is there ──

  /** Follows merges; a deleted record is `archived`, an unknown one null. */
  record(type: ObjectType, id: string): RecordView | null {
    const record = this.crm.table(type).find(id);
    return record ? viewOf(record) : null;
  }

  /** The value of a living record's property, null when empty. */
  value(type: ObjectType, id: string, property: string): string | null {
    return this.crm.require(type, id).properties[property] ?? null;
  }

  records(type: ObjectType): RecordView[] {
    return [...this.crm.table(type).all()].map(viewOf);
  }

  /** API calls that changed something or could have, oldest first. */
  writes(): readonly ApiWrite[] {
    return this.crm.apiWrites;
  }
  forgetWrites(): void {
    this.crm.apiWrites.length = 0;
  }

  /** Every value a property had, oldest first; bulk-loaded values are not in it. */
  history(type: ObjectType, id: string, property: string): readonly PropertyChange[] {
    return this.crm.table(type).history(id, property);
  }

  /** The latest value changes, newest last: what could have started workflows. */
  propertyChanges(): readonly PropertyChange[] {
    return this.feed;
  }
  /** Returns how to stop listening. */
  onPropertyChange(listener: (change: PropertyChange) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  associatedIds(from: ObjectType, id: string, to: ObjectType): string[] {
    return [...this.crm.associations.of(from, id, to)];
  }

  // ── what administrators do ──

  /** Fast seeding: values are kept by the same rules, but no history, no webhooks, no check for taken values. */
  bulkLoad(type: ObjectType, rows: readonly { id?: string; createdAt?: number; properties: Record<string, string> }[]): string[] {
    const table = this.crm.table(type);
    return rows.map(({ properties, ...at }) => {
      const kept = this.crm.prepare(type, null, properties, null);
      for (const [name, value] of Object.entries(kept)) if (value === '') delete kept[name];
      return table.insert(kept, at).id;
    });
  }

  /** Without webhooks. */
  bulkAssociate(from: ObjectType, to: ObjectType, pairs: readonly (readonly [fromId: string, toId: string])[]): void {
    for (const [fromId, toId] of pairs) {
      this.crm.associations.add(from, fromId, to, toId);
      const contact = from === 'contacts' ? fromId : to === 'contacts' ? toId : undefined;
      const record = contact === undefined ? undefined : this.crm.table('contacts').living(contact);
      const company = contact === undefined ? null : this.crm.associations.primaryOf('contacts', contact);
      if (record && company) record.properties['associatedcompanyid'] = company;
    }
  }

  createProperty(type: ObjectType, definition: DefinitionInput): void {
    const { groups } = this.crm.definitions(type);
    this.crm.definitions(type).create({ groupName: groups.keys().next().value ?? '', ...definition });
  }
  deleteProperty(type: ObjectType, name: string): void {
    this.crm.definitions(type).archive(name);
  }
  switchObject(type: OptionalObject, isOn: boolean): void {
    if (isOn) this.switchedOn.add(type);
    else this.switchedOn.delete(type);
  }
  /** Every account has the others. */
  hasObject(type: ObjectType): boolean {
    return this.switchedOn.has(type) || !OPTIONAL_OBJECTS.some((optional) => optional === type);
  }
  /** Products have a price in it from now on. */
  addCurrency(currency: string): void {
    const { companyCurrency, additionalCurrencies } = this.account;
    additionalCurrencies.push(currency);
    this.crm.definitions('products').bring(standardProperties('products', [companyCurrency, ...additionalCurrencies]));
  }
  /** Writes by 2026-09 must leave these properties filled. */
  requireProperties(type: ObjectType, names: readonly string[]): void {
    this.crm.required(type).clear();
    for (const name of names) this.crm.required(type).add(name);
  }

  // ── the app's access ──

  /** Tokens without the consent page. */
  install(scopes: readonly string[], person: Person = this.admin): TokenAnswer {
    return this.deps.installs.install({ portalId: this.id, userId: person.userId, userEmail: person.email, scopes: [...scopes] });
  }
  isInstalled(): boolean {
    return this.deps.installs.isInstalled(this.id);
  }
  /** The app is uninstalled by an administrator: refresh is refused. */
  uninstall(options: { accessTokensLive?: boolean } = {}): void {
    this.deps.installs.uninstall(this.id, options);
  }
  /** The same to the app: neither token works any more. */
  revokeToken(): void {
    this.uninstall();
  }
  /** Only the access token dies: the next call is answered with 401, and a refresh helps. */
  expireAccessTokens(): void {
    this.deps.installs.dropAccessTokens(this.id);
  }
  withdrawScopes(...scopes: string[]): void {
    this.deps.installs.withdrawScopes(this.id, scopes);
  }

  private onEvent(event: CrmEvent): void {
    if (event.kind === 'changed') {
      const { kind: _, ...change } = event;
      this.feed.push(change);
      if (this.feed.length > 2 * FEED_LENGTH) this.feed.splice(0, FEED_LENGTH);
      for (const listener of this.listeners) listener(change);
    }
    this.deps.onEvent(this.id, event);
  }
}

const viewOf = (record: StoredRecord): RecordView => ({
  id: record.id,
  properties: { ...record.properties },
  archived: record.archivedAt !== null,
  createdAt: new Date(record.createdAt),
  updatedAt: new Date(record.updatedAt),
});

const standardPeople = (portalId: number): Person[] => [
  {
    userId: 101,
    email: `admin@portal-${portalId}.example`,
    firstName: 'Alma',
    lastName: 'Ruiz',
    isSuperAdmin: true,
    teams: [{ id: 11, name: 'Finance' }],
  },
  { userId: 102, email: `sales@portal-${portalId}.example`, firstName: 'Tomás', lastName: 'Vega', teams: [{ id: 12, name: 'Sales' }] },
];
