import type { CustomerRules } from '../../../hubspot-app/app/settings/api/customers.ts';
import { resolveProblems } from '../../portals/problems.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { CUSTOMER_OBJECT_TYPES, perObjectType } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { REJECTIONS } from '../commands/command-rows.ts';
import { WAITING_TRIAL } from '../commands/undecided.ts';
import { NO_WRITES } from '../fields/approval.ts';
import { NOT_IN_VIES } from '../fields/check-vies.ts';
import { ARCHIVAL_PROBLEMS, putOffArchivals } from '../shared/archivals.ts';
import { FIELD_PROBLEMS } from '../fields/field-problems.ts';
import { LIST_PROBLEMS } from '../fields/list-conditions.ts';
import { loadCustomerRules } from '../fields/rules.ts';
import { compileRules } from './compile-rules.ts';
import { joinShapes, readFields, readProperties } from './known-shapes.ts';
import { nameLists } from './name-lists.ts';
import { proposeRules } from './proposed-rules.ts';
import { endRuns, startRun, type RunDeps } from './start-run.ts';

type ShapeDeps = RunDeps & Pick<IncomingDeps, 'connectors'> & Pick<SyncDeps, 'openHubSpot'>;

/** A draft as a person edited it, and the revision that was before that person's eyes. */
interface EditedRules {
  rules: CustomerRules;
  revision: number;
}

/**
 * Kept as a draft, checked against what both systems have now; nothing is written by it before it is approved. What somebody else saved meanwhile
 * stays. A call that HubSpot repeats finds its own draft.
 */
export async function saveCustomerRules(
  deps: ShapeDeps,
  scope: ConnectionScope,
  { rules, revision }: EditedRules,
  userId: number,
): Promise<void> {
  const signal = AbortSignal.timeout(ASKING_MS);
  const connector = await deps.connectors.openConnector(scope);
  const hubspot = await deps.openHubSpot(scope.portalId);
  const [fields, properties] = await Promise.all([readFields(connector, signal), readProperties(hubspot)]);
  if (!fields) throw new InvalidInputError('This ERP cannot be written to', { code: 'customers.not_offered' });
  const shapes = joinShapes(fields, properties);
  if (isEmpty(rules) && !isEmpty(proposeRules(shapes, NO_TAX_IDS)) && !(await isSaved(deps, scope)))
    throw new InvalidInputError('The proposal was made without fields', { code: 'customers.proposal_missing' });
  const stored = await loadCustomerRules(deps.db, scope);
  const before = [stored?.draft, stored?.live].filter((one) => one !== undefined && one !== null);
  const draft = JSON.stringify(compileRules(await nameLists(hubspot, rules, { priority: 'interactive', signal }), shapes, before));
  const change = { draft, draftRevision: revision + 1, changedBy: userId, changedAt: deps.now() };
  const saved = await deps
    .db('customerRules')
    .insert({ ...scope, ...change, writes: JSON.stringify(NO_WRITES) })
    .onConflict(['portal_id', 'connection_id'])
    .merge(['draft', 'draftRevision', 'changedBy', 'changedAt'])
    .where('customerRules.draftRevision', revision)
    .returning('draftRevision');
  const own = { ...scope, draftRevision: revision + 1, changedBy: userId };
  if (saved.length === 0 && !(await deps.db('customerRules').where(own).whereRaw('draft = ?::jsonb', [draft]).first('portalId')))
    throw changedMeanwhile();
}

const ASKING_MS = 20_000;
const NO_TAX_IDS = perObjectType(CUSTOMER_OBJECT_TYPES, () => null);

/** Nobody begins with nothing: whoever does looked at the page before the ERP had said which fields it has. */
const isEmpty = (rules: CustomerRules): boolean => CUSTOMER_OBJECT_TYPES.every((type) => rules[type].mapping.length === 0);
const isSaved = async ({ db }: ShapeDeps, scope: ConnectionScope): Promise<boolean> =>
  (await db('customerRules')
    .where({ ...scope })
    .whereRaw('(draft is not null or live is not null)')
    .first('portalId')) !== undefined;

const changedMeanwhile = (): InvalidInputError =>
  new InvalidInputError('Somebody else changed these rules meanwhile', { code: 'customers.changed_meanwhile' });

/** `stopped`: to the rules that were stopped last. `nothing`: to what is live, else to what is proposed. */
interface Discarded {
  to: 'nothing' | 'stopped';
  /** That was before the person's eyes. */
  revision: number;
  userId: number;
}

/** What was stopped stays kept, whatever becomes of the draft. */
export async function discardDraft({ db, now }: RunDeps, scope: ConnectionScope, { to, revision, userId }: Discarded): Promise<void> {
  const rules = to === 'stopped' ? 'stopped' : null;
  const known = db('customerRules').where({ ...scope, draftRevision: revision });
  if (rules) void known.whereNull('live').whereNotNull('stopped');
  const change = { draft: rules === null ? null : db.ref(rules), draftRevision: revision + 1, changedBy: userId, changedAt: now() };
  if ((await known.update(change)) > 0) return;
  const own = { ...scope, draftRevision: revision + 1, changedBy: userId };
  const done = db('customerRules').where(own);
  void (rules ? done.whereRaw('draft = stopped') : done.whereNull('draft'));
  if (!(await done.first('portalId'))) throw changedMeanwhile();
}

/** Says what the draft would do; without one, what is live. */
export async function startPreview(deps: RunDeps, scope: ConnectionScope, userId: number): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const isApproved = await trx('erpConnections')
      .where({ portalId: scope.portalId, id: scope.connectionId })
      .whereNotNull('approvedAt')
      .first('id');
    if (!isApproved) throw new InvalidInputError('Approve the connection first', { code: 'customers.connection_first' });
    const stored = await loadCustomerRules(trx, scope);
    const rules = stored?.draft ?? stored?.live;
    if (!rules) throw new InvalidInputError('Save the rules first', { code: 'customers.nothing_saved' });
    await startRun(deps, trx, scope, { kind: 'preview', rules, userId });
  });
}

/** A person looked at the first few: the rest follows. */
export async function confirmTrial({ db, enqueue, now }: RunDeps, scope: ConnectionScope): Promise<void> {
  await db.transaction(async (trx) => {
    const ended = await trx('customerRules')
      .where({ ...scope })
      .whereNotNull('trial')
      .update({ trial: null });
    if (ended === 0) return;
    await trx('fieldPairs')
      .where({ ...scope })
      .update({ dueRevision: trx.raw('due_revision + 1'), dueAt: now(), tries: 0 });
    await trx('commands')
      .where({ ...scope, state: 'waiting', waitingFor: WAITING_TRIAL })
      .update({ state: 'planned', waitingFor: null, dueAt: now(), revision: trx.raw('revision + 1') });
    await enqueue(trx, 'fields', scope);
    await enqueue(trx, 'commands', scope);
    await enqueue(trx, 'archivals', scope);
  });
}

/** Nothing is written any more. Links, history and what was made stay; what was asked and not sent is cancelled. */
export async function stopCustomers({ db, now }: RunDeps, scope: ConnectionScope, userId: number | null = null): Promise<void> {
  await db.transaction(async (trx) => {
    // Edited further they can be approved again.
    await trx.raw(
      `update customer_rules set draft = coalesce(draft, live), stopped = coalesce(live, stopped), live = null, trial = null, writes = '{}', revision = revision + 1,
         changed_by = :userId, changed_at = :now
       where portal_id = :portalId and connection_id = :connectionId`,
      { ...scope, userId, now: now() },
    );
    await trx('commands')
      .where({ ...scope })
      .whereIn('objectType', [...CUSTOMER_OBJECT_TYPES])
      .whereIn('state', ['planned', 'waiting'])
      .update({ state: 'cancelled', endedAt: now(), revision: trx.raw('revision + 1') });
    // What people decided of single fields, too: rules that are approved later do not carry it out.
    await trx('fieldPairs')
      .where({ ...scope })
      .whereNot({ orders: '{}' })
      .update({ orders: '{}' });
    await endRuns(trx, scope, { kinds: ['preview', 'apply'], now: now() });
    await putOffArchivals(trx, scope);
    const { portalId, connectionId } = scope;
    await resolveProblems(
      trx,
      portalId,
      { codes: [...FIELD_PROBLEMS, ...REJECTIONS, ...ARCHIVAL_PROBLEMS, ...LIST_PROBLEMS, NOT_IN_VIES], connectionId },
      now(),
    );
  });
}

/** Of the run under way. */
export async function controlRun(
  { db, enqueue, now }: RunDeps,
  scope: ConnectionScope,
  answer: 'pause' | 'resume' | 'cancel',
): Promise<void> {
  await db.transaction(async (trx) => {
    if (answer === 'cancel') return endRuns(trx, scope, { kinds: ['preview', 'apply'], now: now() });
    const [from, to] = answer === 'pause' ? ['running', 'paused'] : ['paused', 'running'];
    await trx('customerRuns')
      .where({ ...scope, state: from })
      .update({ state: to });
    if (answer === 'resume') await enqueue(trx, 'customerRun', scope);
  });
}
