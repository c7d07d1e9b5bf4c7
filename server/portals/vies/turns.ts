import type { Db } from '../../db/index.ts';

/** Longer than a call may take: who took a turn and died keeps the country no longer than this. */
const TURN_MS = 10_000;

export interface Turn {
  country: string;
  until: Date;
}

/** A turn to ask about a country, which nobody else has in any process; or when it may be free, at the latest. */
export async function takeTurn(db: Db, country: string, now: Date): Promise<{ turn: Turn } | { turn: null; freeAt: Date }> {
  const until = new Date(now.getTime() + TURN_MS);
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `insert into vies_turns (country, free_at) values (:country, :until)
     on conflict (country) do update set free_at = excluded.free_at where vies_turns.free_at <= :now`,
    { country, until, now },
  );
  if (rowCount > 0) return { turn: { country, until } };
  const row = await db('viesTurns').where({ country }).first<{ freeAt: Date } | undefined>('freeAt');
  return { turn: null, freeAt: row?.freeAt ?? now };
}

/** Unless it lasted too long, and somebody else has the country by now. */
export async function endTurn(db: Db, { country, until }: Turn, freeAt: Date): Promise<void> {
  await db('viesTurns').where({ country, freeAt: until }).update({ freeAt });
}
