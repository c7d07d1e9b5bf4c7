import { z } from 'zod';
import { PuenteError } from '../../shared/errors.ts';
import { readInHalves } from '../shared/smaller-reads.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { B1Client } from './client.ts';
import { MISSING_RIGHT, PATCH_LEVEL_TOO_OLD, REQUEST_REFUSED, UNAVAILABLE } from './errors.ts';
import { allOf, ascending, inGroups, oneOf, quoted, rangeOf } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';

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

/** Lines that were drawn from others, with at least the fields asked for; some of other bases may come along. */
export type ReadDrawnLines = (wanted: WantedDrawnLines, signal: AbortSignal) => Promise<unknown[]>;

interface WantedDrawnLines {
  set: string;
  /** Of one kind of document. */
  base: { type: number; entries: readonly number[] };
  /** Whose documents these can be, and from which day on. */
  within: { partners: readonly string[]; since: string };
  select: readonly string[];
}

/** By a cross join with the fields asked for. Not every server has one (HANA from 9.2 PL 11 on, it is said): elsewhere lines come whole. */
export function createLines(client: B1Client): { lines: ReadLines; drawnLines: ReadDrawnLines } {
  const areJoined = singleFlight(() => canJoin(client));
  const lines: ReadLines = async ({ set, entries, select }, signal) => {
    const isJoined = await areJoined.get(signal);
    const groups = inGroups(ascending(entries), isJoined ? JOINED_AT_ONCE : WHOLE_AT_ONCE);
    const read = (group: readonly number[]): Promise<unknown[]> =>
      readInHalves(group, (part) => (isJoined ? readJoined : readWhole)(client, { set, entries: part, select }, signal));
    if (isJoined) return (await Promise.all(groups.map(read))).flat();
    const found: unknown[][] = [];
    for (const group of groups) found.push(await read(group));
    return found.flat();
  };
  return {
    lines,
    async drawnLines(wanted, signal) {
      const { base } = wanted;
      if (base.entries.length === 0) return [];
      if (!(await areJoined.get(signal))) return readDrawnWhole(client, wanted, signal);
      const found: unknown[][] = [];
      for (const entries of inGroups(ascending(base.entries), JOINED_AT_ONCE))
        found.push(await readDrawnJoined(client, { ...wanted, base: { ...base, entries } }, signal));
      return found.flat();
    },
  };
}

async function readDrawnJoined(client: B1Client, { set, base, select }: WantedDrawnLines, signal: AbortSignal): Promise<unknown[]> {
  const key = `${set}/DocumentLines`;
  const entries = rangeOf(`${key}/BaseEntry`, base.entries) ?? oneOf(`${key}/BaseEntry`, base.entries);
  return linesIn(set, await client.lines(set, { select, filter: allOf(`${key}/BaseType eq ${base.type}`, entries) }, signal));
}

/** Lines cannot be asked for by their base then: all documents of those partners from that day on are read. */
async function readDrawnWhole(client: B1Client, { set, base, within }: WantedDrawnLines, signal: AbortSignal): Promise<unknown[]> {
  const asked = new Set(base.entries);
  const found: unknown[] = [];
  for (const partners of inGroups([...new Set(within.partners)])) {
    for (let after = 0, hasMore = true; hasMore;) {
      const filter = allOf(oneOf('CardCode', partners), `DocDate ge ${quoted(within.since)}`, `DocEntry gt ${after}`);
      const query = { select: ['DocEntry', 'DocumentLines'], filter, orderby: 'DocEntry' };
      const page = await client.page(set, query, WHOLE_AT_ONCE, signal);
      found.push(...page.rows.flatMap((row) => WithLines.parse(row).DocumentLines ?? []));
      const last = readableRows(Keyed, page.rows).at(-1)?.DocEntry ?? after;
      hasMore = page.hasMore && last > after;
      after = last;
    }
  }
  return found.filter((line) => {
    const { data } = Based.safeParse(line);
    return data?.BaseType === base.type && asked.has(data.BaseEntry ?? 0);
  });
}
const Keyed = z.object({ DocEntry: z.number().int() });
const Based = z.object({ BaseType: z.number().nullish(), BaseEntry: z.number().nullish() });

async function readJoined(client: B1Client, { set, entries, select }: WantedLines, signal: AbortSignal): Promise<unknown[]> {
  const filter = rangeOf(`${set}/DocEntry`, entries) ?? oneOf(`${set}/DocEntry`, entries);
  return linesIn(set, await client.lines(set, { select, filter }, signal));
}

function linesIn(set: string, rows: readonly unknown[]): unknown[] {
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
