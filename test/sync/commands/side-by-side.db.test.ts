import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { CommandName } from '../../../server/erp/shared/contract.ts';
import { TransientError } from '../../../server/shared/errors.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { insertCommand, type Command } from '../../../server/sync/commands/command-rows.ts';
import type { CommandHandler } from '../../../server/sync/commands/handler.ts';
import { createCommandRunner } from '../../../server/sync/commands/run-commands.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const CONTEXT = { signal: new AbortController().signal, holdsClaim: async () => true };
const AT_ONCE = 3;

interface Seen {
  /** What was under way whenever something began, itself included: `createOrder 1`. */
  moments: string[][];
  /** How many commands were read in one go. */
  reads: number[];
}

/** An ERP that takes three at once, and handlers that only take their time. `failing`: of this deal; it fails once all lanes are taken, and the others end after it. */
async function start({ failing }: { failing?: string } = {}) {
  const world = await WritingWorld.start(db());
  await world.pullOnce();
  Object.assign(world.erp.capabilities.commands!, { orderCommandsAtOnce: AT_ONCE });
  const seen: Seen = { moments: [], reads: [] };
  const underWay = new Set<string>();
  const failed = Promise.withResolvers<void>();
  const handler = <N extends CommandName>(more: Partial<CommandHandler<N>> = {}): CommandHandler<N> => ({
    async read(_run, commands) {
      seen.reads.push(commands.length);
      return async (command) => {
        if (command.recordId === failing) {
          while (seen.moments.length < AT_ONCE - 1) await pause(5);
          failed.resolve();
          throw new TransientError('Away', { code: 'memory.away' });
        }
        const name = `${command.name} ${command.recordId}`;
        underWay.add(name);
        seen.moments.push([...underWay].toSorted());
        if (failing) await failed.promise;
        await pause(30);
        underWay.delete(name);
        return { kind: 'cancelled' };
      };
    },
    onDone: async () => undefined,
    ...more,
  });
  const ask = async (name: CommandName, recordId: string, input: object = { id: recordId }) => {
    const objectType = name === 'createCustomer' ? 'companies' : 'deals';
    const asked = {
      ...world.scope,
      name,
      objectType,
      recordId: recordId as RecordId,
      askedBy: { kind: 'workflow' },
      now: world.now,
    } as const;
    await db().transaction((trx) => insertCommand(trx, asked as Parameters<typeof insertCommand>[1], { input }));
    world.pass(1_000);
  };
  const about = (command: Command) => Promise.resolve(`customer ${(command.input as { id: string }).id}`);
  const run = createCommandRunner({
    createOrder: handler<'createOrder'>(),
    createCustomer: handler<'createCustomer'>(),
    createProduct: handler<'createProduct'>(),
    cancelOrder: handler<'cancelOrder'>(),
    confirmOrder: handler<'confirmOrder'>({ alsoAbout: (_run, command) => about(command) }),
  });
  const states = async () => (await db()('commands').orderBy('askedAt').select<Command[]>()).map(({ state }) => state);
  return { world, seen, ask, states, run: () => run(world.deps, world.scope, CONTEXT) };
}

describe('commands of an ERP that takes several at once', () => {
  it('of different deals are under way side by side, as many as it takes, and are read in one go', async () => {
    const { seen, ask, run, states } = await start();
    for (const deal of ['1', '2', '3', '4', '5']) await ask('createOrder', deal);
    await run();
    expect(Math.max(...seen.moments.map(({ length }) => length))).toBe(AT_ONCE);
    expect(seen.reads).toEqual([5]);
    expect(await states()).toEqual(Array.from({ length: 5 }, () => 'cancelled'));
  });

  it('of one deal never are, nor of two that are about the same otherwise', async () => {
    const { seen, ask, run, states } = await start();
    await ask('createOrder', '1');
    await ask('cancelOrder', '1');
    await ask('confirmOrder', '2', { id: 'acme' });
    await ask('confirmOrder', '3', { id: 'acme' });
    await ask('confirmOrder', '4', { id: 'other' });
    await run();
    for (const moment of seen.moments) {
      expect(moment.filter((one) => one.endsWith(' 1')).length).toBeLessThan(2);
      expect(moment.filter((one) => ['confirmOrder 2', 'confirmOrder 3'].includes(one)).length).toBeLessThan(2);
    }
    expect(Math.max(...seen.moments.map(({ length }) => length))).toBe(AT_ONCE);
    expect(await states()).toEqual(Array.from({ length: 5 }, () => 'cancelled'));
  });

  it('that make customers or products are alone', async () => {
    const { seen, ask, run, states } = await start();
    await ask('createOrder', '1');
    await ask('createCustomer', '7');
    await ask('createOrder', '2');
    await ask('createProduct', '3');
    await ask('createOrder', '4');
    await run();
    for (const moment of seen.moments) if (moment.some((one) => /Customer|Product/.test(one))) expect(moment).toHaveLength(1);
    expect(await states()).toEqual(Array.from({ length: 5 }, () => 'cancelled'));
  });

  it('beside one that fails come to their end, and nothing new is begun', async () => {
    const { ask, run, states } = await start({ failing: '1' });
    for (const deal of ['1', '2', '3', '4']) await ask('createOrder', deal);
    expect(await run()).toMatchObject({ againAfterMs: expect.any(Number) });
    expect(await states()).toEqual(['planned', 'cancelled', 'cancelled', 'planned']);
  });
});

describe('two orders of a customer whose credit reaches for one', () => {
  it('are one order and a quotation that waits', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' } } });
    const { commands } = world.erp.capabilities;
    const run = commands!.run;
    world.erp.orders.credit = { limit: '1000', used: '800', currency: 'EUR' };
    Object.assign(commands!, {
      orderCommandsAtOnce: AT_ONCE,
      run: async (...given: Parameters<typeof run>) => {
        await pause(20);
        const made = await run(...given);
        if (given[0] === 'confirmOrder') world.erp.orders.credit = { limit: '1000', used: '930.50', currency: 'EUR' };
        return made;
      },
    });
    for (const deal of [await aDealWithLines(world, acme), await aDealWithLines(world, acme)]) await toStage(world, deal, 'won');
    for (let rounds = 0; rounds < 8; rounds++) {
      await world.round();
      world.pass(6_000);
    }
    expect(
      world.erp.orders
        .all()
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['confirmed', 'quotation']);
    expect((await world.commands()).filter(({ waitingFor }) => waitingFor !== null)).toMatchObject([
      { waitingFor: 'order.waiting_credit' },
    ]);
  });
});
