import type { Db } from '../../db/index.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import type { Connectors } from '../shared/connectors.ts';

/** A project of one of the connected ERPs, as a step is given it. */
interface Template {
  connectionId: string;
  id: string;
}

/** What somebody typed by hand is of no ERP. */
export function readTemplateOption(value: string): Template {
  const at = value.indexOf(':');
  return { connectionId: value.slice(0, Math.max(0, at)), id: value.slice(at + 1) };
}
const optionOf = ({ connectionId, id }: Template): string => `${connectionId}:${id}`;

/** HubSpot's editor waits for some seconds. An ERP that does not answer by then is left out. */
const ASKING_MS = 4_000;

/** What a project can be made like, of all ERPs, as they say now; sorted. */
export async function listProjectTemplates(
  { db, connectors }: { db: Db; connectors: Pick<Connectors, 'capabilitiesOf'> },
  portalId: PortalId,
  search: string,
): Promise<{ value: string; label: string }[]> {
  const { rows } = await db.raw<{ rows: { id: ConnectionId; name: string }[] }>(
    `select k.id, k.name from erp_connections k join portals p on p.portal_id = k.portal_id and p.status <> 'uninstalled'
     where k.portal_id = :portalId and k.status <> 'disconnected' and k.approved_at is not null order by k.name, k.id`,
    { portalId },
  );
  const listed = await Promise.all(rows.map((connection) => templatesOf(connectors, portalId, connection)));
  const isOne = rows.length === 1;
  const wanted = search.toLowerCase();
  return rows
    .flatMap(({ id: connectionId, name }, at) =>
      listed[at]!.map((template) => ({
        value: optionOf({ connectionId, id: template.id }),
        label: isOne ? template.name : `${template.name} (${name})`,
      })),
    )
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.label.localeCompare(b.label) || (a.value < b.value ? -1 : 1));
}

async function templatesOf(
  connectors: Pick<Connectors, 'capabilitiesOf'>,
  portalId: PortalId,
  { id: connectionId }: { id: ConnectionId },
): Promise<{ id: string; name: string }[]> {
  const signal = AbortSignal.timeout(ASKING_MS);
  try {
    const { projects } = await connectors.capabilitiesOf({ portalId, connectionId });
    return (await projects?.templates(signal)) ?? [];
  } catch (error) {
    if (!(error instanceof PuenteError) && !signal.aborted) throw error;
    return [];
  }
}
