import { rowsOf } from '../shared/rows.ts';
import { plainTaxId } from '../shared/identity.ts';
import type { AlikeCustomer, AlikeFacts } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { namesOf, RawPartner } from './customers.ts';
import { anyOf, type Leaf } from './domain.ts';
import { scopeOf } from './stream.ts';
import { searchRead } from './search.ts';

const MOST = 20;
/** Of which those are kept that are alike indeed. */
const LOOKED_AT = 200;
/** What is shorter stands for none, and would be found in half of all tax ids. */
const SHORTEST_TAX_ID = 5;

const RawAlike = rowsOf(
  RawPartner.pick({
    id: true,
    name: true,
    commercial_company_name: true,
    is_company: true,
    commercial_partner_id: true,
    country_id: true,
    vat: true,
    email: true,
    email_normalized: true,
  }),
);
type RawAlike = RawAlikeRows[number];
type RawAlikeRows = ReturnType<(typeof RawAlike)['parse']>;
const FIELDS = ['name', 'commercial_company_name', 'is_company', 'commercial_partner_id', 'country_id', 'vat', 'email', 'email_normalized'];

export async function findAlike(connection: Connection, facts: readonly AlikeFacts[], signal: AbortSignal): Promise<AlikeCustomer[][]> {
  const asked = facts.map(plain);
  const rows = await readRows(connection, asked, signal);
  if (rows) return asked.map((one) => alikeIn(connection, rows, one));
  // So many are alike to one of them that those of another may have been left out.
  const found: AlikeCustomer[][] = [];
  for (const one of facts) found.push(...(await findAlike(connection, [one], signal)));
  return found;
}

interface Plain {
  /** Empty: too short to tell. */
  taxId: string;
  email: string;
}

function plain({ taxId: given, email }: AlikeFacts): Plain {
  const taxId = plainTaxId(given);
  return { taxId: taxId.length < SHORTEST_TAX_ID ? '' : taxId, email: email?.trim().toLowerCase() ?? '' };
}

interface Rows {
  byTaxId: RawAlikeRows;
  byEmail: RawAlikeRows;
}

/** Null: more than can be looked at were found for several. */
async function readRows(connection: Connection, asked: readonly Plain[], signal: AbortSignal): Promise<Rows | null> {
  const taxIds = new Set(asked.map(({ taxId }) => taxId).filter(Boolean));
  const emails = new Set(asked.map(({ email }) => email).filter(Boolean));
  const byTaxId = await read(
    connection,
    Array.from(taxIds, (taxId): Leaf => ['vat', '=ilike', looselySpelled(taxId)]),
    signal,
  );
  const byEmail = await read(
    connection,
    Array.from(emails, (email): Leaf => ['email', 'ilike', email]),
    signal,
  );
  if (asked.length > 1 && Math.max(byTaxId.length, byEmail.length) >= LOOKED_AT) return null;
  await connection.references.countries.ensure(
    byTaxId.map(({ country_id }) => country_id),
    signal,
  );
  return { byTaxId, byEmail };
}

function alikeIn(connection: Connection, { byTaxId, byEmail }: Rows, { taxId, email }: Plain): AlikeCustomer[] {
  const found = [
    ...byTaxId.filter((row) => taxId !== '' && isItsOwn(row) && hasTaxId(connection, row, taxId)).map(toAlike),
    ...byEmail.map(toAlike).filter(({ emails }) => email !== '' && emails.includes(email)),
  ];
  return [...new Map(found.map((one) => [one.id, one])).values()].slice(0, MOST);
}

/** Its characters in their order, whatever stands between them, with or without the country before. */
const looselySpelled = (taxId: string): string => `%${[...taxId.replace(/^[A-Z]{2}/, '')].join('%')}%`;

async function read({ client, settings }: Connection, wanted: readonly Leaf[], signal: AbortSignal): Promise<RawAlikeRows> {
  if (wanted.length === 0) return [];
  const { version } = await client.server(signal);
  const domain = [...scopeOf({ filter: anyOf(...wanted.map((leaf) => [leaf])), isSharable: true }, settings, version)];
  return RawAlike.parse(await searchRead(client, { model: 'res.partner', domain, fields: FIELDS, limit: LOOKED_AT }, signal));
}

/** People of an organisation have a copy of its tax id. */
const isItsOwn = ({ id, commercial_partner_id }: RawAlike): boolean => commercial_partner_id === null || commercial_partner_id === id;

function hasTaxId({ references }: Connection, { vat, country_id }: RawAlike, taxId: string): boolean {
  const kept = plainTaxId(vat);
  const country = references.countries.get(country_id) ?? kept.slice(0, 2);
  const without = (text: string) => (text.startsWith(country) ? text.slice(country.length) : text);
  return kept === taxId || without(kept) === taxId || kept === without(taxId);
}

function toAlike(raw: RawAlike): AlikeCustomer {
  const { id, name, taxId, emails } = namesOf(raw);
  return { id, kind: raw.is_company ? 'organisation' : 'person', name, taxId, emails };
}
