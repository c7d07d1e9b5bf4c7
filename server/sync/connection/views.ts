import type { ConnectionView } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { ErpIdentity, StreamName } from '../../erp/shared/contract.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import { loadHealth, loadStreams } from './health.ts';

interface Row {
  id: ConnectionId;
  system: string;
  name: string;
  publicSettings: Record<string, string | string[] | null>;
  companies: string[];
  identity: ErpIdentity;
  status: ConnectionView['status'];
  pausedCode: string | null;
  pausedParams: Record<string, string | number | boolean | null>;
  unreachableSince: Date | null;
  lastError: { code?: string; params?: Row['pausedParams'] } | null;
  goLiveAt: Date;
  approvedAt: Date | null;
  hasPushed: boolean;
  hasMatchesDue: boolean;
  hintInstallation: string | null;
  readsOrders: boolean | null;
  readsProjects: boolean | null;
  readsSubscriptions: boolean | null;
}

interface ViewDeps {
  db: Db;
  now(): Date;
  /** Where this connection's ERP may send hints; null: this ERP cannot send any. */
  hintUrl(portalId: PortalId, connectionId: ConnectionId): Promise<string | null>;
}

/** SQL of whether a stream of connection `k` is read; null: its ERP has none. */
const isOn = (stream: StreamName): string => `(
         select s.is_on from erp_streams s
         where s.portal_id = k.portal_id and s.connection_id = k.id and s.stream = '${stream}' and s.is_offered)`;

/** Every connection of the portal as the settings page shows it. */
export async function loadConnectionViews(deps: ViewDeps, portalId: PortalId): Promise<ConnectionView[]> {
  const { rows } = await deps.db.raw<{ rows: Row[] }>(
    `select k.id, k.system, k.name, k.public_settings, k.companies, k.identity, k.status, k.paused_code, k.paused_params, k.unreachable_since,
       k.last_error, k.go_live_at, k.approved_at, k.hint_installation,
       exists (select 1 from targets t join links l on l.portal_id = t.portal_id and l.object_type = t.object_type and l.record_id = t.record_id
         where l.portal_id = k.portal_id and l.connection_id = k.id and t.written is not null) as has_pushed,
       exists (select 1 from customer_matches m where m.portal_id = k.portal_id and m.connection_id = k.id and m.state = 'due') as has_matches_due,
       ${isOn('orders')} as reads_orders, ${isOn('projects')} as reads_projects, ${isOn('subscriptions')} as reads_subscriptions
     from erp_connections k
     where k.portal_id = ? and k.status <> 'disconnected'
     order by k.created_at`,
    [portalId],
  );
  return Promise.all(rows.map((row) => toView(deps, portalId, row)));
}

async function toView(deps: ViewDeps, portalId: PortalId, row: Row): Promise<ConnectionView> {
  const connection = { portalId, connectionId: row.id };
  const [streams, health, hintUrl] = await Promise.all([
    loadStreams(deps.db, connection, deps.now()),
    loadHealth(deps.db, connection),
    deps.hintUrl(portalId, row.id),
  ]);
  return {
    id: row.id,
    system: row.system,
    name: row.name,
    settings: row.publicSettings,
    product: row.identity.product,
    companies: row.identity.companies.map(({ id, name, currency }) => ({
      id,
      name,
      currency,
      isIncluded: row.companies.length === 0 || row.companies.includes(id),
    })),
    status: row.status,
    paused: row.pausedCode ? { code: row.pausedCode, params: row.pausedParams } : null,
    goLiveAt: row.goLiveAt.toISOString(),
    canMoveGoLive: !row.hasPushed,
    phase: phaseOf(row, streams.length > 0 && streams.every(({ isComplete }) => isComplete)),
    streams,
    readsOrders: row.readsOrders,
    readsProjects: row.readsProjects,
    readsSubscriptions: row.readsSubscriptions,
    hint: hintUrl === null ? 'not_supported' : row.hintInstallation ? 'on' : 'off',
    hintUrl,
    health,
    notices: row.unreachableSince
      ? [
          {
            code: row.lastError?.code ?? 'connection.unreachable',
            params: { ...row.lastError?.params, since: row.unreachableSince.toISOString() },
          },
        ]
      : [],
  };
}

function phaseOf(row: Row, isRead: boolean): ConnectionView['phase'] {
  if (row.approvedAt) return 'live';
  if (!isRead) return 'reading';
  return row.hasMatchesDue ? 'matching' : 'preview';
}
