import { COMMERCE_ROWS } from './commerce-properties.ts';
import type { Crm, Writer } from './crm.ts';
import { MODIFIED_PROPERTY } from './standard-properties.ts';
import type { ObjectType, Source } from './types.ts';

const [PRIMARY, CHILD_TO_PARENT] = [1, 14];

/** What users do in HubSpot's own pages: the same rules for values, another source of the change. */
export class PeopleAtWork {
  private readonly crm: Crm;
  private readonly writer: Writer;

  constructor(crm: Crm, by: number | Source) {
    this.crm = crm;
    this.writer = { source: typeof by === 'number' ? { type: 'CRM_UI', id: `userId:${by}` } : by, version: null };
  }

  /** Another user, or what else changes records there. */
  as(by: number | Source): PeopleAtWork {
    return new PeopleAtWork(this.crm, by);
  }

  createCompany(properties: Record<string, string>): string {
    return this.create('companies', properties);
  }
  createContact(properties: Record<string, string>, companyId?: string): string {
    const id = this.create('contacts', properties);
    if (companyId !== undefined) this.associate('contacts', id, 'companies', companyId);
    return id;
  }
  createDeal(properties: Record<string, string>, companyId?: string): string {
    const id = this.create('deals', { dealstage: 'appointmentscheduled', ...properties });
    if (companyId !== undefined) this.associate('deals', id, 'companies', companyId);
    return id;
  }
  createProduct(properties: Record<string, string>): string {
    return this.create('products', properties);
  }
  /** A line of a deal; with `hs_product_id` it takes over what the product says. */
  addLine(dealId: string, properties: Record<string, string>): string {
    const id = this.create('line_items', properties);
    this.associate('line_items', id, 'deals', dealId);
    return id;
  }
  /** A quote of a deal, with copies of its lines, published for its buyer to sign. */
  createQuote(dealId: string, properties: Record<string, string> = {}): string {
    const currency = this.crm.require('deals', dealId).properties['deal_currency_code'];
    const own = { hs_title: 'Quote', hs_status: 'APPROVAL_NOT_NEEDED', ...(currency && { hs_currency: currency }) };
    const id = this.create('quotes', { ...own, ...properties });
    this.associate('quotes', id, 'deals', dealId);
    const copies = [...this.crm.associations.of('deals', dealId, 'line_items')].map((lineId) => {
      const copied = writtenOf(this.crm.require('line_items', lineId).properties);
      const copyId = this.create('line_items', copied);
      this.associate('line_items', copyId, 'quotes', id);
      return this.crm.require('line_items', copyId);
    });
    const amount = copies.reduce((sum, { properties: { amount: net } }) => sum + Number(net ?? 0), 0);
    this.become(id, {
      ...{ hs_quote_status: 'PUBLISHED', hs_sign_status: 'ESIGN_PENDING', hs_quote_esign_status: 'PENDING_SIGNATURE' },
      // Of what recurs one period: over how many HubSpot counts it is documented nowhere.
      hs_quote_amount: amount.toFixed(2),
    });
    return id;
  }
  signQuote(id: string): void {
    const at = this.crm.now().toISOString();
    this.become(id, { hs_sign_status: 'ESIGN_COMPLETED', hs_quote_esign_status: 'SIGNED', hs_esign_date: at });
  }
  /** What happens to a quote by itself: its signature stays when it expires. */
  endQuote(id: string, status: 'ACCEPTED' | 'EXPIRED' | 'VOID'): void {
    this.become(id, { hs_quote_status: status });
  }
  /** Of what HubSpot alone writes. */
  private become(id: string, properties: Record<string, string>): void {
    this.crm.update('quotes', this.crm.require('quotes', id), properties, this.writer);
  }
  create(type: ObjectType, properties: Record<string, string>): string {
    return this.crm.create(type, this.crm.prepare(type, null, properties, null), this.writer).id;
  }

  edit(type: ObjectType, id: string, properties: Record<string, string>): void {
    const record = this.crm.require(type, id);
    this.crm.update(type, record, this.crm.prepare(type, record, properties, null), this.writer);
  }

  /** The id of the record both became. */
  merge(type: ObjectType, primaryId: string, otherId: string): string {
    return this.crm.merge(type, this.crm.require(type, primaryId), this.crm.require(type, otherId), this.writer).id;
  }

  delete(type: ObjectType, id: string): void {
    this.crm.archive(type, this.crm.require(type, id), this.writer);
  }

  restore(type: ObjectType, id: string): void {
    const record = this.crm.table(type).find(id);
    if (!record || record.archivedAt === null) throw new Error(`${type} ${id} is not in the recycling bin`);
    this.crm.restore(type, record, this.writer);
  }

  /** HubSpot copies custom values too, ours included; only unique ones stay behind. */
  clone(dealId: string): string {
    const { properties } = this.crm.require('deals', dealId);
    const isCopied = (name: string) => {
      const definition = this.crm.definitions('deals').get(name);
      return definition && !definition.readOnly && !definition.hasUniqueValue && name !== MODIFIED_PROPERTY.deals;
    };
    const copied = Object.fromEntries(Object.entries(properties).filter(([name]) => isCopied(name)));
    return this.create('deals', { ...copied, dealname: `${properties['dealname'] ?? 'Deal'} (Clone)` });
  }

  privacyDelete(contactId: string): void {
    this.crm.privacyDelete(this.crm.require('contacts', contactId), this.writer);
  }

  associate(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
    this.crm.associate(from, fromId, to, toId, this.writer);
  }
  /** The contact works for that company now; the one before stays associated. */
  moveContact(contactId: string, companyId: string): void {
    this.crm.associate('contacts', contactId, 'companies', companyId, this.writer, [PRIMARY]);
  }
  setParent(companyId: string, parentId: string): void {
    this.crm.associate('companies', companyId, 'companies', parentId, this.writer, [CHILD_TO_PARENT]);
  }
  dissociate(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
    this.crm.dissociate(from, fromId, to, toId, this.writer);
  }
}

const WRITTEN = COMMERCE_ROWS.line_items.flatMap(([name, , , ...flags]) => (flags.includes('ro') ? [] : [name]));

/** What people and products put on a line, without what HubSpot computes. */
const writtenOf = (line: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(WRITTEN.flatMap((name) => (line[name] ? [[name, line[name]] as const] : [])));
