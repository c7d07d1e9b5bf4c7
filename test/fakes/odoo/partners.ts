import type { Books } from './accounting/books.ts';
import { validationError } from './errors.ts';
import type { NewRow, PartnerRow } from './types.ts';

export type PartnerValues = NewRow<'res.partner'>;

const ADDRESS = ['street', 'street2', 'city', 'zip', 'state_id', 'country_id'] as const;

const EMPTY: PartnerValues = {
  name: null,
  is_company: false,
  type: 'contact',
  active: true,
  parent_id: null,
  company_id: null,
  email: null,
  phone: null,
  mobile: null,
  title: null,
  website: null,
  vat: null,
  ref: null,
  street: null,
  street2: null,
  city: null,
  zip: null,
  state_id: null,
  country_id: null,
  lang: 'en_US',
  category_id: [],
  user_id: null,
  comment: null,
  customer_rank: 0,
  supplier_rank: 0,
  property_payment_term_id: null,
  invoice_warn: 'no-message',
  invoice_warn_msg: null,
} as unknown as PartnerValues;

export function createPartner(books: Books, values: PartnerValues): number {
  if (!values.name && (values.type ?? 'contact') === 'contact')
    throw validationError('The operation cannot be completed: Contacts require a name');
  const parent = typeof values.parent_id === 'number' ? books.tx.row('res.partner', values.parent_id) : undefined;
  const inherited = parent && !values.is_company ? { vat: parent.vat, ...(isPlainContact(values) ? addressOf(parent) : {}) } : {};
  const id = books.tx.insert('res.partner', { ...EMPTY, ...inherited, ...values, commercial_partner_id: 0 });
  // Part of the insert: no write of its own.
  books.tx.update('res.partner', id, { commercial_partner_id: commercialOf(books, id) }, { silent: true });
  return id;
}

const isPlainContact = (values: { type?: unknown }): boolean => (values.type ?? 'contact') === 'contact';
const addressOf = (partner: PartnerRow): PartnerValues => Object.fromEntries(ADDRESS.map((field) => [field, partner[field] ?? null]));

/** An organisation, or somebody without one, stands for itself; anybody else for the organisation. */
function commercialOf(books: Books, id: number): number {
  const partner = books.tx.row('res.partner', id);
  return partner.is_company || partner.parent_id === null ? id : commercialOf(books, partner.parent_id);
}

const childrenOf = (books: Books, id: number): PartnerRow[] =>
  books.tx.by('res.partner', 'parent_id', id).map((child) => books.tx.row('res.partner', child));

export function updatePartner(books: Books, id: number, values: PartnerValues): void {
  const before = books.tx.row('res.partner', id);
  books.tx.update('res.partner', id, values, { force: true });
  if (values.name !== undefined && values.name !== before.name) spreadName(books, id);
  if (values.parent_id !== undefined || values.is_company !== undefined) spreadCommercial(books, id);
  const pick = (fields: readonly string[]): PartnerValues =>
    Object.fromEntries(Object.entries(values).filter(([field]) => fields.includes(field)));
  for (const child of childrenOf(books, id)) {
    const inherited = { ...pick(['vat']), ...(isPlainContact(child) ? pick(ADDRESS) : {}) };
    if (!child.is_company && Object.keys(inherited).length > 0) updatePartner(books, child.id, inherited);
  }
}

/** Its contacts and every invoice of it hold a copy of the name: one rename touches them all. */
function spreadName(books: Books, id: number): void {
  const name = books.tx.row('res.partner', id).name;
  for (const child of childrenOf(books, id)) books.tx.update('res.partner', child.id, {}, { force: true });
  for (const move of [...books.tx.by('account.move', 'partner_id', id)]) {
    if (books.tx.row('account.move', move).move_type !== 'entry')
      books.tx.update('account.move', move, { invoice_partner_display_name: name });
  }
}

function spreadCommercial(books: Books, id: number): void {
  const commercial = commercialOf(books, id);
  books.tx.update('res.partner', id, { commercial_partner_id: commercial });
  for (const move of [...books.tx.by('account.move', 'partner_id', id)])
    books.tx.update('account.move', move, { commercial_partner_id: commercial });
  for (const child of childrenOf(books, id)) spreadCommercial(books, child.id);
}

/** Odoo's merge wizard repoints foreign keys with plain SQL: the documents get their new customer without a new `write_date`. */
export function mergePartners(books: Books, keepId: number, dropId: number): void {
  const owners = [
    ['res.partner', ['parent_id', 'commercial_partner_id']],
    ['account.move', ['partner_id', 'commercial_partner_id']],
    ['account.move.line', ['partner_id']],
    ['account.payment', ['partner_id']],
    ['account.bank.statement.line', ['partner_id']],
  ] as const;
  for (const [model, fields] of owners) {
    for (const field of fields) {
      const ids = books.tx.isIndexed(model, field) ? books.tx.by(model, field, dropId) : books.tx.ids(model);
      for (const id of [...ids]) {
        if (id !== dropId && books.tx.get(model, id)?.[field] === dropId) books.tx.update(model, id, { [field]: keepId }, { silent: true });
      }
    }
  }
  books.tx.remove('res.partner', dropId);
  books.tx.update('res.partner', keepId, {}, { force: true });
}
