import type { FieldValues } from '../shared/contract.ts';
import { defaultFirst, nameOf } from './mapping-customers.ts';
import type { Details } from './partner-details.ts';
import type { PartnerField } from './partner-fields.ts';
import type { Located } from './partner-rows.ts';
import { joinPhone } from './phone-numbers.ts';

const MOBILE = '3';

/** The record of each kind that counts where there are several: the default, else the first. */
export const emailOf = ({ emails }: Details) => defaultFirst(emails, 'IsDefaultEmailAddress')[0] ?? null;
export const websiteOf = ({ urls }: Details) => defaultFirst(urls, 'IsDefaultURLAddress')[0] ?? null;
export const phoneOf = ({ phones }: Details, isMobile: boolean) =>
  defaultFirst(phones, 'IsDefaultPhoneNumber').find(({ PhoneNumberType: type }) => (type === MOBILE) === isMobile) ?? null;

/** Types begin with the country whose they are: `MX1`. That of the address says most. */
export const taxOf = ({ taxes }: Details, country: string | null) => {
  const rank = ({ BPTaxType: type }: Details['taxes'][number]): string => `${country !== null && type.startsWith(country) ? 0 : 1} ${type}`;
  const filled = taxes.filter((tax) => tax.BPTaxNumber ?? tax.BPTaxLongNumber);
  return filled.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0] ?? null;
};

/** What is kept of these fields, in the spelling of the contract. */
export const valuesOf = (located: Located, fields: ReadonlyMap<string, PartnerField>, names: readonly string[]): FieldValues =>
  Object.fromEntries(
    names.flatMap((name) => {
      const field = fields.get(name);
      return field ? [[name, valueOf(located, field)]] : [];
    }),
  );

function valueOf({ partner, details, address, contact }: Located, { place, name, type }: PartnerField): string | null {
  const phone = place === 'phone' || place === 'mobile' ? phoneOf(details, place === 'mobile') : null;
  const tax = place === 'taxId' ? taxOf(details, address?.Country ?? null) : null;
  switch (place) {
    case 'name':
      return nameOf(partner);
    case 'partner':
      return textOf(partner[name], type);
    case 'address':
      return textOf(address?.[name as keyof typeof address], type);
    case 'email':
      return emailOf(details)?.EmailAddress ?? null;
    case 'website':
      return websiteOf(details)?.WebsiteURL ?? null;
    case 'phone':
    case 'mobile':
      return phone && joinPhone(phone);
    case 'taxId':
      return tax?.BPTaxNumber ?? tax?.BPTaxLongNumber ?? null;
    case 'organisation':
      return contact?.company ?? null;
    case 'contact':
      return contact && contactValue(contact, name, details);
    case 'new':
      return null;
  }
}

/** Who is not reached at the company is reached at home. */
function contactValue({ email, phone, job }: NonNullable<Located['contact']>, name: string, details: Details): string | null {
  if (name === 'EmailAddress') return email ?? emailOf(details)?.EmailAddress ?? null;
  if (name === 'ContactPersonFunctionName') return job;
  const own = phoneOf(details, false);
  return phone ?? (own && joinPhone(own));
}

function textOf(value: unknown, type: PartnerField['type']): string | null {
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value.trim() === '') return null;
  const [, milliseconds] = /^\/Date\((-?\d+)/.exec(value) ?? [];
  if (milliseconds === undefined) return type === 'number' ? plain(value) : value.trim();
  const iso = new Date(Number(milliseconds)).toISOString();
  return type === 'date' ? iso.slice(0, 10) : iso;
}

/** `12.500` says no more than `12.5`. */
const plain = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);
