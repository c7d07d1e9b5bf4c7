import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { Finding } from './convert-value.ts';

/** What came of taking a change back; `refused`: why the side did not take it, so that it can be tried again. */
export interface UndoOutcome {
  changeId: string;
  refused: Finding | null;
}

export async function storeUndos(trx: Db, portalId: PortalId, undos: readonly UndoOutcome[], now: Date): Promise<void> {
  if (undos.length === 0) return;
  await trx.raw(
    `update field_changes f set undone_at = case when r.refused is null then :now::timestamptz end, undo_refused = r.refused
     from jsonb_to_recordset(:undos::jsonb) as r("changeId" bigint, refused jsonb)
     where f.portal_id = :portalId and f.id = r."changeId"`,
    { portalId, undos: JSON.stringify(undos), now },
  );
}
