import type { Db } from '../../server/db/index.ts';

/** A process that dies at a chosen moment: from then on nothing it does comes through. */
export class Life {
  private left: number;
  beats = 0;
  constructor(beatsToLive = Infinity) {
    this.left = beatsToLive;
  }

  /** Before each call to the database or to a remote, and after each that changed something. */
  beat(): void {
    this.beats++;
    if (--this.left < 0) throw new Error('killed');
  }

  get isOver(): boolean {
    return this.left < 0;
  }
}

/** The same database, as that process reaches it. What it had not committed is rolled back. */
export function mortalDb(db: Db, life: () => Life): Db {
  const transaction = (work: (trx: Db) => Promise<unknown>): Promise<unknown> => {
    life().beat();
    return db.transaction(async (trx) => {
      const result = await work(mortalDb(trx as Db, life));
      life().beat();
      return result;
    });
  };
  const raw = (...given: unknown[]): unknown => {
    life().beat();
    return Reflect.apply(db.raw, db, given);
  };
  return new Proxy(db, {
    apply(target, self, given) {
      life().beat();
      return Reflect.apply(target as unknown as (...all: unknown[]) => unknown, self, given);
    },
    get(target, name) {
      if (name === 'transaction') return transaction;
      if (name === 'raw') return raw;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** Each call is a moment at which the process may die: before it, and after what it changed. */
export function killable<T extends object>(remote: T, calls: readonly (keyof T & string)[], life: () => Life): T {
  return new Proxy(remote, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (!calls.includes(name as keyof T & string)) return member.bind(target) as unknown;
      return async (...given: unknown[]): Promise<unknown> => {
        life().beat();
        const answer: unknown = await Reflect.apply(member, target, given);
        life().beat();
        return answer;
      };
    },
  });
}
