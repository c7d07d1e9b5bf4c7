import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import { isSameEmail } from '../../shared/email-addresses.ts';
import type { PortalId } from '../../shared/ids.ts';

export interface Approver {
  userId: number;
  /** As HubSpot signed it. */
  email: string;
}

/** Named, or in a team that is named, as far as we know the portal's users. */
export async function mayApprove(
  { db }: { db: Db },
  portalId: PortalId,
  approval: PipelineOrderRules['approval'],
  { userId, email }: Approver,
): Promise<boolean> {
  if (!approval) return true;
  if (approval.userEmails.some((one) => isSameEmail(one, email))) return true;
  if (approval.teamIds.length === 0) return false;
  const user = await db('portalUsers').where({ portalId, userId }).first<{ teams: { id: number }[] } | undefined>('teams');
  return user?.teams.some(({ id }) => approval.teamIds.includes(id)) ?? false;
}

/** Null: HubSpot does not list that user any more. */
export async function personName(db: Db, portalId: PortalId, userId: number): Promise<string | null> {
  const user = await db('portalUsers')
    .where({ portalId, userId })
    .first<{ name: string | null; email: string } | undefined>('name', 'email');
  return user ? (user.name ?? user.email) : null;
}

interface KnownUser {
  email: string;
  name: string | null;
  teams: { id: number; name: string }[];
}

/** People by name where HubSpot lists them, otherwise as they were entered; then teams. */
export async function approverNames({ db }: { db: Db }, portalId: PortalId, approval: PipelineOrderRules['approval']): Promise<string[]> {
  if (!approval) return [];
  const users = await db('portalUsers').where({ portalId }).select<KnownUser[]>('email', 'name', 'teams');
  const people = approval.userEmails.map((email) => users.find((user) => isSameEmail(user.email, email))?.name ?? email);
  const known = new Map(users.flatMap(({ teams }) => teams).map(({ id, name }) => [id, name]));
  return [...people, ...approval.teamIds.flatMap((id) => known.get(id) ?? [])];
}
