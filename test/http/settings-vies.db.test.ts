import { describe, expect, it } from '@jest/globals';
import { ask, useSettingsApp } from '../support/settings-app.ts';

useSettingsApp();

describe('asking the EU about VAT numbers', () => {
  it('is off until an administrator switches it on', async () => {
    const isOn = async () => (await ask('/overview').expect(200)).body.portal.checksVies;
    expect(await isOn()).toBe(false);
    await ask('/portal', { body: { checksVies: 'yes' } }).expect(400);
    expect(await isOn()).toBe(false);
    await ask('/portal', { body: { checksVies: true } }).expect(200);
    expect(await isOn()).toBe(true);
  });
});
