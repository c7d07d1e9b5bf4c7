import { isOrderCommand, type CommandName, type CommandSupport } from '../../erp/shared/contract.ts';
import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { isSameErp } from '../erp-access/identity.ts';
import { startSlice } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { isDeal } from '../../shared/object-types.ts';
import { wakeBy } from '../shared/wake-actions.ts';
import { withBoth } from '../erp-access/with-both.ts';
import type { Command } from './command-rows.ts';
import type { CommandDeps, CommandHandlers, CommandRun } from './handler.ts';
import { createLanes } from './lanes.ts';
import { nextCommandDueAt, pickCommand } from './pick-commands.ts';
import { createReadAhead, type ReadAhead } from './read-ahead.ts';
import { runCommand } from './run-command.ts';
import { wakeByCommand } from './wake-by-command.ts';

/** The identity need not be proven for every single command. */
const PROOF_MS = 60_000;
/** What is asked for while others are under way is found as soon as one of them ends, or so late. */
const LOOK_AGAIN_MS = 250;

/** Runs what was asked of one ERP. */
export function createCommandRunner(handlers: Partial<CommandHandlers>) {
  return async (deps: CommandDeps, scope: ConnectionScope, context: JobContext): Promise<JobOutcome> => {
    const outcome = await waitForNext(deps, scope);
    if (outcome === 'done' || outcome.againAfterMs > 0) return outcome;
    return withBoth(deps, scope, context, (run) => runSlice({ deps, run }, handlers));
  };
}

type Runner = CommandRun & { support: CommandSupport; ahead: ReadAhead };

/**
 * One after the other, but for what is asked of deals: of different ones as many are under way as the ERP takes. What makes customers and products is
 * alone meanwhile: others look for what it makes, and whether it is being made.
 */
async function runSlice(commandRun: CommandRun, handlers: Partial<CommandHandlers>): Promise<JobOutcome> {
  const { deps, run } = commandRun;
  const { commands: support } = run.erp.capabilities;
  if (!support || !(await isSameErp(deps, run, PROOF_MS))) return 'done';
  const slice = startSlice(deps);
  const doing: Runner = { ...commandRun, support, ahead: createReadAhead(commandRun, support) };
  const lanes = createLanes();
  const most = support.orderCommandsAtOnce ?? 1;
  let isBegun = false;
  try {
    for (;;) {
      if (lanes.count >= most) await lanes.wait();
      if (lanes.hasFailed) return 'done';
      const next = await pickNext(doing, handlers, lanes.isBusy);
      if (!next && lanes.count === 0) return await waitForNext(deps, run.scope);
      if (!next) {
        await lanes.wait(LOOK_AGAIN_MS);
        continue;
      }
      // It is looked for again: what was under way may have changed it.
      if (lanes.count > 0 && !isBesideOthers(next.command)) {
        await lanes.drain();
        continue;
      }
      if (isBegun && slice.isOver()) return { againAfterMs: 0 };
      // Whoever took this job over will find it as it stands.
      if (!(await run.context.holdsClaim())) return 'done';
      lanes.start(next.subjects, () => runOne(doing, handlers, next.command));
      isBegun = true;
      if (!isBesideOthers(next.command)) await lanes.drain();
    }
  } finally {
    await lanes.drain();
  }
}

const isBesideOthers = ({ name }: Command): boolean => isOrderCommand(name) && name !== 'createProduct';

interface Next {
  command: Command;
  /** What nothing else may be about while it is under way. */
  subjects: string[];
}

/** The first whose subjects nobody is at. */
async function pickNext(
  { deps, run }: Runner,
  handlers: Partial<CommandHandlers>,
  isBusy: (subject: string) => boolean,
): Promise<Next | undefined> {
  const passedOver: string[] = [];
  for (;;) {
    const command = await pickCommand(deps.db, run.scope, { now: deps.now(), passedOver });
    if (!command) return undefined;
    const also = await alsoAbout(handlers, { deps, run }, command);
    const subjects = [`${command.objectType} ${command.recordId}`, ...(also === null ? [] : [also])];
    if (!subjects.some(isBusy)) return { command, subjects };
    passedOver.push(command.key);
  }
}

async function alsoAbout<N extends CommandName>(
  handlers: Partial<CommandHandlers>,
  run: CommandRun,
  command: Command<N>,
): Promise<string | null> {
  return (await (handlers[command.name] as CommandHandlers[N] | undefined)?.alsoAbout?.(run, command)) ?? null;
}

async function runOne(doing: Runner, handlers: Partial<CommandHandlers>, command: Command): Promise<void> {
  const { deps, run } = doing;
  try {
    await runByName(doing, handlers, command);
    // Of many one that is not answered is the business of that one; the others go on soon.
    if (command.state === 'done' && command.sentAt !== null) run.noteProgress();
  } finally {
    if (isDeal(command.objectType)) await deps.enqueue(deps.db, 'push', { portalId: run.scope.portalId });
    await wakeBy(deps, deps.db, command.portalId, command.key);
    if (command.name === 'createProduct') await wakeByCommand(deps.db, command.portalId, command.key);
  }
}

const runByName = <N extends CommandName>(doing: Runner, handlers: Partial<CommandHandlers>, command: Command<N>): Promise<void> => {
  const handler = handlers[command.name];
  if (!handler) throw new Error(`Nobody handles the command ${command.name}`);
  return runCommand<N>({ ...doing, handler }, command);
};

async function waitForNext({ db, now }: CommandDeps, scope: ConnectionScope): Promise<JobOutcome> {
  const dueAt = await nextCommandDueAt(db, scope);
  return dueAt === null ? 'done' : { againAfterMs: Math.max(0, dueAt.getTime() - now().getTime()) };
}
