import type { Db } from '../../db/index.ts';
import type { CallOptions, HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import { isScopeMissing } from '../../hubspot/errors.ts';
import { raiseProblems } from '../../portals/problems.ts';
import { TransientError } from '../../shared/errors.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { conditionMet, type CompiledObjectRules } from './rules.ts';
import { isSilent, LISTS_SILENT, noteAnswer, noteSilence, type SilenceDeps } from './silent-lists.ts';
import { LISTS } from './virtual-properties.ts';

/** HubSpot lets no lists be read: conditions that speak of them are not met. */
export const LISTS_WITHHELD = 'customers.lists_withheld';
/** A list that a condition speaks of was deleted. */
export const LIST_GONE = 'customers.list_gone';
export const LIST_PROBLEMS = [LISTS_WITHHELD, LIST_GONE, LISTS_SILENT];

/** The ids of the HubSpot lists that these conditions speak of. */
export const listsIn = ({ createWhen }: Pick<CompiledObjectRules, 'createWhen'>): string[] => [
  ...new Set(createWhen.flatMap(({ property, values }) => (property === LISTS ? values : []))),
];

interface Deps extends SilenceDeps {
  hubspot: HubSpotClient;
}
interface Asked {
  objectType: CustomerObjectType;
  /** By whose conditions. */
  rules: readonly { scope: ConnectionScope; rules: CompiledObjectRules }[];
  options: CallOptions;
  /** Where HubSpot does not answer, what these records are is decided later (`awaitsLists`), and it is not asked again for a minute. Otherwise that is thrown. */
  canWait?: boolean;
}

/**
 * The records with the lists that conditions speak of and they are members of. HubSpot is asked only where some condition does; what it was asked and did
 * not tell is missing. Where it lets no lists be read, none is a member.
 */
export async function withMemberships(
  deps: Deps,
  { objectType, rules, options, canWait = false }: Asked,
  records: readonly HubSpotRecord[],
): Promise<HubSpotRecord[]> {
  const asking = rules.filter((one) => listsIn(one.rules).length > 0);
  if (asking.length === 0 || records.length === 0) return [...records];
  const lists = new Set(asking.flatMap((one) => listsIn(one.rules)));
  const scopes = asking.map(({ scope }) => scope);
  const { portalId } = scopes[0]!;
  if (canWait && isSilent(deps, portalId)) return [...records];
  try {
    const ids = records.map(({ id }) => id);
    const held = await deps.hubspot.membershipsOf(objectType, ids, options);
    await noteAnswer(deps, portalId);
    const untold = ids.filter((id) => !held.has(id));
    if (untold.length > 0)
      deps.log?.warn({ portalId, objectType, untold }, 'HubSpot does not say which lists these records are in: what they decide waits');
    return records.map((record) => {
      const told = held.get(record.id);
      return told ? withLists(record, told.filter((id) => lists.has(id)).join(';') || null) : record;
    });
  } catch (error) {
    if (canWait && error instanceof TransientError && !options.signal?.aborted) {
      await noteSilence(deps, scopes, error);
      return [...records];
    }
    if (!isScopeMissing(error)) throw error;
    await noteAnswer(deps, portalId);
    for (const scope of scopes) await raiseWithheld(deps.db, scope, deps.now());
    return records.map((record) => withLists(record, null));
  }
}

const withLists = (record: HubSpotRecord, lists: string | null): HubSpotRecord => ({
  ...record,
  properties: { ...record.properties, [LISTS]: lists },
});

/** Only a list could make a customer of it, and HubSpot did not say which lists it is in. */
export const awaitsLists = (rules: CompiledObjectRules, properties: Record<string, string | null>): boolean =>
  listsIn(rules).length > 0 && !(LISTS in properties) && !conditionMet(rules, properties);

export async function raiseWithheld(db: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<void> {
  const subject = { connectionId, subjectKind: 'connection' as const, subject: connectionId };
  await raiseProblems(db, portalId, [{ code: LISTS_WITHHELD, ...subject }], now);
}
