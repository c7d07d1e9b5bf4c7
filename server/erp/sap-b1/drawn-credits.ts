import { z } from 'zod';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { allOf, inGroups, oneOf } from '../shared/odata-query.ts';
import { lastKeyIn, type Match } from './ledger.ts';
import { least, minorOf } from '../shared/money.ts';
import { RawBase } from './raw.ts';
import { CREDIT_NOTE, DOCUMENT_SETS, INVOICE } from './document-sets.ts';
import { documentId } from './record-ids.ts';

const CREDIT_NOTES = DOCUMENT_SETS.find(({ name }) => name === 'CreditNotes')!;
const PAGE = 500;

const RawCredit = z.object({ DocEntry: z.number().int(), DocDate: z.string().nullish(), DocTotal: z.number() });

export interface SettledInvoice {
  entry: number;
  cardCode: string;
  /** In local currency. */
  paid: number;
}

/**
 * A credit note drawn from an invoice settles it, and some servers list no reconciliation for that. Asked only about invoices that are paid
 * while nothing we know has paid them: then whoever drew from them is it.
 */
export async function creditsDrawnFrom(
  { client, lines }: Pick<Connection, 'client' | 'lines'>,
  invoices: readonly SettledInvoice[],
  digits: number,
  signal: AbortSignal,
): Promise<Match[]> {
  if (invoices.length === 0) return [];
  const asked = new Map(invoices.map(({ entry, paid }) => [entry, minorOf(paid, digits)]));
  const credits = new Map<number, z.output<typeof RawCredit>>();
  for (const partners of inGroups([...new Set(invoices.map(({ cardCode }) => cardCode))])) {
    for (let after = 0, hasMore = true; hasMore;) {
      const filter = allOf(CREDIT_NOTES.filter, oneOf('CardCode', partners), `DocEntry gt ${after}`);
      const query = { select: fieldsOf(RawCredit), filter, orderby: 'DocEntry' };
      const page = await client.page(CREDIT_NOTES.name, query, PAGE, signal);
      for (const credit of readableRows(RawCredit, page.rows)) credits.set(credit.DocEntry, credit);
      const last = lastKeyIn(page.rows, 'DocEntry') ?? after;
      hasMore = page.hasMore && last > after;
      after = last;
    }
  }
  if (credits.size === 0) return [];
  const drawn = readableRows(
    RawBase,
    await lines({ set: CREDIT_NOTES.name, entries: [...credits.keys()], select: fieldsOf(RawBase) }, signal),
  );
  const pairs = new Map<string, Match>();
  for (const { DocEntry, BaseType, BaseEntry } of drawn) {
    const credit = credits.get(DocEntry);
    const paid = asked.get(BaseEntry ?? 0);
    if (!credit || BaseType !== INVOICE || !BaseEntry || paid === undefined) continue;
    const match = { debit: documentId(INVOICE, BaseEntry), credit: documentId(CREDIT_NOTE, DocEntry) };
    pairs.set(`${match.debit} ${match.credit}`, {
      ...match,
      amount: least(minorOf(credit.DocTotal, digits), paid),
      on: credit.DocDate?.slice(0, 10) ?? null,
    });
  }
  return [...pairs.values()];
}
