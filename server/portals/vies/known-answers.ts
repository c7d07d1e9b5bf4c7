import type { Db } from '../../db/index.ts';
import type { VatAnswer } from './ask-vies.ts';

type Known = Exclude<VatAnswer, 'unknown'>;

const DAY_MS = 24 * 3_600_000;
/** Firms are struck off rarely; one that is being registered may be in VIES tomorrow. */
const KNOWN_FOR_MS: Readonly<Record<Known, number>> = { valid: 30 * DAY_MS, invalid: DAY_MS };

export async function findAnswer(db: Db, number: string, now: Date): Promise<Known | undefined> {
  const row = await db('viesChecks').where({ number }).where('knownUntil', '>', now).first<{ answer: Known } | undefined>('answer');
  return row?.answer;
}

/** What is out of date goes: a sole trader's number is a person's. */
export async function keepAnswer(db: Db, number: string, answer: Known, now: Date): Promise<void> {
  await db('viesChecks').where('knownUntil', '<=', now).delete();
  const knownUntil = new Date(now.getTime() + KNOWN_FOR_MS[answer]);
  await db('viesChecks').insert({ number, answer, knownUntil }).onConflict('number').merge();
}
