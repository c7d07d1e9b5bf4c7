import { z } from 'zod';
import { PuenteError } from '../../shared/errors.ts';
import type { LastEdit } from '../shared/contract.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { Connection } from './connection.ts';
import { Reference, Time } from './raw.ts';
import { fromOdooTime } from './time.ts';

/** What tells it of a partner. */
export const EDITED = ['write_uid', 'write_date'];
export type PartnerRow = Readonly<Record<string, unknown>> & { id: number };

const RawEdit = z.object({ write_uid: Reference, write_date: Time });
const Context = z.object({ uid: z.number() });

/** OdooBot: what the server does by itself. */
const SERVER_UID = 1;
/** In a database that was restored we may be another. */
const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 30_000;

type LastEditOf = (row: PartnerRow) => LastEdit | null;

export interface PartnerEditors {
  /** Who wrote each of these last, by name; null of our own user and of the server. A right that is missing costs only the names. */
  read(rows: readonly PartnerRow[], signal: AbortSignal): Promise<LastEditOf>;
  /** Somebody else wrote it last. */
  isOthers(row: PartnerRow, signal: AbortSignal): Promise<boolean>;
}

export function createPartnerEditors({ client, references, now }: Connection): PartnerEditors {
  const ask = () => client.call('res.users', 'context_get', {}, AbortSignal.timeout(READ_WITHIN_MS));
  const own = singleFlight(async () => Context.safeParse(await ask()).data?.uid ?? null, { forMs: KEPT_MS, now });
  const editOf = (row: PartnerRow) => RawEdit.safeParse(row).data;

  async function writers(signal: AbortSignal): Promise<(row: PartnerRow) => number | null> {
    const uid = await own.get(signal);
    return (row) => {
      const writer = editOf(row)?.write_uid ?? null;
      return uid === null || writer === uid || writer === SERVER_UID ? null : writer;
    };
  }

  async function readEditors(rows: readonly PartnerRow[], signal: AbortSignal): Promise<LastEditOf> {
    const writerOf = await writers(signal);
    await references.users.ensure(rows.map(writerOf), signal);
    return (row) => {
      const [edit, by] = [editOf(row), references.users.get(writerOf(row))];
      return edit && by ? { by, at: fromOdooTime(edit.write_date) } : null;
    };
  }

  return {
    read: (rows, signal) => orUnknown(readEditors(rows, signal), () => null),
    isOthers: async (row, signal) => (await orUnknown(writers(signal), () => null))(row) !== null,
  };
}

/** Whose user we are may be refused, too. */
async function orUnknown<T>(reading: Promise<T>, unknown: T): Promise<T> {
  return reading.catch((error: unknown) => {
    if (error instanceof PuenteError) return unknown;
    throw error;
  });
}
