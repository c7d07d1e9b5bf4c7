import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { askFor } from '../commands/command-rows.ts';
import { mayCreate } from '../fields/approval.ts';
import { isLeading } from '../fields/due-pairs.ts';
import { withMemberships } from '../fields/list-conditions.ts';
import { storedProperties, withVirtual } from '../fields/virtual-properties.ts';
import { conditionMet, loadCustomerRules } from '../fields/rules.ts';
import { pairLinks } from '../shared/field-pairs.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { RunPlace, RunStep, StepOutcome } from './run.ts';

const LINKS_AT_ONCE = 500;
const RECORDS_AT_ONCE = 100;

/** Every link is looked at by the rules that are live now. It counts as the dry run counts: a record of several customers once, none that is frozen. */
export async function applyToLinks({ deps, run }: RunStep, { objectType, after }: RunPlace): Promise<StepOutcome> {
  const { portalId, connectionId } = run;
  return deps.db.transaction(async (trx) => {
    if (after === null) await pairLinks(trx, run, deps.now());
    const { rows } = await trx.raw<{ rows: { customerId: string; isCounted: boolean }[] }>(
      `with page as (
         select customer_id from field_pairs
         where portal_id = :portalId and connection_id = :connectionId and object_type = :objectType and (:after::text is null or customer_id > :after)
         order by customer_id limit ${LINKS_AT_ONCE} for update),
       due as (
         update field_pairs p set due_revision = p.due_revision + 1, due_at = :now, tries = 0, priority = 2 from page
         where p.portal_id = :portalId and p.connection_id = :connectionId and p.object_type = :objectType and p.customer_id = page.customer_id
         returning p.customer_id, p.is_frozen)
       select due.customer_id, not due.is_frozen and ${isLeading('l')} as is_counted from due
       join links l on l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = :objectType and l.customer_id = due.customer_id
       order by due.customer_id`,
      { portalId, connectionId, objectType, after, now: deps.now() },
    );
    await deps.enqueue(trx, 'fields', { portalId, connectionId });
    const looked = rows.filter(({ isCounted }) => isCounted).length;
    return { looked, after: rows.length < LINKS_AT_ONCE ? null : (rows.at(-1)?.customerId ?? null), groups: [] };
  });
}

/** HubSpot records that meet a condition and are no customer yet. */
export async function applyToRecords({ deps, run }: RunStep, { objectType, after }: RunPlace): Promise<StepOutcome> {
  const { portalId, connectionId } = run;
  const rules = run.rules[objectType];
  const stored = await loadCustomerRules(deps.db, run);
  if (rules.createWhen.length === 0 || !stored || !mayCreate(stored.writes, objectType)) return NOTHING_LOOKED_AT;
  const hubspot = await deps.openHubSpot(portalId);
  const properties = storedProperties(rules.createWhen.map(({ property }) => property));
  const page = await hubspot.list(objectType, { properties, limit: RECORDS_AT_ONCE, ...(after && { after }) }, { priority: 'backfill' });
  const unlinked = await withoutLink(deps.db, run, objectType, page.records);
  const asked = { objectType, rules: [{ scope: run, rules }], options: { priority: 'backfill' } } as const;
  const seen = await withMemberships({ ...deps, hubspot }, asked, unlinked);
  const looked = await deps.db.transaction(async (trx) => {
    const open = await withoutLink(trx, run, objectType, seen);
    for (const { id, properties: held } of open) {
      const condition = conditionMet(rules, withVirtual(held));
      if (!condition) continue;
      const askedBy = { kind: 'rule', property: condition.property } as const;
      await askFor(trx, { portalId, connectionId, name: 'createCustomer', objectType, recordId: id, askedBy, now: deps.now() });
    }
    await deps.enqueue(trx, 'commands', { portalId, connectionId });
    return open.length;
  });
  // Those with a link were counted by it.
  return { looked, after: page.after, groups: [] };
}

export const NOTHING_LOOKED_AT: StepOutcome = { looked: 0, after: null, groups: [] };

/** Those of the records that are no customer of this ERP. */
export async function withoutLink(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  objectType: CustomerObjectType,
  records: readonly HubSpotRecord[],
): Promise<HubSpotRecord[]> {
  const linked = await db('links')
    .where({ portalId, connectionId, objectType })
    .whereIn(
      'recordId',
      records.map(({ id }) => id),
    )
    .select<{ recordId: string }[]>('recordId');
  return records.filter(({ id }) => !linked.some(({ recordId }) => recordId === id));
}
