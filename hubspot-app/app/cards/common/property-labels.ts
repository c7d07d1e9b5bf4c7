import { OWN_LABELS } from './own-property-labels.ts';
import { relationLabel } from './relations.ts';
import type { Language } from './translate.ts';

/** What HubSpot calls its own properties, and Puente its. HubSpot’s API tells one language, whoever asks, and its pages tell the reader's. */
const STANDARD: Readonly<Record<string, Record<Language, string>>> = {
  ...OWN_LABELS,
  address: { en: 'Street Address', es: 'Dirección' },
  address2: { en: 'Street Address 2', es: 'Dirección 2' },
  amount: { en: 'Amount', es: 'Importe' },
  annualrevenue: { en: 'Annual Revenue', es: 'Ingresos anuales' },
  associatedcompanyid: { en: 'Primary Associated Company ID', es: 'ID de la empresa asociada principal' },
  city: { en: 'City', es: 'Ciudad' },
  closedate: { en: 'Close Date', es: 'Fecha de cierre' },
  country: { en: 'Country/Region', es: 'País o región' },
  createdate: { en: 'Create Date', es: 'Fecha de creación' },
  deal_currency_code: { en: 'Currency', es: 'Moneda' },
  dealname: { en: 'Deal Name', es: 'Nombre del negocio' },
  dealstage: { en: 'Deal Stage', es: 'Etapa del negocio' },
  description: { en: 'Description', es: 'Descripción' },
  domain: { en: 'Company Domain Name', es: 'Nombre de dominio' },
  email: { en: 'Email', es: 'Correo' },
  company: { en: 'Company Name', es: 'Nombre de la empresa' },
  firstname: { en: 'First Name', es: 'Nombre' },
  hs_additional_domains: { en: 'Additional Domains', es: 'Dominios adicionales' },
  hs_additional_emails: { en: 'Additional email addresses', es: 'Otras direcciones de correo' },
  hs_lastmodifieddate: { en: 'Last Modified Date', es: 'Fecha de última modificación' },
  hs_lead_status: { en: 'Lead Status', es: 'Estado del lead' },
  hs_merged_object_ids: { en: 'Merged record IDs', es: 'ID de registros fusionados' },
  hs_object_id: { en: 'Record ID', es: 'ID de registro' },
  hs_parent_company_id: { en: 'Parent Company', es: 'Empresa matriz' },
  industry: { en: 'Industry', es: 'Sector' },
  jobtitle: { en: 'Job Title', es: 'Cargo' },
  lastmodifieddate: { en: 'Last Modified Date', es: 'Fecha de última modificación' },
  lastname: { en: 'Last Name', es: 'Apellidos' },
  lifecyclestage: { en: 'Lifecycle Stage', es: 'Etapa del ciclo de vida' },
  mobilephone: { en: 'Mobile Phone Number', es: 'Teléfono móvil' },
  name: { en: 'Company name', es: 'Nombre de la empresa' },
  numberofemployees: { en: 'Number of Employees', es: 'Número de empleados' },
  phone: { en: 'Phone Number', es: 'Teléfono' },
  state: { en: 'State/Region', es: 'Estado o región' },
  website: { en: 'Website URL', es: 'Sitio web' },
  zip: { en: 'Postal Code', es: 'Código postal' },
};

/** Owners are called after the kind of record. */
const OWNER = { property: 'hubspot_owner_id', en: /^\w+ owner$/i, es: 'Propietario' };

/** What the reader calls a property: HubSpot's own in the reader's language, unless the account calls it otherwise. `own`: as the account calls it. */
export function propertyLabel(name: string, own: string | undefined, language: Language): string {
  const relation = relationLabel(name, language);
  if (relation !== undefined) return relation;
  if (name === OWNER.property && language === 'es' && (own === undefined || OWNER.en.test(own))) return OWNER.es;
  const standard = Object.hasOwn(STANDARD, name) ? STANDARD[name]! : undefined;
  if (!standard) return own ?? name;
  const called = own?.toLowerCase();
  if (called === standard[language].toLowerCase()) return own ?? name;
  return called === undefined || Object.values(standard).some((label) => label.toLowerCase() === called)
    ? standard[language]
    : (own ?? name);
}

/** Of products, where HubSpot says less or something else than of other records. */
const OF_PRODUCTS: Readonly<Record<string, Record<Language, string>>> = {
  name: { en: 'Name', es: 'Nombre' },
  hs_sku: { en: 'SKU', es: 'SKU' },
  price: { en: 'Unit price', es: 'Precio unitario' },
  hs_cost_of_goods_sold: { en: 'Unit cost', es: 'Costo unitario' },
  hs_status: { en: 'Status', es: 'Estado' },
  recurringbillingfrequency: { en: 'Billing frequency', es: 'Frecuencia de facturación' },
};

/** What the reader calls a property of products; a price in a currency beside the account's own names that. */
export function productPropertyLabel(name: string, language: Language): string {
  const [, currency] = /^hs_price_(\w{3})$/.exec(name) ?? [];
  if (currency) return `${OF_PRODUCTS['price']![language]} ${currency.toUpperCase()}`;
  return Object.hasOwn(OF_PRODUCTS, name) ? OF_PRODUCTS[name]![language] : propertyLabel(name, undefined, language);
}

/** Choices as a new account has them, by property and value; an account can call them otherwise, or have its own. `pipeline`: of deals. */
const CHOICES: Readonly<Record<string, Readonly<Record<string, Record<Language, string>>>>> = {
  lifecyclestage: {
    subscriber: { en: 'Subscriber', es: 'Suscriptor' },
    lead: { en: 'Lead', es: 'Lead' },
    marketingqualifiedlead: { en: 'Marketing Qualified Lead', es: 'Lead calificado para marketing' },
    salesqualifiedlead: { en: 'Sales Qualified Lead', es: 'Lead calificado para ventas' },
    opportunity: { en: 'Opportunity', es: 'Oportunidad' },
    customer: { en: 'Customer', es: 'Cliente' },
    evangelist: { en: 'Evangelist', es: 'Evangelista' },
    other: { en: 'Other', es: 'Otro' },
  },
  pipeline: { default: { en: 'Sales Pipeline', es: 'Pipeline de ventas' } },
  dealstage: {
    appointmentscheduled: { en: 'Appointment Scheduled', es: 'Cita programada' },
    qualifiedtobuy: { en: 'Qualified To Buy', es: 'Calificado para comprar' },
    presentationscheduled: { en: 'Presentation Scheduled', es: 'Presentación programada' },
    decisionmakerboughtin: { en: 'Decision Maker Bought-In', es: 'Decisor convencido' },
    contractsent: { en: 'Contract Sent', es: 'Contrato enviado' },
    closedwon: { en: 'Closed Won', es: 'Cierre ganado' },
    closedlost: { en: 'Closed Lost', es: 'Cierre perdido' },
  },
  hs_status: { active: { en: 'Active', es: 'Activo' }, inactive: { en: 'Inactive', es: 'Inactivo' } },
};

/** What the reader calls a choice of a property. `own`: as the account calls it. */
export function choiceLabel(property: string, { value, own }: { value: string; own: string }, language: Language): string {
  const choices = Object.hasOwn(CHOICES, property) ? CHOICES[property]! : {};
  const standard = Object.hasOwn(choices, value) ? choices[value]! : undefined;
  return standard && Object.values(standard).some((label) => label.toLowerCase() === own.toLowerCase()) ? standard[language] : own;
}
