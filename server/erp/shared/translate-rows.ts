import type { z } from 'zod';
import { compiled } from '../../shared/compiled.ts';
import { inTurns } from '../../shared/in-turns.ts';
import type { Read, RejectedRecord } from './contract.ts';
import { unreadableField } from './isolate-unreadable.ts';
import { UnreadableError } from './unreadable-error.ts';

export type TranslatedRecords<R> = Required<Read<R>>;

interface ParsedRows<T> {
  parsed: T[];
  rejected: RejectedRecord[];
}

type Reject<T> = (row: T, field: string) => RejectedRecord;

/** The rows in their type. One that cannot be understood must not stop the others. */
export async function parseRows<T>(schema: z.ZodType<T>, rows: readonly unknown[], reject: Reject<unknown>): Promise<ParsedRows<T>> {
  const result: ParsedRows<T> = { parsed: [], rejected: [] };
  const rowSchema = compiled(schema);
  await inTurns(rows, (row) => {
    const { data, error } = rowSchema.safeParse(row);
    if (error) result.rejected.push(reject(row, unreadableField(error)));
    else result.parsed.push(data);
  });
  return result;
}

/** Their records; `translate` throws an `UnreadableError` for what shows only then. */
export async function translateRows<T, R>(
  { parsed, rejected }: ParsedRows<T>,
  reject: Reject<T>,
  translate: (row: T) => R[],
): Promise<TranslatedRecords<R>> {
  const result: TranslatedRecords<R> = { records: [], rejected: [...rejected] };
  await inTurns(parsed, (row) => {
    try {
      result.records.push(...translate(row));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      result.rejected.push(reject(row, error.field));
    }
  });
  return result;
}

export const mergeReads = <R>(parts: readonly Read<R>[]): TranslatedRecords<R> => ({
  records: parts.flatMap(({ records }) => records),
  rejected: parts.flatMap(({ rejected = [] }) => rejected),
});

/** Of a record that is there but cannot be understood: it differs from whatever was read before, so the record is read by its id and told about. */
export const UNREADABLE_STAMP = 'unreadable';
