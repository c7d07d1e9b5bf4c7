import type { AlikeFacts } from '../../erp/shared/contract.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { isGenericTaxId } from '../../mirror/identity-values.ts';
import type { RecordId } from '../../shared/ids.ts';
import { isPerson, ORGANISATION, PERSON } from '../../shared/object-types.ts';
import type { CommandRun } from '../commands/handler.ts';
import { mayCreate } from '../fields/approval.ts';
import { withMemberships } from '../fields/list-conditions.ts';
import { loadCustomerRules, type CompiledObjectRules, type StoredCustomerRules } from '../fields/rules.ts';
import { COMPANY } from '../fields/virtual-properties.ts';
import { createAskAlike, type AskAlike } from './ask-alike.ts';
import { buildCustomer, type BuiltCustomer } from './build-customer.ts';
import type { CreateCommand } from './create-customer.ts';
import { decidePlace, findOrganisations, primaryFirst } from './find-place.ts';
import { creationProperties, withVirtuals } from './read-records.ts';

/** What was read of records that are to become customers. */
export interface SeenRecords extends ReadRecords {
  /** By the rules of then. */
  revision: StoredCustomerRules['revision'] | undefined;
  asked: ReadonlySet<RecordId>;
  alike: AskAlike;
}

interface ReadRecords {
  /** A record that another took over is under its own id what that one is. */
  records: ReadonlyMap<string, HubSpotRecord>;
  /** Of contacts. */
  companies: ReadonlyMap<RecordId, RecordId[]>;
}

/** Of those that are no customers yet, in one go. */
export async function seeRecords(run: CommandRun, commands: readonly CreateCommand[]): Promise<SeenRecords> {
  const { scope } = run.run;
  const stored = await loadCustomerRules(run.deps.db, scope);
  const { objectType } = commands[0]!;
  const rules = stored && mayCreate(stored.writes, objectType) ? stored.live?.[objectType] : undefined;
  const ids = rules ? await withoutActiveLink(run, commands) : [];
  const { records, companies } = rules && ids.length > 0 ? await read(run, commands, { ids, rules }) : NOTHING_READ;
  const next = rules ? await factsOf(run, commands, { rules, records, companies }) : [];
  return { revision: stored?.revision, asked: new Set(ids), records, companies, alike: createAskAlike(run, next) };
}

const NOTHING_READ: ReadRecords = { records: new Map(), companies: new Map() };

async function withoutActiveLink({ deps: { db }, run }: CommandRun, commands: readonly CreateCommand[]): Promise<RecordId[]> {
  const { portalId, connectionId } = run.scope;
  const ids = [...new Set(commands.map((command) => command.recordId))];
  const linked = await db('links')
    .where({ portalId, connectionId, objectType: commands[0]!.objectType, state: 'active' })
    .whereIn('recordId', ids)
    .select<{ recordId: RecordId }[]>('recordId');
  return ids.filter((id) => !linked.some((link) => link.recordId === id));
}

async function read(
  { deps, run }: CommandRun,
  commands: readonly CreateCommand[],
  { ids, rules }: { ids: RecordId[]; rules: CompiledObjectRules },
): Promise<ReadRecords> {
  const { portalId, objectType } = commands[0]!;
  const hubspot = await deps.openHubSpot(portalId);
  const options = { priority: 'live', signal: run.context.signal } as const;
  const held = await hubspot.batchRead(objectType, { ids, properties: creationProperties(objectType, rules) }, options);
  // Whoever else asks for a customer asks whatever lists it is in.
  const isByRule = commands.some(({ askedBy }) => askedBy.kind === 'rule');
  const asked = { objectType, rules: isByRule ? [{ scope: run.scope, rules }] : [], options, canWait: true };
  const told = await withMemberships({ ...deps, hubspot }, asked, [...held.values()]);
  const records = new Map([...held.keys()].map((id, at) => [id, withVirtuals([told[at]!])[0]!]));
  if (!isPerson(objectType)) return { records, companies: new Map() };
  const associated = await hubspot.associatedIds(PERSON, ids, ORGANISATION, options);
  const companiesOf = ([id, found]: [RecordId, RecordId[]]) => [id, primaryFirst(found, records.get(id)?.properties[COMPANY])] as const;
  return { records, companies: new Map([...associated].map(companiesOf)) };
}

/** About whom the ERP will be asked. */
async function factsOf(
  { deps, run }: CommandRun,
  commands: readonly CreateCommand[],
  { rules, records, companies }: ReadRecords & { rules: CompiledObjectRules },
): Promise<AlikeFacts[]> {
  const organisationOf = await findOrganisations(deps.db, run.scope, [...new Set([...companies.values()].flat())]);
  return commands.flatMap(({ objectType, recordId: id, askedBy }) => {
    const record = records.get(id);
    if (!record) return [];
    const isByHand = askedBy.kind === 'person';
    const place = isPerson(objectType)
      ? decidePlace({ ...rules, isByHand }, companies.get(id) ?? [], organisationOf)
      : { organisationId: null };
    if (typeof place === 'string') return [];
    const built = buildCustomer(rules, place.organisationId === null ? 'customer' : 'contact_person', {
      properties: record.properties,
      timeZone: run.portal.timeZone,
    });
    const facts = alikeFacts(objectType, built);
    return facts && built.missing.length === 0 ? [facts] : [];
  });
}

/** Null: nothing by which the ERP could know it. A tax id that stands for anybody tells of nobody. */
export function alikeFacts(
  objectType: CreateCommand['objectType'],
  { taxId: held, email: written }: Pick<BuiltCustomer, 'taxId' | 'email'>,
): AlikeFacts | null {
  const taxId = held !== null && !isGenericTaxId(held) ? held : null;
  const email = isPerson(objectType) ? written : null;
  return taxId === null && email === null ? null : { taxId, email };
}
