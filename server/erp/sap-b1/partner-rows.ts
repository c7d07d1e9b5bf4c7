import { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import type { AddressPlace } from './partner-fields.ts';
import { Id, Text } from './raw.ts';
import { cardCodesOf } from './record-ids.ts';
import { allOf, inGroups, oneOf } from '../shared/odata-query.ts';
import { rowsOf } from '../shared/rows.ts';
import { DATA_VERSION } from './versions.ts';

export const PARTNERS = 'BusinessPartners';
export const CUSTOMERS = `CardType eq 'cCustomer'`;

const RawAddressRow = z.looseObject({ AddressName: Text, AddressType: Text, RowNum: Id.nullish() });
const RawContactRow = z.looseObject({ InternalCode: Id, Name: Text });
/** With whatever else was asked for. */
export const RawPartnerRow = z.looseObject({
  CardCode: z.string().min(1),
  BilltoDefault: Text,
  ShipToDefault: Text,
  BPAddresses: rowsOf(RawAddressRow).nullish(),
  ContactEmployees: rowsOf(RawContactRow).nullish(),
});
export type PartnerRow = z.output<typeof RawPartnerRow>;
type AddressRow = z.output<typeof RawAddressRow>;
type ContactRow = z.output<typeof RawContactRow>;

/** A customer as the server has it: a partner, or a contact person within one. */
export type Located = { kind: 'customer'; partner: PartnerRow } | { kind: 'contact_person'; partner: PartnerRow; contact: ContactRow };

export const partnerPath = (cardCode: string): string => `${PARTNERS}('${encodeURIComponent(cardCode.replaceAll("'", "''"))}')`;

/** Those that are there. `select` are properties of partners; contact persons come whole. */
export async function locate(
  connection: Connection,
  ids: readonly ErpRecordId[],
  select: readonly string[],
  signal: AbortSignal,
): Promise<Map<ErpRecordId, Located>> {
  const located = new Map<ErpRecordId, Located>();
  const mayBePersons = ids.filter((id) => cardCodesOf(id).length > 1);
  const ofPeople = ['ContactEmployees', ...select.filter((property) => property === DATA_VERSION)];
  const withPeople = await readPartners(connection, mayBePersons.flatMap(cardCodesOf), ofPeople, signal);
  for (const id of mayBePersons) {
    const person = withPeople.has(id) ? null : personOf(withPeople, id);
    if (person) located.set(id, person);
  }
  const others = ids.filter((id) => !located.has(id) && (cardCodesOf(id).length === 1 || withPeople.has(id)));
  for (const [code, partner] of await readPartners(connection, others, select, signal))
    located.set(code as ErpRecordId, { kind: 'customer', partner });
  return located;
}

function personOf(partners: ReadonlyMap<string, PartnerRow>, id: ErpRecordId): Located | null {
  const [, code = '', number = ''] = /^(.*)#(\d+)$/.exec(id) ?? [];
  const partner = partners.get(code);
  const contact = partner?.ContactEmployees?.find(({ InternalCode }) => InternalCode === Number(number));
  return partner && contact ? { kind: 'contact_person', partner, contact } : null;
}

async function readPartners(
  { client }: Connection,
  codes: readonly string[],
  select: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, PartnerRow>> {
  const partners = new Map<string, PartnerRow>();
  for (const group of inGroups([...new Set(codes)])) {
    const query = { select: [...new Set(['CardCode', ...select])], filter: allOf(CUSTOMERS, oneOf('CardCode', group)) };
    const { rows } = await client.page(PARTNERS, query, group.length, signal);
    for (const row of rowsOf(RawPartnerRow).parse(rows)) partners.set(row.CardCode, row);
  }
  return partners;
}

export const ADDRESS_TYPES: Readonly<Record<AddressPlace, string>> = { billTo: 'bo_BillTo', shipTo: 'bo_ShipTo' };
export const ADDRESS_PROPERTIES = ['BilltoDefault', 'ShipToDefault', 'BPAddresses'];

/** The address of a kind that counts: the partner's default, or else its first. */
export function addressIn({ BPAddresses, BilltoDefault, ShipToDefault }: PartnerRow, place: AddressPlace): AddressRow | null {
  const ofKind = (BPAddresses ?? []).filter(({ AddressType }) => AddressType === ADDRESS_TYPES[place]);
  const usual = place === 'billTo' ? BilltoDefault : ShipToDefault;
  return ofKind.find(({ AddressName }) => AddressName === usual) ?? ofKind[0] ?? null;
}
