import { z } from 'zod';
import type { OdooClient } from './client.ts';

const FIRST_WITH_ACCESS_METHOD = 18;
const FIRST_WITH_GROUPS_OF_A_USER = 18;

/** Whether the user's groups give the right, whatever the rules on single records say. */
export async function mayUser(
  client: OdooClient,
  { model, operation }: { model: string; operation: 'read' | 'create' | 'write' },
  signal: AbortSignal,
): Promise<boolean> {
  const isNew = (await client.server(signal)).version >= FIRST_WITH_ACCESS_METHOD;
  const named = isNew ? { ids: [], operation } : { operation, raise_exception: false };
  return (await client.call(model, isNew ? 'has_access' : 'check_access_rights', named, signal)) === true;
}

const RawContext = z.object({ uid: z.number().int() });

/** Whether the user whose key we have is in this group, named by its external id; not where there is no such group. */
export async function isInGroup(client: OdooClient, group: string, signal: AbortSignal): Promise<boolean> {
  const isOfUser = (await client.server(signal)).version >= FIRST_WITH_GROUPS_OF_A_USER;
  const ids = isOfUser ? [RawContext.parse(await client.call('res.users', 'context_get', {}, signal)).uid] : undefined;
  return (await client.call('res.users', 'has_group', { ...(ids && { ids }), group_ext_id: group }, signal)) === true;
}
