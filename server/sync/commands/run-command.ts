import type { Db } from '../../db/index.ts';
import { isMaking, isOnceOnly, isOrderCommand, type CommandName, type Commands, type CommandSupport } from '../../erp/shared/contract.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { PuenteError, RecordBusyError, RecordRejectedError, UnclearOutcomeError } from '../../shared/errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { isDeal } from '../../shared/object-types.ts';
import { requeueKeptWaiting } from '../shared/sending-commands.ts';
import type { CommandFacts, Reason } from './command-facts.ts';
import { changeCommand, rejectedCode, rejectionsOf, SENDING_UNKNOWN, setDone, type Command, type CommandChange } from './command-rows.ts';
import { resolveDealRejections } from './deal-rejections.ts';
import type { CommandDeps, CommandHandler, CommandRun, Done, Prepared } from './handler.ts';
import type { OrderRefusal } from './order-refusals.ts';
import type { ReadAhead } from './read-ahead.ts';

/** The answer may only have been lost on the way: what was made shows at once. */
const FIRST_LOOK_MS = 5_000;
/** Longer than a call may take: who finds it still sending then finds one whose process ended. */
const LOOK_AFTER_MS = 60_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

interface Doing<N extends CommandName> extends CommandRun {
  support: CommandSupport;
  handler: CommandHandler<N>;
  ahead: ReadAhead;
}

/**
 * Brings one command forward. The key of what makes a record is looked up before each creation, by us or by the ERP itself, and after each answer
 * that was lost; what only changes one is done again, once the ERP can have no more to do with the call whose answer was lost.
 */
export async function runCommand<N extends CommandName>(doing: Doing<N>, command: Command<N>): Promise<void> {
  const isLookUp = command.state !== 'planned';
  try {
    await (isLookUp ? lookUp(doing, command) : send(doing, command));
  } catch (error) {
    // Nothing is forgotten, and the next command is not held up by this one.
    if (isLookUp || command.state === 'planned') await postpone(doing.deps, command);
    throw error;
  }
}

/** An answer was lost, or the process ended while it waited for one. */
async function lookUp<N extends CommandName>(doing: Doing<N>, command: Command<N>): Promise<void> {
  const { deps, support, run } = doing;
  if (isOnceOnly(command.name)) return lookUpOnce(doing, command as Command<'sendDocument'>);
  const found = isMaking(command.name) ? (await support.find(command.name, [command.key], run.context.signal)).get(command.key) : [];
  if (await adopt(doing, command, { found: found ?? [], isFollowed: false })) return;
  // It was made before, a draft that somebody had to agree to, and nothing came of it.
  if (command.result) return void (await changeCommand(deps.db, command, { state: 'done', waitingFor: null, endedAt: deps.now() }));
  const settledAt = new Date((command.sentAt ?? deps.now()).getTime() + support.settledAfterMs);
  const isSettled = settledAt <= deps.now();
  if (isSettled) await endSending(deps, command, { state: 'planned', waitingFor: null, dueAt: deps.now() });
  else await changeCommand(deps.db, command, { state: 'unknown', waitingFor: unknownCode(command), dueAt: settledAt });
}

/** It is not done again, whatever the ERP says: where that is nothing, nobody knows for ever. */
async function lookUpOnce(doing: CommandRun, command: Command<'sendDocument'>): Promise<void> {
  const { deps, run } = doing;
  const { documents, commands } = run.erp.capabilities;
  const { input, sentAt } = command;
  const isSent = input && documents ? await documents.isSent(input, run.context.signal) : false;
  const result = { id: input?.id ?? erpRecordId(''), number: null, isChanged: true };
  if (isSent) return void (await setDone(deps.db, command, { result, waitingFor: null, params: {}, endedAt: deps.now() }));
  const settledAt = new Date((sentAt ?? deps.now()).getTime() + (commands?.settledAfterMs ?? 0));
  if (settledAt > deps.now())
    return void (await changeCommand(deps.db, command, { state: 'unknown', waitingFor: SENDING_UNKNOWN, dueAt: settledAt }));
  await refuse(deps, command, [{ code: SENDING_UNKNOWN, params: {} }]);
}

/** What the ERP made under this key, whoever made it. */
async function adopt<N extends CommandName>(
  doing: Doing<N>,
  command: Command<N>,
  {
    found: [first, ...copies],
    isFollowed,
    facts,
  }: { found: Commands[N]['result'][]; isFollowed: boolean; facts?: CommandFacts | undefined },
): Promise<boolean> {
  if (!first) return false;
  if (facts) command.facts = { ...facts, ...command.facts };
  await finish(doing, command, { result: first, isNew: true, isFollowed, copies: copies.length });
  return true;
}

/** Nothing was sent for it, as far as we know. False: the ERP has nothing of its key. */
async function adoptStanding<N extends CommandName>(doing: Doing<N>, command: Command<N>): Promise<boolean> {
  const { support, run } = doing;
  if (!isMaking(command.name)) return false;
  const found = await support.find(command.name, [command.key], run.context.signal).catch((error: unknown) => {
    if (error instanceof RecordRejectedError) return new Map<string, Commands[N]['result'][]>();
    throw error;
  });
  return adopt(doing, command, { found: found.get(command.key) ?? [], isFollowed: false });
}

async function send<N extends CommandName>(doing: Doing<N>, command: Command<N>): Promise<void> {
  const { deps, run, handler } = doing;
  const { prepare, find, isFollowed } = await doing.ahead.of(handler, command);
  const prepared = await prepare(command);
  if (prepared.kind === 'cancelled') return void (await changeCommand(deps.db, command, { state: 'cancelled', endedAt: deps.now() }));
  if (prepared.kind === 'existed') return finish(doing, command, { result: prepared.result, isNew: false, isFollowed, copies: 0 });
  if (prepared.kind === 'waiting') return wait(deps, command, prepared);
  if (prepared.kind === 'refused') {
    if (prepared.mayStand && (await adoptStanding(doing, command))) return;
    return refuse(deps, command, prepared.reasons);
  }
  if (await adopt(doing, command, { found: await find(), isFollowed, facts: prepared.facts })) return;
  run.context.signal.throwIfAborted();
  const sentAt = deps.now();
  const { input, identities, facts = {} } = prepared;
  const kept = { input, identities, facts: { ...command.facts, ...facts } };
  const sending = { ...kept, state: 'sending', waitingFor: null, params: {}, sentAt, tries: command.tries + 1 } as const;
  const isMine = await changeCommand(deps.db, command, { ...sending, dueAt: new Date(sentAt.getTime() + LOOK_AFTER_MS) });
  if (isMine) await call(doing, command, { input, isFollowed });
}

async function call<N extends CommandName>(
  doing: Doing<N>,
  command: Command<N>,
  { input, isFollowed }: Pick<Extract<Prepared<N>, { kind: 'ready' }>, 'input'> & Pick<Done<N>, 'isFollowed'>,
): Promise<void> {
  const { deps, run, support } = doing;
  try {
    const result = await support.run(command.name, { key: command.key, input }, run.context.signal);
    await finish(doing, command, { result, isNew: true, isFollowed, copies: 0 });
  } catch (error) {
    if (error instanceof RecordRejectedError) return reject(doing, command, error);
    if (error instanceof RecordBusyError) return void (await endSending(deps, command, { state: 'planned', dueAt: error.retryAt }));
    // What we do not know may have come after the ERP had done it.
    const isNothingMade = error instanceof PuenteError && !(error instanceof UnclearOutcomeError);
    const dueAt = new Date(deps.now().getTime() + FIRST_LOOK_MS);
    if (isNothingMade) await endSending(deps, command, { state: 'planned' });
    else await changeCommand(deps.db, command, { state: 'unknown', waitingFor: unknownCode(command), dueAt });
    throw error;
  }
}

/** It stays refused until somebody mends what the ERP named, or the record changes. */
async function reject<N extends CommandName>(doing: Doing<N>, command: Command<N>, error: RecordRejectedError): Promise<void> {
  const { deps, handler } = doing;
  const { waitingFor, code, params } = rejectionOf(command, error);
  const endedAt = deps.now();
  await deps.db.transaction(async (trx) => {
    const isMine = await endSending({ ...deps, db: trx }, command, { state: 'rejected', waitingFor, params, endedAt });
    if (!isMine) return;
    // It may have been refused for something else before.
    if (!isOrderCommand(command.name)) await resolveRejections(trx, command, endedAt);
    await raiseProblems(trx, command.portalId, [{ ...problemOf(command, code), params }], endedAt);
    await handler.onRejected?.(trx, doing, command);
  });
}

const PRODUCT_REFUSED = 'order.product_refused' satisfies OrderRefusal;

/** What connectors say of orders has sentences of its own, and so has a right that is missing. */
function rejectionOf(command: Command, error: RecordRejectedError): { waitingFor: string; code: string; params: Command['params'] } {
  const { properties } = error;
  const code = isOrderCommand(command.name) && error.code === 'erp.record_gone' ? goneOf(command.name) : error.code;
  const params = { ...error.params, message: String(error.params['message'] ?? code), fields: properties.join(', ') || null };
  if (rejectionsOf(command.name).includes(code)) return { waitingFor: code, code, params };
  const { message, fields } = params;
  if (command.name === 'createProduct') {
    const { sku = '' } = (command as Command<'createProduct'>).input ?? {};
    return { waitingFor: PRODUCT_REFUSED, code: PRODUCT_REFUSED, params: { product: sku, message, fields } };
  }
  const waitingFor = isOrderCommand(command.name) ? 'order.refused' : isMaking(command.name) ? 'command.refused' : code;
  return { waitingFor, code: rejectedCode(command.name), params: { message, fields } };
}

/** A new order names nothing but its customer that could be gone. */
function goneOf(name: Command['name']): OrderRefusal {
  if (name === 'createOrder') return 'order.customer_gone';
  return name === 'sendDocument' ? 'order.document_gone' : 'order.gone';
}

/** Nothing was sent. */
async function refuse(deps: CommandDeps, command: Command, reasons: readonly [Reason, ...Reason[]]): Promise<void> {
  const [{ code, params }] = reasons;
  const endedAt = deps.now();
  const change = { state: 'rejected', waitingFor: code, params, facts: { ...command.facts, reasons }, endedAt } as const;
  await deps.db.transaction(async (trx) => {
    if (!(await changeCommand(trx, command, change))) return;
    await resolveRejections(trx, command, endedAt);
    const problems = reasons.map((one) => ({ ...problemOf(command, one.code), params: one.params }));
    await raiseProblems(trx, command.portalId, problems, endedAt);
  });
}

const OF_THEIR_OWN: ReadonlySet<CommandName> = new Set(['createProduct', 'createProject', 'planProject']);

async function resolveRejections(
  trx: Db,
  { name, portalId, connectionId, objectType: subjectKind, recordId }: Command,
  now: Date,
): Promise<void> {
  if (isDeal(subjectKind))
    return resolveDealRejections(trx, portalId, {
      dealIds: [recordId],
      // Another product that was refused still holds the order up; a project says nothing of another one.
      except: OF_THEIR_OWN.has(name) ? null : name,
      now,
    });
  await resolveProblems(trx, portalId, { codes: rejectionsOf(name), connectionId, subjectKind, subjects: [recordId] }, now);
}

/** From now on the ERP has surely nothing of it that nobody knows of. */
async function endSending({ db, enqueue }: CommandDeps, command: Command, change: CommandChange): Promise<boolean> {
  return db.transaction(async (trx) => {
    const isMine = await changeCommand(trx, command, change);
    await requeueMatching(trx, enqueue, command);
    return isMine;
  });
}

async function requeueMatching(trx: Db, enqueue: CommandDeps['enqueue'], { sentAt, portalId, connectionId }: Command): Promise<void> {
  const scope = { portalId, connectionId };
  if (sentAt && (await requeueKeptWaiting(trx, scope, sentAt)) > 0) await enqueue(trx, 'match', scope);
}

function unknownCode({ name }: Command): string {
  if (name === 'createProduct') return 'order.product_answer_unknown';
  if (name === 'createProject') return 'order.project_answer_unknown';
  if (isOnceOnly(name)) return SENDING_UNKNOWN;
  if (isOrderCommand(name)) return isMaking(name) ? 'order.answer_unknown' : 'order.change_unknown';
  return isMaking(name) ? 'command.answer_unknown' : 'command.change_unknown';
}

const problemOf = ({ connectionId, objectType, recordId }: Command, code: string) => ({
  code,
  connectionId,
  subjectKind: objectType,
  subject: recordId as string,
});

interface Finished<N extends CommandName> extends Done<N> {
  /** Further records that carry the key: somebody copied the one that was made. */
  copies: number;
}

/** What was made is so, whatever state the row is in by now. */
async function finish<N extends CommandName>(doing: Doing<N>, command: Command<N>, { copies, ...done }: Finished<N>): Promise<void> {
  const { deps, handler } = doing;
  await deps.db.transaction(async (trx) => {
    const copied = isOrderCommand(command.name) ? 'order.copied' : 'command.copied';
    const note = copies > 0 ? { waitingFor: copied, params: { count: copies + 1 } } : { waitingFor: null, params: {} };
    if (!(await setDone(trx, command, { ...note, result: done.result, endedAt: deps.now() }))) return;
    await handler.onDone(trx, doing, command, done);
    await resolveRejections(trx, command, deps.now());
    await requeueMatching(trx, deps.enqueue, command);
  });
}

async function wait(
  { db, now }: CommandDeps,
  command: Command,
  { waitingFor, params = {}, facts, afterMs }: Extract<Prepared<CommandName>, { kind: 'waiting' }>,
): Promise<void> {
  const change = { waitingFor, params, ...(facts && { facts: { ...command.facts, ...facts } }) };
  if (afterMs === undefined) await changeCommand(db, command, { ...change, state: 'waiting' });
  else await changeCommand(db, command, { ...change, state: 'planned', dueAt: new Date(now().getTime() + afterMs) });
}

async function postpone({ db, now }: CommandDeps, command: Command): Promise<void> {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(command.tries, 20));
  await changeCommand(db, command, { dueAt: new Date(now().getTime() + waitMs), tries: command.tries + 1 });
}
