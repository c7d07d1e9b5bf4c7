import { choiceLabel } from '../../../hubspot-app/app/settings/common/property-labels.ts';
import { PROPERTY_WORDS } from '../../../server/records/catalogue/words.ts';
import type { Property } from '../api.ts';
import type { Language } from './viewer.ts';

/** HubSpot's own properties, as it calls them in Spanish; in English they carry their labels. */
const HUBSPOT_ES: Partial<Record<string, string>> = {
  address: 'Dirección',
  address2: 'Dirección 2',
  amount: 'Importe',
  city: 'Ciudad',
  closedate: 'Fecha de cierre',
  country: 'País o región',
  createdate: 'Fecha de creación',
  deal_currency_code: 'Moneda',
  description: 'Descripción',
  dealname: 'Nombre del negocio',
  dealstage: 'Etapa del negocio',
  domain: 'Nombre de dominio',
  email: 'Correo',
  firstname: 'Nombre',
  hs_lead_status: 'Estado del lead',
  hs_price_eur: 'Precio unitario EUR',
  hs_price_usd: 'Precio unitario USD',
  hs_recurring_billing_period: 'Plazo',
  hs_status: 'Estado',
  hubspot_owner_id: 'Propietario',
  jobtitle: 'Cargo',
  lastname: 'Apellidos',
  lifecyclestage: 'Etapa del ciclo de vida',
  mobilephone: 'Teléfono móvil',
  name: 'Nombre',
  phone: 'Teléfono',
  price: 'Precio unitario',
  recurringbillingfrequency: 'Frecuencia de facturación',
  rfc: 'RFC',
  state: 'Estado o región',
  website: 'Sitio web',
  zip: 'Código postal',
};
const OWN_ES: Partial<Record<string, string>> = {
  erp_customer_key: 'Clave de cliente ERP',
  erp_order_number: 'Número de pedido ERP',
  erp_product_key: 'Clave de producto ERP',
};

/** A property's label in the viewer's language. HubSpot itself shows those of an app in the language of who installed it. */
export function labelOf(language: Language, { name, label }: Pick<Property, 'name' | 'label'>): string {
  const words = PROPERTY_WORDS[name]?.label[language];
  if (words !== undefined) return words;
  return (language === 'es' ? (OWN_ES[name] ?? HUBSPOT_ES[name]) : undefined) ?? label;
}

/** One value of a status of ours; null: it is none. */
export const optionOf = (language: Language, name: string, value: string | null): string | null =>
  PROPERTY_WORDS[name]?.options[value ?? '']?.[language] ?? null;

/** A choice of a property: ours, or HubSpot's own as long as the account calls it as a new one does. */
export const choiceOf = (language: Language, name: string, { value, label }: { value: string; label: string }): string =>
  optionOf(language, name, value) ?? choiceLabel(name, { value, own: label }, language);
