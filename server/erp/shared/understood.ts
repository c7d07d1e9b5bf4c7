import type { z } from 'zod';
import { inTurns } from '../../shared/in-turns.ts';
import type { Read, RejectedRecord } from './contract.ts';
import { fieldIn } from './apart.ts';
import { UnreadableError } from './unreadable.ts';

export type Understood<R> = Required<Read<R>>;

interface GoodRows<T> {
  good: T[];
  rejected: RejectedRecord[];
}

type Reject<T> = (row: T, field: string) => RejectedRecord;

/** The rows in their type. One that cannot be understood must not stop the others. */
export async function understood<T>(schema: z.ZodType<T>, rows: readonly unknown[], reject: Reject<unknown>): Promise<GoodRows<T>> {
  const result: GoodRows<T> = { good: [], rejected: [] };
  await inTurns(rows, (row) => {
    const { data, error } = schema.safeParse(row);
    if (error) result.rejected.push(reject(row, fieldIn(error)));
    else result.good.push(data);
  });
  return result;
}

/** Their records; `translate` throws an `UnreadableError` for what shows only then. */
export async function translated<T, R>(
  { good, rejected }: GoodRows<T>,
  reject: Reject<T>,
  translate: (row: T) => R[],
): Promise<Understood<R>> {
  const result: Understood<R> = { records: [], rejected: [...rejected] };
  await inTurns(good, (row) => {
    try {
      result.records.push(...translate(row));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      result.rejected.push(reject(row, error.field));
    }
  });
  return result;
}

export const joined = <R>(parts: readonly Read<R>[]): Understood<R> => ({
  records: parts.flatMap(({ records }) => records),
  rejected: parts.flatMap(({ rejected = [] }) => rejected),
});

/** Of a record that is there but cannot be understood: it differs from whatever was read before, so the record is read by its id and told about. */
export const UNREADABLE_STAMP = 'unreadable';
