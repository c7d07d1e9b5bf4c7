import type { NewOrder, OrderState } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { findMade, findQuotations } from './find-quotations.ts';
import { requireOrderKeyField } from './key-field.ts';
import { orderBody } from './order-body.ts';
import { KEY_FIELD } from './partner-keys.ts';
import { outcomeUnknown } from './write-errors.ts';

const SET = 'Quotations';

/**
 * A quotation, found by its key ever after. The answer to the `POST` is not asked what was made: under an approval procedure it names a
 * document that is not there, and a draft is.
 */
export async function createOrder(
  connection: Connection,
  { key, input }: { key: string; input: NewOrder },
  signal: AbortSignal,
): Promise<OrderState> {
  await requireOrderKeyField(connection, signal);
  const [before] = (await findQuotations(connection, [key], signal)).get(key) ?? [];
  if (before) return before;
  const { head, lines } = await orderBody(connection, input, signal);
  await connection.client.write('POST', SET, { ...head, [KEY_FIELD]: key, DocumentLines: lines }, signal);
  try {
    const made = await findMade(connection, key, signal);
    if (made) return made;
  } catch (cause) {
    throw outcomeUnknown(SET, { cause });
  }
  throw outcomeUnknown(SET);
}
