import { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';
import { rowsOf } from '../shared/rows.ts';
import { companyContext } from './company-context.ts';
import type { Connection } from './connection.ts';
import { DELIVERY_TYPE } from './delivery-fields.ts';
import type { Domain } from './domain.ts';
import { toVals, type GivenValue } from './field-values-in.ts';
import { loadContact } from './load-record.ts';
import { Id, Reference, Text } from './raw.ts';
import { mayNot, refused } from './refusals.ts';
import { mayUser } from './rights.ts';
import { searchRead } from './search.ts';

const ARE_ADDRESSES: Domain = [['type', '=', DELIVERY_TYPE], ['is_company', '=', false], ['active', '=', true]]; // prettier-ignore
const AddressRows = rowsOf(z.looseObject({ id: Id, parent_id: Reference }));
type AddressRow = z.output<typeof AddressRows>[number];

/** By customer, the oldest of each: where people keep several, they choose one for each order. */
export async function readDeliveryAddresses(
  { client, settings }: Connection,
  customerIds: readonly number[],
  columns: readonly string[],
  signal: AbortSignal,
): Promise<Map<number, AddressRow>> {
  if (columns.length === 0) return new Map();
  const domain: Domain = [['parent_id', 'in', customerIds], ...ARE_ADDRESSES];
  const search = { model: 'res.partner', domain, fields: ['parent_id', ...columns], context: companyContext(settings) };
  const rows = AddressRows.parse(await searchRead(client, search, signal));
  return new Map(rows.toReversed().flatMap((row) => (row.parent_id === null ? [] : [[row.parent_id, row]])));
}

/** For `write` of the customer, so that all of it is one transaction. */
export async function deliveryVals(
  connection: Connection,
  customerId: ErpRecordId,
  given: readonly GivenValue[],
  signal: AbortSignal,
): Promise<{ child_ids?: [1, number, Record<string, unknown>][] }> {
  const address = given.length === 0 ? null : await addressFor(connection, customerId, given, signal);
  return address === null ? {} : { child_ids: [[1, address, toVals(given)]] };
}

/** Of a customer that was just made; an address that people gave it meanwhile stays as it is. */
export async function addDeliveryAddress(
  connection: Connection,
  customerId: ErpRecordId,
  given: readonly GivenValue[],
  signal: AbortSignal,
): Promise<void> {
  const { client, settings } = connection;
  if (given.length === 0 || (await readPeople(connection, customerId, signal)).some(isAddress)) return;
  const vals = await deliveryVals(connection, customerId, given, signal);
  await client.change('res.partner', 'write', { ids: [Number(customerId)], vals, context: companyContext(settings) }, signal);
}

async function addressFor(
  connection: Connection,
  customerId: ErpRecordId,
  given: readonly GivenValue[],
  signal: AbortSignal,
): Promise<number | null> {
  const people = await readPeople(connection, customerId, signal);
  const known = people.find(isAddress);
  if (known) return known.id;
  if (given.every(({ value }) => value === null)) return null;
  try {
    return await makeAddress(connection, customerId, `${people.at(-1)?.id ?? 0}`, signal);
  } catch (error) {
    if (!(error instanceof NotMade)) throw error;
    if (!(await mayUser(connection.client, { model: 'res.partner', operation: 'create' }, signal))) throw mayNot('create', error.message);
    throw refused(error.message, given.map(({ field }) => field.name)); // prettier-ignore
  }
}

class NotMade extends Error {}

/**
 * Who asks again before the first answer came asks for the same one. It is made empty: the address that the first contact of a customer brings
 * along Odoo takes for the customer's own, too.
 */
async function makeAddress(connection: Connection, customerId: ErpRecordId, after: string, signal: AbortSignal): Promise<number> {
  const columns = [['parent_id/.id', customerId], ['type', DELIVERY_TYPE]] satisfies [string, string][]; // prettier-ignore
  const made = await loadContact(connection, `delivery-${customerId}-${after}`, columns, signal);
  if (typeof made !== 'number') throw new NotMade(made.message);
  const isThere = (await readPeople(connection, customerId, signal)).some((one) => one.id === made && isAddress(one));
  // What was made under this key before belongs elsewhere by now.
  return isThere ? made : makeAddress(connection, customerId, `${after}-${made}`, signal);
}

const People = rowsOf(z.object({ id: Id, type: Text, is_company: z.boolean(), active: z.boolean() }));
type Person = z.output<typeof People>[number];

async function readPeople({ client }: Connection, customerId: ErpRecordId, signal: AbortSignal): Promise<Person[]> {
  const domain = [['parent_id', '=', Number(customerId)]] as const;
  return People.parse(await searchRead(client, { model: 'res.partner', domain, fields: ['type', 'is_company', 'active'] }, signal));
}

const isAddress = ({ type, is_company: isCompany, active }: Person): boolean => type === DELIVERY_TYPE && !isCompany && active;
