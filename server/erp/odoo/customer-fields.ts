import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { CustomerField, CustomerFieldSupport, FieldValues } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { requireStillHeld } from '../shared/still-held.ts';
import { findAlike } from './alike.ts';
import { companyContext } from './company-context.ts';
import type { Connection } from './connection.ts';
import { deliveryVals, readDeliveryAddresses } from './delivery-addresses.ts';
import { HIGHEST_ID } from './domain.ts';
import { MOST_OPTIONS, readOptions } from './field-options.ts';
import { byPlace, toGiven, toVals } from './field-values-in.ts';
import { readReferred, valuesOf } from './field-values-out.ts';
import { createPartnerEditors, EDITED, type PartnerEditors, type PartnerRow } from './partner-editors.ts';
import {
  choicesOf,
  isCustom,
  isListed,
  isRequired,
  isWritable,
  ROLES,
  TYPES,
  type PartnerField,
  type PartnerFieldReader,
} from './partner-fields.ts';
import { PARENT, withMove, withOwnAddress, type PartnerPlace } from './moved-partner.ts';
import { readOrganisations } from './organisations.ts';
import { Id, Reference } from './raw.ts';
import { fieldsMeant, recordGone, refused } from './refusals.ts';
import { searchRead } from './search.ts';

/** All partners have the same fields; those that a contact takes from its organisation are not offered for contacts. */
export function createCustomerFields(connection: Connection, partnerFields: PartnerFieldReader): CustomerFieldSupport {
  const editors = createPartnerEditors(connection);
  return {
    async list(kind, signal) {
      const fields = [...(await partnerFields.ask(signal)).values()].filter((field) => isListed(field, kind));
      const options = optionsOnce(connection, signal);
      const described: CustomerField[] = [];
      for (const field of fields) described.push(await describe(field, options));
      return described;
    },
    async read(ids, names, signal) {
      const { rows, toValues } = await readRows(connection, partnerFields, { ids, names }, signal);
      return new Map(rows.map((row) => [erpRecordId(row.id), toValues(row)]));
    },
    async readWithEdits(ids, names, signal) {
      const { rows, toValues } = await readRows(connection, partnerFields, { ids, names, more: EDITED }, signal);
      const lastEditOf = await editors.read(rows, signal);
      return new Map(rows.map((row) => [erpRecordId(row.id), { fields: toValues(row), lastEdit: lastEditOf(row) }]));
    },
    write: (id, values, signal, before) => writeFields({ ...connection, editors }, partnerFields, { id, values, before }, signal),
    findAlike: (facts, signal) => findAlike(connection, facts, signal),
  };
}

type ReadOptions = (relation: string) => ReturnType<typeof readOptions>;

/** A customer and its delivery address choose from the same states. */
function optionsOnce(connection: Connection, signal: AbortSignal): ReadOptions {
  const read = new Map<string, ReturnType<ReadOptions>>();
  return (relation) => {
    const options = read.get(relation) ?? readOptions(connection, relation, signal);
    read.set(relation, options);
    return options;
  };
}

async function describe(field: PartnerField, readOptionsOf: ReadOptions): Promise<CustomerField> {
  const { name, string: label, type, relation, size } = field;
  const isOffered = isWritable(field);
  const isListable = relation !== undefined && isOffered && name !== PARENT;
  const options = type === 'selection' ? listable(choicesOf(field)) : isListable ? await readOptionsOf(relation) : undefined;
  return {
    name,
    label,
    type: TYPES[type] ?? 'other',
    role: ROLES[name] ?? null,
    isCustom: isCustom(field),
    isWritable: isOffered && options !== null,
    isRequired: isRequired(field),
    isForNewOnly: false,
    ...(options && { options }),
    ...(size && { maxLength: size }),
  };
}

const listable = <T>(options: T[]): T[] | undefined => (options.length <= MOST_OPTIONS ? options : undefined);

interface Asked {
  ids: readonly ErpRecordId[];
  names: readonly string[];
  more?: readonly string[];
}

/** What a customer's values are made of; the same calls whatever is asked. */
async function readRows(
  connection: Connection,
  partnerFields: PartnerFieldReader,
  { ids, names, more = [] }: Asked,
  signal: AbortSignal,
): Promise<{ rows: PartnerRow[]; toValues(row: PartnerRow): FieldValues }> {
  const { client, settings } = connection;
  const known = await partnerFields.known(signal);
  const fields = names.flatMap((name) => known.get(name) ?? []);
  const at = (place: PartnerField['place']): PartnerField[] => fields.filter((field) => field.place === place);
  const [own, delivery] = [at('partner'), at('delivery')];
  const numbers = ids.map(Number).filter((id) => id <= HIGHEST_ID);
  const asked = { domain: [['id', 'in', numbers]] as const, fields: [...new Set(['id', ...columnsOf(own), ...more])] };
  const search = { model: 'res.partner', ...asked, context: companyContext(settings) };
  const rows = rowsOf(z.looseObject({ id: Id })).parse(await searchRead(client, search, signal));
  const addresses = await readDeliveryAddresses(connection, numbers, columnsOf(delivery), signal);
  await readReferred(connection, own, rows, signal);
  await readReferred(connection, delivery, [...addresses.values()], signal);
  const organisations = names.includes(PARENT) ? await readParents(connection, rows, signal) : null;
  const toValues = (row: PartnerRow): FieldValues => ({
    ...valuesOf(connection, own, row),
    ...(organisations && { [PARENT]: organisations.get(row.id) ?? null }),
    ...valuesOf(connection, delivery, addresses.get(row.id) ?? {}),
  });
  return { rows, toValues };
}

/** Somebody may stand under a department or an address: what counts is the organisation that these belong to. */
async function readParents(
  connection: Connection,
  rows: readonly Record<string, unknown>[],
  signal: AbortSignal,
): Promise<Map<number, ErpRecordId>> {
  const children = rowsOf(z.object({ id: Id, parent_id: Reference })).parse(rows);
  const organisations = await readOrganisations(
    connection,
    children.map(({ parent_id }) => ({ partner_id: parent_id })),
    signal,
  );
  return new Map(
    children.flatMap(({ id, parent_id }) => {
      const organisation = parent_id === null ? null : (organisations.get(parent_id) ?? parent_id);
      return organisation === null ? [] : [[id, erpRecordId(organisation)] as const];
    }),
  );
}

const columnsOf = (fields: readonly PartnerField[]): string[] => fields.map(({ column }) => column);

async function writeFields(
  connection: Connection & { editors: PartnerEditors },
  partnerFields: PartnerFieldReader,
  { id, values, before }: { id: ErpRecordId; values: FieldValues; before: FieldValues | undefined },
  signal: AbortSignal,
): Promise<FieldValues> {
  const { client, settings, ownCompanies, now } = connection;
  await ownCompanies.refuse(id, signal);
  // Odoo takes no version of what it changes: the call before that tells where the partner stands tells what it holds, too.
  const standing = await readRows(connection, partnerFields, { ids: [id], names: Object.keys(before ?? {}), more: PLACE }, signal);
  const [found] = standing.rows;
  if (!found) throw recordGone();
  requireStillHeld(before, standing.toValues(found), now());
  const { kind, ...place } = placeIn(found);
  const fields = await partnerFields.known(signal);
  const given = await toGiven(connection, { fields, kind, values }, signal);
  const { own, delivery } = byPlace(given);
  const to = PARENT in values ? { id, to: values[PARENT] ? Number(values[PARENT]) : null } : null;
  const along = to ? await withMove(connection, to, signal) : withOwnAddress({ kind, ...place }, values);
  const vals = { ...along, ...toVals(own), ...(await deliveryVals(connection, id, delivery, signal)) };
  const named = { ids: [Number(id)], vals, context: companyContext(settings) };
  try {
    if (Object.keys(vals).length > 0) await client.change('res.partner', 'write', named, signal);
  } catch (error) {
    if (!(error instanceof RecordRejectedError) || error.code !== 'odoo.refused') throw error;
    // Odoo says the same of a record that is gone and of one that a value points to.
    await requirePartner(connection, partnerFields, id, signal);
    const emptied = Object.keys(values).filter((name) => isRequired(fields.get(name)!));
    const message = String(error.params.message);
    throw refused(message, fieldsMeant(message, values, emptied));
  }
  const { rows, toValues } = await readRows(connection, partnerFields, { ids: [id], names: Object.keys(values), more: EDITED }, signal);
  const [row] = rows;
  if (!row) throw recordGone();
  // What stands there now may be somebody's edit since, and no spelling of Odoo's: whoever compares next sees that it moved.
  return (await connection.editors.isOthers(row, signal)) ? values : toValues(row);
}

const PLACE = ['is_company', PARENT, 'type'];
const RawPlace = z.object({ is_company: z.boolean(), parent_id: Reference, type: z.unknown() });

/** From 19 on what is written to a contact goes up to its organisation: so much is looked at first. */
function placeIn(row: PartnerRow): PartnerPlace {
  const { is_company: isCompany, parent_id: parent, type } = RawPlace.parse(row);
  return { kind: isCompany || parent === null ? 'customer' : 'contact_person', isBelow: parent !== null, type };
}

async function requirePartner(
  connection: Connection,
  partnerFields: PartnerFieldReader,
  id: ErpRecordId,
  signal: AbortSignal,
): Promise<void> {
  const { rows } = await readRows(connection, partnerFields, { ids: [id], names: [] }, signal);
  if (rows.length === 0) throw recordGone();
}
