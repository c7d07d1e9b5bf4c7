import { z } from 'zod';
import { PuenteError } from '../../shared/errors.ts';
import { singleFlight } from '../shared/single-flight.ts';
import type { B1Client } from './client.ts';
import type { Company } from './company.ts';
import { PATCH_LEVEL_TOO_OLD } from './errors.ts';
import type { Ledger } from './ledger.ts';
import { minorText, minorOf, prorate, sumOf } from '../shared/money.ts';
import type { DocumentSet } from './document-sets.ts';
import { documentId } from './record-ids.ts';

/** What is paid of a document: its header says it, except on old patch levels, where the ledger is added up. */
export interface PaidAmounts {
  /** The fields to ask for, of those wanted. */
  fields(wanted: readonly string[], signal: AbortSignal): Promise<string[]>;
  /** The rows, with the paid amounts they lack. */
  complete(set: DocumentSet, rows: readonly unknown[], signal: AbortSignal): Promise<readonly unknown[]>;
}

const SAID = ['PaidToDate', 'PaidToDateFC'];
/** What the sum needs instead. */
const NEEDED = ['DocTotal', 'DocTotalFc'];
const ALWAYS = '1900-01-01';
const ASK_WITHIN_MS = 60_000;

interface Parts {
  client: B1Client;
  ledger: Ledger;
  company: { get(signal: AbortSignal): Promise<Company> };
}

export function createPaidAmounts({ client, ledger, company }: Parts): PaidAmounts {
  const areSaid = singleFlight(() => asksForPaid(client));
  return {
    async fields(wanted, signal) {
      if (await areSaid.get(signal)) return [...wanted];
      return [...new Set([...wanted.filter((name) => !SAID.includes(name)), ...NEEDED])];
    },
    async complete(set, rows, signal) {
      if (rows.length === 0 || (await areSaid.get(signal))) return rows;
      await ledger.catchUp(ALWAYS, signal);
      const facts = await company.get(signal);
      return rows.map((row) => ({ ...(row as object), ...paidOf(ledger, facts, set, row) }));
    },
  };
}

async function asksForPaid(client: B1Client): Promise<boolean> {
  try {
    await client.page('Invoices', { select: SAID, top: 1 }, 1, AbortSignal.timeout(ASK_WITHIN_MS));
    return true;
  } catch (error) {
    if (error instanceof PuenteError && error.code === PATCH_LEVEL_TOO_OLD) return false;
    throw error;
  }
}

const Totals = z.object({ DocEntry: z.number().int(), DocTotal: z.number(), DocTotalFc: z.number().nullish() });

/** Nothing for a row that cannot be understood, which is told where it is read. */
function paidOf(
  ledger: Ledger,
  company: Company,
  { objectType }: DocumentSet,
  row: unknown,
): { PaidToDate?: number; PaidToDateFC?: number } {
  const { data } = Totals.safeParse(row);
  if (!data) return {};
  const { DocEntry, DocTotal, DocTotalFc } = data;
  const { decimals } = company.base;
  const id = documentId(objectType, DocEntry);
  const payments = ledger.paymentsOf(id);
  const matched = sumOf(ledger.matchesOf(id).map(({ amount }) => amount));
  const local = sumOf(payments.map((part) => minorOf(part.local, decimals))) + matched;
  const total = minorOf(DocTotal, decimals);
  const foreignTotal = minorOf(DocTotalFc ?? 0, FOREIGN_DECIMALS);
  const foreign = sumOf(payments.map((part) => minorOf(part.foreign, FOREIGN_DECIMALS))) + prorate(matched, foreignTotal, total);
  return {
    PaidToDate: Number(minorText(local, decimals)),
    PaidToDateFC: foreignTotal === 0n ? 0 : Number(minorText(foreign, FOREIGN_DECIMALS)),
  };
}

/** As many as the server keeps of any amount. */
const FOREIGN_DECIMALS = 6;
