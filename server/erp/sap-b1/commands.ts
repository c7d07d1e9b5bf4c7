import { z } from 'zod';
import { findBy, runBy, type CommandSupport, type FieldValues, type MadeRecord, type NewCustomer } from '../shared/contract.ts';
import { amendOrder } from './amend-order.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';
import type { Connection } from './connection.ts';
import { createContactPerson } from './create-contact.ts';
import { createOrder } from './create-order.ts';
import { createProduct } from './create-product.ts';
import { findByKeys, KEYS_AT_ONCE, madePartner, partnersByCode } from './find-made.ts';
import { findQuotations } from './find-quotations.ts';
import { requireKeyField } from './key-field.ts';
import { writableFields } from './known-fields.ts';
import { addressRows, bodyOf, invalidValue, type BodyParts } from './partner-body.ts';
import { cardCodeOf, KEY_FIELD } from './partner-keys.ts';
import { PARTNERS } from './partner-rows.ts';
import { namingFields } from './refused-fields.ts';
import { setCustomerActive } from './set-customer-active.ts';
import { isTaken, outcomeUnknown } from './write-errors.ts';

/** A call that nobody waits for any more may still be at work: proxies give up after a minute or five, the server later. */
const SETTLED_AFTER_MS = 10 * 60_000;

export const createCommands = (connection: Connection): CommandSupport => ({
  // An order commits stock by itself, so there is nothing to reserve.
  names: ['createCustomer', 'setCustomerActive', 'createProduct', 'createOrder', 'confirmOrder', 'amendOrder', 'cancelOrder'],
  settledAfterMs: SETTLED_AFTER_MS,
  // By a series of numbers the server makes a second one.
  isIdempotent: false,
  keysAtOnce: KEYS_AT_ONCE,
  looksItself: ['createOrder'],
  orderCommandsAtOnce: 3,
  find: findBy({
    createCustomer: (keys, signal) => findByKeys(connection, keys, signal),
    createOrder: (keys, signal) => findQuotations(connection, keys, signal),
  }),
  run: runBy({
    createCustomer: ({ key, input }, signal) => createCustomer(connection, key, input, signal),
    setCustomerActive: ({ input }, signal) => setCustomerActive(connection, input, signal),
    createProduct: ({ input }, signal) => createProduct(connection, input, signal),
    createOrder: (command, signal) => createOrder(connection, command, signal),
    confirmOrder: (command, signal) => confirmOrder(connection, command, signal),
    amendOrder: ({ input }, signal) => amendOrder(connection, input, signal),
    cancelOrder: ({ input }, signal) => cancelOrder(connection, input, signal),
  }),
});

async function createCustomer(connection: Connection, key: string, input: NewCustomer, signal: AbortSignal): Promise<MadeRecord> {
  const { kind, organisationId, values } = input;
  if (kind === 'person' && organisationId !== null) return createContactPerson(connection, { key, organisationId, values }, signal);
  const fields = await writableFields(connection, 'customer', { names: Object.keys(values), isNew: true }, signal);
  requireName(values);
  const body = partnerBody(key, kind, bodyOf(values, fields, null));
  if (typeof body['Series'] === 'number') await requireKeyField(connection, signal);
  try {
    return madeOf(await connection.client.write('POST', PARTNERS, body, signal));
  } catch (error) {
    // The code is made of the key, so whoever has it was made by this command.
    if (isTaken(error) && (await partnersByCode(connection, [key], signal)).rows.length > 0) return madePartner(cardCodeOf(key));
    throw namingFields(error, [...fields.values()]);
  }
}

/** By its absence the server is not troubled either. */
function requireName(values: FieldValues): void {
  if (values['CardName'] === undefined) throw invalidValue('CardName');
}

function partnerBody(key: string, kind: NewCustomer['kind'], { partner, ...addresses }: BodyParts): Record<string, unknown> {
  const { Series: series, ...values } = partner;
  return {
    // By hand the code is the key's, by a series it is the server's.
    ...(typeof series === 'number' ? { Series: series, [KEY_FIELD]: key } : { CardCode: cardCodeOf(key) }),
    CardType: 'cCustomer',
    CompanyPrivate: kind === 'person' ? 'cPrivate' : 'cCompany',
    ...values,
    ...addressRows(addresses, null),
  };
}

const Made = z.object({ CardCode: z.string().min(1) });

function madeOf(answer: unknown): MadeRecord {
  const { data } = Made.safeParse(answer);
  if (!data) throw outcomeUnknown(PARTNERS);
  return madePartner(data.CardCode);
}
