import type { Tx } from '../store.ts';

const GROUPS = [
  { Code: 100, Name: 'Clientes', Type: 'bbpgt_CustomerGroup' },
  { Code: 101, Name: 'Proveedores', Type: 'bbpgt_VendorGroup' },
  { Code: 102, Name: 'Distribuidores', Type: 'bbpgt_CustomerGroup' },
];
const TERMS = [
  { GroupNumber: 1, PaymentTermsGroupName: 'Contado', NumberOfAdditionalMonths: 0, NumberOfAdditionalDays: 0 },
  { GroupNumber: 2, PaymentTermsGroupName: '30 días', NumberOfAdditionalMonths: 0, NumberOfAdditionalDays: 30 },
];
/** -1 is nobody, and named like it. */
const SALES_PEOPLE = [
  { SalesEmployeeCode: -1, SalesEmployeeName: '-Ningún empleado del departamento de ventas-', Active: 'tYES' },
  { SalesEmployeeCode: 1, SalesEmployeeName: 'Lucía Treviño', Active: 'tYES', Email: 'lucia@valvulas.mx' },
  { SalesEmployeeCode: 2, SalesEmployeeName: 'Raúl Cantú', Active: 'tNO' },
];
/** `MX1` is one that an administrator added. */
const COUNTRIES: Readonly<Record<string, string>> = {
  DE: 'Alemania',
  ES: 'España',
  MX: 'México',
  MX1: 'México (maquila)',
  US: 'Estados Unidos',
};
const STATES: readonly [country: string, code: string, name: string][] = [
  ['ES', 'B', 'Barcelona'],
  ['MX', 'BCN', 'Baja California'],
  ['MX', 'CHH', 'Chihuahua'],
  ['MX', 'CMX', 'Ciudad de México'],
  ['MX', 'COA', 'Coahuila'],
  ['MX', 'GUA', 'Guanajuato'],
  ['MX', 'JAL', 'Jalisco'],
  ['MX', 'MEX', 'Estado de México'],
  ['MX', 'NLE', 'Nuevo León'],
  ['MX', 'PUE', 'Puebla'],
  ['MX', 'QUE', 'Querétaro'],
  ['US', 'AZ', 'Arizona'],
  ['US', 'CA', 'California'],
  ['US', 'TX', 'Texas'],
];

export const stateKey = (country: string, code: string): string => `${country}/${code}`;

/** What a partner can name by code. */
export function addPartnerReferences(tx: Tx): void {
  for (const [at, BPLName] of tx.store.facts.branches.entries())
    tx.put('BusinessPlaces', at + 1, { BPLID: at + 1, BPLName, Disabled: 'tNO' });
  for (const group of GROUPS) tx.put('BusinessPartnerGroups', group.Code, group);
  for (const terms of TERMS) tx.put('PaymentTermsTypes', terms.GroupNumber, terms);
  for (const person of SALES_PEOPLE) tx.put('SalesPersons', person.SalesEmployeeCode, person);
  for (const [Code, Name] of Object.entries(COUNTRIES)) tx.put('Countries', Code, { Code, Name });
  for (const [Country, Code, Name] of STATES) tx.put('States', stateKey(Country, Code), { Country, Code, Name });
}
