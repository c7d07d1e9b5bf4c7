import { z } from 'zod';
import { PuenteError, type RecordRejectedError } from '../../shared/errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { runBy, type CommandSupport, type CustomerFieldKind, type MadeRecord, type NewCustomer } from '../shared/contract.ts';
import { asUnclear } from '../shared/failures.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { addDeliveryAddress } from './delivery-addresses.ts';
import { findByExternalId } from './external-ids.ts';
import { byPlace, toColumns, toGiven, type GivenValue } from './field-values-in.ts';
import { loadContact, type Refusal } from './load-contact.ts';
import { isListed, isRequired, type PartnerFieldReader, type PartnerFields } from './partner-fields.ts';
import { Id, Text } from './raw.ts';
import { fieldsMeant, mayNot, refused } from './refusals.ts';
import { mayUser } from './rights.ts';
import { searchRead } from './search.ts';
import { setCustomerActive } from './set-customer-active.ts';

/**
 * A worker is killed after 120 s (`limit_time_real`, seen), and what it did not commit is undone. A server without workers may go on longer: the
 * next call with the key then waits for that one, and makes no second record.
 */
const SETTLED_AFTER_MS = 150_000;

export function createCommands(connection: Connection, partnerFields: PartnerFieldReader): CommandSupport {
  return {
    names: ['createCustomer', 'setCustomerActive'],
    settledAfterMs: SETTLED_AFTER_MS,
    isIdempotent: true,
    keysAtOnce: 1,
    async find(_name, keys, signal) {
      const found = new Map<string, MadeRecord[]>();
      for (const key of keys) {
        const id = await findByExternalId(connection, key, signal);
        const made = id === null ? [] : await readMade(connection, id, signal);
        if (made.length > 0) found.set(key, made);
      }
      return found;
    },
    run: runBy({
      createCustomer: async ({ key, input }, signal) =>
        createCustomer(connection, { key, input, fields: await partnerFields.known(signal) }, signal),
      setCustomerActive: ({ input }, signal) => setCustomerActive(connection, input, signal),
    }),
  };
}

interface Order {
  key: string;
  input: NewCustomer;
  fields: PartnerFields;
}

async function createCustomer(connection: Connection, order: Order, signal: AbortSignal): Promise<MadeRecord> {
  const { own, delivery } = byPlace(await givenIn(connection, order, signal));
  const loaded = await loadContact(connection, order.key, columnsOf(order, own), signal);
  if (typeof loaded !== 'number') throw await asRejected(connection, order, loaded, signal);
  const id = erpRecordId(loaded);
  await afterwards(() => addDeliveryAddress(connection, id, delivery, signal));
  // What else Odoo made of it, a number of its own too, comes with the stream: asking here would cost every customer a call.
  return { id, number: order.input.values['ref'] || null };
}

/** All that can be refused by looking is refused before anything is made. */
function givenIn(connection: Connection, { input, fields }: Order, signal: AbortSignal): Promise<GivenValue[]> {
  const filled = Object.fromEntries(Object.entries(input.values).filter(([, value]) => value !== null && value !== ''));
  return toGiven(connection, { fields, kind: kindOf(input), values: filled }, signal);
}

function columnsOf({ input, fields }: Order, given: readonly GivenValue[]): [string, string][] {
  const { kind, organisationId, values } = input;
  const own = toColumns(given);
  const isNamed = own.some(([column]) => column === 'name');
  return [
    ['is_company', kind === 'organisation' ? '1' : ''],
    ...(organisationId === null ? ofItsOwn(fields) : ofAnOrganisation(organisationId, values)),
    ...(isNamed ? [] : [['name', ''] satisfies [string, string]]),
    ...own,
  ];
}

/** On Odoo's list of customers from the first day on. */
const ofItsOwn = (fields: PartnerFields): [string, string][] => (fields.has('customer_rank') ? [['customer_rank', '1']] : []);

const ofAnOrganisation = (organisationId: string, { type }: NewCustomer['values']): [string, string][] => [
  ['parent_id/.id', organisationId],
  ...(type ? [] : [['type', 'contact'] satisfies [string, string]]),
];

const kindOf = ({ organisationId }: NewCustomer): CustomerFieldKind => (organisationId === null ? 'customer' : 'contact_person');

async function asRejected(
  { client }: Connection,
  { input, fields }: Order,
  { message, field }: Refusal,
  signal: AbortSignal,
): Promise<RecordRejectedError> {
  if (field !== undefined) return refused(message, [field]);
  if (!(await mayUser(client, { model: 'res.partner', operation: 'create' }, signal))) return mayNot('create', message);
  const required = [...fields.values()].filter((one) => isListed(one, kindOf(input)) && isRequired(one)).map(({ name }) => name);
  return refused(message, fieldsMeant(message, input.values, required));
}

async function readMade({ client }: Connection, id: number, signal: AbortSignal): Promise<MadeRecord[]> {
  const rows = await searchRead(client, { model: 'res.partner', domain: [['id', '=', id]], fields: ['ref'] }, signal);
  return rowsOf(z.object({ id: Id, ref: Text }))
    .parse(rows)
    .map(({ ref }) => ({ id: erpRecordId(id), number: ref }));
}

/** What fails after the record was made leaves open whether all of it was. */
async function afterwards(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw error instanceof PuenteError ? asUnclear(error) : error;
  }
}
