import type { Db } from '../../db/index.ts';
import {
  isMaking,
  isOrderCommand,
  type CommandName,
  type Commands,
  type MakingCommand,
  type OrderCommandName,
} from '../../erp/shared/contract.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import { type DEAL, isDeal, isPerson, ORGANISATION, type CommandObjectType, type CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { markRecordsDue } from '../shared/targets.ts';
import { calledOff, findObjection, lockRecord, type Left } from './called-off.ts';
import type { CommandFacts, Params } from './command-facts.ts';
import { countFormer, takeUpFormer } from './former-commands.ts';
import { ORDER_REFUSALS } from './order-refusals.ts';

export type CommandState = 'planned' | 'waiting' | 'sending' | 'unknown' | 'done' | 'rejected' | 'cancelled';
/** Of a contact: its company is no customer yet; `params.organisations` are those it waits for. */
export const WAITING_ORGANISATION = 'command.waiting_organisation';
/** Of a deal: its company or contact is no customer yet; `params.records` are those of which one has to become one. */
export const WAITING_CUSTOMER = 'order.waiting_customer';
/** Of a deal: the ERP is to get products first; `params.keys` are the commands that make them. */
export const WAITING_PRODUCT = 'order.waiting_product';
/** An e-mail may have been sent, and is not sent again. */
export const SENDING_UNKNOWN = 'order.sending_unknown';
/** The problems of a record, or of a customer to be archived, that the ERP did not take. */
const REJECTED = { createCustomer: 'command.rejected', setCustomerActive: 'command.archiving_rejected' } as const;
/** The connection's user may make and change no customer, whatever is written: connectors say so. */
export const NO_RIGHT_TO_CUSTOMERS = 'erp.no_right_to_customers';
export const ORDER_REJECTED = 'command.order_rejected';
export const rejectedCode = (name: CommandName): string => (isOrderCommand(name) ? ORDER_REJECTED : REJECTED[name]);
export const REJECTIONS: readonly string[] = [...Object.values(REJECTED), NO_RIGHT_TO_CUSTOMERS];
export const ORDER_REJECTIONS: readonly string[] = [ORDER_REJECTED, ...ORDER_REFUSALS];
export const rejectionsOf = (name: CommandName): readonly string[] =>
  isOrderCommand(name) ? ORDER_REJECTIONS : name === 'createCustomer' ? [REJECTED[name], NO_RIGHT_TO_CUSTOMERS] : [REJECTED[name]];
export type AskedBy = { kind: 'rule'; property: string } | { kind: 'workflow' } | { kind: 'person'; userId: number };
/** What a command is about. */
type SubjectType<N extends CommandName> = N extends OrderCommandName ? typeof DEAL : CustomerObjectType;

/** A write to the ERP, written down before the call. */
export interface Command<N extends CommandName = CommandName> {
  portalId: PortalId;
  connectionId: ConnectionId;
  /** Travels in the made record, where it makes one. */
  key: string;
  name: N;
  objectType: SubjectType<N>;
  recordId: RecordId;
  state: CommandState;
  /** While it waits, and after a refusal: the code of the sentence that says what for. */
  waitingFor: string | null;
  params: Params;
  facts: CommandFacts;
  identities: string[];
  input: Commands[N]['input'] | null;
  result: Commands[N]['result'] | null;
  askedBy: AskedBy;
  askedAt: Date;
  dueAt: Date;
  sentAt: Date | null;
  endedAt: Date | null;
  tries: number;
  priority: number;
  revision: number;
}

interface NewCommand<N extends CommandName = CommandName> extends ConnectionScope {
  name: N;
  objectType: SubjectType<N>;
  recordId: RecordId;
  askedBy: AskedBy;
  now: Date;
}

/** `HS-7K2X-C1B9QF-1`: unique for ever; the last number rises only when a person asks for another one. */
function keyOf({ portalId, objectType, recordId }: NewCommand, number: number): string {
  const short = (value: string | number): string => BigInt(value).toString(36).toUpperCase();
  return `HS-${short(portalId)}-${letterOf(objectType)}${short(recordId)}-${number}`;
}

const letterOf = (objectType: CommandObjectType): string => (isDeal(objectType) ? 'D' : isPerson(objectType) ? 'P' : 'C');

/**
 * Asks for it, once: whoever asks again for the same record gets the command that stands, which is looked at anew where it waited. Answers its
 * key. The caller enqueues `commands`.
 */
export async function askFor(trx: Db, command: NewCommand<'createCustomer'>): Promise<string> {
  const { portalId, connectionId, name, askedBy, now } = command;
  const known = await lockCommands(trx, command);
  const standing = known.find((one) => one.connectionId === connectionId && one.name === name);
  if (askedBy.kind !== 'person' && (!standing || standing.state === 'cancelled')) {
    // A person said that it stays as it is: only a person asks again.
    if (standing?.facts.left) return standing.key;
    const left = await findObjection(trx, command);
    if (left) return callOff(trx, command, { standing, left });
  }
  if (!standing || (await isForAnother(trx, command, standing))) return insertCommand(trx, command);
  await lookAgain(trx, portalId, { filter: { keys: [standing.key] }, states: ['waiting', 'rejected', 'cancelled'], now });
  if (askedBy.kind === 'person') await askInNameOf(trx, portalId, { key: standing.key, userId: askedBy.userId, now });
  return standing.key;
}

/** It is written down that it was asked for and is not made, so that people see why. */
async function callOff(
  trx: Db,
  command: NewCommand<'createCustomer'>,
  { standing, left }: { standing: KnownCommand | undefined; left: Left },
): Promise<string> {
  const key = standing?.key ?? (await insertCommand(trx, command));
  await trx('commands')
    .where({ portalId: command.portalId, key })
    .update(calledOff(trx, left, command.now));
  return key;
}

/** What stands of a record, the newest first. One at a time for a record: two people who press at once get one command. */
export async function lockCommands(trx: Db, command: NewCommand): Promise<KnownCommand[]> {
  const { portalId, objectType, recordId } = command;
  await lockRecord(trx, command);
  await takeUpFormer(trx, command);
  return trx('commands')
    .where({ portalId, objectType, recordId })
    .orderBy('askedAt', 'desc')
    .select<KnownCommand[]>('key', 'state', 'name', 'connectionId', 'result', 'facts', 'input');
}
export type KnownCommand = Pick<Command, 'key' | 'state' | 'name' | 'connectionId' | 'result' | 'facts' | 'input'>;

/** Asks for a change of something that is there: each time anew, so that it shows what was done and when. Whoever asks knows of the one before. */
export async function askForChange<N extends Exclude<CommandName, MakingCommand>>(
  trx: Db,
  command: NewCommand<N>,
  input: Commands[N]['input'],
  more: { afterMs?: number; facts?: CommandFacts } = {},
): Promise<string> {
  await lockRecord(trx, command);
  return insertCommand(trx, command, { ...more, input });
}

/** The numbers of a record are counted over all its ERPs, disconnected ones too. The record is locked. */
export async function insertCommand(
  trx: Db,
  command: NewCommand,
  { input, facts = {}, afterMs = 0 }: { input?: object; facts?: CommandFacts; afterMs?: number } = {},
): Promise<string> {
  const { portalId, connectionId, name, objectType, recordId, askedBy, now } = command;
  const known = await trx('commands').where({ portalId, objectType, recordId }).select('key');
  const key = keyOf(command, known.length + (await countFormer(trx, command)) + 1);
  const priority = askedBy.kind === 'person' ? A_PERSON_WAITS : isMaking(name) ? A_RULE_ASKED : A_RULE_GOES_ON;
  const dueAt = new Date(now.getTime() + afterMs);
  const row = { portalId, connectionId, key, name, objectType, recordId, state: 'planned', askedAt: now, dueAt, priority };
  const json = { askedBy: JSON.stringify(askedBy), facts: JSON.stringify(facts), ...(input && { input: JSON.stringify(input) }) };
  await trx('commands').insert({ ...row, ...json });
  await markDealDue(trx, command, askedBy.kind === 'person' ? now : inPassing(now));
  return key;
}

/** A deal shows in HubSpot how its commands stand. */
async function markDealDue(
  trx: Db,
  { portalId, objectType, recordId }: Pick<NewCommand, 'portalId' | 'objectType' | 'recordId'>,
  at: Date,
) {
  if (isDeal(objectType)) await markRecordsDue(trx, portalId, [{ objectType, recordId }], { priority: 1, now: at });
}

/** What is asked by itself is mostly done and read a moment later: HubSpot counts each call, and is told where it takes longer. */
const PASSING_MS = 3_000;
const inPassing = (now: Date): Date => new Date(now.getTime() + PASSING_MS);

const changeDueAt = ({ askedBy, dueAt }: Command, { state, sentAt }: CommandChange): Date =>
  state === 'sending' && sentAt && askedBy.kind !== 'person' ? inPassing(sentAt) : dueAt;

/** A rule that is applied to everything asks for thousands at once: what was made is brought to its end before the next is made. */
const [A_PERSON_WAITS, A_RULE_GOES_ON, A_RULE_ASKED] = [0, 1, 2] as const;

/** A person asks although it was done: what came of it is not this record's any more. */
async function isForAnother(trx: Db, command: NewCommand, { state }: Pick<Command, 'state'>): Promise<boolean> {
  if (state !== 'done' || command.askedBy.kind !== 'person') return false;
  const { portalId, connectionId, objectType, recordId } = command;
  return (await trx('links').where({ portalId, connectionId, objectType, recordId }).first('customerId')) === undefined;
}

/** What a rule asked for is a person's from now on, and goes on at once. */
export async function askInNameOf(
  trx: Db,
  portalId: PortalId,
  { key, userId, now }: { key: string; userId: number; now: Date },
): Promise<void> {
  await trx('commands')
    .where({ portalId, key, state: 'planned' })
    .whereRaw(`asked_by ->> 'kind' <> 'person'`)
    .update({
      askedBy: JSON.stringify({ kind: 'person', userId }),
      priority: A_PERSON_WAITS,
      dueAt: now,
      revision: trx.raw('revision + 1'),
    });
}

/** Commands that waited for somebody, or were refused, are planned anew: what they lacked may be there now. */
export async function lookAgain(trx: Db, portalId: PortalId, { filter, states, now }: LookAgain): Promise<number> {
  const commands = trx('commands').where({ portalId });
  // One parameter, however many they are.
  if ('keys' in filter) commands.whereRaw('key = any(?)', [[...filter.keys]]);
  else commands.whereIn('objectType', [...filter.objectTypes]);
  if ('connectionId' in filter) commands.where({ connectionId: filter.connectionId });
  const fresh = { state: 'planned', waitingFor: null, params: '{}', dueAt: now, tries: 0, endedAt: null };
  // What may have been sent is never sent again.
  const found = await commands
    .whereIn('state', [...states])
    .whereRaw('waiting_for is distinct from ?', [SENDING_UNKNOWN])
    .update({ ...fresh, facts: trx.raw(`facts - 'reasons' - 'left'`), revision: trx.raw('revision + 1') })
    .returning<Pick<Command, 'objectType' | 'recordId'>[]>(['objectType', 'recordId']);
  const deals = found.flatMap(({ objectType, recordId }) => (isDeal(objectType) ? [{ objectType, recordId }] : []));
  await markRecordsDue(trx, portalId, deals, { priority: 1, now });
  return found.length;
}

interface LookAgain {
  filter: { keys: readonly string[] } | { objectTypes: readonly CommandObjectType[]; connectionId?: ConnectionId };
  states: readonly CommandState[];
  now: Date;
}

/** Commands whose record is a customer now, and of contacts those whose company is one, go on. Answers how many. */
export async function wakeByLinks(trx: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<number> {
  const again = `update commands c set state = 'planned', waiting_for = null, params = '{}', due_at = :now, tries = 0, ended_at = null, revision = c.revision + 1`;
  const { rowCount: deals } = await trx.raw<{ rowCount: number }>(
    `${again}
     where c.portal_id = :portalId and c.connection_id = :connectionId and c.name = 'createOrder' and c.state in ('planned', 'waiting')
       and c.waiting_for = '${WAITING_CUSTOMER}' and exists (
         select 1 from links l where l.portal_id = c.portal_id and l.connection_id = c.connection_id and l.state = 'active'
           and l.object_type || ' ' || l.record_id = any(string_to_array(c.params ->> 'records', ',')))`,
    { portalId, connectionId, now },
  );
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `${again}
     where c.portal_id = :portalId and c.connection_id = :connectionId and c.name = 'createCustomer' and c.state in ('waiting', 'rejected') and exists (
       select 1 from links l where l.portal_id = c.portal_id and l.connection_id = c.connection_id and l.state = 'active' and (
         l.object_type = c.object_type and l.record_id = c.record_id
         or c.waiting_for = '${WAITING_ORGANISATION}' and l.object_type = '${ORGANISATION}'
           and l.record_id = any(string_to_array(c.params ->> 'organisations', ','))))`,
    { portalId, connectionId, now },
  );
  return rowCount + deals;
}

export type CommandChange = Partial<Pick<Command, 'state' | 'waitingFor' | 'dueAt' | 'sentAt' | 'endedAt' | 'tries' | 'identities'>> & {
  params?: Params;
  facts?: CommandFacts;
  input?: unknown;
  result?: unknown;
};

/** Whatever became of the row meanwhile. False: it was done already. */
export async function setDone(
  trx: Db,
  command: Command,
  { result, params, endedAt, ...plain }: Required<Pick<CommandChange, 'waitingFor' | 'params' | 'result'>> & { endedAt: Date },
): Promise<boolean> {
  const json = { result: JSON.stringify(result), params: JSON.stringify(params) };
  const { portalId, key } = command;
  const updated = await trx('commands')
    .where({ portalId, key })
    .whereNot({ state: 'done' })
    .update({ ...plain, ...json, endedAt, state: 'done', revision: trx.raw('revision + 1') });
  await markDealDue(trx, command, inPassing(endedAt));
  if (updated > 0) command.state = 'done';
  return updated > 0;
}

/** False: somebody else changed it meanwhile, whose word stands. */
export async function changeCommand(db: Db, command: Command, change: CommandChange): Promise<boolean> {
  if (!isDeal(command.objectType)) return saveChange(db, command, change);
  return db.transaction(async (trx) => {
    await markDealDue(trx, command, changeDueAt(command, change));
    return saveChange(trx, command, change);
  });
}

async function saveChange(trx: Db, command: Command, change: CommandChange): Promise<boolean> {
  const { params, facts, input, result, ...plain } = change;
  const json = Object.entries({ params, facts, input, result }).filter(([, value]) => value !== undefined);
  const updated = await trx('commands')
    .where({ portalId: command.portalId, key: command.key, revision: command.revision })
    .update({
      ...plain,
      ...Object.fromEntries(json.map(([name, value]) => [name, JSON.stringify(value)])),
      revision: command.revision + 1,
    });
  if (updated > 0) Object.assign(command, change, { revision: command.revision + 1 });
  return updated > 0;
}

/** SQL: one of those that order `c` waits for is asked to become a customer. */
export const isCustomerAsked = (c: string): string => `exists (
  select 1 from commands k where k.portal_id = ${c}.portal_id and k.connection_id = ${c}.connection_id and k.name = 'createCustomer'
    and k.state in ('planned', 'sending', 'unknown', 'waiting') and k.object_type || ' ' || k.record_id = any(string_to_array(${c}.params ->> 'records', ',')))`;
