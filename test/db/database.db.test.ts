import { describe, expect, it } from '@jest/globals';
import { createDb, migrateLatest, type Db } from '../../server/db/index.ts';
import { plannedOnce, queryPrepared } from '../../server/db/prepared.ts';
import { toTextArray } from '../../server/db/text-array.ts';
import { databaseUrl, useTestDatabase } from '../support/database.ts';

const db = useTestDatabase();

describe('rows', () => {
  it('take and return camelCase, from the query builder and from raw SQL', async () => {
    await db()('portals').insert({ portalId: 7, timeZone: 'Europe/Madrid', installedBy: 9 });
    expect(await db()('portals').where({ portalId: 7 }).first('portalId', 'timeZone')).toEqual({ portalId: 7, timeZone: 'Europe/Madrid' });
    const { rows } = await db().raw('select portal_id, installed_by from portals where ?? = ?', ['timeZone', 'Europe/Madrid']);
    expect(rows).toEqual([{ portalId: 7, installedBy: 9 }]);
    const updated = await db()('portals').where('portals.portalId', 7).update({ companyCurrency: 'EUR' }).returning(['companyCurrency']);
    expect(updated).toEqual([{ companyCurrency: 'EUR' }]);
  });

  it('leave the contents of jsonb alone', async () => {
    const settings = { tax_id_property: 'rfc', nested: { camelCase: 1 } };
    await db()('portals').insert({ portalId: 7, settings: JSON.stringify(settings) });
    expect(await db()('portals').first('settings')).toEqual({ settings });
  });

  it('keep amounts and days exact', async () => {
    const { rows } = await db().raw(`
      select 12345678901234.10::numeric as amount, 5::int8 as count, date '2026-02-28' as day, timestamptz '2026-02-28T12:00Z' as at,
             array[0.10, 2]::numeric[] as amounts, array[7, null]::int8[] as ids, array[date '2026-02-28'] as days, null::numeric as missing`);
    expect(rows).toEqual([
      {
        amount: '12345678901234.10',
        count: 5,
        day: '2026-02-28',
        at: new Date('2026-02-28T12:00:00Z'),
        amounts: ['0.10', '2'],
        ids: [7, null],
        days: ['2026-02-28'],
        missing: null,
      },
    ]);
  });

  it('refuse an integer that a number cannot hold', async () => {
    await expect(db().raw('select 9007199254740993::int8 as big')).rejects.toThrow('9007199254740993');
  });
});

describe('migrations', () => {
  it('run once when several processes start at the same time', async () => {
    const others = [createDb(databaseUrl()), createDb(databaseUrl())];
    await db().migrate.rollback({ directory: 'migrations', loadExtensions: ['.ts'] }, true);
    const runs = await Promise.all([db(), ...others].map((each) => migrateLatest(each)));
    expect(runs.map((files) => files.length > 0).filter(Boolean)).toHaveLength(1);
    expect(await db().schema.hasTable('portals')).toBe(true);
    await Promise.all(others.map((other) => other.destroy()));
  });

  it('go on after a process was killed while migrating', async () => {
    await db()('knexMigrationsLock').update({ isLocked: 1 });
    expect(await migrateLatest(db())).toEqual([]);
  });
});

describe('the test database', () => {
  it('is empty again after each test', async () => {
    expect(await db()('portals').select()).toEqual([]);
  });
});

describe('a list of texts', () => {
  it.each([[[]], [['1', '2']], [['', 'NULL', 'null', 'a b', '{', '}', ',', "'", 'é', '😀']], [['"', '\\', '\n', '\t', 'a']]])(
    'arrives as it was: %j',
    async (texts: string[]) => {
      const { rows } = await db().raw<{ rows: { texts: string[] }[] }>('select ?::text[] as texts', [toTextArray(texts)]);
      expect(rows).toEqual([{ texts }]);
    },
  );
});

describe('statements planned once', () => {
  const sql = `insert into portals (portal_id, time_zone, installed_by) select n, :timeZone, 9 from unnest(:ids::bigint[]) n`;
  const add = (trx: Db, ids: number[], timeZone: string) => trx.raw(sql, { ids, timeZone }).options(plannedOnce(sql));

  it('are prepared by each connection once, in transactions too, even in one that is undone', async () => {
    const one = createDb(databaseUrl(), { max: 1 });
    try {
      await expect(one.transaction((trx) => add(trx, [7, 7], 'Europe/Madrid'))).rejects.toThrow('duplicate key');
      await one.transaction((trx) => add(trx, [7, 8], 'Europe/Madrid'));
      await add(one, [9], 'Europe/Berlin');
      const zones = await db()('portals').orderBy('portalId').select<{ timeZone: string }[]>('timeZone');
      expect(zones.map(({ timeZone }) => timeZone)).toEqual(['Europe/Madrid', 'Europe/Madrid', 'Europe/Berlin']);
      const { rows } = await one.raw('select name from pg_prepared_statements');
      expect(rows).toEqual([plannedOnce(sql)]);
    } finally {
      await one.destroy();
    }
  });
});

describe('prepared queries', () => {
  const find = (trx: Db) => queryPrepared(trx, 'select portal_id from portals where portal_id = :portalId', { portalId: 7 });

  it('see what their own transaction wrote, and nothing of one that was undone', async () => {
    const undone = db().transaction(async (trx) => {
      await trx('portals').insert({ portalId: 7 });
      expect(await find(trx)).toEqual([{ portalId: 7 }]);
      expect(await find(db())).toEqual([]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await find(db())).toEqual([]);
  });

  it('refuse a name for which no value is given; null is a value', async () => {
    const asked = 'select :portalId::bigint as id, :timeZone::text as zone';
    await expect(queryPrepared(db(), asked, { portalId: 7 })).rejects.toThrow('No value given for binding "timeZone"');
    expect(await queryPrepared(db(), asked, { portalId: 7, timeZone: null })).toEqual([{ id: 7, zone: null }]);
  });
});
