import type { Db } from '../db/index.ts';
import type { PortalId } from '../shared/ids.ts';
import { TOKEN_PURPOSES } from './portals.ts';
import type { Secrets } from './secrets.ts';

interface SealedColumn {
  table: 'portals' | 'erpConnections';
  column: string;
  purpose: string;
}

/** Every encrypted column; the purposes are those of the modules that seal them. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'portals', column: 'accessToken', purpose: TOKEN_PURPOSES.access },
  { table: 'portals', column: 'refreshToken', purpose: TOKEN_PURPOSES.refresh },
  { table: 'erpConnections', column: 'settings', purpose: 'erp.settings' },
  { table: 'erpConnections', column: 'hintToken', purpose: 'erp.hint_token' },
];

interface SealedRow {
  portalId: PortalId;
  sealed: string;
}

/** Seals again what older keys have sealed; returns how many values. Cheap when there is none, so it may run at every start. */
export async function reencryptSecrets(db: Db, secrets: Secrets): Promise<number> {
  let count = 0;
  for (const sealedColumn of SEALED_COLUMNS) {
    for (const row of await olderValues(db, secrets, sealedColumn)) count += await sealAgain(db, secrets, sealedColumn, row);
  }
  return count;
}

function olderValues(db: Db, secrets: Secrets, { table, column }: SealedColumn): Promise<SealedRow[]> {
  return db(table)
    .whereNotNull(column)
    .whereRaw('not starts_with(??, ?)', [column, secrets.currentPrefix])
    .select<SealedRow[]>('portalId', { sealed: column });
}

/** Only where the value is still the one that was read: a token refreshed meanwhile is sealed under the current key already. */
async function sealAgain(
  db: Db,
  secrets: Secrets,
  { table, column, purpose }: SealedColumn,
  { portalId, sealed }: SealedRow,
): Promise<number> {
  const renewed = secrets.encrypt(portalId, purpose, secrets.decrypt(portalId, purpose, sealed));
  return db(table)
    .where({ portalId, [column]: sealed })
    .update({ [column]: renewed });
}
