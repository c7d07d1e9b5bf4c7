import type { Company } from '../../fakes/company/index.ts';
import type { HubSpotFake, Portal } from '../../fakes/hubspot/index.ts';
import type { CardObjectType, CustomerObjectType, ObjectType, Person } from '../api.ts';
import { fillLists } from './segments.ts';

export const TAX_ID_PROPERTY = 'rfc';
/** The app creates this one when it is installed; deals learn their order numbers after that. */
const ORDER_PROPERTY = 'erp_order_number';

/** Of the company, wherever this runs: the day of what is booked, and of what is shown. */
export const TIME_ZONE = 'America/Mexico_City';

const PEOPLE = [
  { userId: 101, email: 'alma.ruiz@valvulas.example', firstName: 'Alma', lastName: 'Ruiz', teams: [{ id: 11, name: 'Finance' }] },
  { userId: 102, email: 'tomas.vega@valvulas.example', firstName: 'Tomás', lastName: 'Vega', teams: [{ id: 12, name: 'Sales' }] },
  { userId: 103, email: 'lucia.prado@valvulas.example', firstName: 'Lucía', lastName: 'Prado', teams: [{ id: 13, name: 'Marketing' }] },
];
export const ROLES: Record<number, Person['role']> = { 101: 'administrator', 102: 'sales', 103: 'marketing' };

/** The HubSpot account of the same company. */
export function fillPortal(hubspot: HubSpotFake, { crm, library }: Company): Portal {
  const portal = hubspot.addPortal({
    portalId: 4711,
    timeZone: TIME_ZONE,
    companyCurrency: 'MXN',
    additionalCurrencies: ['USD', 'EUR'],
    people: PEOPLE,
    objects: ['services'],
  });
  portal.createProperty('companies', { name: TAX_ID_PROPERTY, label: 'RFC', type: 'string', fieldType: 'text' });
  for (const type of ['companies', 'contacts', 'deals'] as const) portal.bulkLoad(type, crm[type].map(toRow));
  for (const { fromType, fromId, toType, toId } of crm.associations) portal.bulkAssociate(fromType, toType, [[fromId, toId]]);
  portal.bulkLoad('products', library.products.map(toRow));
  fillLists(portal);
  for (const { dealId, properties } of library.lines) portal.users.addLine(dealId, properties);
  // As the editor of lines leaves them; what is won was typed in otherwise.
  for (const { hs_object_id: id = '', dealstage } of crm.deals) {
    const nets = portal.associatedIds('deals', id, 'line_items').map((line) => Number(portal.value('line_items', line, 'amount')));
    if (dealstage === 'closedwon' || nets.length === 0) continue;
    portal.users.edit('deals', id, { amount: nets.reduce((sum, net) => sum + net, 0).toFixed(2) });
  }
  return portal;
}

function toRow({ hs_object_id: id = '', ...row }: Record<string, string>): { id: string; properties: Record<string, string> } {
  const { [ORDER_PROPERTY]: _later, ...properties } = row;
  return { id, properties };
}

/** Somebody types the order numbers on the deals they belong to. */
export function enterOrderNumbers(portal: Portal, { crm }: Company, asInErp: (origin: string) => string = (origin) => origin): void {
  for (const deal of crm.deals) {
    const number = deal[ORDER_PROPERTY];
    if (number) portal.users.edit('deals', deal['hs_object_id'] ?? '', { [ORDER_PROPERTY]: asInErp(number) });
  }
}

export const hasCards = (text: string): text is CardObjectType => text === 'companies' || text === 'contacts' || text === 'deals';
export const isObjectType = (text: string): text is ObjectType => hasCards(text) || text === 'products';
export const isCustomerObject = (text: string): text is CustomerObjectType => text === 'companies' || text === 'contacts';
