import { z } from 'zod';
import type { CommandOrder, NewOrder, OrderState } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { findQuotations } from './find-quotations.ts';
import { orderKey, REFERENCE_FIELD, referenceText } from './order-keys.ts';
import { hasNoRate, orderRefusals } from './order-refusals.ts';
import { quotationBody } from './quotation-body.ts';
import { readMadeState } from './order-states.ts';
import { QUOTATION } from './sales-kinds.ts';
import { NeededKey } from './values.ts';
import { outcomeUnknown } from './write-errors.ts';

/** A quotation. Looked up first, whoever asked before: SAP documents that a repeated call makes a second one. */
export async function createOrder(
  connection: Connection,
  { key, input }: CommandOrder<'createOrder'>,
  signal: AbortSignal,
): Promise<OrderState> {
  const [before] = (await findQuotations(connection, [key], signal)).get(key) ?? [];
  if (before) return before;
  const body = { ...(await quotationBody(connection, input, signal)), [REFERENCE_FIELD]: referenceText(input.reference, orderKey(key)) };
  return make(connection, input, body, signal);
}

const Made = z.object({ SalesQuotation: NeededKey });

async function make(
  connection: Connection,
  { currency }: NewOrder,
  body: Record<string, unknown>,
  signal: AbortSignal,
): Promise<OrderState> {
  const { service, set } = QUOTATION;
  let answer: unknown;
  try {
    answer = await connection.writer.create(service, set, body, signal);
  } catch (error) {
    throw hasNoRate(error) ? orderRefusals.noPriceList(currency, String(body['SalesOrganization']), error) : error;
  }
  try {
    const made = await readMadeState(connection, QUOTATION, Made.parse(answer).SalesQuotation, signal);
    if (made) return made;
  } catch (cause) {
    throw outcomeUnknown(set, { cause });
  }
  throw outcomeUnknown(set);
}
