import type { Format } from '../common/format.ts';
import type { Language } from '../common/translate.ts';

interface PropertyWords {
  label: string;
  options?: Readonly<Record<string, string>>;
}

/** Our state properties as HubSpot shows them to people: the names and values in which a preview speaks. */
export const PROPERTY_WORDS: Readonly<Record<Language, Readonly<Record<string, PropertyWords>>>> = {
  en: {
    erp_customer_status: {
      label: 'ERP customer status',
      options: { none: 'Not a customer yet', active: 'Active', inactive: 'Inactive', blocked: 'Blocked' },
    },
    erp_payment_status: {
      label: 'ERP payment status',
      options: {
        none: 'Nothing invoiced',
        open: 'Open',
        partially_paid: 'Partly paid',
        in_payment: 'Payment in progress',
        paid: 'Paid',
        overdue: 'Overdue',
        credited: 'Credited',
      },
    },
    erp_open_amount: { label: 'ERP open amount' },
    erp_overdue_amount: { label: 'ERP overdue amount' },
    erp_last_invoice_number: { label: 'ERP last invoice' },
  },
  es: {
    erp_customer_status: {
      label: 'Estado de cliente ERP',
      options: { none: 'Aún no es cliente', active: 'Activo', inactive: 'Inactivo', blocked: 'Bloqueado' },
    },
    erp_payment_status: {
      label: 'Estado de pago ERP',
      options: {
        none: 'Sin facturas',
        open: 'Abierta',
        partially_paid: 'Pago parcial',
        in_payment: 'Pago en proceso',
        paid: 'Pagada',
        overdue: 'Vencida',
        credited: 'Con nota de crédito',
      },
    },
    erp_open_amount: { label: 'Saldo abierto ERP' },
    erp_overdue_amount: { label: 'Saldo vencido ERP' },
    erp_last_invoice_number: { label: 'Última factura ERP' },
  },
};

/** A property and its value in words; what has none stays as it is. */
export function propertyInWords(
  { language, format }: { language: Language; format: Format },
  name: string,
  value: string,
  currency: string | null = null,
): { property: string; value: string } {
  const words = PROPERTY_WORDS[language][name];
  const amount = () => (currency === null ? format.decimal(value) : format.money({ amount: value, currency }, { withCode: true }));
  const shown = name.endsWith('_amount') ? amount() : (words?.options?.[value] ?? value);
  return { property: words?.label ?? name, value: shown };
}
