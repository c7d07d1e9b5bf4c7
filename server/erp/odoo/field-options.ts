import { z } from 'zod';
import type { CustomerField } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { companyContext } from './company-context.ts';
import type { Leaf } from './domain.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import { Id, RawCountry, RawState, Text } from './raw.ts';
import { searchRead } from './search.ts';

type Options = NonNullable<CustomerField['options']>;

/** More than a person can choose from. */
export const MOST_OPTIONS = 500;
/** People write a state's name, which only the list turns into its code: a new database has 1,776 (seen on 18), and has to list them all. */
const MOST_STATES = 5_000;
const most = (relation: string): number => (relation === 'res.country.state' ? MOST_STATES : MOST_OPTIONS);

const RawOption = rowsOf(z.object({ id: Id, display_name: Text }));
const OF_RELATION: Readonly<Record<string, readonly Leaf[]>> = { 'res.users': [['share', '=', false]] };

const READERS: Readonly<Record<string, typeof named>> = { 'res.country': countries, 'res.country.state': states };

/** What a reference to this model can be. Null: the user may not read it. Undefined: too many to list. */
export async function readOptions(connection: Connection, relation: string, signal: AbortSignal): Promise<Options | null | undefined> {
  try {
    const options = await (READERS[relation] ?? named)(connection, relation, signal);
    return options.length > most(relation) ? undefined : options.toSorted((a, b) => a.label.localeCompare(b.label));
  } catch (error) {
    if (isRefusal(error) || isMissingModule(error)) return null;
    throw error;
  }
}

async function countries({ client }: Connection, _relation: string, signal: AbortSignal): Promise<Options> {
  const rows = await searchRead(client, { model: 'res.country', domain: [], fields: ['code', 'name'] }, signal);
  const known = rowsOf(RawCountry.extend({ name: Text })).parse(rows);
  return known.flatMap(({ code, name }) => (code === null ? [] : [{ value: code.toUpperCase(), label: name ?? code }]));
}

async function states({ client, references }: Connection, relation: string, signal: AbortSignal): Promise<Options> {
  const search = { model: relation, domain: [], fields: ['code', 'name', 'country_id'], limit: MOST_STATES + 1 };
  const rows = rowsOf(RawState.extend({ name: Text })).parse(await searchRead(client, search, signal));
  await references.countries.ensure(
    rows.map(({ country_id }) => country_id),
    signal,
  );
  return rows.map(({ code, name, country_id }) => ({
    value: `${references.countries.get(country_id)}-${code}`,
    label: name ?? code ?? '',
  }));
}

async function named({ client, settings }: Connection, relation: string, signal: AbortSignal): Promise<Options> {
  const domain = OF_RELATION[relation] ?? [];
  const context = { active_test: true, ...companyContext(settings) };
  const search = { model: relation, domain, fields: ['display_name'], limit: MOST_OPTIONS + 1, context };
  const rows = RawOption.parse(await searchRead(client, search, signal));
  return rows.map(({ id, display_name: label }) => ({ value: String(id), label: label ?? `#${id}` }));
}
