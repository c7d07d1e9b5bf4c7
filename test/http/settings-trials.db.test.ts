import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { ask, connect, erp, REP, SETTINGS, useSettingsApp } from '../support/settings-app.ts';

useSettingsApp();

const TEST = { system: 'memory', settings: { ...SETTINGS, companies: [] } };
const tryIt = async (body: object = TEST, path = '/connections/test') => (await ask(path, { body })).body as Record<string, unknown>;

describe('trying connections', () => {
  it('two at a time, while the ERPs named take their time; a third is told to wait', async () => {
    const hanging: (() => void)[] = [];
    erp.before = () => new Promise((resolve) => hanging.push(resolve));
    const both = Promise.all([tryIt(), tryIt()]);
    await eventually(() => expect(hanging).toHaveLength(2));
    expect(await tryIt()).toMatchObject({ code: 'connection.too_many_tries', who: 'you' });
    expect(await tryIt({ ...TEST, name: 'Books' }, '/connections')).toMatchObject({ code: 'connection.too_many_tries' });
    erp.before = () => undefined;
    hanging.forEach((end) => end());
    expect(await both).toEqual([expect.objectContaining({ name: 'Books' }), expect.objectContaining({ name: 'Books' })]);
    expect(await tryIt()).toMatchObject({ name: 'Books' });
  });

  it('ten in a row, whatever they are called; who may not try at all uses none of them up', async () => {
    const connectionId = await connect();
    for (let n = 0; n < 20; n++) await ask('/connections/test', { body: TEST, as: REP }).expect(403);
    for (let n = 0; n < 5; n++) await tryIt();
    for (let n = 0; n < 4; n++) await ask('/connections/update', { body: { connectionId, settings: SETTINGS } }).expect(200);
    await ask('/connections/update', { body: { connectionId, settings: SETTINGS } }).expect(503);
    await ask('/connections/decide', { body: { connectionId, about: 'swapped', answer: 'same' } }).expect(503);
    // What asks no ERP goes on.
    await ask('/portal', { body: { overdueHour: 9 } }).expect(200);
  });
});
