import type { Db } from '../../db/index.ts';
import type { ConnectionId, RecordId } from '../../ids.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { KeyScope } from './record-keys.ts';

const CODE = 'match.tax_id_elsewhere';

/** Rules that a tax id outweighs. What a person or our own key decided stays as it is. */
export const WEAKER_THAN_TAX_ID = ['email', 'domain_and_name'] as const;

interface Contradiction {
  connectionId: ConnectionId;
  recordId: RecordId;
  taxId: string;
  holder: string;
}

/**
 * Customers that were linked by something weaker, while another record, and not theirs, holds their tax id. Nothing is moved: figures on a
 * record that is in use never change owner by themselves. A person is told, and links them on the card.
 */
export async function tellContradictions(db: Db, scope: KeyScope, now: Date): Promise<void> {
  const { portalId, objectType } = scope;
  const { rows } = await db.raw<{ rows: Contradiction[] }>(CONTRADICTIONS, { portalId, objectType, rules: [...WEAKER_THAN_TAX_ID] });
  const problems = rows.map(({ connectionId, recordId, taxId, holder }) => ({
    code: CODE,
    connectionId,
    subjectKind: objectType,
    subject: recordId as string,
    params: { taxId, holder },
  }));
  await db.transaction(async (trx) => {
    await raiseProblems(trx, portalId, problems, now);
    const told = await trx('problems').where({ portalId, code: CODE, subjectKind: objectType }).whereNull('resolvedAt').pluck('subject');
    const solved = (told as string[]).filter((subject) => !problems.some((problem) => problem.subject === subject));
    await resolveProblems(trx, portalId, { codes: [CODE], subjectKind: objectType, subjects: solved }, now);
  });
}

// A contact person's tax id is its organisation's.
const CONTRADICTIONS = `
  select l.connection_id, l.record_id, c.tax_id, min(k.record_id) as holder
  from links l
  join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
    and c.tax_id_normalised is not null and (c.kind = 'organisation' or c.organisation_id = c.erp_id)
  cross join lateral (select array[c.tax_id_normalised, coalesce(c.address ->> 'country', '') || c.tax_id_normalised] as spellings) own
  join record_keys k on k.portal_id = l.portal_id and k.object_type = l.object_type and k.kind = 'tax_id' and k.value = any(own.spellings)
  where l.portal_id = :portalId and l.object_type = :objectType and l.state = 'active' and l.rule = any(:rules)
    and not exists (
      select 1 from record_keys mine
      where mine.portal_id = l.portal_id and mine.object_type = l.object_type and mine.record_id = l.record_id
        and mine.kind = 'tax_id' and mine.value = any(own.spellings))
  group by l.connection_id, l.record_id, c.tax_id`;
