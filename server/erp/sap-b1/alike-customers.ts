import { z } from 'zod';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { AlikeCustomer, AlikeFacts, Customer } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { searchContacts } from './contact-search.ts';
import { customers } from './customers.ts';
import { CUSTOMERS, PARTNERS } from './partner-rows.ts';
import { contactId } from './record-ids.ts';
import { allOf, anyOf, inGroups, oneOf } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';

const MOST = 20;
const Coded = z.object({ CardCode: z.string().min(1) });

/** Compared as whole texts: the server has no search that forgives blanks and dashes, so the usual spellings are asked for one by one. */
export async function findAlike(connection: Connection, facts: readonly AlikeFacts[], signal: AbortSignal): Promise<AlikeCustomer[][]> {
  const { country } = await connection.company.get(signal);
  const found: AlikeCustomer[][] = [];
  for (const group of inGroups(facts, GROUP)) found.push(...(await alikeToGroup(connection, group.map(spelled(country)), signal)));
  return found;
}

/** So many of up to five spellings fit into an address. */
const GROUP = 10;

interface Spelled {
  taxIds: string[];
  emails: string[];
}

const spelled =
  (country: string | null) =>
  ({ taxId, email }: AlikeFacts): Spelled => ({ taxIds: spellingsOf(taxId, country), emails: email?.trim() ? [email.trim()] : [] });

async function alikeToGroup(connection: Connection, asked: readonly Spelled[], signal: AbortSignal): Promise<AlikeCustomer[][]> {
  const [taxIds, emails] = [asked.flatMap((one) => one.taxIds), asked.flatMap((one) => one.emails)];
  const filters = [oneOf('FederalTaxID', taxIds), oneOf('EmailAddress', emails)].filter(Boolean);
  const partners = filters.length === 0 ? [] : await partnersWith(connection, anyOf(filters), signal);
  const people = emails.length === 0 ? [] : await searchContacts(connection, 'E_Mail', emails, signal);
  const ids = [...partners, ...people.map(({ CardCode, InternalCode }) => contactId(CardCode, InternalCode))];
  // So many are alike to one of them that those of another may have been left out.
  if (asked.length > 1 && ids.length >= MOST) return oneByOne(connection, asked, signal);
  const { records } = await customers.readByIds(connection, ids.slice(0, MOST), signal);
  const alike = records.map(toAlike);
  return asked.length === 1 ? [alike] : asked.map((one) => alike.filter((customer) => isMeant(one, customer)));
}

async function oneByOne(connection: Connection, asked: readonly Spelled[], signal: AbortSignal): Promise<AlikeCustomer[][]> {
  const found: AlikeCustomer[][] = [];
  for (const one of asked) found.push(...(await alikeToGroup(connection, [one], signal)));
  return found;
}

function isMeant({ taxIds, emails }: Spelled, customer: AlikeCustomer): boolean {
  const taxId = customer.taxId?.trim().toUpperCase();
  return (
    taxIds.some((spelling) => spelling.toUpperCase() === taxId) || emails.some((email) => customer.emails.includes(email.toLowerCase()))
  );
}

/**
 * As somebody wrote it, without what parts it, with and without the code of the country before it, and a Mexican one in its three groups. Upper
 * and lower case are the server's to overlook.
 */
function spellingsOf(taxId: string | null, country: string | null): string[] {
  const written = taxId?.trim() ?? '';
  const plain = written.toUpperCase().replace(/[^\p{L}\p{N}&]/gu, '');
  const bare = /^[A-Z]{2}[\p{L}\p{N}&]{8,}$/u.test(plain) ? [plain, plain.slice(2)] : [plain];
  const grouped = bare.flatMap((one) => {
    const [, ...groups] = /^([A-ZÑ&]{3,4})(\d{6})([A-Z0-9]{3})$/.exec(one) ?? [];
    return groups.length > 0 ? [groups.join('-'), groups.join(' ')] : [];
  });
  const prefixed = country !== null && plain !== '' ? [`${country}${plain}`] : [];
  return [...new Set([written, ...bare, ...grouped, ...prefixed])].filter(Boolean);
}

async function partnersWith({ client }: Connection, filter: string, signal: AbortSignal): Promise<ErpRecordId[]> {
  const query = { select: ['CardCode'], filter: allOf(CUSTOMERS, filter), orderby: 'CardCode', ignoresCase: true };
  const { rows } = await client.page(PARTNERS, query, MOST, signal);
  return readableRows(Coded, rows).map(({ CardCode }) => erpRecordId(CardCode));
}

const toAlike = ({ id, kind, name, taxId, emails }: Customer): AlikeCustomer => ({ id, kind, name, taxId, emails });
