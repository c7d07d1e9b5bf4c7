import type { CustomerField, CustomerFieldKind, FieldRole } from '../../server/erp/shared/contract.ts';

const field = (name: string, role: FieldRole | null, more: Partial<CustomerField> = {}): CustomerField => ({
  ...{ name, label: name, role, type: 'text', isCustom: false, isWritable: true, isRequired: name === 'name', isForNewOnly: false },
  ...more,
});

const PARENT = field('parent', 'organisation', { type: 'reference' });
const COMMON = [field('name', 'name'), field('email', 'email'), field('phone', 'phone'), field('city', 'city')];
const COUNTRIES = ['ES', 'MX', 'US'].map((value) => ({ value, label: value }));
const STATES = [
  { value: 'MX-NLE', label: 'Nuevo León' },
  { value: 'ES-B', label: 'Barcelona' },
];

/** Fields that customers of an ERP in memory have. */
export const MEMORY_FIELDS: Record<CustomerFieldKind, CustomerField[]> = {
  customer: [
    ...COMMON,
    field('vat', 'tax_id'),
    field('website', 'website'),
    field('country', 'country', { type: 'reference', options: COUNTRIES }),
    field('state', 'state', { type: 'reference', options: STATES }),
    PARENT,
    field('x_note', null, { isCustom: true }),
    field('terms', 'payment_term', { type: 'reference', options: [{ value: '1', label: '30 days' }] }),
  ],
  contact_person: [...COMMON, PARENT, field('function', 'job_title')],
};

/** How it keeps a value unless told otherwise. */
export function usualSpelling(name: string, value: string): string {
  const text = value.trim().replace(/\s+/g, ' ');
  if (name === 'vat') return text.toUpperCase().replace(/[\s-]/g, '');
  return name === 'website' && !text.includes('://') ? `http://${text}` : text;
}
