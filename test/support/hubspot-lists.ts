import type { HubSpotList } from '../../server/hubspot/contract.ts';
import { RecordRejectedError } from '../../server/shared/errors.ts';
import type { RecordId } from '../../server/shared/ids.ts';
import type { ObjectType } from '../../server/shared/object-types.ts';
import { MemoryRecords } from './hubspot-records.ts';

/** The lists of one portal, whose members are named one by one. */
export class MemoryLists extends MemoryRecords {
  readonly lists: (HubSpotList & { objectType: ObjectType; members: Set<RecordId> })[] = [];

  async createList(objectType: ObjectType, name: string): Promise<HubSpotList> {
    this.refuseTaken(name);
    const list = { id: String(100 + this.lists.length), name, createdAt: this.now(), objectType, members: new Set<RecordId>() };
    this.lists.push(list);
    return list;
  }

  async findList(listId: string): Promise<HubSpotList | null> {
    return this.lists.find(({ id }) => id === listId) ?? null;
  }

  async findListByName(objectType: ObjectType, name: string): Promise<HubSpotList | null> {
    return this.lists.find((list) => list.objectType === objectType && list.name === name) ?? null;
  }

  async renameList(listId: string, name: string): Promise<void> {
    this.refuseTaken(name);
    this.listOf(listId).name = name;
  }

  async listMembers(listId: string): Promise<{ ids: RecordId[]; after: string | null }> {
    return { ids: [...this.listOf(listId).members], after: null };
  }

  async changeMembers(listId: string, change: { add: readonly RecordId[]; remove: readonly RecordId[] }): Promise<{ missing: RecordId[] }> {
    const { members, objectType } = this.listOf(listId);
    const [there, missing] = [true, false].map((isThere) => change.add.filter((id) => this.held[objectType].has(id) === isThere));
    for (const id of there!) members.add(id);
    for (const id of change.remove) members.delete(id);
    return { missing: missing! };
  }

  private listOf(listId: string) {
    return this.lists.find(({ id }) => id === listId)!;
  }

  private refuseTaken(name: string): void {
    if (this.lists.some((list) => list.name === name)) throw new RecordRejectedError('Name taken', { code: 'hubspot.already_exists' });
  }
}
