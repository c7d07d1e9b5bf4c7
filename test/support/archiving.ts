import type { CustomerObjectRules } from '../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../server/db/index.ts';
import type { RecordId } from '../../server/shared/ids.ts';
import type { CustomerObjectType } from '../../server/shared/object-types.ts';
import { aPersonRule, aRule } from './customer-rules.ts';
import { WritingWorld } from './writing.ts';

type Policies = Partial<Pick<CustomerObjectRules, 'whenDeletedInHubSpot' | 'whenGoneInErp'>>;
const ARCHIVE_BOTH: Policies = { whenDeletedInHubSpot: 'archive', whenGoneInErp: 'archive' };

/** Rules are live, and what is deleted or archived on one side is archived on the other unless told otherwise. */
export async function anArchivingWorld(db: Db, policies: Policies = ARCHIVE_BOTH): Promise<ArchivingWorld> {
  const world = new ArchivingWorld(await WritingWorld.start(db), db);
  await world.writing.useRules({ companies: aRule(policies), contacts: aPersonRule(policies) });
  return world;
}

interface ArchivalRow {
  side: string;
  customerId: string;
  recordId: string;
  state: string;
  reason: string | null;
}

/** What people do on both sides when something is to go. */
export class ArchivingWorld {
  readonly writing: WritingWorld;
  private readonly db: Db;

  constructor(writing: WritingWorld, db: Db) {
    this.writing = writing;
    this.db = db;
  }

  /** A company and the customer it is, at rest. */
  async acme(id = '1'): Promise<RecordId> {
    const record = await this.writing.linked('companies', { name: `Acme ${id}` }, { name: `Acme ${id}` }, id);
    await this.writing.settle();
    return record;
  }

  async deleteInHubSpot(record: RecordId, objectType: CustomerObjectType = 'companies'): Promise<void> {
    this.writing.hubspot.remove(objectType, record);
    await this.writing.hear(objectType, record);
  }

  async restoreInHubSpot(record: RecordId, objectType: CustomerObjectType = 'companies'): Promise<void> {
    this.writing.hubspot.restore(objectType, record);
    await this.writing.hear(objectType, record);
  }

  /** In the ERP, and read. */
  async setActiveInErp(id: string, isActive: boolean): Promise<void> {
    this.writing.erp.edit(id, {}, { isActive });
    await this.writing.pullOnce();
  }

  isInBin(record: RecordId, objectType: CustomerObjectType = 'companies'): boolean {
    return !this.writing.hubspot.ids(objectType).includes(record);
  }

  rows(): Promise<ArchivalRow[]> {
    return this.db('customerArchivals')
      .orderBy(['side', 'objectType', 'customerId'])
      .select<ArchivalRow[]>('side', 'customerId', 'recordId', 'state', 'reason');
  }
}
