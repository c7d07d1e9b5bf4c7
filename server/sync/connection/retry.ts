import type { Db } from '../../db/index.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import { erpRecordId, recordId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, DEAL, OBJECT_TYPES, type CustomerObjectType, type ObjectType } from '../../shared/object-types.ts';
import { STREAMS, streamOf } from '../../streams/index.ts';
import { NOT_MADE } from '../catalog/create-products.ts';
import { requeueRefusedProducts } from '../catalog/requeue-refused.ts';
import type { Enqueue, ConnectionScope } from '../shared/job-data.ts';
import { insertHints, READ_NOW } from '../pull/hint-queue.ts';
import { UNREADABLE } from '../pull/store-page.ts';
import { requestProvision } from '../shared/provision.ts';
import { LIST_REFUSED, PRICE_REFUSED, queueRefusedPrices } from '../catalog/refused-prices.ts';
import { queueMatches } from '../match/queue.ts';
import { ORDER_REJECTIONS, REJECTIONS } from '../commands/command-rows.ts';
import { askAgain } from '../commands/person-commands.ts';
import { FIELD_PROBLEMS } from '../fields/field-problems.ts';
import { retryFields } from '../fields/person-decisions.ts';
import { STOP_CODES } from '../project-records/targets.ts';
import { PROJECT_REFUSED } from '../project-records/write-deals.ts';
import { offerProjectsAgain, tryStoppedTargets } from '../shared/project-deals.ts';
import { markRecordsDue } from '../shared/targets.ts';

interface Deps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

type RetryChoice = { problemIds: string[] } | { code: string; connectionId: string | null };

interface ProblemRow {
  id: string;
  connectionId: ConnectionId | null;
  code: string;
  subjectKind: string;
  subject: string;
}

/** Closes the chosen problems and makes what they are about due again; what still fails is raised again by whoever meets it. */
export async function retryProblems(deps: Deps, portalId: PortalId, choice: RetryChoice): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const open = trx('problems').where({ portalId }).whereNull('resolvedAt').orderBy('id').forUpdate();
    if ('problemIds' in choice) void open.whereIn('id', choice.problemIds);
    else void open.where({ code: choice.code }).whereRaw('connection_id is not distinct from ?::uuid', [choice.connectionId]);
    if ('problemIds' in choice) await requireKnownProblem(trx, portalId, choice.problemIds);
    const problems = await open.select<ProblemRow[]>('id', 'connectionId', 'code', 'subjectKind', 'subject');
    await trx('problems')
      .where({ portalId })
      // One parameter, however many they are.
      .whereRaw('id = any(?)', [problems.map(({ id }) => id)])
      .update({ resolvedAt: deps.now() });
    await markProblemsDue(deps, trx, portalId, problems);
  });
}

/** One that was solved meanwhile may be tried again; one that never was is somebody's mistake. */
async function requireKnownProblem(trx: Db, portalId: PortalId, problemIds: readonly string[]): Promise<void> {
  const known = await trx('problems').where({ portalId }).whereIn('id', problemIds).first('id');
  if (!known) throw new InvalidInputError('No such problem', { code: 'not_found' });
}

async function markProblemsDue(deps: Deps, trx: Db, portalId: PortalId, problems: ProblemRow[]): Promise<void> {
  const records = problems
    .filter((p) => isObjectType(p.subjectKind))
    .map((p) => ({ objectType: p.subjectKind as ObjectType, recordId: recordId(p.subject) }));
  await markRecordsDue(trx, portalId, records, { priority: 0, now: deps.now() });
  // Raised again by the next reading, if it is still so.
  const connections = new Set(problems.flatMap(({ connectionId }) => (connectionId ? [connectionId] : [])));
  for (const connectionId of [...connections].sort()) await deps.enqueue(trx, 'reconcile', { portalId, connectionId });
  for (const connectionId of [...connections].sort()) await makeProductsAgain(deps, trx, { portalId, connectionId }, problems);
  for (const connectionId of [...connections].sort()) {
    const customerIds = problems
      .filter((p) => p.subjectKind === 'customer' && p.connectionId === connectionId)
      .map((p) => erpRecordId(p.subject));
    const scope = { portalId, connectionId };
    if ((await queueMatches(trx, scope, customerIds)) > 0) await deps.enqueue(trx, 'match', scope);
  }
  for (const connectionId of [...connections].sort()) await askPricesAgain(deps, trx, { portalId, connectionId }, problems);
  for (const connectionId of [...connections].sort()) await writeCustomersAgain(deps, trx, { portalId, connectionId }, problems);
  for (const connectionId of [...connections].sort()) await writeProjectsAgain(deps, trx, { portalId, connectionId }, problems);
  for (const connectionId of [...connections].sort()) await queueUnreadableRecords(deps, trx, { portalId, connectionId }, problems);
  if (problems.some(({ subjectKind }) => subjectKind === 'property')) await requestProvision(trx, deps.enqueue, portalId, deps.now());
  if (records.length > 0) await deps.enqueue(trx, 'push', { portalId });
}

/** What could not be understood is read by its id: corrected, it may have kept the change stamp that the mirror knows. */
async function queueUnreadableRecords(deps: Deps, trx: Db, scope: ConnectionScope, problems: ProblemRow[]): Promise<void> {
  const hints = problems
    .filter(({ code, connectionId }) => code === UNREADABLE && connectionId === scope.connectionId)
    .flatMap(({ subjectKind, subject }) => {
      const stream = STREAMS.find((name) => streamOf(name).subjectKind === subjectKind);
      return stream ? [{ stream, id: erpRecordId(subject) }] : [];
    });
  if (hints.length === 0) return;
  await insertHints(trx, scope, { hints, passes: READ_NOW, now: deps.now() });
  await deps.enqueue(trx, 'hint', scope);
}

/** What the ERP refused to say. */
async function askPricesAgain(deps: Deps, trx: Db, scope: ConnectionScope, problems: ProblemRow[]): Promise<void> {
  const own = problems.filter(({ connectionId }) => connectionId === scope.connectionId);
  const refused = own.filter(({ code }) => code === PRICE_REFUSED || code === LIST_REFUSED);
  const subjects = refused.map(({ subject }) => subject);
  if ((await queueRefusedPrices(trx, scope, subjects, deps.now())) > 0) await deps.enqueue(trx, 'prices', scope);
}

/** What the ERP, or HubSpot, did not take of customers and orders: offered once more, the fields and the creations. */
async function writeCustomersAgain(deps: Deps, trx: Db, scope: ConnectionScope, problems: ProblemRow[]): Promise<void> {
  const own = problems.filter(({ connectionId }) => connectionId === scope.connectionId);
  const recordsOf = (isMeant: (code: string) => boolean) =>
    own
      .filter(({ code, subjectKind }) => isMeant(code) && isCustomerType(subjectKind))
      .map(({ subjectKind, subject }) => ({ objectType: subjectKind as CustomerObjectType, recordId: recordId(subject) }));
  await retryFields(
    deps,
    trx,
    scope,
    recordsOf((code) => FIELD_PROBLEMS.includes(code)),
  );
  const deals = own
    .filter(({ code, subjectKind }) => ORDER_REJECTIONS.includes(code) && subjectKind === DEAL)
    .map(({ subject }) => ({ objectType: DEAL, recordId: recordId(subject) }));
  await askAgain(deps, trx, scope, [...recordsOf((code) => REJECTIONS.includes(code)), ...deals]);
}

/** Products that HubSpot did not let us make. */
async function makeProductsAgain(deps: Deps, trx: Db, scope: ConnectionScope, problems: ProblemRow[]): Promise<void> {
  const refused = problems.filter(({ code, connectionId }) => code === NOT_MADE && connectionId === scope.connectionId);
  if (refused.length === 0) return;
  await requeueRefusedProducts(
    trx,
    scope,
    refused.map(({ subject }) => erpRecordId(subject)),
  );
  await deps.enqueue(trx, 'catalog', scope);
}

/** What HubSpot did not let us make of projects, one or all. */
async function writeProjectsAgain(deps: Deps, trx: Db, scope: ConnectionScope, problems: ProblemRow[]): Promise<void> {
  const own = problems.filter(({ connectionId }) => connectionId === scope.connectionId);
  const refused = own.filter(({ code }) => code === PROJECT_REFUSED);
  const isStopped = own.some(({ code }) => STOP_CODES.some((known) => known === code));
  const projectIds = refused.map(({ subject }) => subject);
  if (refused.length > 0) await offerProjectsAgain(trx, scope, projectIds, deps.now());
  if (isStopped) await tryStoppedTargets(trx, scope, deps.now());
  if (isStopped || refused.length > 0) await deps.enqueue(trx, 'projectRecords', { portalId: scope.portalId });
}

const isCustomerType = (kind: string): boolean => (CUSTOMER_OBJECT_TYPES as readonly string[]).includes(kind);
const isObjectType = (kind: string): kind is ObjectType => (OBJECT_TYPES as readonly string[]).includes(kind);
