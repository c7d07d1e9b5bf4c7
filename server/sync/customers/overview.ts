import type { CustomersView, ErpFieldView, PropertyView } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Notice, PortalSettings } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { ErpConnector } from '../../erp/shared/contract.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { userName } from '../../portals/users.ts';
import type { PortalId } from '../../shared/ids.ts';
import {
  CUSTOMER_OBJECT_TYPES,
  isPerson,
  ORGANISATION,
  PERSON,
  perObjectType,
  type CustomerObjectType,
} from '../../shared/object-types.ts';
import { countArchivals } from '../archiving/archival-list.ts';
import { CREATION } from '../commands/command-list.ts';
import type { CommandState } from '../commands/command-rows.ts';
import { FIELD_PROBLEMS } from '../fields/field-problems.ts';
import { shapeOfField } from '../fields/field-shapes.ts';
import { approvedWrites } from '../fields/approval.ts';
import { countFrozen } from '../fields/frozen-list.ts';
import { hasQuestion, isBehindTrial, isBeingUndone, isLeftDifferent } from '../fields/questions.ts';
import type { CompiledRules, StoredCustomerRules } from '../fields/rules.ts';
import type { Connectors } from '../shared/connectors.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { plainRules, type KnownField, type KnownProperty } from './compile-rules.ts';
import { joinShapes } from './known-shapes.ts';
import { proposeRules } from './proposed-rules.ts';
import { loadRunViews, viewGroups, type UrlOf } from './run-views.ts';
import { loadTrialGroups } from './trial-groups.ts';

/** What both systems have, as far as they answer now. */
export interface AskedShapes {
  /** Null: the ERP does not answer, and `trouble` says why. */
  fields: Record<CustomerObjectType, KnownField[]> | null;
  properties: Record<CustomerObjectType, KnownProperty[]>;
  trouble: Notice | null;
}

interface OverviewDeps {
  db: Db;
  connectors: Connectors;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead'>>;
  askShapes(scope: ConnectionScope, connector: ErpConnector): Promise<AskedShapes>;
}

type Offered = Exclude<CustomersView, { state: 'not_offered' }>;

/** What the settings page shows of the customers of one connection, both ways. */
export async function loadCustomers(
  deps: OverviewDeps,
  scope: ConnectionScope,
  { taxIdProperty, urlOf }: { taxIdProperty: PortalSettings['taxIdProperty']; urlOf: UrlOf },
): Promise<CustomersView> {
  const connector = await deps.connectors.openConnector(scope);
  if (!connector.capabilities.customerFields) return { state: 'not_offered' };
  const [stored, shapes, { preview, run }] = await Promise.all([
    loadStored(deps.db, scope),
    deps.askShapes(scope, connector),
    loadRunViews(deps.db, scope, urlOf),
  ]);
  const { fields, properties, trouble } = shapes;
  const compiled = stored?.draft ?? stored?.live;
  const isLive = Boolean(stored?.live);
  const isTrial = isLive && Array.isArray(stored?.trial);
  return {
    state: isLive ? 'live' : 'off',
    rules: compiled ? plainRules(compiled) : proposeRules(fields && joinShapes(fields, properties), taxIdProperty),
    isDraft: Boolean(stored?.draft),
    live: stored?.live ? plainRules(stored.live) : null,
    stopped: stored?.stopped && !isLive ? plainRules(stored.stopped) : null,
    revision: Number(stored?.draftRevision ?? 0),
    lastChange: stored ? { at: stored.changedAt.toISOString(), by: stored.person } : null,
    writes: approvedWrites(stored?.writes),
    fields: fields && perObjectType(CUSTOMER_OBJECT_TYPES, (type) => fields[type].map((field) => viewField(field, type))),
    properties: perObjectType(CUSTOMER_OBJECT_TYPES, (type) => properties[type].map(viewProperty)),
    ...{ trouble, preview },
    run: run && isTrial ? { ...run, groups: viewGroups(await loadTrialGroups(deps, scope, new Date(run.startedAt)), urlOf) } : run,
    isTrial,
    counts: {
      ...(await countCommands(deps.db, scope)),
      ...(await countArchivals(deps.db, scope)),
      ...(isLive ? await countPairs(deps.db, scope) : NO_PAIRS),
      ...(await countFrozen(deps.db, scope)),
    },
  };
}

interface StoredRow extends Omit<StoredCustomerRules, 'revision'> {
  draftRevision: string | number;
  stopped: CompiledRules | null;
  changedAt: Date;
  /** Of whoever changed them last, if it was one of the people we know. */
  person: string | null;
}

/** A draft is seen before the connection is approved, too. */
async function loadStored(db: Db, scope: ConnectionScope): Promise<StoredRow | undefined> {
  const { rows } = await db.raw<{ rows: StoredRow[] }>(
    `select r.live, r.draft, r.stopped, r.writes, r.trial, r.draft_revision, r.changed_at, ${userName('u')} as person from customer_rules r
     left join portal_users u on u.portal_id = r.portal_id and u.user_id = r.changed_by
     where r.portal_id = :portalId and r.connection_id = :connectionId`,
    { ...scope },
  );
  return rows[0];
}

/** What people can look through; HubSpot takes an answer of 1 MB. */
const MOST_OPTIONS = 500;
const shownOptions = <T>(options: T[] | null): T[] | null => (options && options.length <= MOST_OPTIONS ? options : null);

function viewField(field: KnownField, objectType: CustomerObjectType): ErpFieldView {
  const { name, label, role, isCustom, isWritable, isRequired, isForNewOnly } = field;
  const { type, options } = shapeOfField(field, field.kinds);
  const heldBy = heldByOf(field, objectType);
  return {
    name,
    label,
    type,
    role,
    isCustom,
    isWritable,
    isRequired,
    isForNewOnly,
    options: shownOptions(options),
    ...(heldBy && { heldBy }),
  };
}

/** Contacts are two things in an ERP, and not every field is one of both. */
function heldByOf({ kinds }: KnownField, objectType: CustomerObjectType): ErpFieldView['heldBy'] {
  if (!isPerson(objectType) || kinds.length > 1) return undefined;
  return kinds[0] === 'customer' ? 'customers' : 'contact_persons';
}

export const viewProperty = ({ name, label, type, isReadOnly, options }: KnownProperty): PropertyView => ({
  ...{ name, label, type, isReadOnly },
  options: shownOptions(options),
});

type Counts = Offered['counts'];

async function countCommands(
  db: Db,
  scope: ConnectionScope,
): Promise<Pick<Counts, 'planned' | 'waiting' | 'unknown' | 'rejected' | 'done'>> {
  const { rows } = await db.raw<{ rows: { state: CommandState; commands: number }[] }>(
    `select state, count(*) as commands from commands where portal_id = :portalId and connection_id = :connectionId and name = '${CREATION}' group by state`,
    { ...scope },
  );
  const countOf = (state: CommandState): number => rows.find((row) => row.state === state)?.commands ?? 0;
  return {
    planned: countOf('planned') + countOf('sending'),
    waiting: countOf('waiting'),
    unknown: countOf('unknown'),
    rejected: countOf('rejected'),
    done: countOf('done'),
  };
}

const NO_PAIRS = {
  ...{ inStep: 0, due: 0, undoing: 0, asked: 0, differing: 0 },
  ...{ behindTrial: 0, leftDifferent: 0, waitingContacts: 0, waitingCompanies: 0 },
};

/** Those that people left alone are none of these. In step are those that are the same on both sides as far as both were looked at. */
async function countPairs(db: Db, scope: ConnectionScope): Promise<typeof NO_PAIRS> {
  const { rows } = await db.raw<{ rows: (typeof NO_PAIRS)[] }>(
    `select count(*) filter (where is_asked) as asked,
       count(*) filter (where not is_asked and is_due) as due,
       count(*) filter (where is_undoing) as undoing,
       count(*) filter (where is_calm and is_behind_trial) as behind_trial,
       count(*) filter (where is_calm and not is_behind_trial and is_left_different) as left_different,
       count(*) filter (where is_calm and not is_behind_trial and not is_left_different and not is_differing and not waits) as in_step,
       count(*) filter (where is_differing) as differing,
       count(*) filter (where waits and object_type = '${PERSON}') as waiting_contacts,
       count(*) filter (where waits and object_type = '${ORGANISATION}') as waiting_companies
     from (
       select pairs.*, not is_asked and not is_due as is_calm from (
         select p.object_type, p.due_revision > p.done_revision as is_due, ${hasQuestion('p', 'edited')} as is_asked,
           ${hasQuestion('p', 'before')} as is_differing, ${isBeingUndone('p')} as is_undoing, p.awaited_record is not null or p.awaited_customer is not null as waits,
           ${isBehindTrial('p')} as is_behind_trial, ${isLeftDifferent('p')} or ${hasProblem('p')} as is_left_different
         from field_pairs p where p.portal_id = :portalId and p.connection_id = :connectionId and not p.is_frozen) pairs) looked`,
    { ...scope, codes: [...FIELD_PROBLEMS] },
  );
  return rows[0] ?? NO_PAIRS;
}

/** SQL: a field of pair `p` cannot be written, as its record's problem says. */
const hasProblem = (p: string): string => `exists (
  select 1 from problems x where x.portal_id = ${p}.portal_id and x.connection_id = ${p}.connection_id and x.subject_kind = ${p}.object_type
    and x.subject = ${p}.record_id and x.code = any(:codes) and x.resolved_at is null)`;
