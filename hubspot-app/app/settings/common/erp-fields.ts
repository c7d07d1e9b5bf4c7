import type { Language } from './translate.ts';

/** Fields that their ERP gives no words, in any language, by the technical name that stands in their place. */
const LABELS: Readonly<Record<string, Record<Language, string>>> = {
  CardName: { en: 'Name', es: 'Nombre' },
  CardForeignName: { en: 'Trade name', es: 'Nombre comercial' },
  FederalTaxID: { en: 'Tax ID', es: 'ID fiscal (RFC)' },
  EmailAddress: { en: 'E-mail', es: 'Correo' },
  Phone1: { en: 'Phone', es: 'Teléfono' },
  Phone2: { en: 'Second phone', es: 'Segundo teléfono' },
  Cellular: { en: 'Mobile phone', es: 'Teléfono móvil' },
  Website: { en: 'Website', es: 'Sitio web' },
  GroupCode: { en: 'Customer group', es: 'Grupo de clientes' },
  PayTermsGrpCode: { en: 'Payment terms', es: 'Condiciones de pago' },
  PriceListNum: { en: 'Price list', es: 'Lista de precios' },
  SalesPersonCode: { en: 'Salesperson', es: 'Vendedor' },
  Currency: { en: 'Currency', es: 'Moneda' },
  Series: { en: 'Numbering series', es: 'Serie de numeración' },
  Name: { en: 'Name', es: 'Nombre' },
  FirstName: { en: 'First name', es: 'Nombre de pila' },
  CardCode: { en: 'Belongs to', es: 'Pertenece a' },
  MiddleName: { en: 'Middle name', es: 'Segundo nombre' },
  LastName: { en: 'Last name', es: 'Apellidos' },
  Position: { en: 'Job title', es: 'Cargo' },
  E_Mail: { en: 'E-mail', es: 'Correo' },
  MobilePhone: { en: 'Mobile phone', es: 'Teléfono móvil' },
  'BillTo.Street': { en: 'Invoice address: street', es: 'Dirección de facturación: calle' },
  'BillTo.StreetNo': { en: 'Invoice address: street number', es: 'Dirección de facturación: número' },
  'BillTo.Block': { en: 'Invoice address: district', es: 'Dirección de facturación: colonia' },
  'BillTo.BuildingFloorRoom': { en: 'Invoice address: building, floor, room', es: 'Dirección de facturación: edificio, piso, interior' },
  'BillTo.City': { en: 'Invoice address: city', es: 'Dirección de facturación: ciudad' },
  'BillTo.County': { en: 'Invoice address: county', es: 'Dirección de facturación: municipio' },
  'BillTo.ZipCode': { en: 'Invoice address: postal code', es: 'Dirección de facturación: código postal' },
  'BillTo.Country': { en: 'Invoice address: country', es: 'Dirección de facturación: país' },
  'BillTo.State': { en: 'Invoice address: state', es: 'Dirección de facturación: estado' },
  'ShipTo.Street': { en: 'Delivery address: street', es: 'Dirección de entrega: calle' },
  'ShipTo.StreetNo': { en: 'Delivery address: street number', es: 'Dirección de entrega: número' },
  'ShipTo.Block': { en: 'Delivery address: district', es: 'Dirección de entrega: colonia' },
  'ShipTo.BuildingFloorRoom': { en: 'Delivery address: building, floor, room', es: 'Dirección de entrega: edificio, piso, interior' },
  'ShipTo.City': { en: 'Delivery address: city', es: 'Dirección de entrega: ciudad' },
  'ShipTo.County': { en: 'Delivery address: county', es: 'Dirección de entrega: municipio' },
  'ShipTo.ZipCode': { en: 'Delivery address: postal code', es: 'Dirección de entrega: código postal' },
  'ShipTo.Country': { en: 'Delivery address: country', es: 'Dirección de entrega: país' },
  'ShipTo.State': { en: 'Delivery address: state', es: 'Dirección de entrega: estado' },
};

/** What an ERP whose user reads English calls its standard fields, for people who read Spanish. One that is in Spanish says its own. */
const SPANISH: Readonly<Record<string, string>> = {
  'Tax ID': 'ID fiscal (RFC)',
  Company: 'Empresa',
  'Company Name': 'Nombre de la empresa',
  'Company Name Entity': 'Nombre de la entidad comercial',
  'Is a Company': 'Es una empresa',
  'Company Type': 'Tipo de empresa',
  'Related Company': 'Empresa relacionada',
  Email: 'Correo',
  Phone: 'Teléfono',
  Mobile: 'Teléfono móvil',
  'Website Link': 'Sitio web',
  Street: 'Calle',
  Street2: 'Calle (2)',
  Zip: 'Código postal',
  City: 'Ciudad',
  State: 'Estado',
  Country: 'País',
  Language: 'Idioma',
  'Job Position': 'Cargo',
  Title: 'Tratamiento',
  Tags: 'Etiquetas',
  Notes: 'Notas',
  Reference: 'Referencia',
  Active: 'Activo',
  Salesperson: 'Vendedor',
  Pricelist: 'Lista de precios',
  Industry: 'Sector',
  'Fiscal Position': 'Posición fiscal',
  'Customer Payment Terms': 'Condiciones de pago del cliente',
  'Credit Limit': 'Límite de crédito',
  'Address Type': 'Tipo de dirección',
  'Delivery Address': 'Dirección de entrega',
  'Message for Sales Order': 'Mensaje para el pedido',
  'Message for Invoice': 'Mensaje para la factura',
  'Sales Warnings': 'Avisos de ventas',
  Invoice: 'Factura',
  'Tax number (of the country of the address)': 'ID fiscal (del país de la dirección)',
  'E-mail address': 'Correo',
  'E-mail address at the organisation': 'Correo en la organización',
  Telephone: 'Teléfono',
  'Telephone at the organisation': 'Teléfono en la organización',
  'Mobile phone': 'Teléfono móvil',
  'House number': 'Número',
  'Street 2': 'Calle (2)',
  District: 'Colonia',
  'Postal code': 'Código postal',
  'Region (code)': 'Estado o región (código)',
  'Country/region': 'País o región',
  'First name': 'Nombre de pila',
  'Last name': 'Apellidos',
  Organisation: 'Organización',
  Function: 'Cargo',
  Grouping: 'Agrupación',
  'Company code': 'Sociedad',
  'Reconciliation account': 'Cuenta asociada',
  'Sales area (organisation/channel/division)': 'Área de ventas (organización/canal/sector)',
  'Payment terms': 'Condiciones de pago',
  'Price list': 'Lista de precios',
};

/** Initials stay as they are. */
const lowered = (text: string): string => (/^.\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** What people read for a field of the ERP. One of an address can carry its name in front: "Delivery Address: City". */
export function erpFieldLabel(label: string, language: Language): string {
  const inWords = (one: string): string | undefined => LABELS[one]?.[language] ?? (language === 'es' ? SPANISH[one] : undefined);
  const [, address, field] = /^([^:]+): (.+)$/.exec(label) ?? [];
  const ofAddress = address && field && inWords(address) && `${inWords(address)}: ${lowered(inWords(field) ?? field)}`;
  return inWords(label) ?? (ofAddress || label);
}

/** Values that the ERP has signs for, in place of words. */
const VALUES: Readonly<Record<string, Record<Language, string>>> = { '##': { en: 'All currencies', es: 'Todas las monedas' } };

/** What people read for a value of the ERP. */
export const erpValueLabel = (label: string, language: Language): string => VALUES[label]?.[language] ?? label;
