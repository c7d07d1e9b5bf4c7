import type { Db } from '../../db/index.ts';
import type { ErpDefinition } from '../../erp/shared/contract.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import { findConnection, type Secrets } from '../../portals/connections.ts';

interface Deps {
  db: Db;
  secrets: Secrets;
  registry: ReadonlyMap<string, ErpDefinition<unknown>>;
  publicUrl: string;
}

/** Encrypted under this purpose; the address is a secret because whoever knows it can make us read. */
export const HINT_TOKEN_PURPOSE = 'erp.hint_token';

/** Where the connection's ERP may call when something changed; null where the ERP cannot call. */
export function hintUrlOf({ db, secrets, registry, publicUrl }: Deps) {
  return async (portalId: PortalId, connectionId: ConnectionId): Promise<string | null> => {
    const connection = await findConnection(db, { portalId, connectionId });
    if (!connection?.hintToken || !registry.get(connection.system)?.hints) return null;
    return `${publicUrl}/erp-hints/${secrets.decrypt(portalId, HINT_TOKEN_PURPOSE, connection.hintToken)}`;
  };
}
