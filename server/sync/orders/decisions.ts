import type { OrderDecisionView } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { OrderCommandRow } from './command-views.ts';
import type { TiedOrder } from './order-ties.ts';

interface Decided {
  what: OrderDecisionView['what'];
  userId: number;
  at: string;
}

/** What people decided of these commands of deals with these ties, by their key and in the order in which they did. */
export async function loadDecisions(
  db: Db,
  portalId: PortalId,
  { commands, ties }: { commands: readonly OrderCommandRow[]; ties: readonly TiedOrder[] },
): Promise<ReadonlyMap<string, OrderDecisionView[]>> {
  const decided = new Map(commands.map((command) => [command.key, decisionsOf(command, ties)]));
  const userIds = [...new Set([...decided.values()].flatMap((ones) => ones.map(({ userId }) => userId)))];
  if (userIds.length === 0) return new Map();
  const users = await db('portalUsers as u')
    .where({ portalId })
    .whereIn('userId', userIds)
    .select<{ userId: number; name: string }[]>('userId', db.raw(`${userName('u')} as name`));
  const names = new Map(users.map(({ userId, name }) => [Number(userId), name]));
  return new Map(
    [...decided].map(([key, ones]) => [key, ones.map(({ what, userId, at }) => ({ what, by: names.get(userId) ?? null, at }))]),
  );
}

function decisionsOf({ name, connectionId, orderId, facts, askedAt }: OrderCommandRow, ties: readonly TiedOrder[]): Decided[] {
  const tie = name === 'confirmOrder' ? ties.find((one) => one.orderId === orderId && one.connectionId === connectionId) : undefined;
  const ofTie = (['approved', 'declined', 'accepted'] as const).flatMap((what) => {
    const one = tie?.[what];
    // An older one was said of another asking.
    return one && new Date(one.at) >= askedAt ? { what, userId: one.userId, at: one.at } : [];
  });
  const left = facts.left ? [{ what: 'left' as const, ...facts.left }] : [];
  return [...ofTie, ...left].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
