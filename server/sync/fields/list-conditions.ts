import type { Db } from '../../db/index.ts';
import type { CallOptions, HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import { isScopeMissing } from '../../hubspot/errors.ts';
import { raiseProblems } from '../../portals/problems.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { CompiledObjectRules } from './rules.ts';
import { LISTS } from './virtual-properties.ts';

/** HubSpot lets no lists be read: conditions that speak of them are not met. */
export const LISTS_WITHHELD = 'customers.lists_withheld';
/** A list that a condition speaks of was deleted. */
export const LIST_GONE = 'customers.list_gone';
export const LIST_PROBLEMS = [LISTS_WITHHELD, LIST_GONE];

/** The ids of the HubSpot lists that these conditions speak of. */
export const listsIn = ({ createWhen }: Pick<CompiledObjectRules, 'createWhen'>): string[] => [
  ...new Set(createWhen.flatMap(({ property, values }) => (property === LISTS ? values : []))),
];

interface Deps {
  db: Db;
  hubspot: HubSpotClient;
  now(): Date;
}
interface Asked {
  objectType: CustomerObjectType;
  /** By whose conditions. */
  rules: readonly { scope: ConnectionScope; rules: CompiledObjectRules }[];
  options: CallOptions;
}

/**
 * The records with the lists that conditions speak of and they are members of; at most 100. HubSpot is asked only where some condition does. What it does
 * not tell is no membership.
 */
export async function withMemberships(
  { db, hubspot, now }: Deps,
  { objectType, rules, options }: Asked,
  records: readonly HubSpotRecord[],
): Promise<HubSpotRecord[]> {
  const asking = rules.filter((one) => listsIn(one.rules).length > 0);
  if (asking.length === 0 || records.length === 0) return [...records];
  const lists = new Set(asking.flatMap((one) => listsIn(one.rules)));
  try {
    const ids = records.map(({ id }) => id);
    const held = await hubspot.membershipsOf(objectType, ids, options);
    return records.map((record) => {
      const own = (held.get(record.id) ?? []).filter((id) => lists.has(id));
      return { ...record, properties: { ...record.properties, [LISTS]: own.join(';') || null } };
    });
  } catch (error) {
    if (!isScopeMissing(error)) throw error;
    for (const { scope } of asking) await raiseWithheld(db, scope, now());
    return [...records];
  }
}

export async function raiseWithheld(db: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<void> {
  const subject = { connectionId, subjectKind: 'connection' as const, subject: connectionId };
  await raiseProblems(db, portalId, [{ code: LISTS_WITHHELD, ...subject }], now);
}
