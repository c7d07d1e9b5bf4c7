import { z } from 'zod';
import type { Db } from '../db/index.ts';
import type { ConnectionId, PortalId } from '../shared/ids.ts';
import { hasConnection, type ConnectionKey } from '../portals/connections.ts';
import { NotFoundError } from './failures.ts';

const ConnectionRef = z.object({ connectionId: z.uuid() }).transform(({ connectionId }) => connectionId as ConnectionId);

/** The connection a request names, if the signed portal has it: whatever follows may rely on its row. */
export async function requireConnection({ db }: { db: Db }, portalId: PortalId, input: unknown): Promise<ConnectionKey> {
  const connection = { portalId, connectionId: ConnectionRef.parse(input) };
  if (await hasConnection(db, connection)) return connection;
  throw new NotFoundError('No such connection', { code: 'not_found' });
}
