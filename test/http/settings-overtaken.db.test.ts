import { describe, expect, it } from '@jest/globals';
import { ask, connect, erp, onlyConnection, SETTINGS, useSettingsApp } from '../support/settings-app.ts';

useSettingsApp();
const CHANGED = { code: 'settings.changed_meanwhile' };

async function ofThreeCompanies() {
  const companies = ['1', '2', '3'].map((id) => ({ id, name: `Firm ${id}`, currency: 'EUR', taxId: null }));
  erp.identity = { ...erp.identity, companies };
  const connectionId = await connect();
  const update = (change: object) => ask('/connections/update', { body: { connectionId, ...change } });
  const included = async () => {
    const view = (await onlyConnection()) as unknown as { companies: { id: string; isIncluded: boolean }[] };
    return view.companies.filter(({ isIncluded }) => isIncluded).map(({ id }) => id);
  };
  return { update, included };
}

describe('a connection that two people change', () => {
  it('keeps the companies that one included while the other was editing', async () => {
    const { update, included } = await ofThreeCompanies();
    await update({ companies: ['1', '2'] }).expect(200);
    await update({ companies: ['1', '2', '3'], was: { companies: ['1', '2'] } }).expect(200);
    expect((await update({ companies: ['1'], was: { companies: ['1', '2'] } }).expect(400)).body).toMatchObject(CHANGED);
    expect(await included()).toEqual(['1', '2', '3']);
    // All of them, whether they are named or not; and a call that comes twice finds what it wrote.
    await update({ companies: ['1'], was: { companies: [] } }).expect(200);
    await update({ companies: ['1'], was: { companies: [] } }).expect(200);
    expect(await included()).toEqual(['1']);
  });

  it('keeps what one saved while the ERP answered the other', async () => {
    const { update, included } = await ofThreeCompanies();
    const identify = erp.identify.bind(erp);
    erp.identify = async (...given) => {
      erp.identify = identify;
      await update({ companies: ['1', '3'], was: { companies: [] } }).expect(200);
      return identify(...given);
    };
    expect((await update({ companies: ['1', '2'], was: { companies: [] } }).expect(400)).body).toMatchObject(CHANGED);
    expect(await included()).toEqual(['1', '3']);
  });

  it('keeps the name and the address, and asks of no secret what it was', async () => {
    const { update } = await ofThreeCompanies();
    await update({ name: 'Finance', was: { name: 'Books' } }).expect(200);
    expect((await update({ name: 'Sales', was: { name: 'Books' } }).expect(400)).body).toMatchObject(CHANGED);
    const moved = { url: 'https://moved.example', key: 'k' };
    const was = { settings: { url: SETTINGS.url, key: '' } };
    await update({ settings: moved, was }).expect(200);
    await update({ settings: moved, was }).expect(200);
    expect((await update({ settings: { ...moved, url: 'https://other.example' }, was }).expect(400)).body).toMatchObject(CHANGED);
    await update({ settings: { key: 'another' }, was: { settings: { key: '' } } }).expect(200);
    expect(await onlyConnection()).toMatchObject({ name: 'Finance', settings: { url: 'https://moved.example' } });
  });
});
