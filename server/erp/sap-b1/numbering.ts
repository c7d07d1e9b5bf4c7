import { z } from 'zod';
import { readableRows } from '../shared/rows.ts';
import type { B1Client } from './client.ts';
import { isRefusal } from './errors.ts';
import { RawSeries, type Numbered } from './raw.ts';

/** `1001` is unique only within its numbering series. */
export interface Numbering {
  /** Learns what the series of these rows are called; what it returns tells how people call each of the documents. */
  numbersIn(rows: readonly unknown[], signal: AbortSignal): Promise<NumberOf>;
}

type NumberOf = (document: Numbered) => DocumentNumber;

export interface DocumentNumber {
  shown: string;
  /** With less, or with more; another document may have the same. */
  others: string[];
}

export function createNumbering(client: B1Client): Numbering {
  const names = new Map<number, string | null>();
  return {
    async numbersIn(rows, signal) {
      for (const { Series } of readableRows(InSeries, rows)) {
        if (!names.has(Series)) names.set(Series, await nameOf(client, Series, signal));
      }
      return (document) => numberOf(document, names.get(document.Series ?? NaN) ?? null);
    },
  };
}

const InSeries = z.object({ Series: z.number().int() });

/** Null: the server does not tell this user. */
async function nameOf(client: B1Client, series: number, signal: AbortSignal): Promise<string | null> {
  try {
    return RawSeries.parse(await client.action('SeriesService_GetSeries', { SeriesParams: { Series: series } }, signal)).Name;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

function numberOf({ DocNum, Series: _, BPLName }: Numbered, series: string | null): DocumentNumber {
  const bare = String(DocNum);
  const inSeries = series === null ? bare : `${plain(series)}-${bare}`;
  const named = series === null || isFirst(series) ? bare : inSeries;
  const shown = BPLName === null ? named : `${named} (${plain(BPLName)})`;
  return { shown, others: [...new Set([bare, inSeries])].filter((other) => other !== shown) };
}

/** Commas stand between orders. */
const plain = (name: string): string => name.replace(/[\s,]+/g, ' ').trim();

/** What the series of a new company is called, in the language it was installed in: Primary, Primario, Primär, Primaire. */
const isFirst = (series: string): boolean => /^primai?r[a-z]{0,2}$/i.test(series.normalize('NFD').replace(/\p{M}/gu, ''));
