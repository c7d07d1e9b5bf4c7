import { badRequest, HubSpotError, notFound } from './errors.ts';
import type { ObjectType } from './types.ts';

type ProcessingType = 'MANUAL' | 'SNAPSHOT' | 'DYNAMIC';

export interface StoredList {
  listId: string;
  name: string;
  objectType: ObjectType;
  processingType: ProcessingType;
  createdAt: Date;
  updatedAt: Date;
  version: number;
  /** In the order of their ids, as HubSpot lists them. */
  members: Set<string>;
  /** When each joined, also of those who left. */
  joinedAt: Map<string, Date>;
}

/** The lists ("segments") of one account. */
export class Lists {
  private readonly lists = new Map<string, StoredList>();
  readonly now: () => Date;
  private lastId = 11;

  constructor(now: () => Date) {
    this.now = now;
  }

  /** A name is taken once in an account, whatever the list holds. */
  create(objectType: ObjectType, name: string, processingType: ProcessingType = 'MANUAL'): StoredList {
    this.refuseTaken(name);
    const at = this.now();
    const list: StoredList = {
      ...{ listId: String(++this.lastId), name, objectType, processingType },
      ...{ createdAt: at, updatedAt: at, version: 1, members: new Set<string>(), joinedAt: new Map<string, Date>() },
    };
    this.lists.set(list.listId, list);
    return list;
  }

  all(): StoredList[] {
    return [...this.lists.values()];
  }

  find(listId: string): StoredList {
    if (!/^\d+$/.test(listId)) throw badRequest(`Invalid list id: ${listId}`);
    const list = this.lists.get(listId);
    if (!list) throw notFound(`List does not exist with ID ${listId}.`);
    return list;
  }

  findByName(objectType: ObjectType, name: string): StoredList {
    const list = this.all().find((one) => one.objectType === objectType && isSameName(one.name, name));
    if (!list) throw notFound(`List does not exist with name ${name}.`);
    return list;
  }

  rename(list: StoredList, name: string): void {
    if (!isSameName(list.name, name)) this.refuseTaken(name);
    list.name = name;
    this.touch(list);
  }

  /** Only lists that follow no filters. */
  change(list: StoredList, changed: { add: readonly string[]; remove: readonly string[] }): void {
    if (list.processingType === 'DYNAMIC') throw badRequest('Memberships of a list with processingType DYNAMIC cannot be changed.');
    this.setMembers(list, changed);
  }

  /** What HubSpot itself does with a list that follows filters. */
  setMembers(list: StoredList, { add, remove }: { add: readonly string[]; remove: readonly string[] }): void {
    for (const id of add) {
      list.members.add(id);
      list.joinedAt.set(id, this.now());
    }
    for (const id of remove) list.members.delete(id);
    this.touch(list);
  }

  /** What a person does in HubSpot. */
  delete(listId: string): void {
    this.lists.delete(this.find(listId).listId);
  }

  private touch(list: StoredList): void {
    list.updatedAt = this.now();
    list.version++;
  }

  private refuseTaken(name: string): void {
    if (name.trim() === '') throw badRequest('List name must not be blank.');
    if (!this.all().some((list) => isSameName(list.name, name))) return;
    throw new HubSpotError(400, {
      category: 'VALIDATION_ERROR',
      subCategory: 'ILS.DUPLICATE_LIST_NAMES',
      message: `A list already exists with the name '${name}'.`,
    });
  }
}

const isSameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
