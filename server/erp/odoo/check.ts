import { z } from 'zod';
import type { ErpNotice } from '../shared/contract.ts';
import { dayOfMoment, daysBetween } from '../../shared/calendar.ts';
import { PuenteError, ReconnectError } from '../../shared/errors.ts';
import type { Connection } from './connection.ts';
import { isRefusal, missingRight, noSuchDatabase } from './errors.ts';
import { isAutomationInstalled } from './hints.ts';
import { readCompanies } from './identity.ts';
import { isInGroup, mayUser } from './rights.ts';
import { searchRead } from './search.ts';
import { ODOO_STREAMS } from './streams.ts';
import { rowsOf } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';
import { toInstant } from './time.ts';

/** Read by everybody who may use Odoo at all; a custom set of rights may say otherwise. */
const REFERENCES = {
  'res.company': ['name'],
  'res.currency': ['name', 'decimal_places'],
  'res.country': ['code'],
  'res.country.state': ['name'],
  'account.tax': ['name'],
  'product.product': ['default_code'],
  'account.payment.method.line': ['name'],
};
const KEY_ENDS_SOON_DAYS = 14;
const FIRST_WITH_HINTS = 17;
const FIRST_WITH_ENDING_KEYS = 18;

/** Goes the way a reading goes, and stops at the first thing that is wrong, with its name. */
export async function checkOdoo(connection: Connection, signal: AbortSignal): Promise<ErpNotice[]> {
  const { version } = await connection.client.server(signal);
  await logIn(connection, signal);
  await probeRights(connection, signal);
  await checkCompanies(connection, signal);
  return [
    ...(await keyNotices(connection, version, signal)),
    ...(await hintNotices(connection, version, signal)),
    ...(await writingNotices(connection, signal)),
    ...(await sellingNotices(connection, signal)),
  ];
}

/** Reading goes on without it. */
async function writingNotices({ client }: Connection, signal: AbortSignal): Promise<ErpNotice[]> {
  for (const operation of ['create', 'write'] as const)
    if (!(await mayUser(client, { model: 'res.partner', operation }, signal))) return [{ code: 'odoo.may_not_write_contacts', params: {} }];
  return [];
}

const SELLS_OWN = 'sales_team.group_sale_salesman';
const SELLS_ALL = 'sales_team.group_sale_salesman_all_leads';

/** Orders of other salespeople do not exist for such a user: they are neither read nor made. */
async function sellingNotices({ client }: Connection, signal: AbortSignal): Promise<ErpNotice[]> {
  if (!(await isInGroup(client, SELLS_OWN, signal)) || (await isInGroup(client, SELLS_ALL, signal))) return [];
  return [{ code: 'odoo.own_orders_only', params: {} }];
}

async function logIn({ client, settings }: Connection, signal: AbortSignal): Promise<void> {
  try {
    await client.call('res.users', 'context_get', {}, signal);
  } catch (error) {
    if (!(error instanceof PuenteError) || !['odoo.database_unknown', 'odoo.database_needed'].includes(error.code)) throw error;
    throw noSuchDatabase({ settings }, await client.databases(signal));
  }
}

/** Asks for the right, and reads one row: rights on fields and rows are seen only by reading. */
async function probeRights({ client, fields }: Connection, signal: AbortSignal): Promise<void> {
  for (const wanted of ODOO_STREAMS.flatMap(([, { checked }]) => checked)) {
    const names = await fields.available(wanted, signal);
    await searchRead(client, { model: wanted.model, domain: [], fields: names, limit: 1 }, signal);
    if (!(await mayUser(client, { model: wanted.model, operation: 'read' }, signal))) throw missingRight(wanted.model, null);
  }
  for (const [model, names] of Object.entries(REFERENCES)) {
    await searchRead(client, { model, domain: [], fields: names, limit: 1 }, signal);
  }
}

async function checkCompanies(connection: Connection, signal: AbortSignal): Promise<void> {
  const visible = new Set((await readCompanies(connection, signal)).map(({ id }) => String(id)));
  const refused = connection.settings.companies.filter((id) => !visible.has(id));
  if (refused.length === 0) return;
  throw new ReconnectError('The Odoo user may not see a company', {
    code: 'odoo.company_not_allowed',
    params: { companies: refused.join(', ') },
  });
}

async function keyNotices(connection: Connection, version: number, signal: AbortSignal): Promise<ErpNotice[]> {
  const ends = connection.settings.keyExpiresOn ?? (version >= FIRST_WITH_ENDING_KEYS ? await endOfOnlyKey(connection, signal) : null);
  if (ends === null) return [];
  const days = daysBetween(todayOf(connection), ends);
  return days < KEY_ENDS_SOON_DAYS ? [{ code: 'odoo.key_expires_soon', params: { expiresOn: ends, days: Math.max(0, days) } }] : [];
}

const RawKeys = rowsOf(z.object({ expiration_date: z.union([z.string(), z.literal(false)]) }));

/** A user sees when their own keys end, but not which of them is ours. */
async function endOfOnlyKey({ client, timeZone }: Connection, signal: AbortSignal): Promise<string | null> {
  try {
    const search = { model: 'res.users.apikeys', domain: [], fields: ['expiration_date'] };
    const [only, another] = RawKeys.parse(await searchRead(client, search, signal));
    return only?.expiration_date && !another ? dayOfMoment(timeZone, toInstant(only.expiration_date)) : null;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

async function hintNotices({ client }: Connection, version: number, signal: AbortSignal): Promise<ErpNotice[]> {
  if (version < FIRST_WITH_HINTS) return [{ code: 'odoo.version_without_hints', params: { version, needed: FIRST_WITH_HINTS } }];
  return (await isAutomationInstalled(client, signal)) ? [] : [{ code: 'odoo.automation_not_installed', params: {} }];
}
