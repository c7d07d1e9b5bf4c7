import { describe, it, expect } from '@jest/globals';
import { ask, REP, useSettingsApp } from '../support/settings-app.ts';

useSettingsApp();

describe('who may change settings', () => {
  it.each([
    ['José.Núñez@Español.mx', 'jose\u0301.nu\u0301n\u0303ez@espan\u0303ol.mx'],
    ["S.O'Brien@acme.ie", "s.o'brien@ACME.ie"],
    ['josé@acme.test', 'JOSÉ@acme.test'],
  ])('may be anybody with an address, however it is written: %s', async (named, userEmail) => {
    const as = { ...REP, userEmail };
    const amounts = { visibleTo: 'some', userEmails: [named], teamIds: [] };
    await ask('/portal', { as, body: { overdueHour: 9 } }).expect(403);
    await ask('/portal', { body: { administrators: [named], amounts } }).expect(200);
    await ask('/portal', { as, body: { overdueHour: 9 } }).expect(200);
    const { body } = await ask('/overview').expect(200);
    expect(body.administrators).toContain(named.toLowerCase());
  });

  it.each(['ask Juan', 'a@localhost', 'a@b.com; c@d.com', "o'brien", '', 'a b@x.com'])('is never %j', async (named) => {
    const { body } = await ask('/portal', { body: { administrators: [named] } }).expect(400);
    expect(body).toMatchObject({ code: 'input.invalid', params: { field: 'administrators.0' } });
  });
});
