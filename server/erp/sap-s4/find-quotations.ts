import { z } from 'zod';
import type { OrderState } from '../shared/contract.ts';
import { fieldsOf, rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { failures } from './errors.ts';
import { orderKey, orderKeyIn, REFERENCE_FIELD, withOrderKeys } from './order-keys.ts';
import { readStates } from './order-states.ts';
import { QUOTATION } from './sales-kinds.ts';
import { NeededKey } from './values.ts';

const RawKeyed = z.object({ SalesQuotation: NeededKey, [REFERENCE_FIELD]: z.string() });

/** The quotations that carry these keys as they stand, oldest first. */
export async function findQuotations(
  connection: Connection,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, OrderState[]>> {
  const { service, set, number } = QUOTATION;
  const query = { service, set, key: [number], select: fieldsOf(RawKeyed), filter: withOrderKeys(keys) };
  const rows = rowsOf(RawKeyed).parse(await connection.client.all(query, signal));
  const numbers = rows.map(({ SalesQuotation }) => SalesQuotation);
  const found = await readStates(connection, QUOTATION, numbers, signal);
  const made = keys.map((key): [string, OrderState[]] => {
    const own = rows.filter((row) => orderKeyIn(row[REFERENCE_FIELD]) === orderKey(key)).map(({ SalesQuotation }) => SalesQuotation);
    const sorted = own.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    return [
      key,
      sorted.map((one) => {
        const state = found.get(one);
        // It was there a moment ago.
        if (!state) throw failures.unexpectedAnswer('A quotation is not where it was found', one);
        return { ...state, isChanged: true };
      }),
    ];
  });
  return new Map(made.filter(([, states]) => states.length > 0));
}
