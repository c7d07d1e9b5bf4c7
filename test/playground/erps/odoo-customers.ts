import type { OdooFake } from '../../fakes/odoo/index.ts';
import type { PartnerRow, Row } from '../../fakes/odoo/types.ts';
import type { ErpCustomer, ErpCustomerField } from '../api.ts';

const FOUND_AT_MOST = 20;
/** Under which module the app keeps its external ids. */
const MODULE = '__puente__';

/** Customers as Odoo's list of contacts shows them, archived ones last. */
export function searchCustomers(odoo: OdooFake, text: string): ErpCustomer[] {
  const words = text.trim().toLowerCase();
  const matches = ({ name, ref, vat, email }: PartnerRow) =>
    [name, ref, vat, email].some((field) =>
      String(field ?? '')
        .toLowerCase()
        .includes(words),
    );
  return odoo
    .records('res.partner')
    .filter((partner) => partner.commercial_partner_id === partner.id && isCustomer(partner) && matches(partner))
    .sort((a, b) => Number(b.active) - Number(a.active))
    .slice(0, FOUND_AT_MOST)
    .map((partner) => customerOf(odoo, partner));
}

const isCustomer = ({ ref, customer_rank: rank }: PartnerRow): boolean => ref !== null || Number(rank) > 0;

export function customerOf(odoo: OdooFake, { id, name, ref, vat, city, active }: PartnerRow): ErpCustomer {
  return { id: String(id), name, number: textOf(ref), taxId: vat, city: textOf(city), isArchived: !active, puenteKey: keyOf(odoo, id) };
}

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The external id, which travels with the record. */
function keyOf(odoo: OdooFake, id: number): string | null {
  return keysOf(odoo, 'res.partner').get(id) ?? null;
}

/** By record of a model. */
export const keysOf = (odoo: OdooFake, model: string): ReadonlyMap<number, string> =>
  new Map(
    odoo
      .records('ir.model.data')
      .filter((row) => row.module === MODULE && row.model === model)
      .map((row) => [Number(row.res_id), String(row.name)]),
  );

const OWN = [
  ['name', 'Name'],
  ['vat', 'Tax ID'],
  ['phone', 'Phone'],
  ['email', 'Email'],
  ['website', 'Website'],
  ['street', 'Street'],
  ['street2', 'Street 2'],
  ['city', 'City'],
  ['zip', 'ZIP'],
  ['state_id', 'State'],
  ['country_id', 'Country'],
] as const;
/** The rest of a contact is its organisation's. */
const OF_CONTACTS = [
  ['name', 'Name'],
  ['function', 'Job Position'],
  ['email', 'Email'],
  ['phone', 'Phone'],
  ['mobile', 'Mobile'],
] as const;

export function customerFields(odoo: OdooFake, partner: PartnerRow): ErpCustomerField[] {
  const fields = partner.commercial_partner_id === partner.id ? OWN : OF_CONTACTS;
  return fields
    .filter(([name]) => name in partner)
    .map(([name, label]) => ({ name, label, value: String(partner[name] ?? ''), options: optionsOf(odoo, name, partner) }));
}

/** States of the customer's country alone, as soon as it has one. */
function optionsOf(odoo: OdooFake, name: string, { country_id: country, state_id: chosen }: PartnerRow): ErpCustomerField['options'] {
  if (name === 'country_id') return odoo.records('res.country').map(({ id, name: label }) => ({ value: String(id), label: String(label) }));
  if (name !== 'state_id') return null;
  return odoo
    .records('res.country.state')
    .filter((state) => country === null || state.country_id === country || state.id === chosen)
    .map((state) => ({ value: String(state.id), label: stateLabel(odoo, state) }));
}

const stateLabel = (odoo: OdooFake, { name, country_id: country }: Row): string =>
  `${String(name)} (${String(odoo.record('res.country', Number(country))?.code)})`;

/** Somebody corrects a contact. */
export function editCustomer(odoo: OdooFake, id: number, values: Record<string, string>): Promise<void> {
  const kept = Object.entries(values).map(([name, value]) => [name, value === '' ? null : name.endsWith('_id') ? Number(value) : value]);
  return odoo.updatePartner(id, Object.fromEntries(kept) as Parameters<OdooFake['updatePartner']>[1]);
}
