import { z } from 'zod';
import type { ErpIo, HintSupport, StreamName } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { InvalidInputError, ReconnectError } from '../../shared/errors.ts';
import { createClient, type OdooClient } from './client.ts';
import { HIGHEST_ID } from './domain.ts';
import { contracts } from './contracts.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import { Text } from './raw.ts';
import { searchRead } from './search.ts';
import type { OdooSettings } from './settings.ts';
import type { HintRule } from './stream.ts';
import { ODOO_STREAMS } from './streams.ts';
import { shortHash } from '../shared/identity.ts';
import { rowsOf } from '../shared/rows.ts';

const FIRST_VERSION = 17;
const IdRows = rowsOf(z.object({ id: z.number().int() }));
/** `watched`: what the rules look at, of their version; those of before this was kept are not of today. */
const Installation = z.object({ rules: z.array(z.number().int()), version: z.number().optional(), watched: z.string().optional() });

/** A rule of a stream. */
type Rule = HintRule & { stream: StreamName };
const rulesFor = (version: number): Rule[] =>
  ODOO_STREAMS.flatMap(([stream, { hintRules }]) => (hintRules?.(version) ?? []).map((rule) => ({ ...rule, stream })));

const watchedBy = (version: number): string => shortHash(JSON.stringify(rulesFor(version)));

/** Automation rules with a webhook action, from 17 on. Nothing is signed and nothing is repeated: what arrives names a record, no more. */
export const createHints = (settings: OdooSettings, io: ErpIo): HintSupport => ({
  async install({ url, admin }, signal) {
    const client = adminClient(settings, io, admin);
    await checkPossible(client, signal);
    return installRules(client, url, signal);
  },

  async renew(installation, signal) {
    const { rules, version, watched } = Installation.parse(JSON.parse(installation));
    if (version !== undefined && watched === watchedBy(version)) return null;
    const client = adminClient(settings, io, {});
    const url = await urlCalledBy(client, rules, signal);
    // Somebody removed the rules there: that is not put right behind that person's back.
    return url === null ? null : installRules(client, url, signal);
  },

  async remove({ installation, admin }, signal) {
    const { rules } = Installation.parse(JSON.parse(installation));
    await removeRules(adminClient(settings, io, admin ?? {}), rules, signal);
  },

  parse(body) {
    const { success, data } = Received.safeParse(body);
    if (!success) return [];
    if (typeof data.payment_id === 'number') return [{ stream: 'payments', id: erpRecordId(data.payment_id) }];
    if (typeof data.sale_id === 'number') return [{ stream: 'orders', id: erpRecordId(data.sale_id) }];
    if (typeof data.project_id === 'number') return [{ stream: 'projects', id: erpRecordId(data.project_id) }];
    if (typeof data.contract_id === 'number') return [{ stream: 'subscriptions', id: contracts.recordId(data.contract_id) }];
    const told = TOLD_BY_MODEL.get(data._model);
    return told ? [{ stream: told.stream, id: told.part.recordId(data._id) }] : [];
  },
});

/** Those that call the address already go: they are left over from an installation whose answer was lost, or of an earlier version. */
async function installRules(client: OdooClient, url: string, signal: AbortSignal): Promise<string> {
  await removeRules(client, await rulesCalling(client, url, signal), signal);
  const described: unknown[] = [];
  const { version } = await client.server(signal);
  for (const rule of rulesFor(version)) described.push(...(await describeRule(client, rule, url, signal)));
  const created = await asAdministrator(client.call('base.automation', 'create', { vals_list: described }, signal));
  const rules = rowsOf(z.number().int()).parse(created);
  return JSON.stringify({ rules, version, watched: watchedBy(version) } satisfies z.infer<typeof Installation>);
}

const RawActions = rowsOf(z.object({ webhook_url: Text }));

async function urlCalledBy(client: OdooClient, rules: readonly number[], signal: AbortSignal): Promise<string | null> {
  const search = { model: 'ir.actions.server', domain: [['base_automation_id', 'in', rules]] as const, fields: ['webhook_url'] };
  const actions = RawActions.parse(await asAdministrator(searchRead(client, search, signal)));
  return actions[0]?.webhook_url ?? null;
}

const Id = z.number().int().positive().max(HIGHEST_ID);
const Pointed = z.union([Id, z.literal(false)]).optional();
/** The rest of what is sent may have been taken inside the transaction and is never looked at. */
const Received = z.object({
  _model: z.string(),
  _id: Id,
  payment_id: Pointed,
  sale_id: Pointed,
  project_id: Pointed,
  contract_id: Pointed,
});
/** Of several that read a model the first. */
const TOLD_BY_MODEL = new Map(
  ODOO_STREAMS.flatMap(([stream, { parts, hintRules }]) =>
    hintRules ? parts.map((part) => [part.query.model, { stream, part }] as const) : [],
  ).toReversed(),
);

/** Lives for this call alone; without an administrator's key the connection's own is tried. */
function adminClient(settings: OdooSettings, io: ErpIo, { login, apiKey }: Record<string, string>): OdooClient {
  return createClient({ ...settings, login: login || settings.login, apiKey: apiKey || settings.apiKey, keyExpiresOn: null }, io);
}

async function checkPossible(client: OdooClient, signal: AbortSignal): Promise<void> {
  const { version } = await client.server(signal);
  if (version < FIRST_VERSION) {
    throw new InvalidInputError('This version cannot send hints', {
      code: 'odoo.hints_need_newer_version',
      params: { version, needed: FIRST_VERSION },
    });
  }
  if (await isAutomationInstalled(client, signal)) return;
  throw new InvalidInputError('The module for automation rules is missing', { code: 'odoo.hints_need_automation' });
}

/** Whether the module is there is an administrator's knowledge, whether its model is there is everybody's. */
export async function isAutomationInstalled(client: OdooClient, signal: AbortSignal): Promise<boolean> {
  try {
    await client.call('base.automation', 'fields_get', { allfields: ['name'], attributes: ['type'] }, signal);
    return true;
  } catch (error) {
    if (isMissingModule(error)) return false;
    if (isRefusal(error)) return true;
    throw error;
  }
}

async function describeRule(
  client: OdooClient,
  { stream, model, needed, watched, filter, sent, trigger = 'on_create_or_write' }: Rule,
  url: string,
  signal: AbortSignal,
) {
  const models = IdRows.parse(
    await asAdministrator(searchRead(client, { model: 'ir.model', domain: [['model', '=', model]], fields: ['id'] }, signal)),
  );
  const modelId = models[0]?.id;
  // What a module that is not installed brings does not change.
  if (modelId === undefined) return [];
  const fieldIds = async (names: readonly string[]): Promise<number[]> => {
    const domain = [
      ['model', '=', model],
      ['name', 'in', names],
    ] as const;
    return IdRows.parse(await searchRead(client, { model: 'ir.model.fields', domain, fields: ['id'] }, signal)).map(({ id }) => id);
  };
  if (needed !== undefined && (await fieldIds([needed])).length === 0) return [];
  const name = `HubSpot: ${stream}`;
  const sends = { name, model_id: modelId, state: 'webhook', webhook_url: url, webhook_field_ids: [[6, 0, await fieldIds([sent])]] };
  const triggerFields = watched.length === 0 ? [] : await fieldIds(watched);
  return [
    {
      name,
      model_id: modelId,
      trigger,
      trigger_field_ids: [[6, 0, triggerFields]],
      filter_domain: filter,
      action_server_ids: [[0, 0, sends]],
    },
  ];
}

async function rulesCalling(client: OdooClient, url: string, signal: AbortSignal): Promise<number[]> {
  const search = { model: 'base.automation', domain: [['action_server_ids.webhook_url', '=', url]] as const, fields: ['id'] };
  return IdRows.parse(await asAdministrator(searchRead(client, search, signal))).map(({ id }) => id);
}

/** A rule takes its actions along; what is gone already is no fault. */
async function removeRules(client: OdooClient, rules: readonly number[], signal: AbortSignal): Promise<void> {
  if (rules.length === 0) return;
  const left = async (model: string, field: string): Promise<number[]> =>
    IdRows.parse(await asAdministrator(searchRead(client, { model, domain: [[field, 'in', rules]], fields: ['id'] }, signal))).map(
      ({ id }) => id,
    );
  const actions = await left('ir.actions.server', 'base_automation_id');
  const ids = await left('base.automation', 'id');
  if (ids.length > 0) await asAdministrator(client.call('base.automation', 'unlink', { ids }, signal));
  const search = { model: 'ir.actions.server', domain: [['id', 'in', actions]] as const, fields: ['id'] };
  const orphans = IdRows.parse(await asAdministrator(searchRead(client, search, signal))).map(({ id }) => id);
  if (orphans.length > 0) await asAdministrator(client.call('ir.actions.server', 'unlink', { ids: orphans }, signal));
}

/** Names what is missing: not a right of the connection's user, but an administrator. */
async function asAdministrator<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new ReconnectError('Only an Odoo administrator may do this', { code: 'odoo.administrator_needed', cause: error });
  }
}
