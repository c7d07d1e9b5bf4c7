import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

async function connection(): Promise<{ failures: number; unreachableSince: Date | null }> {
  const [row] = await db()('erpConnections').select<{ failures: number; unreachableSince: Date | null }[]>('failures', 'unreachableSince');
  return row!;
}

async function wonDeals(count: number): Promise<WritingWorld> {
  const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' }, whenLost: 'leave' } });
  for (let n = 0; n < count; n++) await toStage(world, await aDealWithLines(world, acme), 'won');
  return world;
}

/** The wait doubles with each failure in a row. Of the commands alone: another job that the ERP answers ends the row as well. */
async function mostFailures(world: WritingWorld): Promise<number> {
  await world.readInbox();
  let most = 0;
  for (let runs = 0; runs < 40; runs++) {
    await world.runCommands();
    most = Math.max(most, (await connection()).failures);
    world.pass(2_500);
  }
  return most;
}

describe('an ERP that does not answer every fourth write', () => {
  it('is at work: what is done between the failures ends the row, and everything is made once', async () => {
    const world = await wonDeals(12);
    let writes = 0;
    world.erp.meanwhile = async () => {
      if (++writes % 4 === 0) world.erp.ends.push('lost_after');
    };
    expect(await mostFailures(world)).toBe(1);
    world.erp.meanwhile = async () => undefined;
    await world.settle();
    expect(world.erp.orders.all().map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 'confirmed'));
    expect(await connection()).toMatchObject({ failures: 0, unreachableSince: null });
  });
});

describe('an ERP that answers no write', () => {
  it('is waited for longer each time', async () => {
    const world = await wonDeals(6);
    world.erp.meanwhile = async () => void world.erp.ends.push('lost_before');
    expect(await mostFailures(world)).toBeGreaterThan(2);
  });
});
