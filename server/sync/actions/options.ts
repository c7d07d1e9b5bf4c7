import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { Connectors } from '../shared/connectors.ts';
import type { OptionList } from './design.ts';
import { listProjectTemplates } from './project-templates.ts';

const PER_PAGE = 50;

interface OptionPage {
  options: { label: string; value: string; description?: string }[];
  /** Where the next page begins; absent: there is none. */
  after?: string;
  searchable: true;
}

interface Asked {
  list: OptionList;
  search: string;
  after: number;
}

/** As HubSpot's workflow editor takes them. */
export async function loadOptions(deps: Deps, portalId: PortalId, { list, search, after }: Asked): Promise<OptionPage> {
  const rows = await LISTS[list](deps, portalId, { search, after });
  const options = rows.slice(0, PER_PAGE);
  return { options, ...(rows.length > PER_PAGE ? { after: String(after + PER_PAGE) } : {}), searchable: true };
}

interface Deps {
  db: Db;
  connectors: Pick<Connectors, 'capabilitiesOf'>;
}
interface Option {
  value: string;
  label: string;
}
/** One more than a page. */
type List = (deps: Deps, portalId: PortalId, asked: Omit<Asked, 'list'>) => Promise<Option[]>;

const LISTS: Readonly<Record<OptionList, List>> = {
  connections: async ({ db }, portalId, asked) =>
    (await db.raw<{ rows: Option[] }>(CONNECTIONS, { portalId, ...asked, limit: PER_PAGE + 1 })).rows,
  project_templates: async (deps, portalId, { search, after }) =>
    (await listProjectTemplates(deps, portalId, search)).slice(after, after + PER_PAGE + 1),
};

const CONNECTIONS = `
    select k.id as value, k.name as label from erp_connections k
    join portals p on p.portal_id = k.portal_id and p.status <> 'uninstalled'
    where k.portal_id = :portalId and k.status <> 'disconnected' and k.approved_at is not null
      and (:search = '' or strpos(lower(k.name), lower(:search)) > 0)
    order by k.name, k.id limit :limit offset :after`;
