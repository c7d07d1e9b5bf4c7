import { z } from 'zod';
import type { OrderChoices } from '../shared/contract.ts';
import { readableRows } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import type { Domain } from './domain.ts';
import { FIND_BY_KEY, isMissingModule, isRefusal, UnknownKeyError } from './errors.ts';
import { readCompanies } from './identity.ts';
import { Id, Ids, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';
import { scopeOf } from './stream.ts';

const RawOfCompany = z.object({ id: Id, name: Text, company_id: Reference });
const RawList = RawOfCompany.extend({ currency_id: Reference });
const RawCategory = z.object({ id: Id, complete_name: Text });
const RawUser = z.object({ id: Id, name: Text, email: Text, login: Text, company_ids: Ids });

/** What orders are made with, as the choices of people there. */
export async function readOrderChoices(connection: Connection, signal: AbortSignal): Promise<OrderChoices> {
  const { settings, references } = connection;
  const [companies, warehouses, lists, paymentTerms, users, categories] = await Promise.all([
    readCompanies(connection, signal),
    readInScope(connection, 'stock.warehouse', RawOfCompany, signal),
    readInScope(connection, 'product.pricelist', RawList, signal),
    readInScope(connection, 'account.payment.term', RawOfCompany, signal),
    readSalespeople(connection, signal),
    readAll(connection, { model: 'product.category', row: RawCategory, domain: [] }, signal),
  ]);
  await references.currencies.ensure(
    lists.map(({ currency_id }) => currency_id),
    signal,
  );
  const chosen = companies.filter(({ id }) => settings.companies.length === 0 || settings.companies.includes(String(id)));
  return {
    companies: chosen.map(toChoice),
    warehouses: warehouses.map(ofCompany),
    priceLists: lists.map((list) => ({ ...ofCompany(list), currency: references.currencies.get(list.currency_id)?.code ?? null })),
    paymentTerms: paymentTerms.map(ofCompany),
    salespeople: users.map((user) => ({ ...toChoice(user), companyId: onlyOf(user), email: user.email ?? user.login })),
    categories: categories.map(({ id, complete_name: name }) => toChoice({ id, name })),
  };
}

const toChoice = ({ id, name }: { id: number; name: string | null }) => ({ id: String(id), name: name ?? `#${id}` });
const ofCompany = (row: z.output<typeof RawOfCompany>) => ({
  ...toChoice(row),
  companyId: row.company_id === null ? null : String(row.company_id),
});
/** Who works in several companies sells in each of them. */
const onlyOf = ({ company_ids: [only, another] }: z.output<typeof RawUser>): string | null =>
  only === undefined || another !== undefined ? null : String(only);

/** In use, of the chosen companies or of all; nothing where the module is missing or the user may not look. */
async function readInScope<R extends z.ZodObject>(connection: Connection, model: string, row: R, signal: AbortSignal) {
  const { version } = await connection.client.server(signal);
  const domain = scopeOf({ filter: [], isSharable: true }, connection.settings, version);
  return readAll(connection, { model, row, domain }, signal);
}

async function readAll<R extends z.ZodObject>(
  { client }: Connection,
  { model, row, domain }: { model: string; row: R; domain: Domain },
  signal: AbortSignal,
): Promise<z.output<R>[]> {
  const fields = Object.keys(row.shape).filter((name) => name !== 'id');
  try {
    return readableRows(row, await searchRead(client, { model, domain, fields, context: { active_test: true } }, signal));
  } catch (error) {
    if (isMissingModule(error) || isRefusal(error)) return [];
    throw error;
  }
}

const FIRST_WITH_IMPLIED_GROUPS_APART = 19;

/** Whom a person can choose in the form: those with the right to sell. */
async function readSalespeople(connection: Connection, signal: AbortSignal): Promise<z.output<typeof RawUser>[]> {
  const { client, settings } = connection;
  const group = await findSalesGroup(connection, signal);
  const { version } = await client.server(signal);
  const ofGroup = version >= FIRST_WITH_IMPLIED_GROUPS_APART ? 'all_group_ids' : 'groups_id';
  const domain: Domain = [
    ['share', '=', false],
    ...(group === null ? [] : [[ofGroup, 'in', [group]] as const]),
    ...(settings.companies.length === 0 ? [] : [['company_ids', 'in', settings.companies.map(Number)] as const]),
  ];
  const fields = ['name', 'email', 'login', 'company_ids'];
  return readableRows(RawUser, await searchRead(client, { model: 'res.users', domain, fields, context: { active_test: true } }, signal));
}

const Found = z.tuple([z.string(), z.union([Id, z.literal(false)])]);

async function findSalesGroup({ client }: Connection, signal: AbortSignal): Promise<number | null> {
  const named = { module: 'sales_team', xml_id: 'group_sale_salesman' };
  try {
    const [, id] = Found.parse(await client.call('ir.model.data', FIND_BY_KEY, named, signal));
    return id === false ? null : id;
  } catch (error) {
    if (error instanceof UnknownKeyError || isRefusal(error)) return null;
    throw error;
  }
}
