import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { ConnectionId, RecordId } from '../../shared/ids.ts';
import { normaliseTaxId } from '../../mirror/identity-values.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { KeyScope } from './record-keys.ts';

const CODE = 'match.tax_id_elsewhere';

/** Rules that a tax id outweighs. What a person or our own key decided stays as it is. */
export const WEAKER_THAN_TAX_ID = ['email', 'domain_and_name'] as const;

interface Candidate {
  connectionId: ConnectionId;
  recordId: RecordId;
  taxId: string;
  taxIdNormalised: string;
  country: string | null;
  holders: RecordId[];
}

interface ContradictionDeps {
  db: Db;
  hubspot: Pick<HubSpotClient, 'batchRead'>;
  now(): Date;
}

/**
 * Customers that were linked by something weaker, while another record, and not theirs, holds their tax id. Nothing is moved: figures on a
 * record that is in use never change owner by themselves. A person is told, and links them on the card.
 */
export async function reportContradictions(deps: ContradictionDeps, scope: KeyScope, signal?: AbortSignal): Promise<void> {
  const { portalId, objectType } = scope;
  const problems = (await findContradictions(deps, scope, signal)).map(({ connectionId, recordId, taxId, holder }) => ({
    code: CODE,
    connectionId,
    subjectKind: objectType,
    subject: recordId as string,
    params: { taxId, holder },
  }));
  await deps.db.transaction(async (trx) => {
    await raiseProblems(trx, portalId, problems, deps.now());
    const reported = await trx('problems')
      .where({ portalId, code: CODE, subjectKind: objectType })
      .whereNull('resolvedAt')
      .pluck('subject');
    const solved = (reported as string[]).filter((subject) => !problems.some((problem) => problem.subject === subject));
    await resolveProblems(trx, portalId, { codes: [CODE], subjectKind: objectType, subjects: solved }, deps.now());
  });
}

/** Our table says who may hold a tax id; which country's it is says only what is written in HubSpot, read as one of the customer's country. */
async function findContradictions({ db, hubspot }: ContradictionDeps, scope: KeyScope, signal: AbortSignal | undefined) {
  const { portalId, objectType, taxIdProperty } = scope;
  if (taxIdProperty === null) return [];
  const { rows } = await db.raw<{ rows: Candidate[] }>(CANDIDATES, { portalId, objectType, rules: [...WEAKER_THAN_TAX_ID] });
  const ids = [...new Set(rows.flatMap(({ recordId, holders }) => [recordId, ...holders]))];
  const written = new Map<string, string | null>();
  for (let start = 0; start < ids.length; start += PER_CALL) {
    const asked = ids.slice(start, start + PER_CALL);
    const options = { priority: 'backfill', ...(signal ? { signal } : {}) } as const;
    const found = await hubspot.batchRead(objectType, { ids: asked, properties: [taxIdProperty] }, options);
    for (const id of asked) written.set(id, found.get(id)?.properties[taxIdProperty] ?? null);
  }
  return rows.flatMap(({ holders, ...candidate }) => {
    const holds = (id: RecordId) => normaliseTaxId(written.get(id) ?? null, candidate.country) === candidate.taxIdNormalised;
    const holder = holds(candidate.recordId) ? undefined : holders.find(holds);
    return holder === undefined ? [] : [{ ...candidate, holder }];
  });
}

const PER_CALL = 100;
/** Where more may hold a tax id, these few stand for all: one that does is enough to tell. */
const HOLDERS_READ = 5;

// A contact person's tax id is its organisation's.
const CANDIDATES = `
  select l.connection_id, l.record_id, c.tax_id, c.tax_id_normalised, c.address ->> 'country' as country, held.holders
  from links l
  join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
    and c.tax_id_normalised is not null and (c.kind = 'organisation' or c.organisation_id = c.erp_id)
  cross join lateral (
    select array_agg(few.record_id) as holders from (
      select distinct k.record_id from record_keys k
      where k.portal_id = l.portal_id and k.object_type = l.object_type and k.kind = 'tax_id' and k.record_id <> l.record_id
        and k.value = any(array[c.tax_id_normalised, coalesce(c.address ->> 'country', '') || c.tax_id_normalised])
      order by k.record_id limit ${HOLDERS_READ}) few
  ) held
  where l.portal_id = :portalId and l.object_type = :objectType and l.state = 'active' and l.rule = any(:rules) and held.holders is not null`;
