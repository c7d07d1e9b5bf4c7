import type { Db } from '../../db/index.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import { findConnection, type Secrets } from '../../portals/connections.ts';
import type { Connectors } from '../shared/connectors.ts';

interface Deps {
  db: Db;
  secrets: Secrets;
  connectors: Pick<Connectors, 'capabilitiesOf'>;
  publicUrl: string;
}

/** Encrypted under this purpose; the address is a secret because whoever knows it can make us read. */
export const HINT_TOKEN_PURPOSE = 'erp.hint_token';

/** Where the connection's ERP may call when something changed; null where the ERP cannot call. */
export function hintUrlOf({ db, secrets, connectors, publicUrl }: Deps) {
  return async (portalId: PortalId, connectionId: ConnectionId): Promise<string | null> => {
    const connection = await findConnection(db, { portalId, connectionId });
    if (!connection?.hintToken || !(await connectors.capabilitiesOf({ portalId, connectionId })).hints) return null;
    return `${publicUrl}/erp-hints/${secrets.decrypt(portalId, HINT_TOKEN_PURPOSE, connection.hintToken)}`;
  };
}
