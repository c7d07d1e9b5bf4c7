import { z } from 'zod';
import { deliveryFields } from './delivery-fields.ts';
import { ONE_VALUE, Selection } from './field-types.ts';
import type { CustomerFieldKind, ErpField, FieldRole } from '../shared/contract.ts';
import type { Connection } from './connection.ts';

const RawField = z.object({
  type: z.string(),
  string: z.string(),
  store: z.boolean().optional(),
  readonly: z.boolean().optional(),
  required: z.boolean().optional(),
  relation: z.string().optional(),
  company_dependent: z.boolean().optional(),
  size: z.number().optional(),
  selection: Selection.optional(),
});
export type PartnerField = z.infer<typeof RawField> & {
  name: string;
  /** Its name in Odoo, and in whose record it stands. */
  column: string;
  place: 'partner' | 'delivery';
};
export type PartnerFields = ReadonlyMap<string, PartnerField>;

export const TYPES: Readonly<Record<string, ErpField['type']>> = { ...ONE_VALUE, many2many: 'reference' };

export const ROLES: Readonly<Record<string, FieldRole>> = {
  name: 'name',
  function: 'job_title',
  vat: 'tax_id',
  email: 'email',
  phone: 'phone',
  mobile: 'mobile',
  website: 'website',
  street: 'street',
  street2: 'street2',
  city: 'city',
  zip: 'zip',
  state_id: 'state',
  country_id: 'country',
  'delivery.street': 'delivery_street',
  'delivery.street2': 'delivery_street2',
  'delivery.city': 'delivery_city',
  'delivery.zip': 'delivery_zip',
  'delivery.state_id': 'delivery_state',
  'delivery.country_id': 'delivery_country',
  lang: 'language',
  property_payment_term_id: 'payment_term',
  property_product_pricelist: 'price_list',
  property_account_position_id: 'fiscal_position',
  user_id: 'salesperson',
  category_id: 'tags',
  company_id: 'company',
  parent_id: 'organisation',
};

/** What makes the record what it is, what Odoo counts itself, what belongs to its screens, and what bookkeeping decides. */
const NOT_FOR_US = new Set([
  ...['active', 'is_company', 'company_type', 'commercial_partner_id', 'customer_rank', 'supplier_rank', 'self', 'user_ids'],
  ...['color', 'partner_gid', 'additional_info', 'employee', 'tz', 'partner_share', 'calendar_last_notif_ack', 'date', 'vies_valid'],
  ...['property_account_receivable_id', 'property_account_payable_id', 'property_stock_customer', 'property_stock_supplier'],
  ...['property_inbound_payment_method_line_id', 'property_outbound_payment_method_line_id', 'specific_property_product_pricelist'],
  ...['invoice_edi_format_store', 'invoice_template_pdf_report_id', 'create_uid', 'write_uid', 'create_date', 'write_date'],
]);
const OF_SCREENS = /^(message|activity|image|avatar|signup|display|starred|channel)_/;
/** The rest of a contact is its organisation's: Odoo copies it down, and from 19 on what is written to the contact goes up. */
const OF_CONTACTS = [
  'name',
  'function',
  'title',
  'email',
  'phone',
  'mobile',
  'lang',
  'category_id',
  'ref',
  'comment',
  'type',
  'website',
  'parent_id',
];

/** The prefix Odoo demands of fields made by hand and by Studio. */
export const isCustom = ({ name }: PartnerField): boolean => name.startsWith('x_');

export function isListed(field: PartnerField, kind: CustomerFieldKind): boolean {
  const { name, type } = field;
  if (!(type in TYPES) || NOT_FOR_US.has(name) || OF_SCREENS.test(name)) return false;
  if (type === 'many2many' && ROLES[name] === undefined) return false;
  if (kind === 'contact_person' && !OF_CONTACTS.includes(name) && !isCustom(field)) return false;
  if (kind === 'customer' && name === 'type') return false;
  const isKept = field.store === true || field.company_dependent === true || ROLES[name] !== undefined;
  return isKept && (field.readonly === false || isCustom(field));
}

/** Formatted text is kept otherwise than it was written, tags and all. */
export const isWritable = ({ readonly: isReadonly, type }: PartnerField): boolean => isReadonly === false && type !== 'html';

/** What Odoo itself demands it also fills in; without a name nobody is made. */
export const isRequired = (field: PartnerField): boolean => field.name === 'name' || (field.required === true && isCustom(field));

/** On 16: a contact of this type is hidden from most users, from ours too. */
const HIDDEN_CHOICES: Readonly<Record<string, string>> = { type: 'private' };

export const choicesOf = ({ name, selection = [] }: PartnerField): { value: string; label: string }[] =>
  selection.map(([value, label]) => ({ value: String(value), label })).filter(({ value }) => value !== HIDDEN_CHOICES[name]);

/** Fields are added now and then; whoever lists them sees them at once. */
const KEPT_MS = 5 * 60_000;

export interface PartnerFieldReader {
  /** As they are now. */
  ask(signal: AbortSignal): Promise<PartnerFields>;
  /** As they were some minutes ago. */
  known(signal: AbortSignal): Promise<PartnerFields>;
  forget(): void;
}

export function createPartnerFields({ client, now }: Pick<Connection, 'client' | 'now'>): PartnerFieldReader {
  let kept: { fields: PartnerFields; readAt: number } | null = null;
  async function ask(signal: AbortSignal): Promise<PartnerFields> {
    const answer = await client.call('res.partner', 'fields_get', { attributes: Object.keys(RawField.shape) }, signal);
    const described = Object.entries(z.record(z.string(), RawField).parse(answer));
    const own = described.map(([name, field]): PartnerField => ({ ...field, name, column: name, place: 'partner' }));
    const fields = new Map([...own, ...deliveryFields(own)].map((field) => [field.name, field]));
    kept = { fields, readAt: now().getTime() };
    return fields;
  }
  return {
    ask,
    known: (signal) => (kept && now().getTime() - kept.readAt < KEPT_MS ? Promise.resolve(kept.fields) : ask(signal)),
    forget: () => void (kept = null),
  };
}
