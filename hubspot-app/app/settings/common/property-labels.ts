import { relationLabel } from './relations.ts';
import type { Language } from './translate.ts';

/** What HubSpot calls its own properties. Its API tells one language, whoever asks, and its pages tell the reader's. */
const STANDARD: Readonly<Record<string, Record<Language, string>>> = {
  address: { en: 'Street Address', es: 'Dirección' },
  address2: { en: 'Street Address 2', es: 'Dirección 2' },
  amount: { en: 'Amount', es: 'Importe' },
  annualrevenue: { en: 'Annual Revenue', es: 'Ingresos anuales' },
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
  firstname: { en: 'First Name', es: 'Nombre' },
  hs_lead_status: { en: 'Lead Status', es: 'Estado del lead' },
  industry: { en: 'Industry', es: 'Sector' },
  jobtitle: { en: 'Job Title', es: 'Cargo' },
  lastname: { en: 'Last Name', es: 'Apellidos' },
  lifecyclestage: { en: 'Lifecycle Stage', es: 'Etapa del ciclo de vida' },
  mobilephone: { en: 'Mobile Phone Number', es: 'Teléfono móvil' },
  name: { en: 'Company name', es: 'Nombre' },
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
