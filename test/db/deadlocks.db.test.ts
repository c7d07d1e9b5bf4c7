import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../support/database.ts';

const db = useTestDatabase();
const table = async (): Promise<void> => {
  await db().raw('create table if not exists waiting (id integer primary key, said text)');
  await db().raw(`insert into waiting (id, said) values (1, ''), (2, '')`);
};
const write = (id: number, said: string) => ({ sql: `update waiting set said = said || :said where id = :id`, values: { id, said } });

/** Both hold one row before either asks for the other's. */
function crossed(tries: number[]): Promise<PromiseSettledResult<void>[]> {
  const holding: (() => void)[] = [];
  const both = Promise.all([1, 2].map(() => new Promise<void>((resolve) => holding.push(resolve))));
  const run = (n: number, [first, second]: readonly [number, number]): Promise<void> =>
    db().transaction(async (trx) => {
      tries[n] = (tries[n] ?? 0) + 1;
      await trx.raw(write(first, `${n}`).sql, write(first, `${n}`).values);
      holding[n]!();
      await both;
      await trx.raw(write(second, `${n}`).sql, write(second, `${n}`).values);
    });
  return Promise.allSettled([run(0, [1, 2]), run(1, [2, 1])]);
}

describe('two transactions that wait for each other', () => {
  it('both end as they should, the one that was ended by beginning once more', async () => {
    await table();
    const tries: number[] = [];
    expect((await crossed(tries)).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(Math.max(...tries)).toBeGreaterThan(1);
    const said = await db()('waiting').orderBy('id').pluck('said');
    expect((said as string[]).map((text) => [...text].sort().join(''))).toEqual(['01', '01']);
  });

  it('fail by themselves for any other reason', async () => {
    let tries = 0;
    const failing = db().transaction(async (trx) => {
      tries += 1;
      await trx.raw('select 1 / 0');
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(tries).toBe(1);
  });
});
