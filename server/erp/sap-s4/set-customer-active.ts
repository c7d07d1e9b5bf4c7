import type { ActivityChange, CustomerActivity } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { entityPath } from './entity-path.ts';
import { madeOf } from './find-made.ts';
import { locate, PARTNERS } from './partner-rows.ts';
import { RawPartner } from './raw-partner.ts';
import { SERVICES } from './services.ts';
import { recordGone } from './write-errors.ts';

/**
 * The flag for archiving takes a partner out of use, and the central block keeps people from selling to it. Both are taken back together, but for a
 * block that somebody else had set. Documents and balances stay as they are.
 */
export async function setCustomerActive(
  connection: Connection,
  { id, isActive, hasBlocked = false }: CustomerActivity,
  signal: AbortSignal,
): Promise<ActivityChange> {
  const located = (await locate(connection, [id], { select: [], sets: [] }, signal)).get(id);
  if (!located) throw recordGone();
  const path = entityPath(PARTNERS, { BusinessPartner: located.partner.BusinessPartner });
  const entity = await connection.writer.entity(SERVICES.partners, path, signal);
  if (!entity) throw recordGone();
  const record = madeOf(located.partner);
  const before = RawPartner.parse(entity.row);
  if (before.IsMarkedForArchiving !== isActive) return { ...record, isChanged: false };
  const isBlockOurs = isActive ? hasBlocked : !before.BusinessPartnerIsBlocked;
  const body = { IsMarkedForArchiving: !isActive, ...(isBlockOurs && { BusinessPartnerIsBlocked: !isActive }) };
  await connection.writer.change(SERVICES.partners, [{ method: 'PATCH', path, body, etag: entity.etag }], signal);
  return { ...record, isChanged: true, ...(!isActive && { hasBlocked: isBlockOurs }) };
}
