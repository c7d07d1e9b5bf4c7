import type { Books } from './accounting/books.ts';
import { userError, validationError } from './errors.ts';
import { checkedTaxId } from './tax-ids.ts';
import type { NewRow, PartnerRow, Row, Value } from './types.ts';

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
  function: null,
  property_payment_term_id: null,
  property_account_position_id: null,
  property_product_pricelist: null,
  invoice_warn: 'no-message',
  invoice_warn_msg: null,
} as unknown as PartnerValues;

export function createPartner(books: Books, values: PartnerValues): number {
  if (!values.name && (values.type ?? 'contact') === 'contact')
    throw validationError('The operation cannot be completed: Contacts require a name');
  const parent = typeof values.parent_id === 'number' ? books.tx.row('res.partner', values.parent_id) : undefined;
  // What an organisation has its people have, whatever was said of them; its address those below it have, too, while they are of type `contact`.
  const inherited = {
    ...(parent && !values.is_company && { vat: parent.vat }),
    ...(parent && isPlainContact(values) && present(addressOf(parent))),
  };
  const row: Record<string, Value> = { ...EMPTY, ...values, ...inherited };
  const kept = { vat: checkedTaxId(books, row as PartnerRow, countryOf(books, parent ?? row)), website: websiteOf(row.website) };
  const id = books.tx.insert('res.partner', { ...row, ...kept, commercial_partner_id: 0 });
  // Part of the insert: no write of its own.
  books.tx.update('res.partner', id, { commercial_partner_id: commercialOf(books, id) }, { silent: true });
  if (parent) giveFirstAddress(books, parent, id);
  return id;
}

/** The first contact of an organisation without an address brings it one, whatever its type; archived contacts do not count. */
function giveFirstAddress(books: Books, parent: PartnerRow, id: number): void {
  const address = present(addressOf(books.tx.row('res.partner', id)));
  if (Object.keys(address).length === 0 || Object.keys(present(addressOf(parent))).length > 0) return;
  if (childrenOf(books, parent.id).filter(({ active }) => active).length === 1) updatePartner(books, parent.id, address);
}

const present = (values: PartnerValues): PartnerValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
const websiteOf = (website: Value | undefined): string | null =>
  typeof website !== 'string' || website === '' ? null : /^[a-z]+:/i.test(website) ? website : `http://${website}`;
const countryOf = ({ tx }: Books, { country_id }: Partial<Row>): string | undefined => {
  const code = tx.get('res.country', Number(country_id))?.code;
  return typeof code === 'string' ? code : undefined;
};
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
  if (values.name === null && before.type === 'contact')
    throw validationError('The operation cannot be completed: Contacts require a name');
  if (typeof values.parent_id === 'number' && isAbove(books, id, values.parent_id))
    throw validationError('You cannot create recursive Partner hierarchies.');
  const ownLines = linesThatMove(books, before, values);
  if (ownLines.length > 0) refuseOtherTaxId(books, before, Number(values.parent_id));
  books.tx.update('res.partner', id, { ...values, ...keptOf(books, before, values) }, { force: true });
  if (values.name !== undefined && values.name !== before.name) spreadName(books, id);
  if (values.parent_id !== undefined || values.is_company !== undefined) spreadCommercial(books, id);
  moveDocuments(books, id, ownLines);
  if (typeof values.parent_id === 'number' || values.type === 'contact') takeFromParent(books, id, typeof values.parent_id === 'number');
  const row = books.tx.row('res.partner', id);
  if (books.version >= 19) giveUp(books, row, values);
  giveDown(books, row, values);
}

/** What is kept otherwise than it was written. */
function keptOf(books: Books, before: PartnerRow, values: PartnerValues): PartnerValues {
  const after = { ...before, ...values } as PartnerRow;
  const commercial = after.is_company || after.parent_id === null ? after : books.tx.row('res.partner', before.commercial_partner_id);
  const isTaxId = values.vat !== undefined || values.country_id !== undefined;
  return {
    ...(isTaxId && { vat: checkedTaxId(books, after, countryOf(books, commercial)) }),
    ...(values.website !== undefined && { website: websiteOf(values.website) }),
  };
}

const pick = (row: PartnerValues, fields: readonly string[]): PartnerValues =>
  Object.fromEntries(Object.entries(row).filter(([field]) => fields.includes(field)));
const differs = (row: PartnerRow, values: PartnerValues): boolean =>
  Object.entries(values).some(([field, value]) => (row[field] ?? null) !== (value ?? null));

function isAbove(books: Books, id: number, candidate: number): boolean {
  for (let at: number | null = candidate; at !== null; at = books.tx.row('res.partner', at).parent_id) if (at === id) return true;
  return false;
}

/** From 19 on what was booked on the partner itself goes with it; what a contact of an organisation bought was booked on that. */
function linesThatMove({ tx, version }: Books, before: PartnerRow, { parent_id }: PartnerValues): number[] {
  if (version < 19 || typeof parent_id !== 'number' || parent_id === before.parent_id) return [];
  const lines = tx.isIndexed('account.move.line', 'partner_id')
    ? tx.by('account.move.line', 'partner_id', before.id)
    : tx.ids('account.move.line');
  return [...lines].filter((line) => tx.row('account.move.line', line).partner_id === before.id);
}

/** As both are before the write, whatever else it changes. */
function refuseOtherTaxId({ tx }: Books, before: PartnerRow, parent: number): void {
  if ((before.vat ?? '') === (tx.row('res.partner', parent).vat ?? '')) return;
  const country = tx.row('res.company', tx.ids('res.company')[0] ?? 1).country_id;
  const label = tx.row('res.country', country).code === 'MX' ? 'RFC' : 'Tax ID';
  throw userError(`You cannot set a partner as an invoicing address of another if they have a different ${label}.`);
}

function moveDocuments({ tx }: Books, id: number, lines: readonly number[]): void {
  const commercial = tx.row('res.partner', id).commercial_partner_id;
  for (const line of lines) {
    tx.update('account.move.line', line, { partner_id: commercial }, { force: true });
    const move = tx.row('account.move', tx.row('account.move.line', line).move_id);
    if (move.partner_id === id && move.commercial_partner_id !== commercial)
      tx.update('account.move', move.id, { commercial_partner_id: commercial });
  }
}

/** A new parent: people get its tax id (until 18 also that it has none), and whoever is of type `contact`, organisations too, its address. */
function takeFromParent(books: Books, id: number, isNewParent: boolean): void {
  const row = books.tx.row('res.partner', id);
  if (row.parent_id === null) return;
  const commercial = books.tx.row('res.partner', row.commercial_partner_id);
  const ofPeople = isNewParent && commercial.id !== id ? { vat: commercial.vat } : {};
  const address = isPlainContact(row) ? addressOf(books.tx.row('res.partner', row.parent_id)) : {};
  const taken = { ...(books.version >= 19 ? present(ofPeople) : ofPeople), ...(hasAny(address) ? address : {}) };
  if (differs(row, taken)) books.tx.update('res.partner', id, taken, { silent: true });
}

const hasAny = (values: PartnerValues): boolean => Object.keys(present(values)).length > 0;

/** From 19 on a contact that gets another address, tax id or organisation gives it to its organisation; so does an organisation of type `contact` its address. */
function giveUp(books: Books, row: PartnerRow, values: PartnerValues): void {
  if (row.parent_id === null) return;
  const changed = (fields: readonly string[]) => ([...fields, 'parent_id'].some((field) => field in values) ? pick(row, fields) : {});
  const address = isPlainContact(row) ? changed(ADDRESS) : {};
  const given = { ...(hasAny(address) ? address : {}), ...(row.is_company ? {} : present(changed(['vat']))) };
  if (differs(books.tx.row('res.partner', row.parent_id), given)) updatePartner(books, row.parent_id, given);
}

function giveDown(books: Books, row: PartnerRow, values: PartnerValues): void {
  for (const child of childrenOf(books, row.id)) {
    const inherited = { ...(child.is_company ? {} : pick(values, ['vat'])), ...(isPlainContact(child) ? pick(values, ADDRESS) : {}) };
    const kept = Object.fromEntries(Object.keys(inherited).map((field) => [field, row[field] ?? null]));
    if (Object.keys(inherited).length > 0 && (books.version < 19 || differs(child, kept))) updatePartner(books, child.id, kept);
  }
}

export function removePartner({ tx }: Books, id: number): void {
  for (const row of tx.ids('ir.model.data'))
    if (tx.get('ir.model.data', row)?.model === 'res.partner' && tx.get('ir.model.data', row)?.res_id === id)
      tx.remove('ir.model.data', row);
  tx.remove('res.partner', id);
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
    ['ir.model.data', ['res_id']],
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
