import { FREE_MAIL_DOMAINS, SHARED_HOSTS } from './free-mail.ts';

/** The values by which records of both sides are compared, each in the one spelling that both sides are brought to. */
export { normaliseEmail } from '../shared/email-addresses.ts';
export {
  areOtherTaxpayers,
  comparableTaxIds,
  hasTaxIdSql,
  isGenericTaxId,
  normaliseTaxId,
  plainTaxId,
  possibleTaxIds,
  readTaxId,
} from './tax-id.ts';

export function isFreeMail(email: string): boolean {
  return FREE_MAIL_DOMAINS.has(email.slice(email.lastIndexOf('@') + 1));
}

/** The company's own domain: of the website, else of the first e-mail that is not free mail. */
export function domainOf({ website, emails }: { website: string | null; emails: readonly string[] }): string | null {
  const ofWebsite = normaliseDomain(website);
  if (ofWebsite !== null) return ofWebsite;
  const own = emails.find((email) => !isFreeMail(email));
  return own === undefined ? null : normaliseDomain(own.slice(own.lastIndexOf('@') + 1));
}

/** RFC 1035. */
const LONGEST_HOST = 253;

/** `https://www.Acme.com/es` → `acme.com`; null for addresses, shared hosts and free mail. */
export function normaliseDomain(text: string | null): string | null {
  const trimmed = (text ?? '').trim().toLowerCase();
  if (trimmed === '') return null;
  const url = URL.parse(trimmed.includes('://') ? trimmed : `https://${trimmed}`);
  const host = url?.hostname.replace(/^www\d?\./, '').replace(/\.$/, '') ?? '';
  const isDomain = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]+$/.test(host);
  return isDomain && host.length <= LONGEST_HOST && !SHARED_HOSTS.has(host) && !FREE_MAIL_DOMAINS.has(host) ? host : null;
}
