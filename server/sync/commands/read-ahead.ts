import { isMaking, type CommandName, type Commands, type CommandSupport, type MakingCommand } from '../../erp/shared/contract.ts';
import { mayBeOfOneAlone } from '../../shared/errors.ts';
import type { Command } from './command-rows.ts';
import type { CommandHandler, CommandRun, Prepare } from './handler.ts';
import { pickAlike } from './pick-commands.ts';

/** What was read counts for so long. Whoever edits a record meanwhile is heard by its webhook, and the customer that was made follows. */
const FRESH_MS = 5_000;
const READ_AT_ONCE = 100;

interface Ahead<N extends CommandName> {
  prepare: Prepare<N>;
  /** The records that carry its key. */
  find(): Promise<Commands[N]['result'][]>;
  /** Others were read with it, or are next. */
  isFollowed: boolean;
}

export interface ReadAhead {
  /** What is read of this command and of those that come after it, in one go. */
  of<N extends CommandName>(handler: CommandHandler<N>, command: Command<N>): Promise<Ahead<N>>;
}

interface Batch<N extends CommandName> {
  readAt: number;
  prepare: Prepare<N>;
  /** Not brought forward yet. */
  waiting: Map<string, Command<N>>;
  found: Map<string, Commands[N]['result'][]>;
  hasMore: boolean;
}

/** For the commands of one slice. What people wait for is read with nothing that a rule asked for. */
export function createReadAhead(run: CommandRun, support: CommandSupport): ReadAhead {
  const batches = new Map<CommandName, Promise<Batch<CommandName>>>();
  /** Under way, or were: nobody reads them with others once more. */
  const taken = new Set<string>();

  async function batchOf<N extends CommandName>(handler: CommandHandler<N>, command: Command<N>): Promise<Batch<N>> {
    // One that is being read at this moment for another command brings this one, too.
    const reading = batches.get(command.name) as Promise<unknown> | undefined;
    const known = (await reading?.catch(() => undefined)) as Batch<N> | undefined;
    const age = run.deps.now().getTime() - (known?.readAt ?? 0);
    if (known?.waiting.has(command.key) && age >= 0 && age < FRESH_MS) return known;
    const batch = readBatch(run, handler, { command, taken });
    batches.set(command.name, batch as Promise<unknown> as Promise<Batch<CommandName>>);
    return batch;
  }

  return {
    async of(handler, command) {
      const batch = await batchOf(handler, command);
      taken.add(command.key);
      batch.waiting.delete(command.key);
      return {
        prepare: batch.prepare,
        find: () => findKey(run, support, batch, command),
        isFollowed: batch.waiting.size > 0 || batch.hasMore,
      };
    },
  };
}

async function readBatch<N extends CommandName>(
  run: CommandRun,
  handler: CommandHandler<N>,
  { command, taken }: { command: Command<N>; taken: ReadonlySet<string> },
): Promise<Batch<N>> {
  const readAt = run.deps.now().getTime();
  const next = await pickAlike(run.deps.db, command, { now: run.deps.now(), limit: READ_AT_ONCE + 1 });
  const others = next.filter(({ key }) => key !== command.key && !taken.has(key)).slice(0, READ_AT_ONCE - 1);
  const batch = { readAt, found: new Map<string, Commands[N]['result'][]>(), hasMore: next.length > READ_AT_ONCE };
  try {
    const commands = [command, ...others];
    return { ...batch, prepare: await handler.read(run, commands), waiting: new Map(commands.map((one) => [one.key, one])) };
  } catch (error) {
    if (others.length === 0 || !mayBeOfOneAlone(error)) throw error;
    return { ...batch, prepare: await handler.read(run, [command]), waiting: new Map([[command.key, command]]) };
  }
}

/** Before each creation, unless the ERP itself makes only one of a key. */
async function findKey<N extends CommandName>(
  { run: { context } }: CommandRun,
  support: CommandSupport,
  { waiting, found }: Batch<N>,
  command: Command<N>,
): Promise<Commands[N]['result'][]> {
  const { name } = command;
  if (!isMaking(name)) return [];
  const looksItself = support.isIdempotent || (support.looksItself?.includes(name) ?? false);
  const isSentByItself = ({ sentAt }: Command): boolean => looksItself && sentAt === null;
  if (isSentByItself(command)) return [];
  const known = found.get(command.key);
  if (known) return known;
  const others = [...waiting.values()].filter((one) => !found.has(one.key) && !isSentByItself(one)).map(({ key }) => key);
  const keys = [command.key, ...others].slice(0, support.keysAtOnce);
  const answer = await find(keys).catch((error: unknown) => {
    if (keys.length === 1 || !mayBeOfOneAlone(error)) throw error;
    return find([command.key]);
  });
  for (const [key, records] of answer) found.set(key, records);
  return answer.get(command.key)!;

  async function find(asked: readonly string[]): Promise<Map<string, Commands[N]['result'][]>> {
    const made = await support.find(name as N & MakingCommand, asked, context.signal);
    return new Map(asked.map((key) => [key, made.get(key) ?? []]));
  }
}
