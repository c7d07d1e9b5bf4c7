import { entryExists, noLinkedValue, undefinedCode } from '../errors.ts';
import type { PartnerRow, Row } from '../rows.ts';
import type { Tx } from '../store.ts';
import { stateKey } from './partner-references.ts';

/**
 * A row that names the number of a contact person changes that person; one without makes a new one, and a name that is taken is refused, as
 * integrators met it.
 */
export function mergeContacts(tx: Tx, partner: PartnerRow, given: readonly Row[], replaces: boolean): readonly Row[] {
  const rows: Row[] = replaces ? [] : [...partner.ContactEmployees];
  for (const { CardCode: _, ...changes } of given) {
    const at = typeof changes.InternalCode === 'number' ? rows.findIndex(({ InternalCode }) => InternalCode === changes.InternalCode) : -1;
    if (typeof changes.InternalCode === 'number' && at < 0) throw noLinkedValue('OCPR.CntctCode', changes.InternalCode);
    const row: Row = { ...(rows[at] ?? newContact(tx, partner)), ...changes, UpdateDate: tx.stamp.date, UpdateTime: tx.stamp.time };
    if (typeof row.Name !== 'string' || row.Name === '') throw undefinedCode('OCPR.Name');
    if (rows.some(({ Name, InternalCode }) => Name === row.Name && InternalCode !== row.InternalCode)) throw entryExists();
    rows[at < 0 ? rows.length : at] = row;
  }
  return rows;
}

const newContact = (tx: Tx, { CardCode }: PartnerRow): Row => ({
  CardCode,
  InternalCode: tx.store.next('InternalCode'),
  Active: 'tYES',
  CreateDate: tx.stamp.date,
  CreateTime: tx.stamp.time,
});

/** An address is known by its name and type, whatever its number: another name is another address. */
export function mergeAddresses(tx: Tx, partner: PartnerRow, given: readonly Row[], replaces: boolean): readonly Row[] {
  const rows: Row[] = replaces ? [] : [...partner.BPAddresses];
  for (const { RowNum: _, BPCode: __, ...changes } of given) {
    const type = changes.AddressType ?? 'bo_ShipTo';
    if (typeof changes.AddressName !== 'string' || changes.AddressName === '') throw undefinedCode('CRD1.Address');
    const at = rows.findIndex(({ AddressName, AddressType }) => AddressName === changes.AddressName && AddressType === type);
    const row: Row = { ...(rows[at] ?? { BPCode: partner.CardCode, RowNum: rows.length }), ...changes, AddressType: type };
    requireCountry(tx, row);
    rows[at < 0 ? rows.length : at] = row;
  }
  return rows;
}

function requireCountry(tx: Tx, { Country: country, State: state }: Row): void {
  if (country && !tx.store.get('Countries', String(country))) throw noLinkedValue('CRD1.Country', country);
  if (state && !tx.store.get('States', stateKey(String(country ?? ''), String(state)))) throw noLinkedValue('CRD1.State', state);
}
