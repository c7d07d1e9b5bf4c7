import type { ObjectType } from './types.ts';

/** HUBSPOT_DEFINED types without a label: unlabelled, and primary where there is one. */
const TYPE_IDS: Record<string, { unlabelled: number; primary?: number }> = {
  'contacts>companies': { unlabelled: 279, primary: 1 },
  'companies>contacts': { unlabelled: 280, primary: 2 },
  'deals>companies': { unlabelled: 341, primary: 5 },
  'companies>deals': { unlabelled: 342, primary: 6 },
  'deals>contacts': { unlabelled: 3 },
  'contacts>deals': { unlabelled: 4 },
  'deals>line_items': { unlabelled: 19 },
  'line_items>deals': { unlabelled: 20 },
  'deals>quotes': { unlabelled: 63 },
  'quotes>deals': { unlabelled: 64 },
  'quotes>line_items': { unlabelled: 67 },
  'line_items>quotes': { unlabelled: 68 },
  'companies>companies': { unlabelled: 450 },
  'services>companies': { unlabelled: 793 },
  'companies>services': { unlabelled: 792 },
  'services>deals': { unlabelled: 794 },
  'deals>services': { unlabelled: 795 },
};
const [PARENT_TO_CHILD, CHILD_TO_PARENT] = [13, 14];

interface Tie {
  from: ObjectType;
  fromId: string;
  to: ObjectType;
  toId: string;
}

/** Ties between records of one portal, kept in both directions, oldest first. */
export class Associations {
  private readonly ties = new Map<string, Set<string>>();
  /** Of a record: its primary company, where somebody said which; null: somebody took the label off. */
  private readonly primaries = new Map<string, string | null>();
  /** Of a company: the one above it. */
  private readonly parents = new Map<string, string>();

  add(from: ObjectType, fromId: string, to: ObjectType, toId: string): boolean {
    const there = this.of(from, fromId, to);
    if (there.has(toId)) return false;
    this.own(from, fromId, to).add(toId);
    this.own(to, toId, from).add(fromId);
    return true;
  }

  remove(from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
    for (const typeId of [1, 2, 5, 6, PARENT_TO_CHILD, CHILD_TO_PARENT]) this.unlabel({ from, fromId, to, toId }, typeId, true);
    this.own(from, fromId, to).delete(toId);
    this.own(to, toId, from).delete(fromId);
  }

  of(from: ObjectType, fromId: string, to: ObjectType): ReadonlySet<string> {
    return this.ties.get(`${from}/${fromId}/${to}`) ?? NONE;
  }

  /** The label goes from whoever had it; the tie to that one stays. */
  label(tie: Tie, typeId: number): void {
    const [owner, company] = ends(tie, typeId);
    if (typeId === CHILD_TO_PARENT || typeId === PARENT_TO_CHILD) this.parents.set(owner.id, company.id);
    else if (isPrimary(tie, typeId)) this.primaries.set(keyOf(owner), company.id);
  }

  unlabel(tie: Tie, typeId: number, isForgotten = false): void {
    const [owner, company] = ends(tie, typeId);
    if (typeId === CHILD_TO_PARENT || typeId === PARENT_TO_CHILD) {
      if (this.parents.get(owner.id) === company.id) this.parents.delete(owner.id);
    } else if (isPrimary(tie, typeId) && this.primaryOf(owner.type, owner.id) === company.id) {
      if (isForgotten) this.primaries.delete(keyOf(owner));
      else this.primaries.set(keyOf(owner), null);
    }
  }

  /** The first company is the primary one until somebody says which. */
  primaryOf(type: ObjectType, id: string): string | null {
    const known = this.primaries.get(`${type}/${id}`);
    return known === undefined ? (first(this.of(type, id, 'companies')) ?? null) : known;
  }

  parentOf(companyId: string): string | null {
    return this.parents.get(companyId) ?? null;
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
    const primary = this.primaries.get(`${type}/${fromId}`);
    if (primary !== undefined && !this.primaries.has(`${type}/${toId}`)) this.primaries.set(`${type}/${toId}`, primary);
    if (type !== 'companies') return;
    for (const [owner, company] of this.primaries) if (company === fromId) this.primaries.set(owner, toId);
    for (const [child, parent] of this.parents) if (parent === fromId) this.parents.set(child, toId);
    const parent = this.parents.get(fromId);
    if (parent !== undefined && parent !== toId) this.parents.set(toId, parent);
    this.parents.delete(fromId);
  }

  types(from: ObjectType, fromId: string, to: ObjectType, toId: string): { category: string; typeId: number; label: string | null }[] {
    const ids = TYPE_IDS[`${from}>${to}`];
    if (!ids) return [];
    const labelled = (typeId: number, label: string) => [{ category: 'HUBSPOT_DEFINED', typeId, label }];
    const [owner, ownerId, targetId] = to === 'companies' ? [from, fromId, toId] : [to, toId, fromId];
    const primary = ids.primary !== undefined && this.primaryOf(owner, ownerId) === targetId ? labelled(ids.primary, 'Primary') : [];
    const isOfCompanies = from === 'companies' && to === 'companies';
    const parent = isOfCompanies && this.parentOf(fromId) === toId ? labelled(CHILD_TO_PARENT, 'Parent Company') : [];
    const child = isOfCompanies && this.parentOf(toId) === fromId ? labelled(PARENT_TO_CHILD, 'Child Company') : [];
    return [...primary, ...parent, ...child, { category: 'HUBSPOT_DEFINED', typeId: ids.unlabelled, label: null }];
  }

  private own(from: ObjectType, fromId: string, to: ObjectType): Set<string> {
    const key = `${from}/${fromId}/${to}`;
    const ties = this.ties.get(key) ?? new Set();
    this.ties.set(key, ties);
    return ties;
  }
}

interface End {
  type: ObjectType;
  id: string;
}

/** Whose company it is, and the company. */
function ends({ from, fromId, to, toId }: Tie, typeId: number): [owner: End, company: End] {
  const isTurned = typeId === PARENT_TO_CHILD || (to !== 'companies' && from === 'companies');
  const both: [End, End] = [
    { type: from, id: fromId },
    { type: to, id: toId },
  ];
  return isTurned ? [both[1], both[0]] : both;
}

const isPrimary = ({ from, to }: Tie, typeId: number): boolean => TYPE_IDS[`${from}>${to}`]?.primary === typeId;
const keyOf = ({ type, id }: End): string => `${type}/${id}`;
const NONE: ReadonlySet<string> = new Set();
const first = (ids: ReadonlySet<string>): string | undefined => ids.values().next().value;
