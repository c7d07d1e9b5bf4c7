import type { FieldEditor, FieldEditors } from '../../../hubspot-app/app/cards/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { StoredEditor, StoredEditors } from './field-state.ts';

/** Names those who edited, as people know them: HubSpot's users by the name that they have there now, else by their e-mail. */
export async function loadEditorNames(
  db: Db,
  portalId: PortalId,
  all: readonly (StoredEditors | null | undefined)[],
): Promise<(editors: StoredEditors | null | undefined) => FieldEditors> {
  const ids = [...new Set(all.flatMap((editors) => editors?.hubspot?.userId ?? []))];
  const users = await (ids.length === 0
    ? []
    : db('portalUsers')
        .where({ portalId })
        .whereIn('userId', ids)
        .select<{ userId: number; email: string; name: string | null }[]>('userId', 'email', 'name'));
  const names = new Map(users.map(({ userId, email, name }) => [Number(userId), name ?? email]));
  const named = (editor: StoredEditor | undefined): FieldEditor | null =>
    editor ? { kind: editor.kind, at: editor.at, name: editor.name ?? names.get(editor.userId ?? -1) ?? null } : null;
  return (editors) => ({ hubspot: named(editors?.hubspot), erp: named(editors?.erp) });
}
