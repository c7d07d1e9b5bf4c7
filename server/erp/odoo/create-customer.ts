import { z } from 'zod';
import type { RecordRejectedError } from '../../shared/errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { CommandOrder, CustomerFieldKind, MadeRecord, NewCustomer } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { afterwards } from './afterwards.ts';
import type { Connection } from './connection.ts';
import { addDeliveryAddress } from './delivery-addresses.ts';
import { byPlace, toColumns, toGiven, type GivenValue } from './field-values-in.ts';
import { loadContact, type Refusal } from './load-record.ts';
import { isListed, isRequired, type PartnerFields } from './partner-fields.ts';
import { Id, Text } from './raw.ts';
import { fieldsMeant, mayNot, refused } from './refusals.ts';
import { mayUser } from './rights.ts';
import { searchRead } from './search.ts';

interface Asked extends CommandOrder<'createCustomer'> {
  fields: PartnerFields;
}

export async function createCustomer(connection: Connection, order: Asked, signal: AbortSignal): Promise<MadeRecord> {
  const { own, delivery } = byPlace(await givenIn(connection, order, signal));
  const loaded = await loadContact(connection, order.key, columnsOf(order, own), signal);
  if (typeof loaded !== 'number') throw await asRejected(connection, order, loaded, signal);
  const id = erpRecordId(loaded);
  await afterwards(() => addDeliveryAddress(connection, id, delivery, signal));
  // What else Odoo made of it, a number of its own too, comes with the stream: asking here would cost every customer a call.
  return { id, number: order.input.values['ref'] || null };
}

/** All that can be refused by looking is refused before anything is made. */
function givenIn(connection: Connection, { input, fields }: Asked, signal: AbortSignal): Promise<GivenValue[]> {
  const filled = Object.fromEntries(Object.entries(input.values).filter(([, value]) => value !== null && value !== ''));
  return toGiven(connection, { fields, kind: kindOf(input), values: filled }, signal);
}

function columnsOf({ input, fields }: Asked, given: readonly GivenValue[]): [string, string][] {
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
  { input, fields }: Asked,
  { message, field }: Refusal,
  signal: AbortSignal,
): Promise<RecordRejectedError> {
  if (field !== undefined) return refused(message, [field]);
  if (!(await mayUser(client, { model: 'res.partner', operation: 'create' }, signal))) return mayNot('create', message);
  const required = [...fields.values()].filter((one) => isListed(one, kindOf(input)) && isRequired(one)).map(({ name }) => name);
  return refused(message, fieldsMeant(message, input.values, required));
}

export async function readCustomer({ client }: Connection, id: number, signal: AbortSignal): Promise<MadeRecord[]> {
  const rows = await searchRead(client, { model: 'res.partner', domain: [['id', '=', id]], fields: ['ref'] }, signal);
  return rowsOf(z.object({ id: Id, ref: Text }))
    .parse(rows)
    .map(({ ref }) => ({ id: erpRecordId(id), number: ref }));
}
