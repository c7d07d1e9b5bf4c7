import { createHash } from 'node:crypto';
import type { Db } from '../../db/index.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { ORGANISATION, type CustomerObjectType } from '../../shared/object-types.ts';
import { taxIdIn } from './build-customer.ts';

/** A record that would become a customer, and by what another may be the same; or which customer it would be linked to. */
export interface PreviewedRecord {
  objectType: CustomerObjectType;
  recordId: RecordId;
  identities: readonly string[];
}

/** In the place of identities: a customer that is there already is one record's alone. */
export const linkedTo = (customerId: ErpRecordId): string => `customer ${customerId}`;

interface RunKey {
  portalId: PortalId;
  id: string;
}

/** Kept with the place where the dry run goes on: a page that is gone over again finds no copies of its own. */
export async function rememberPreviewed(trx: Db, { portalId, id }: RunKey, records: readonly PreviewedRecord[]): Promise<void> {
  const rows = records.flatMap(({ objectType, recordId, identities }) => {
    const { hashes, taxId } = hashed(identities);
    return [...hashes, hashOf(`record ${recordId}`)].map((identity) => ({ identity, objectType, recordId, taxId }));
  });
  if (rows.length === 0) return;
  await trx.raw(
    `insert into previewed_identities (portal_id, run_id, object_type, identity, record_id, tax_id)
     select :portalId, :id, r."objectType", r.identity, r."recordId", r."taxId"
     from jsonb_to_recordset(:rows::jsonb) as r("objectType" text, identity text, "recordId" text, "taxId" text)
     on conflict do nothing`,
    { portalId, id, rows: JSON.stringify(rows) },
  );
}

/** A record on an earlier page would become this firm or person, as `mayBeSame` says it. */
export async function wasPreviewed(db: Db, { portalId, id }: RunKey, { objectType, identities }: PreviewedRecord): Promise<boolean> {
  const { hashes, taxId } = hashed(identities);
  if (hashes.length === 0) return false;
  const { rows } = await db.raw<{ rows: { isKnown: boolean }[] }>(
    `select exists (
       select 1 from previewed_identities p
       where p.portal_id = :portalId and p.run_id = :id and p.object_type = :objectType and p.identity = any(:hashes::text[])
         and (p.tax_id is null or :taxId::text is null or p.tax_id = :taxId)) as is_known`,
    { portalId, id, objectType, hashes, taxId },
  );
  return rows[0]?.isKnown === true;
}

/** Those of the companies that would be something in the ERP by the time their contacts are looked at. */
export async function previewedCompanies(db: Db, { portalId, id }: RunKey, recordIds: readonly RecordId[]): Promise<RecordId[]> {
  const rows = await db('previewedIdentities')
    .where({ portalId, runId: id, objectType: ORGANISATION })
    .whereIn('recordId', [...recordIds])
    .distinct<{ recordId: RecordId }[]>('recordId');
  return rows.map(({ recordId }) => recordId);
}

export async function forgetPreviewed(trx: Db, { portalId, id }: RunKey): Promise<void> {
  await trx('previewedIdentities').where({ portalId, runId: id }).delete();
}

function hashed(identities: readonly string[]): { hashes: string[]; taxId: string | null } {
  const taxId = taxIdIn(identities);
  return { hashes: [...new Set(identities.map(hashOf))], taxId: taxId === undefined ? null : hashOf(taxId) };
}

const hashOf = (identity: string): string => createHash('sha256').update(identity).digest('base64url');
