import type { Db } from '../../db/index.ts';
import { loadDealProjects, type StoredProject } from '../../records/queries/deal-projects.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { Command, CommandState } from '../commands/command-rows.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { askForProject } from './ask-projects.ts';
import { decidingRules } from './deal-rules.ts';
import { isLive, loadTies, type TiedOrder } from './order-ties.ts';
import { awaitsProducts, productsByRule } from './project-rules.ts';
import { loadOrderRules } from './rules.ts';

interface Deps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

interface Wanted {
  portalId: PortalId;
  dealId: RecordId;
  /** What it is made like; null: as the rules of the deal's pipeline say. */
  template: { connectionId: string; id: string } | null;
}

type StandingProject = Pick<StoredProject, 'connectionId' | 'id' | 'name'>;

/** `standing`: it has projects that nobody asked us for. `ordering`: there is something that may become an order, or what it sells is not read yet. */
type Asked =
  | { kind: 'asked'; keys: string[] }
  | { kind: 'standing'; projects: StandingProject[] }
  | { kind: 'ordering' | 'no_order' | 'no_rule' | 'other_erp' };

/** A workflow wants the projects of the newest order of this deal. */
export async function askForProjectByWorkflow(deps: Deps, wanted: Wanted): Promise<Asked> {
  const { portalId, dealId, template } = wanted;
  const live = (await loadTies(deps.db, portalId, [dealId])).filter((tie) => isLive(tie, deps.now()));
  const order = live.find(({ status }) => status === 'confirmed');
  if (!order) return { kind: live.length > 0 || (await isAsked(deps.db, portalId, dealId)) ? 'ordering' : 'no_order' };
  if (template && template.connectionId !== (order.connectionId as string)) return { kind: 'other_erp' };
  const scope = { portalId, connectionId: order.connectionId };
  const standing = await madeByPeople(deps.db, scope, order);
  if (standing.length > 0) return { kind: 'standing', projects: standing };
  if (!template && (await awaitsProducts(deps.db, scope, order.orderId, await rulesOfOrder(deps.db, scope, order))))
    return { kind: 'ordering' };
  const projects = template ? [await likeTemplate(deps.db, scope, order, template.id)] : await byRules(deps.db, scope, order);
  if (projects.length === 0) {
    const known = await loadDealProjects(deps.db, { portalId, dealId });
    return known.length > 0 ? { kind: 'standing', projects: known } : { kind: 'no_rule' };
  }
  return deps.db.transaction(async (trx) => {
    const keys: string[] = [];
    for (const project of projects) {
      keys.push(await askForProject(trx, { ...scope, dealId, ...project, askedBy: { kind: 'workflow' }, now: deps.now() }));
    }
    await deps.enqueue(trx, 'commands', scope);
    return { kind: 'asked', keys };
  });
}

const isAsked = async (db: Db, portalId: PortalId, recordId: RecordId): Promise<boolean> =>
  (await db('commands')
    .where({ portalId, objectType: DEAL, recordId, name: 'createOrder' })
    .whereIn('state', ['planned', 'waiting', 'sending', 'unknown'])
    .first('key')) !== undefined;

/** Somebody made projects for it in the ERP, which makes none of it by itself, and nobody asked us for one. */
async function madeByPeople(db: Db, { portalId, connectionId }: ConnectionScope, { orderId }: TiedOrder): Promise<StandingProject[]> {
  const { rows } = await db.raw<{ rows: StandingProject[] }>(
    `select p.connection_id, p.erp_id as id, p.name from erp_projects p
     join erp_orders o on o.portal_id = p.portal_id and o.connection_id = p.connection_id and o.erp_id = p.order_id and not o.makes_projects
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.order_id = :orderId and not exists (
       select 1 from order_ties t
       join commands c on c.portal_id = t.portal_id and c.object_type = '${DEAL}' and c.record_id = t.deal_id and c.connection_id = t.connection_id
         and c.name = 'createProject' and c.facts -> 'project' ->> 'orderId' = t.order_id
       where t.portal_id = p.portal_id and t.connection_id = p.connection_id and t.order_id = p.order_id and c.state <> 'cancelled')
     order by p.erp_created_at desc nulls last, p.erp_id desc`,
    { portalId, connectionId, orderId },
  );
  return rows;
}

type Project = Pick<Parameters<typeof askForProject>[1], 'project' | 'productIds'>;

async function likeTemplate(db: Db, scope: ConnectionScope, order: TiedOrder, templateId: string): Promise<Project> {
  const rule = (await rulesOfOrder(db, scope, order)).find((one) => one.templateId === templateId);
  const named = rule && (await productsByRule(db, scope, order.orderId, [rule])).get(rule);
  return { project: { orderId: order.orderId, ruleId: named ? rule.id : null, templateId }, productIds: named ?? null };
}

async function byRules(db: Db, scope: ConnectionScope, order: TiedOrder): Promise<Project[]> {
  const wanted = await productsByRule(db, scope, order.orderId, await rulesOfOrder(db, scope, order));
  return [...wanted].map(([{ id, templateId }, productIds]) => ({
    project: { orderId: order.orderId, ruleId: id, templateId },
    productIds,
  }));
}

/** Those that an administrator confirmed. */
async function rulesOfOrder(db: Db, scope: ConnectionScope, order: TiedOrder) {
  const [stored, rules] = await Promise.all([loadOrderRules(db, scope.portalId), decidingRules(db, scope, order)]);
  const counts = rules && rules.connectionId === (scope.connectionId as string) && stored?.confirmed[rules.pipelineId] !== undefined;
  return counts ? (rules.projects ?? []) : [];
}

interface Became {
  /** `gone`: what was made is not in the ERP any more. */
  state: 'working' | 'made' | 'refused' | 'gone';
  /** The key of the command that is at work on it. */
  on: string;
  /** False: all of them were there before that time. */
  isNew: boolean;
  made: { connectionId: ConnectionScope['connectionId']; id: ErpRecordId; name: string | null }[];
}

/** What became of them, `since` they were asked for. */
export async function projectsBecame(
  db: Db,
  portalId: PortalId,
  { keys, since }: { keys: readonly string[]; since: Date },
): Promise<Became> {
  const commands = await db('commands')
    .where({ portalId })
    .whereIn('key', [...keys])
    .orderBy('key')
    .select<Command<'createProject'>[]>();
  const made = commands.flatMap(({ connectionId, state, result }) =>
    state === 'done' && result ? [{ connectionId, id: result.id, name: result.number }] : [],
  );
  const isNew = commands.some(({ state, sentAt, endedAt }) => state === 'done' && sentAt !== null && endedAt !== null && endedAt >= since);
  const open = commands.find(({ state }) => OPEN.includes(state));
  if (open) return { state: 'working', on: open.key, isNew, made };
  if (await isAnyGone(db, portalId, keys)) return { state: 'gone', on: keys[0] ?? '', isNew, made };
  return { state: made.length === keys.length ? 'made' : 'refused', on: keys[0] ?? '', isNew, made };
}

/** Projects were read since, and one of them is not there. */
async function isAnyGone(db: Db, portalId: PortalId, keys: readonly string[]): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select 1 from commands c
     join erp_streams s on s.portal_id = c.portal_id and s.connection_id = c.connection_id and s.stream = 'projects' and s.is_on
     where c.portal_id = :portalId and c.key = any(:keys) and c.state = 'done' and c.ended_at < s.completed_at and not exists (
       select 1 from erp_projects p where p.portal_id = c.portal_id and p.connection_id = c.connection_id and p.erp_id = c.result ->> 'id')
     limit 1`,
    { portalId, keys: [...keys] },
  );
  return rows.length > 0;
}

const OPEN: readonly CommandState[] = ['planned', 'waiting', 'sending', 'unknown'];
