import type { ObjectType } from './types.ts';

/** HUBSPOT_DEFINED types without a label: unlabelled, and primary where there is one. */
const TYPE_IDS: Record<string, { unlabelled: number; primary?: number }> = {
  'contacts>companies': { unlabelled: 279, primary: 1 },
  'companies>contacts': { unlabelled: 280, primary: 2 },
  'deals>companies': { unlabelled: 341, primary: 5 },
  'companies>deals': { unlabelled: 342, primary: 6 },
  'deals>contacts': { unlabelled: 3 },
  'contacts>deals': { unlabelled: 4 },
};

/** Ties between records of one portal, kept in both directions, oldest first. */
export class Associations {
  private readonly ties = new Map<string, Set<string>>();

  add(from: ObjectType, fromId: string, to: ObjectType, toId: string): boolean {
    const there = this.of(from, fromId, to);
    if (there.has(toId)) return false;
    this.own(from, fromId, to).add(toId);
    this.own(to, toId, from).add(fromId);
    return true;
  }

  remove(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
    this.own(from, fromId, to).delete(toId);
    this.own(to, toId, from).delete(fromId);
  }

  of(from: ObjectType, fromId: string, to: ObjectType): ReadonlySet<string> {
    return this.ties.get(`${from}/${fromId}/${to}`) ?? NONE;
  }

  /** Merged: the new record is tied to what the old one was tied to. */
  move(type: ObjectType, fromId: string, toId: string, others: readonly ObjectType[]): void {
    for (const other of others) {
      for (const tied of this.of(type, fromId, other)) {
        this.add(type, toId, other, tied);
        this.own(other, tied, type).delete(fromId);
      }
      this.ties.delete(`${type}/${fromId}/${other}`);
    }
  }

  /** The first company is the primary one. */
  types(from: ObjectType, fromId: string, to: ObjectType, toId: string): { category: string; typeId: number; label: string | null }[] {
    const ids = TYPE_IDS[`${from}>${to}`];
    if (!ids) return [];
    const [owner, ownerId, target, targetId] = to === 'companies' ? [from, fromId, to, toId] : [to, toId, from, fromId];
    const isPrimary = ids.primary !== undefined && first(this.of(owner, ownerId, target)) === targetId;
    const unlabelled = { category: 'HUBSPOT_DEFINED', typeId: ids.unlabelled, label: null };
    return isPrimary ? [{ category: 'HUBSPOT_DEFINED', typeId: ids.primary!, label: 'Primary' }, unlabelled] : [unlabelled];
  }

  private own(from: ObjectType, fromId: string, to: ObjectType): Set<string> {
    const key = `${from}/${fromId}/${to}`;
    const ties = this.ties.get(key) ?? new Set();
    this.ties.set(key, ties);
    return ties;
  }
}

const NONE: ReadonlySet<string> = new Set();
const first = (ids: ReadonlySet<string>): string | undefined => ids.values().next().value;
