import type { Db } from '../../db/index.ts';
import type { MadeRecord } from '../../erp/shared/contract.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { isPerson } from '../../shared/object-types.ts';
import { wakeByLinks, type Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepare, Prepared } from '../commands/handler.ts';
import { WAITING_TRIAL } from '../commands/undecided.ts';
import { mayCreate } from '../fields/approval.ts';
import { awaitsLists } from '../fields/list-conditions.ts';
import { conditionMet, loadCustomerRules } from '../fields/rules.ts';
import { admitToTrial, mayBeAdmitted } from '../fields/trial.ts';
import { wakeByRelations } from '../fields/wake-by-relations.ts';
import { noteTakenBack, OF_CUSTOMER } from '../match/decisions.ts';
import { lockMatching } from '../match/lock.ts';
import { saveLinks } from '../match/links.ts';
import { insertHints, READ_NOW } from '../pull/hint-queue.ts';
import { markRecordsDue } from '../shared/targets.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import { buildCustomer } from './build-customer.ts';
import { waitForVies } from './check-vies.ts';
import { findPlace } from './find-place.ts';
import { isForgotten } from './is-forgotten.ts';
import { alikeFacts, seeRecords, type SeenRecords } from './see-records.ts';
import { waitForAlike, waitForOther, waitForUnread } from './wait-for-alike.ts';

export type CreateCommand = Command<'createCustomer'>;
export type CreatePrepared = Prepared<'createCustomer'>;

/** A HubSpot record becomes a customer of the ERP, unless it is one, or may be one. Everything is looked at afresh. */
export const createCustomer: CommandHandler<'createCustomer'> = { read, onDone };

const CANCELLED: CreatePrepared = { kind: 'cancelled' };
const WAITS_FOR_TRIAL: CreatePrepared = { kind: 'waiting', waitingFor: WAITING_TRIAL };
const WAITS_FOR_LISTS: CreatePrepared = { kind: 'waiting', waitingFor: 'command.waiting_lists', afterMs: 60_000 };
const MOVED_MS = 5_000;

async function read(run: CommandRun, commands: readonly CreateCommand[]): Promise<Prepare<'createCustomer'>> {
  const seen = await seeRecords(run, commands);
  return (command) => prepare(run, command, seen);
}

async function prepare(run: CommandRun, command: CreateCommand, seen: SeenRecords): Promise<CreatePrepared> {
  const { deps } = run;
  const stored = await loadCustomerRules(deps.db, command);
  const rules = stored?.live?.[command.objectType];
  if (!rules || !mayCreate(stored.writes, command.objectType)) return CANCELLED;
  const linked = await findLink(deps.db, command);
  if (linked) return { kind: 'existed', result: linked };
  // Other rules speak of other properties.
  if (stored.revision !== seen.revision || !seen.asked.has(command.recordId)) return (await read(run, [command]))(command);
  const record = seen.records.get(command.recordId);
  if (!record || record.archived) return CANCELLED;
  if (record.id !== command.recordId) return waitForMerge(run, command);
  if (command.askedBy.kind === 'rule' && awaitsLists(rules, record.properties)) return WAITS_FOR_LISTS;
  // What qualified may not do so any more.
  if (command.askedBy.kind === 'rule' && !conditionMet(rules, record.properties)) return CANCELLED;
  const place = await findPlace(run, command, { rules, companies: seen.companies.get(command.recordId) ?? [] });
  if ('kind' in place) return place;
  const built = buildCustomer(rules, place.organisationId === null ? 'customer' : 'contact_person', {
    properties: record.properties,
    timeZone: run.run.portal.timeZone,
  });
  const { portalId, objectType } = command;
  if (await isForgotten(deps, { portalId, objectType, identityKey: run.run.connection.identityKey }, built)) return CANCELLED;
  const [missing] = built.missing;
  if (missing) return { kind: 'waiting', waitingFor: missing.code, params: missing.params };
  // First: what the other makes would else be found, and taken for one that nobody has.
  const blocked =
    (await waitForOther(run, command, built)) ??
    (await waitForAlike(run, command, { built, record, organisationId: place.organisationId }));
  if (blocked) return blocked;
  const isTried = command.askedBy.kind !== 'person';
  const trial = { deps, scope: run.run.scope };
  // Of those that wait for the first few neither the ERP nor VIES is asked.
  if (isTried && !(await mayBeAdmitted(trial, command, 'create'))) return WAITS_FOR_TRIAL;
  const stopped = (await waitForUnread(run, command, { built, ask: seen.alike })) ?? (await waitForVies(run, command, built));
  if (stopped) return stopped;
  // Last: what stops them takes nobody's place among the first few.
  if (isTried && (await admitToTrial(trial, [command], 'create')).size === 0) return WAITS_FOR_TRIAL;
  const facts = alikeFacts(command.objectType, built);
  if (facts) seen.alike.forget(facts);
  const kind = isPerson(command.objectType) ? 'person' : 'organisation';
  return { kind: 'ready', input: { kind, organisationId: place.organisationId, values: built.values }, identities: built.identities };
}

async function findLink(db: Db, { portalId, connectionId, objectType, recordId: id }: CreateCommand): Promise<MadeRecord | undefined> {
  const { rows } = await db.raw<{ rows: MadeRecord[] }>(
    `select l.customer_id as id, c.number from links l
     left join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = :objectType and l.record_id = :id and l.state = 'active'
     order by l.linked_at, l.customer_id limit 1`,
    { portalId, connectionId, objectType, id },
  );
  return rows[0];
}

/** It became another record: the inbox moves whatever hangs on it, this command too. */
async function waitForMerge({ deps }: CommandRun, { portalId, objectType, recordId }: CreateCommand): Promise<CreatePrepared> {
  await deps.db.transaction(async (trx) => {
    await addToInbox(trx, portalId, [{ objectType, recordId }], deps.now());
    await deps.enqueue(trx, 'inbox', { portalId });
  });
  return { kind: 'waiting', waitingFor: 'command.waiting_other', params: { record: null }, afterMs: MOVED_MS };
}

/** Of many that are made one after the other, those of so long are read and written together. */
const GATHERED_MS = 10_000;
/** What was made is read from the ERP first, which makes the rest due: one look and one write instead of two. Should that reading fail, they come by themselves. */
const AFTER_READING_MS = 700;

/** The record is that customer from now on, before anybody reads it from the ERP. */
async function onDone(
  trx: Db,
  { deps, run: { scope } }: CommandRun,
  { objectType, recordId, sentAt, askedBy }: CreateCommand,
  { result: { id }, isNew, isFollowed }: Done<'createCustomer'>,
): Promise<void> {
  const now = deps.now();
  const readAt = isFollowed ? new Date(Math.ceil(now.getTime() / GATHERED_MS) * GATHERED_MS) : now;
  const dueAt = isNew ? new Date(readAt.getTime() + AFTER_READING_MS) : readAt;
  await lockMatching(trx, scope.portalId);
  if (isNew && sentAt) await takeBack(trx, scope, { objectType, customerId: id, recordId, sentAt, now });
  const linkedBy = askedBy.kind === 'person' ? askedBy.userId : null;
  await saveLinks(trx, scope, {
    objectType,
    links: [{ customerId: id, recordId, rule: 'created', linkedBy }],
    state: 'active',
    now,
    dueAt,
  });
  await trx('customerMatches')
    .insert({ ...scope, objectType, customerId: id, state: 'linked' })
    .onConflict(['portal_id', 'connection_id', 'object_type', 'customer_id'])
    .merge({ state: 'linked', candidates: '[]', wantedBy: null });
  const rules = (await loadCustomerRules(trx, scope))?.live?.[objectType];
  // What goes one way is left alone from the beginning.
  const isOneWay = isNew && rules?.isOneWay === true;
  await trx('fieldPairs')
    .insert({ ...scope, objectType, customerId: id, recordId, dueAt, priority: 1, isFrozen: isOneWay, isOneWay })
    .onConflict(['portal_id', 'connection_id', 'object_type', 'customer_id'])
    .ignore();
  await wakeByLinks(trx, scope, now);
  await wakeByRelations(trx, scope, now);
  await insertHints(trx, scope, { hints: [{ stream: 'customers', id }], passes: READ_NOW, now: readAt });
  await deps.enqueue(trx, 'hint', scope, { afterMs: readAt.getTime() - now.getTime() });
  const afterMs = dueAt.getTime() - now.getTime();
  await deps.enqueue(trx, 'fields', scope, { afterMs });
  await deps.enqueue(trx, 'push', { portalId: scope.portalId }, { afterMs });
}

interface MadeFor extends Pick<CreateCommand, 'objectType' | 'recordId'> {
  customerId: ErpRecordId;
  sentAt: Date;
  now: Date;
}

/** Whoever met it in the ERP before its answer came could only guess whose it is; a person knew, and so did whoever linked it in earlier times. */
async function takeBack(trx: Db, scope: ConnectionScope, { objectType, customerId, recordId, sentAt, now }: MadeFor): Promise<void> {
  const where = `${OF_CUSTOMER} and d.record_id <> :recordId and d.rule <> 'person' and d.at >= :sentAt`;
  const by = { portalId: scope.portalId, userId: null, now };
  await noteTakenBack(trx, by, 'links', { ...scope, objectType, customerId, recordId, sentAt, where });
  const guessed = await trx('links')
    .where({ ...scope, objectType, customerId })
    .whereNot({ recordId })
    .whereNot({ rule: 'person' })
    .where('linkedAt', '>=', sentAt)
    .delete('recordId');
  const records = (guessed as { recordId: RecordId }[]).map((one) => ({ objectType, recordId: one.recordId }));
  await markRecordsDue(trx, scope.portalId, records, { priority: 1, now });
}
