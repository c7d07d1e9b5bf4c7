import type { OdooClient } from './client.ts';

const FIRST_WITH_ACCESS_METHOD = 18;

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
