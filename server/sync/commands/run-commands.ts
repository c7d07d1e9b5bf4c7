import type { CommandName, CommandSupport } from '../../erp/shared/contract.ts';
import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { isSameErp } from '../pull/identity.ts';
import { startSlice } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { isDeal } from '../../shared/object-types.ts';
import { wakeBy } from '../shared/wake-actions.ts';
import { withBoth } from '../pull/with-both.ts';
import type { Command } from './command-rows.ts';
import type { CommandDeps, CommandHandlers, CommandRun } from './handler.ts';
import { nextCommandDueAt, pickCommand } from './pick-commands.ts';
import { createReadAhead, type ReadAhead } from './read-ahead.ts';
import { runCommand } from './run-command.ts';
import { wakeByCommand } from './wake-by-command.ts';

/** The identity need not be proven for every single command. */
const PROOF_MS = 60_000;

/** Runs what was asked of one ERP, one after the other. */
export function createCommandRunner(handlers: Partial<CommandHandlers>) {
  return async (deps: CommandDeps, scope: ConnectionScope, context: JobContext): Promise<JobOutcome> => {
    const outcome = await waitForNext(deps, scope);
    if (outcome === 'done' || outcome.againAfterMs > 0) return outcome;
    return withBoth(deps, scope, context, (run) => runSlice({ deps, run }, handlers));
  };
}

async function runSlice(commandRun: CommandRun, handlers: Partial<CommandHandlers>): Promise<JobOutcome> {
  const { deps, run } = commandRun;
  const { commands } = run.erp.capabilities;
  if (!commands || !(await isSameErp(deps, run, PROOF_MS))) return 'done';
  const slice = startSlice(deps);
  const ahead = createReadAhead(commandRun, commands);
  for (;;) {
    const command = await pickCommand(deps.db, run.scope, deps.now());
    if (!command) return waitForNext(deps, run.scope);
    // Whoever took this job over will find it as it stands.
    if (!(await run.context.holdsClaim())) return 'done';
    try {
      await runByName({ ...commandRun, support: commands, ahead }, handlers, command);
      // Of many one that is not answered is the business of that one; the others go on soon.
      if (command.state === 'done' && command.sentAt !== null) run.noteProgress();
    } finally {
      if (isDeal(command.objectType)) await deps.enqueue(deps.db, 'push', { portalId: run.scope.portalId });
      await wakeBy(deps, deps.db, command.portalId, command.key);
      if (command.name === 'createProduct') await wakeByCommand(deps.db, command.portalId, command.key);
    }
    if (slice.isOver()) return { againAfterMs: 0 };
  }
}

const runByName = <N extends CommandName>(
  doing: CommandRun & { support: CommandSupport; ahead: ReadAhead },
  handlers: Partial<CommandHandlers>,
  command: Command<N>,
): Promise<void> => {
  const handler = handlers[command.name];
  if (!handler) throw new Error(`Nobody handles the command ${command.name}`);
  return runCommand<N>({ ...doing, handler }, command);
};

async function waitForNext({ db, now }: CommandDeps, scope: ConnectionScope): Promise<JobOutcome> {
  const dueAt = await nextCommandDueAt(db, scope);
  return dueAt === null ? 'done' : { againAfterMs: Math.max(0, dueAt.getTime() - now().getTime()) };
}
