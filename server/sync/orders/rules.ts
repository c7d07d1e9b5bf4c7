import { z } from 'zod';
import type { CreateCondition } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { OrderRules, PipelineOrderRules, ProjectRule } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import { ORDER_NUMBER, PUSHED_PROPERTIES } from '../../records/catalogue/index.ts';
import { resolveProblems } from '../../portals/problems.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { orders } from '../../streams/orders/index.ts';
import { products } from '../../streams/products/index.ts';
import { projects } from '../../streams/projects/index.ts';
import type { StreamName } from '../../streams/index.ts';
import { switchStreams } from '../shared/stream-states.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { canonical, conditionsSinceWhen, confirmConditions, QUOTES_WITHHELD, type ConditionTimes } from './confirm-conditions.ts';
import { addStandingDeals } from './standing-deals.ts';

export interface StoredOrderRules extends ConditionTimes {
  rules: OrderRules;
  /** By pipeline and stage: since when it has its rule. */
  since: Record<string, Record<string, string>>;
  revision: number;
}

const Id = z.string().min(1).max(200);
const OptionalId = Id.nullable();
const Mapping = z.record(z.string().min(1).max(100), Id);

/** Of deals: stages have rules of their own, and what Puente writes follows from the order. */
export const NOT_CONFIRMING: readonly string[] = [...PUSHED_PROPERTIES[DEAL], ORDER_NUMBER, 'pipeline', 'dealstage'];

const ConditionInput = z.strictObject({
  property: z
    .string()
    .min(1)
    .max(200)
    // What says that it was confirmed cannot be why.
    .refine((name) => !NOT_CONFIRMING.includes(name)),
  values: z.array(z.string().min(1).max(500)).max(100),
} satisfies Record<Exclude<keyof CreateCondition, 'names'>, z.ZodType>);

const ProjectRuleInput = z
  .strictObject({
    id: Id,
    templateId: Id,
    products: z.array(z.strictObject({ id: Id, name: z.string().max(300) })).max(500),
    categoryIds: z.array(Id).max(500),
  } satisfies Record<keyof ProjectRule, z.ZodType>)
  .refine(({ products: named, categoryIds }) => named.length + categoryIds.length > 0);

const PipelineRulesInput = z.strictObject({
  pipelineId: Id,
  connectionId: z.uuid(),
  stages: z.record(Id, z.enum(['quotation', 'order'])),
  confirmWhen: z.array(ConditionInput).max(20).default([]),
  confirmWhenSigned: z.boolean().default(false),
  companyId: OptionalId,
  warehouseId: OptionalId,
  paymentTermId: OptionalId,
  priceLists: z.record(z.string().regex(/^[A-Z]{3}$/), Id),
  salespeople: Mapping,
  prices: z.enum(['deal', 'erp']),
  approval: z
    .strictObject({ userEmails: z.array(z.email()).max(200), teamIds: z.array(z.int().positive()).max(200) })
    .refine(({ userEmails, teamIds }) => userEmails.length + teamIds.length > 0)
    .nullable(),
  unknownProduct: z.enum(['stop', 'placeholder', 'create']),
  newProducts: z.strictObject({ kind: z.enum(['goods', 'service']), categoryId: OptionalId }),
  withoutLines: z.enum(['stop', 'amount']),
  placeholderProductId: OptionalId,
  reserves: z.boolean(),
  whenLost: z.enum(['cancel', 'leave']),
  projects: z.array(ProjectRuleInput).max(50).default([]),
  projectCode: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('existing'), code: Id }),
      z.strictObject({ kind: z.literal('per_deal') }),
    ])
    .nullable()
    .default(null),
} satisfies Record<keyof PipelineOrderRules, z.ZodType>);

export const OrderRulesInput = z.strictObject({ pipelines: z.array(PipelineRulesInput).max(100) });

const STORED = ['rules', 'confirmed', 'since', 'conditionsSince', 'revision'] as const;

/** What an administrator decided about orders; undefined: nothing is made of deals. */
export async function loadOrderRules(db: Db, portalId: PortalId): Promise<StoredOrderRules | undefined> {
  const row = await db('orderRules')
    .where({ portalId })
    .first<StoredOrderRules | undefined>(...STORED);
  return row && { ...row, revision: Number(row.revision) };
}

export const rulesOf = (stored: StoredOrderRules | undefined, pipelineId: string): PipelineOrderRules | undefined =>
  stored?.rules.pipelines.find((one) => one.pipelineId === pipelineId);

/** Since when a deal that enters the stage becomes something by itself; null: it does not. */
export function actsSince({ confirmed, since }: StoredOrderRules, pipelineId: string, stage: string): Date | null {
  const confirmedAt = confirmed[pipelineId]?.at;
  const stageSince = since[pipelineId]?.[stage];
  if (confirmedAt === undefined || stageSince === undefined) return null;
  return new Date(Math.max(Date.parse(confirmedAt), Date.parse(stageSince)));
}

/** What money depends on: where it differs from what was confirmed, it has to be confirmed anew. */
function moneyPart(rules: PipelineOrderRules | undefined): string {
  if (!rules) return '';
  const { connectionId, companyId, warehouseId, paymentTermId, priceLists, prices, placeholderProductId } = rules;
  // The books of what is sold depend on its category.
  const newProducts = rules.unknownProduct === 'create' ? rules.newProducts : null;
  const lists = Object.entries(priceLists).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const projectCode = rules.projectCode ?? null;
  return JSON.stringify([
    connectionId,
    companyId,
    warehouseId,
    paymentTermId,
    lists,
    prices,
    placeholderProductId,
    newProducts,
    projectCode,
  ]);
}

interface ChangeDeps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

interface Edited {
  /** What was saved when these were edited. */
  revision: number;
  userId: number;
}

/** What somebody else saved meanwhile stays. A call that HubSpot repeats finds that it was saved. */
export async function saveOrderRules(deps: ChangeDeps, portalId: PortalId, rules: OrderRules, { revision, userId }: Edited): Promise<void> {
  requireSound(rules);
  await deps.db.transaction(async (trx) => {
    const before = await lockRules(trx, portalId);
    if ((before?.revision ?? 0) !== revision) return requireSame(before, rules);
    const now = deps.now();
    const confirmed = stillConfirmed(before, rules);
    const row = {
      rules: JSON.stringify(rules),
      confirmed: JSON.stringify(confirmed),
      since: JSON.stringify(sinceWhen(before, rules, now)),
      conditionsSince: JSON.stringify(conditionsSinceWhen(before?.conditionsSince ?? {}, rules, { confirmed, now })),
      revision: revision + 1,
      changedBy: userId,
      changedAt: now,
    };
    await trx('orderRules')
      .insert({ portalId, ...row })
      .onConflict('portalId')
      .merge();
    if (!rules.pipelines.some(({ confirmWhenSigned }) => confirmWhenSigned))
      await resolveProblems(trx, portalId, { codes: [QUOTES_WITHHELD] }, now);
    await readWhatIsNeeded(deps, trx, portalId, rules);
  });
}

async function lockRules(trx: Db, portalId: PortalId): Promise<StoredOrderRules | undefined> {
  // Two first saves at once: the second waits here and finds the first one's.
  await trx('portals').where({ portalId }).forUpdate().first('portalId');
  return loadOrderRules(trx, portalId);
}

function requireSame(before: StoredOrderRules | undefined, rules: OrderRules): void {
  if (before && canonical(before.rules) === canonical(rules)) return;
  throw new InvalidInputError('Somebody else changed these rules meanwhile', { code: 'orders.changed_meanwhile' });
}

function requireSound({ pipelines }: OrderRules): void {
  const needsPlaceholder = pipelines.some(
    (one) => (one.unknownProduct === 'placeholder' || one.withoutLines === 'amount') && one.placeholderProductId === null,
  );
  if (needsPlaceholder) throw new InvalidInputError('A placeholder product is needed', { code: 'orders.placeholder_missing' });
  if (isAnyTwice(pipelines.map(({ pipelineId }) => pipelineId)))
    throw new InvalidInputError('A pipeline twice', { code: 'input.invalid', params: { field: 'pipelines' } });
  const areTwice = ({ projects: rules = [] }: PipelineOrderRules): boolean =>
    isAnyTwice(rules.map(({ id }) => id)) || isAnyTwice(rules.map(({ templateId }) => templateId));
  if (pipelines.some(areTwice)) throw new InvalidInputError('A rule twice', { code: 'input.invalid', params: { field: 'projects' } });
}

const isAnyTwice = (ids: readonly string[]): boolean => new Set(ids).size < ids.length;

function stillConfirmed(before: StoredOrderRules | undefined, { pipelines }: OrderRules): StoredOrderRules['confirmed'] {
  const kept = pipelines.flatMap((rules) => {
    const known = before?.confirmed[rules.pipelineId];
    return known && moneyPart(rulesOf(before, rules.pipelineId)) === moneyPart(rules) ? [[rules.pipelineId, known] as const] : [];
  });
  return Object.fromEntries(kept);
}

function sinceWhen(before: StoredOrderRules | undefined, { pipelines }: OrderRules, now: Date): StoredOrderRules['since'] {
  return Object.fromEntries(
    pipelines.map(({ pipelineId, stages }) => {
      const known = rulesOf(before, pipelineId)?.stages ?? {};
      const sinceOf = (stage: string): string => {
        const isSame = known[stage] === stages[stage];
        return (isSame && before?.since[pipelineId]?.[stage]) || now.toISOString();
      };
      return [pipelineId, Object.fromEntries(Object.keys(stages).map((stage) => [stage, sinceOf(stage)]))];
    }),
  );
}

/** Lines are recognised by the ERP's products, how far an order came by its orders, and that its project is there by its projects. */
async function readWhatIsNeeded(deps: ChangeDeps, trx: Db, portalId: PortalId, { pipelines }: OrderRules): Promise<void> {
  for (const connectionId of new Set(pipelines.map((one) => one.connectionId as ConnectionId))) {
    const known = await trx('erpConnections').where({ portalId, id: connectionId }).whereNot({ status: 'disconnected' }).first('id');
    if (!known) throw new InvalidInputError('No such connection', { code: 'orders.connection_unknown' });
    await switchStreams({ ...deps, db: trx }, { portalId, connectionId }, neededBy(pipelines, connectionId), true);
  }
}

const NEEDED: readonly StreamName[] = [orders.name, products.name];

function neededBy(pipelines: readonly PipelineOrderRules[], connectionId: ConnectionId): readonly StreamName[] {
  const own = pipelines.filter((one) => one.connectionId === (connectionId as string));
  if (own.length === 0) return [];
  return own.some((one) => (one.projects ?? []).length > 0) ? [...NEEDED, projects.name] : NEEDED;
}

/** The streams of this connection that order rules need, whatever else stops. */
export async function streamsForOrders(db: Db, { portalId, connectionId }: ConnectionScope): Promise<readonly StreamName[]> {
  const stored = await loadOrderRules(db, portalId);
  return neededBy(stored?.rules.pipelines ?? [], connectionId);
}

/** From here on the pipeline's rules act by themselves: on deals that enter a stage from now on. Repeating it changes nothing. */
export async function confirmOrderRules(
  { db, now }: Pick<ChangeDeps, 'db' | 'now'>,
  portalId: PortalId,
  pipelineId: string,
  { revision, userId }: Edited,
): Promise<void> {
  await db.transaction(async (trx) => {
    const stored = await lockRules(trx, portalId);
    const rules = rulesOf(stored, pipelineId);
    if (!stored || !rules) throw new InvalidInputError('Save the rules first', { code: 'orders.nothing_saved' });
    if (stored.confirmed[pipelineId]) return;
    if (stored.revision !== revision)
      throw new InvalidInputError('Somebody else changed these rules meanwhile', { code: 'orders.changed_meanwhile' });
    const confirmed = { ...stored.confirmed, [pipelineId]: { at: now().toISOString(), by: userId } };
    const conditionsSince = conditionsSinceWhen(stored.conditionsSince, stored.rules, { confirmed, now: now() });
    await trx('orderRules')
      .where({ portalId })
      .update({ confirmed: JSON.stringify(confirmed), conditionsSince: JSON.stringify(conditionsSince) });
    // What was met while the rules waited for this was looked at and left; the next search reads the inbox.
    if (confirmConditions(rules).length > 0) await addStandingDeals(trx, portalId, { pipelineIds: [pipelineId], now: now() });
  });
}
