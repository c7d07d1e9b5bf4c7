import type { ObjectType } from '../ids.ts';
import type { PropertyDefinition } from './contract.ts';

export type Language = 'en' | 'es';
type Words = Readonly<Record<Language, string>>;

export const PROPERTY_GROUP = 'puente';
const GROUP_LABEL: Words = { en: 'ERP (Puente)', es: 'ERP (Puente)' };

/** At most eight an object, because free accounts hold about ten custom properties. */
export const CUSTOMER_PROPERTIES = [
  'erp_customer_key',
  'erp_customer_status',
  'erp_payment_status',
  'erp_open_amount',
  'erp_overdue_amount',
  'erp_payment_received_at',
  'erp_invoice_paid_at',
  'erp_invoice_overdue_at',
] as const;
export const DEAL_PROPERTIES = [
  'erp_order_number',
  'erp_payment_status',
  'erp_open_amount',
  'erp_last_invoice_number',
  'erp_invoice_paid_at',
  'erp_invoice_overdue_at',
] as const;
export type PropertyName = (typeof CUSTOMER_PROPERTIES)[number] | (typeof DEAL_PROPERTIES)[number];

export const OWN_PROPERTIES: Readonly<Record<ObjectType, readonly PropertyName[]>> = {
  companies: CUSTOMER_PROPERTIES,
  contacts: CUSTOMER_PROPERTIES,
  deals: DEAL_PROPERTIES,
};

interface Design {
  label: Words;
  description: Words;
  kind: 'key' | 'text' | 'amount' | 'instant' | 'status';
  options?: Readonly<Record<string, Words>>;
}

const PAYMENT_STATUS: Design['options'] = {
  none: { en: 'Nothing invoiced', es: 'Sin facturas' },
  open: { en: 'Open', es: 'Abierta' },
  partially_paid: { en: 'Partly paid', es: 'Pago parcial' },
  in_payment: { en: 'Payment in progress', es: 'Pago en proceso' },
  paid: { en: 'Paid', es: 'Pagada' },
  overdue: { en: 'Overdue', es: 'Vencida' },
  credited: { en: 'Credited', es: 'Con nota de crédito' },
};

const DESIGNS: Readonly<Record<PropertyName, Design>> = {
  erp_customer_key: {
    kind: 'key',
    label: { en: 'ERP customer key', es: 'Clave de cliente ERP' },
    description: { en: 'Ties this record to its ERP customer. Do not edit.', es: 'Une este registro con su cliente del ERP. No editar.' },
  },
  erp_customer_status: {
    kind: 'status',
    label: { en: 'ERP customer status', es: 'Estado de cliente ERP' },
    description: { en: 'Active: invoiced lately. Blocked: by the ERP.', es: 'Activo: facturado hace poco. Bloqueado: por el ERP.' },
    options: {
      none: { en: 'Not a customer yet', es: 'Aún no es cliente' },
      active: { en: 'Active', es: 'Activo' },
      inactive: { en: 'Inactive', es: 'Inactivo' },
      blocked: { en: 'Blocked', es: 'Bloqueado' },
    },
  },
  erp_payment_status: {
    kind: 'status',
    label: { en: 'ERP payment status', es: 'Estado de pago ERP' },
    description: { en: 'How the invoices of this record stand.', es: 'Cómo están las facturas de este registro.' },
    options: PAYMENT_STATUS,
  },
  erp_open_amount: {
    kind: 'amount',
    label: { en: 'ERP open amount', es: 'Saldo abierto ERP' },
    description: { en: 'Still to be paid, in the account currency.', es: 'Por pagar, en la moneda de la cuenta.' },
  },
  erp_overdue_amount: {
    kind: 'amount',
    label: { en: 'ERP overdue amount', es: 'Saldo vencido ERP' },
    description: { en: 'Past its due date, in the account currency.', es: 'Vencido, en la moneda de la cuenta.' },
  },
  erp_payment_received_at: {
    kind: 'instant',
    label: { en: 'ERP payment received at', es: 'Pago recibido ERP' },
    description: { en: 'Moves with every payment: start workflows from it.', es: 'Cambia con cada pago: úselo para iniciar workflows.' },
  },
  erp_invoice_paid_at: {
    kind: 'instant',
    label: { en: 'ERP invoice paid at', es: 'Factura pagada ERP' },
    description: {
      en: 'Moves when an invoice is paid in full: start workflows from it.',
      es: 'Cambia al pagarse una factura: úselo para iniciar workflows.',
    },
  },
  erp_invoice_overdue_at: {
    kind: 'instant',
    label: { en: 'ERP invoice overdue at', es: 'Factura vencida ERP' },
    description: {
      en: 'Moves when an invoice becomes overdue: start workflows from it.',
      es: 'Cambia al vencer una factura: úselo para iniciar workflows.',
    },
  },
  erp_order_number: {
    kind: 'text',
    label: { en: 'ERP order number', es: 'Número de pedido ERP' },
    description: {
      en: 'Type it to bring the invoices of that order to this deal.',
      es: 'Escríbalo para traer a este negocio las facturas de ese pedido.',
    },
  },
  erp_last_invoice_number: {
    kind: 'text',
    label: { en: 'ERP last invoice', es: 'Última factura ERP' },
    description: { en: 'Number of the latest invoice of this deal.', es: 'Número de la factura más reciente de este negocio.' },
  },
};

const TYPES = {
  key: { type: 'string', fieldType: 'text', hasUniqueValue: true },
  text: { type: 'string', fieldType: 'text' },
  amount: { type: 'number', fieldType: 'number' },
  instant: { type: 'datetime', fieldType: 'date' },
  status: { type: 'enumeration', fieldType: 'select' },
} as const;

export const propertyGroup = (language: Language) => ({ name: PROPERTY_GROUP, label: GROUP_LABEL[language] });

/** Our properties of one object, as HubSpot takes them. */
export function propertyDefinitions(objectType: ObjectType, language: Language): PropertyDefinition[] {
  return OWN_PROPERTIES[objectType].map((name) => {
    const { kind, label, description, options } = DESIGNS[name];
    const definition = { name, groupName: PROPERTY_GROUP, label: label[language], description: description[language], ...TYPES[kind] };
    if (!options) return definition;
    const choices = Object.entries(options).map(([value, words], displayOrder) => ({
      label: words[language],
      value,
      displayOrder,
      hidden: false,
    }));
    return { ...definition, options: choices };
  });
}
