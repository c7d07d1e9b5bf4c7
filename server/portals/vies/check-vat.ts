import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from '../../db/index.ts';
import type { Log } from '../../shared/log.ts';
import { askVies, type VatAnswer, type ViesSaid, type ViesService } from './ask-vies.ts';
import { findAnswer, keepAnswer } from './known-answers.ts';
import { endTurn, takeTurn, type Turn } from './turns.ts';
import { readVatNumber, type VatNumber } from './vat-number.ts';

interface CheckDeps extends ViesService {
  db: Db;
  log: Log;
  now(): Date;
  /** How long one waits for others who ask about the same country. Default 15 s. */
  waitAtMostMs?: number;
}

export type { VatAnswer };

/** Asks the EU about a VAT number. What is none of the Union's is `unknown` without a call; so is what nobody could say. Never throws. */
export type CheckVat = (taxId: string | null, country: string | null, signal?: AbortSignal) => Promise<VatAnswer>;

const WAIT_AT_MOST_MS = 15_000;
const LOOK_AGAIN_MS = 100;
/** A register that is away or busy is left alone: asking more often gets an address blocked. */
const REST_MS = 2 * 60_000;
/** Says something of the number, nothing of the register. */
const OF_THE_NUMBER = ['INVALID_INPUT', 'VAT_BLOCKED'];

export function createVatCheck(deps: CheckDeps): CheckVat {
  return async (taxId, country, signal) => {
    const number = readVatNumber(taxId, country);
    if (!number) return 'unknown';
    try {
      return await checkNumber(deps, number, signal);
    } catch (err) {
      if (!signal?.aborted) deps.log.warn({ err, country: number.country }, 'VAT number not checked');
      return 'unknown';
    }
  };
}

async function checkNumber(deps: CheckDeps, number: VatNumber, signal?: AbortSignal): Promise<VatAnswer> {
  const { db, now, waitAtMostMs = WAIT_AT_MOST_MS } = deps;
  const giveUpAt = performance.now() + waitAtMostMs;
  for (;;) {
    const known = await findAnswer(db, nameOf(number), now());
    if (known) return known;
    const taken = await takeTurn(db, number.country, now());
    if (taken.turn) return askInTurn(deps, number, taken.turn, signal);
    const isResting = taken.freeAt.getTime() - now().getTime() > waitAtMostMs;
    if (isResting || performance.now() > giveUpAt) return 'unknown';
    await delay(LOOK_AGAIN_MS, undefined, { ...(signal && { signal }) });
  }
}

/** No transaction and no connection is held meanwhile: the service may take its time. */
async function askInTurn(deps: CheckDeps, number: VatNumber, turn: Turn, signal?: AbortSignal): Promise<VatAnswer> {
  const { db, log, now } = deps;
  const startedAt = performance.now();
  let said: ViesSaid | null = null;
  try {
    said = await askVies(deps, number, signal);
    if (said.answer !== 'unknown') await keepAnswer(db, nameOf(number), said.answer, now());
    return said.answer;
  } finally {
    const reason = said?.reason ?? null;
    const restMs = reason === null || OF_THE_NUMBER.includes(reason) ? 0 : REST_MS;
    await endTurn(db, turn, new Date(now().getTime() + restMs));
    const ms = Math.round(performance.now() - startedAt);
    log.info({ country: number.country, answer: said?.answer ?? 'unknown', reason, ms }, 'VIES asked');
  }
}

const nameOf = ({ country, number }: VatNumber): string => country + number;
