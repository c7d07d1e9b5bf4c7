import { Associations } from './associations.ts';
import type { CrmEvent } from './crm-events.ts';
import { Definitions } from './definitions.ts';
import { badRequest, notFound } from './errors.ts';
import { calculatedOf, copiedFromProduct } from './line-items.ts';
import { mergeRecords } from './merge.ts';
import { prepare, type Claims, type PreparationDeps } from './preparation.ts';
import { Table } from './table.ts';
import type { ApiVersion, ApiWrite, ObjectType, Properties, Source, StoredRecord } from './types.ts';

interface CrmOptions {
  portalId: number;
  now(): Date;
  searchLagMs(): number;
  currencies: readonly string[];
  customPropertyLimit: number;
  /** Default true: since January 2025 a merge makes a new record. */
  mergesIntoNewRecord: boolean;
  onEvent(event: CrmEvent): void;
}

/** Who writes, and for the API by which version. */
export interface Writer {
  source: Source;
  version: ApiVersion | null;
}

export type Given = Readonly<Record<string, unknown>>;

interface Held {
  table: Table;
  definitions: Definitions;
  required: Set<string>;
}

/** The records of one portal and the rules their values follow. */
export class Crm {
  readonly associations = new Associations();
  readonly apiWrites: ApiWrite[] = [];
  /** Second addresses of merged contacts. */
  readonly additionalEmails = new Map<string, StoredRecord>();
  readonly options: CrmOptions;
  private readonly held: Record<ObjectType, Held>;

  constructor(options: CrmOptions) {
    this.options = options;
    const limits = { limit: options.customPropertyLimit, currencies: options.currencies };
    const hold = (type: ObjectType): Held => ({
      table: new Table(type, options),
      definitions: new Definitions(type, limits),
      required: new Set(),
    });
    this.held = {
      contacts: hold('contacts'),
      companies: hold('companies'),
      deals: hold('deals'),
      products: hold('products'),
      line_items: hold('line_items'),
      quotes: hold('quotes'),
      services: hold('services'),
      projects: hold('projects'),
    };
  }

  table(type: ObjectType): Table {
    return this.held[type].table;
  }
  definitions(type: ObjectType): Definitions {
    return this.held[type].definitions;
  }
  /** Names an administrator made obligatory. */
  required(type: ObjectType): Set<string> {
    return this.held[type].required;
  }

  /** By id, or by the value of a unique property, an e-mail address or a domain. */
  locate(type: ObjectType, idProperty: string | undefined, value: string): StoredRecord | undefined {
    if (idProperty === undefined || idProperty === 'hs_object_id') return this.table(type).living(value);
    const isEmail = type === 'contacts' && idProperty === 'email';
    if (isEmail) return this.holderOfEmail(value.trim().toLowerCase());
    const isDomain = type === 'companies' && idProperty === 'domain';
    if (!isDomain && !this.definitions(type).get(idProperty)?.hasUniqueValue) {
      throw badRequest(`Unable to perform read by non-unique ${type} property ${idProperty} in portal ID ${this.options.portalId}`);
    }
    return this.table(type).withValue(idProperty, value)[0];
  }

  require(type: ObjectType, id: string): StoredRecord {
    const record = this.table(type).living(id);
    if (!record) throw notFound();
    return record;
  }

  /** Throws HubSpot's refusal; changes nothing. */
  prepare(type: ObjectType, record: StoredRecord | null, given: Given, version: ApiVersion | null, claims?: Claims): Properties {
    return prepare(this.preparation(type), record, given, { version, ...(claims ? { claims } : {}) });
  }

  create(type: ObjectType, kept: Properties, writer: Writer): StoredRecord {
    const filled = filledOf(type === 'line_items' ? this.lineOf(kept) : kept);
    if (type === 'deals' && filled['dealstage']) filled['pipeline'] ??= 'default';
    const record = this.table(type).insert(filled);
    const { id } = record;
    const at = this.now();
    this.log(writer, { kind: 'create', objectType: type, id, properties: kept, changed: Object.keys(filled) });
    this.emit({ kind: 'created', objectType: type, id, at, source: writer.source });
    for (const [property, value] of Object.entries(filled)) {
      const change = { objectType: type, id, property, before: null, value, at, source: writer.source };
      this.table(type).remember(change);
      this.emit({ kind: 'changed', ...change });
    }
    return record;
  }

  update(type: ObjectType, record: StoredRecord, kept: Properties, writer: Writer): void {
    const calculated = type === 'line_items' ? calculatedOf({ ...record.properties, ...kept }) : {};
    const changes = this.table(type).write(record, { ...kept, ...calculated }, writer.source);
    const changed = changes.map(({ property }) => property);
    this.log(writer, { kind: 'update', objectType: type, id: record.id, properties: kept, changed });
    for (const change of changes) this.emit({ kind: 'changed', ...change });
  }

  archive(type: ObjectType, record: StoredRecord, writer: Writer): void {
    this.table(type).setArchivedOrMerged(record, { archivedAt: this.now().getTime() });
    this.log(writer, { kind: 'archive', objectType: type, id: record.id, properties: {}, changed: [] });
    this.emit({ kind: 'deleted', objectType: type, id: record.id, at: this.now(), source: writer.source });
  }

  restore(type: ObjectType, record: StoredRecord, writer: Writer): void {
    this.table(type).setArchivedOrMerged(record, { archivedAt: null });
    this.emit({ kind: 'restored', objectType: type, id: record.id, at: this.now(), source: writer.source });
  }

  merge(type: ObjectType, primary: StoredRecord, other: StoredRecord, writer: Writer): StoredRecord {
    const { record, event } = mergeRecords(this, type, primary, other, writer.source);
    this.log(writer, { kind: 'merge', objectType: type, id: record.id, properties: {}, changed: [] });
    this.emit(event);
    return record;
  }

  privacyDelete(record: StoredRecord, writer: Writer): void {
    const about = { objectType: 'contacts', id: record.id, at: this.now(), source: writer.source } as const;
    this.table('contacts').erase(record);
    this.log(writer, { kind: 'privacyDelete', objectType: 'contacts', id: record.id, properties: {}, changed: [] });
    this.emit({ kind: 'deleted', ...about });
    this.emit({ kind: 'privacyDeleted', ...about });
  }

  /** `typeIds`: labels of HubSpot's own that the tie gets. */
  associate(from: ObjectType, fromId: string, to: ObjectType, toId: string, writer: Writer, typeIds: readonly number[] = []): void {
    const [a, b] = [this.require(from, fromId).id, this.require(to, toId).id];
    this.refuseAssociation(from, a, to, b);
    this.associations.add(from, a, to, b);
    for (const typeId of typeIds) this.associations.label({ from, fromId: a, to, toId: b }, typeId);
    this.log(writer, { kind: 'associate', objectType: from, id: a, properties: { [to]: b }, changed: [] });
    this.tellOfTie({ from, fromId: a, to, toId: b }, writer, false);
  }

  /** With `typeIds` only these labels go, and the tie stays. */
  dissociate(from: ObjectType, fromId: string, to: ObjectType, toId: string, writer: Writer, typeIds?: readonly number[]): void {
    const tie = { from, fromId, to, toId };
    if (typeIds) for (const typeId of typeIds) this.associations.unlabel(tie, typeId);
    else this.associations.remove(from, fromId, to, toId);
    this.log(writer, { kind: 'dissociate', objectType: from, id: fromId, properties: { [to]: toId }, changed: [] });
    this.tellOfTie(tie, writer, true);
  }

  /** HubSpot says in properties of its own whose a contact or a company is. */
  keepRelations(type: ObjectType, id: string, source: Writer['source']): void {
    const record = this.table(type).living(id);
    const [stored, company] =
      type === 'contacts'
        ? ['associatedcompanyid', this.associations.primaryOf(type, id)]
        : type === 'companies'
          ? ['hs_parent_company_id', this.associations.parentOf(id)]
          : [];
    if (!record || stored === undefined) return;
    for (const change of this.table(type).write(record, { [stored]: company ?? '' }, source)) this.emit({ kind: 'changed', ...change });
  }

  private tellOfTie(tie: { from: ObjectType; fromId: string; to: ObjectType; toId: string }, writer: Writer, isRemoved: boolean): void {
    const { from, fromId, to, toId } = tie;
    const [type] = this.associations.types(from, fromId, to, toId);
    const about = { toType: to, toId, typeId: type?.typeId ?? 0, isRemoved, isPrimary: type?.label === 'Primary' };
    this.emit({ kind: 'associated', objectType: from, id: fromId, at: this.now(), source: writer.source, ...about });
    this.keepRelations(from, fromId, writer.source);
    this.keepRelations(to, toId, writer.source);
  }

  holderOfEmail(email: string): StoredRecord | undefined {
    const extra = this.additionalEmails.get(email);
    const living = extra && this.table('contacts').living(extra.id);
    return this.table('contacts').withValue('email', email)[0] ?? living;
  }

  now(): Date {
    return this.options.now();
  }

  private lineOf(given: Properties): Properties {
    const line = filledOf(copiedFromProduct(this.table('products'), given));
    return { ...line, ...calculatedOf(line) };
  }

  /** Products are tied to nothing; a line has one parent for ever. */
  private refuseAssociation(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
    if (from === 'products' || to === 'products') throw badRequest(`No association is defined between ${from} and ${to}.`);
    const [lineId, parentId] = from === 'line_items' ? [fromId, toId] : to === 'line_items' ? [toId, fromId] : [];
    const others = lineId === undefined ? [] : [...this.associations.of('line_items', lineId, 'deals')].filter((id) => id !== parentId);
    if (others.length > 0) throw badRequest(`Line item ${lineId} belongs to deal ${others[0]}.`);
  }

  private preparation(type: ObjectType): PreparationDeps {
    const holderOfEmail = (email: string) => this.holderOfEmail(email);
    return { portalId: this.options.portalId, ...this.held[type], holderOfEmail };
  }

  private emit(event: CrmEvent): void {
    this.options.onEvent(event);
  }

  private log({ version }: Writer, write: Omit<ApiWrite, 'at' | 'version'>): void {
    if (version !== null) this.apiWrites.push({ ...write, version, at: this.now() });
  }
}

const filledOf = (kept: Properties): Properties => Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== ''));
