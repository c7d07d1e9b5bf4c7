import type { Crm, Writer } from './crm.ts';
import { MODIFIED_PROPERTY } from './standard-properties.ts';
import type { ObjectType } from './types.ts';

/** What users do in HubSpot's own pages: the same rules for values, another source of the change. */
export class PeopleAtWork {
  private readonly crm: Crm;
  private readonly writer: Writer;

  constructor(crm: Crm, userId: number) {
    this.crm = crm;
    this.writer = { source: { type: 'CRM_UI', id: `userId:${userId}` }, version: null };
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
  dissociate(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
    this.crm.associations.remove(from, fromId, to, toId);
  }
}
