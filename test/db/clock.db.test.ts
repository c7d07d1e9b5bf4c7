import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { startDatabaseClock } from '../../server/db/clock.ts';
import { useTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

const db = useTestDatabase();
const databaseTime = async (): Promise<number> => (await db().raw('select clock_timestamp() as at')).rows[0].at.getTime();

describe('the clock of a process', () => {
  afterEach(() => void jest.restoreAllMocks());

  it.each([-420_000, 420_000])('is the database’s, however wrong its own is (%d ms)', async (wrong) => {
    const real = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => real() + wrong);
    const clock = await startDatabaseClock(db());
    const [before, now, after] = [await databaseTime(), clock.now().getTime(), await databaseTime()];
    clock.stop();
    expect(now).toBeGreaterThanOrEqual(before - 50);
    expect(now).toBeLessThanOrEqual(after + 50);
  });

  it('goes on while the database is away', async () => {
    let isAway = false;
    const away = { raw: (sql: string) => (isAway ? Promise.reject(new Error('away')) : db().raw(sql)) } as unknown as ReturnType<typeof db>;
    const clock = await startDatabaseClock(away, 10);
    isAway = true;
    const then = clock.now().getTime();
    await eventually(() => expect(clock.now().getTime()).toBeGreaterThan(then + 50));
    clock.stop();
  });
});
