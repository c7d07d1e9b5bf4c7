import { z } from 'zod';
import type { Customer } from '../shared/contract.ts';
import { parseEmailAddresses } from '../../shared/email-addresses.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { anyOf } from './domain.ts';
import { companyId, reference } from './mapping.ts';
import { Id, Reference, Text, Time } from './raw.ts';
import type { References } from './references.ts';
import { changedItself, mainPart, rejectRecord, rejectRow, STAMPS, SUPPORT, type OdooStream, type StreamQuery } from './stream.ts';
import { toInstant } from './time.ts';
import { rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';

const query: StreamQuery = {
  model: 'res.partner',
  needed: ['is_company', 'active', ...STAMPS],
  optional: [
    'name',
    'commercial_company_name',
    'type',
    'parent_id',
    'commercial_partner_id',
    'email',
    'email_normalized',
    'phone',
    'mobile',
    'website',
    'vat',
    'ref',
    'street',
    'street2',
    'city',
    'zip',
    'state_id',
    'country_id',
    'company_id',
    'invoice_warn',
    'sale_warn',
  ],
  // Who only ever sent bills is a supplier; who was never in a document may become a customer. People follow their organisation.
  filter: anyOf([['commercial_partner_id.customer_rank', '>', 0]], [['commercial_partner_id.supplier_rank', '=', 0]]),
  isSharable: true,
  changed: changedItself,
  unsettled: [],
  changeStampFields: ['write_date'],
};

export const RawPartner = z.object({
  id: Id,
  name: Text,
  commercial_company_name: Text,
  is_company: z.boolean(),
  type: Text,
  parent_id: Reference,
  commercial_partner_id: Reference,
  email: Text,
  email_normalized: Text,
  phone: Text,
  mobile: Text,
  website: Text,
  vat: Text,
  ref: Text,
  street: Text,
  street2: Text,
  city: Text,
  zip: Text,
  state_id: Reference,
  country_id: Reference,
  active: z.boolean(),
  company_id: Reference,
  invoice_warn: Text,
  sale_warn: Text,
  create_date: Time,
  write_date: Time,
});
type RawPartner = z.output<typeof RawPartner>;

const RawChangeStamp = rowsOf(RawPartner.pick({ id: true, write_date: true }));

const RECOGNISED_BY = ['name', 'email', 'vat', 'parent_id', 'active', 'type'];
/** What most mappings speak of, in every version; other fields are met by the next reading. */
const KEPT_IN_STEP = ['phone', 'website', 'street', 'street2', 'city', 'zip', 'state_id', 'country_id'];

export const customers: OdooStream<'customers'> = {
  support: { ...SUPPORT, translationVersion: 4, listsUnsettled: false },
  parts: [
    mainPart<'customers'>({
      query,
      translate,
      readChangeStamps: async (_connection, rows) => RawChangeStamp.parse(rows).map(({ id, write_date }) => [id, write_date]),
    }),
  ],
  checked: [query],
  hintRules: () => [{ model: 'res.partner', watched: [...RECOGNISED_BY, ...KEPT_IN_STEP], filter: '[]', sent: 'write_date' }],
};

async function translate({ references }: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const read = await parseRows(RawPartner, rows, rejectRow());
  const { parsed } = read;
  await references.countries.ensure(
    parsed.map(({ country_id }) => country_id),
    signal,
  );
  await references.states.ensure(
    parsed.map(({ state_id }) => state_id),
    signal,
  );
  return translateRows(read, rejectRecord, (raw) => [toCustomer(raw, references)]);
}

function toCustomer(raw: RawPartner, { countries, states }: References): Customer {
  const kind = raw.is_company ? 'organisation' : 'person';
  return {
    ...namesOf(raw),
    kind,
    organisationId: erpRecordId(raw.commercial_partner_id ?? raw.id),
    parentId: raw.is_company ? reference(raw.parent_id) : null,
    number: raw.ref,
    phone: raw.phone ?? raw.mobile,
    website: raw.website,
    address: {
      street: [raw.street, raw.street2].filter(Boolean).join(', ') || null,
      city: raw.city,
      zip: raw.zip,
      state: states.get(raw.state_id) ?? null,
      country: countries.get(raw.country_id) ?? null,
    },
    isBillingContact: kind === 'person' && raw.type === 'invoice',
    active: raw.active,
    blocked: raw.invoice_warn === 'block' || raw.sale_warn === 'block',
    companyId: companyId(raw.company_id),
    createdAt: toInstant(raw.create_date),
    changeStamp: raw.write_date,
  };
}

type Names = Pick<RawPartner, 'id' | 'name' | 'commercial_company_name' | 'vat' | 'email' | 'email_normalized'>;

/** What a partner is known by. */
export function namesOf(raw: Names): Pick<Customer, 'id' | 'name' | 'taxId' | 'emails'> {
  return {
    id: erpRecordId(raw.id),
    // Addresses of an organisation may have no name of their own.
    name: raw.name ?? raw.commercial_company_name ?? raw.email ?? `#${raw.id}`,
    emails: emailsOf(raw),
    // `/` says that there is none.
    taxId: raw.vat === '/' ? null : raw.vat,
  };
}

/** The field is free text and may hold several addresses; Odoo's own reading of it is the first. */
function emailsOf({ email, email_normalized }: Pick<RawPartner, 'email' | 'email_normalized'>): string[] {
  return [...new Set([...parseEmailAddresses(email_normalized || null), ...parseEmailAddresses(email || null)])];
}
