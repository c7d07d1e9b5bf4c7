import { z } from 'zod';
import { PuenteError } from '../../shared/errors.ts';
import { readInHalves } from '../shared/smaller-reads.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { B1Client } from './client.ts';
import { MISSING_RIGHT, PATCH_LEVEL_TOO_OLD, REQUEST_REFUSED, UNAVAILABLE } from './errors.ts';
import { ascending, inGroups, oneOf, rangeOf } from '../shared/odata-query.ts';

/** Lines of documents of one set, with at least the fields asked for; those of other documents may come along. */
export type ReadLines = (wanted: WantedLines, signal: AbortSignal) => Promise<unknown[]>;

interface WantedLines {
  set: string;
  entries: readonly number[];
  select: readonly string[];
}

/** Half a page: with the ledger three calls are under way, which a Service Layer takes from one connection without others feeling it. */
const JOINED_AT_ONCE = 250;
/** Some 230 fields a line. */
const WHOLE_AT_ONCE = 50;
const ASK_WITHIN_MS = 60_000;

/** By a cross join with the fields asked for. Not every server has one (HANA from 9.2 PL 11 on, it is said): elsewhere lines come whole. */
export function createLines(client: B1Client): ReadLines {
  const areJoined = singleFlight(() => canJoin(client));
  return async ({ set, entries, select }, signal) => {
    const isJoined = await areJoined.get(signal);
    const groups = inGroups(ascending(entries), isJoined ? JOINED_AT_ONCE : WHOLE_AT_ONCE);
    const read = (group: readonly number[]): Promise<unknown[]> =>
      readInHalves(group, (part) => (isJoined ? readJoined : readWhole)(client, { set, entries: part, select }, signal));
    if (isJoined) return (await Promise.all(groups.map(read))).flat();
    const lines: unknown[][] = [];
    for (const group of groups) lines.push(await read(group));
    return lines.flat();
  };
}

async function readJoined(client: B1Client, { set, entries, select }: WantedLines, signal: AbortSignal): Promise<unknown[]> {
  const filter = rangeOf(`${set}/DocEntry`, entries) ?? oneOf(`${set}/DocEntry`, entries);
  const rows = await client.lines(set, { select, filter }, signal);
  const key = `${set}/DocumentLines`;
  return rows.map((row) => z.object({ [key]: z.unknown() }).parse(row)[key]);
}

const WithLines = z.object({ DocumentLines: z.array(z.unknown()).nullish() });

async function readWhole(client: B1Client, { set, entries }: WantedLines, signal: AbortSignal): Promise<unknown[]> {
  const query = { select: ['DocEntry', 'DocumentLines'], filter: oneOf('DocEntry', entries) };
  const { rows } = await client.page(set, query, entries.length, signal);
  return rows.flatMap((row) => WithLines.parse(row).DocumentLines ?? []);
}

const NONE = { select: ['DocEntry'], filter: 'Invoices/DocEntry eq 0' };
const REFUSALS = [REQUEST_REFUSED, MISSING_RIGHT, PATCH_LEVEL_TOO_OLD, UNAVAILABLE];

async function canJoin(client: B1Client): Promise<boolean> {
  const signal = AbortSignal.timeout(ASK_WITHIN_MS);
  for (let attempt = 1; attempt <= 2; attempt++) {
    try {
      await client.lines('Invoices', NONE, signal);
      return true;
    } catch (error) {
      if (!(error instanceof PuenteError) || !REFUSALS.includes(error.code)) throw error;
      // The right, or the whole server, may be what is missing.
      await client.page('Invoices', { select: ['DocEntry'], top: 1 }, 1, signal);
    }
  }
  return false;
}
