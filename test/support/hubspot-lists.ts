import type { HubSpotClient, HubSpotList } from '../../server/hubspot/contract.ts';
import { ReconnectError, RecordRejectedError, TransientError } from '../../server/shared/errors.ts';
import type { RecordId } from '../../server/shared/ids.ts';
import type { ObjectType } from '../../server/shared/object-types.ts';
import { MemoryRecords } from './hubspot-records.ts';

/** The lists of one portal, whose members are named one by one. */
export class MemoryLists extends MemoryRecords {
  withholdsLists = false;
  /** Whatever is asked about lists is not answered. */
  isSilentOnLists = false;
  /** Of these a part of each answer fails. */
  readonly untold = new Set<RecordId>();
  /** Which calls were made about members. */
  readonly listReads: ('memberships' | 'joined')[] = [];
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

  async searchLists({
    objectType,
    query = '',
    ids = [],
  }: Parameters<HubSpotClient['searchLists']>[0]): ReturnType<HubSpotClient['searchLists']> {
    this.requireLists();
    const found = this.lists.filter((list) => (objectType === null || list.objectType === objectType) && list.name.includes(query));
    return { lists: found.filter(({ id }) => ids.length === 0 || ids.includes(id)), hasMore: false };
  }

  async membershipsOf(objectType: ObjectType, ids: readonly RecordId[]): Promise<Map<RecordId, string[]>> {
    this.listReads.push('memberships');
    this.requireLists();
    const ofType = this.lists.filter((list) => list.objectType === objectType);
    const told = ids.filter((id) => !this.untold.has(id));
    return new Map(told.map((id) => [id, ofType.filter(({ members }) => members.has(id)).map((list) => list.id)]));
  }

  /** In the order in which they joined, two on a page. */
  async joinedMembers(listId: string, after: string | null): Promise<{ ids: RecordId[]; after: string | null }> {
    this.requireLists();
    this.listReads.push('joined');
    const list = this.lists.find(({ id }) => id === listId);
    if (!list) throw new RecordRejectedError('No such list', { code: 'hubspot.record_gone' });
    const begin = Number(after ?? 0);
    const ids = [...list.members].slice(begin, begin + 2);
    return { ids, after: begin + 2 < list.members.size ? String(begin + 2) : null };
  }

  private requireLists(): void {
    if (this.isSilentOnLists) throw new TransientError('No answer', { code: 'hubspot.failing' });
    if (this.withholdsLists) throw new ReconnectError('Not allowed', { code: 'hubspot.scope_missing', help: '' });
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
