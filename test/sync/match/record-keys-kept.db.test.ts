import { describe, expect, it } from '@jest/globals';
import type { PortalSettings } from '../../../hubspot-app/app/settings/api/types.ts';
import { disconnectConnection, requestDisconnect } from '../../../server/sync/connection/disconnect.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { readRecordKeys } from '../../../server/sync/match/read-record-keys.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();
const TAX = 'B65410011';
const spanish = { address: { street: null, city: null, zip: null, state: null, country: 'ES' } };
const acme = aCustomer({ id: '1', name: 'Acme', taxId: TAX, ...spanish });
const DAY_MS = 86_400_000;

/** Somebody types it into HubSpot, which tells of no change to a property of the customer's own. */
const type = (engine: Engine, id: ReturnType<Engine['hubspot']['add']>, taxId: string) =>
  engine.hubspot.edit('companies', id, { tax_id: taxId, hs_lastmodifieddate: String(engine.now.getTime()) });

async function night(engine: Engine): Promise<void> {
  engine.now = new Date(engine.now.getTime() + DAY_MS);
  await sweepPortal({ ...engine.deps, askWhetherInstalled: async () => undefined }, { portalId: engine.scope.portalId });
}

const choose = (engine: Engine, taxIdProperty: PortalSettings['taxIdProperty']) => {
  engine.portal = { ...engine.portal, settings: { ...engine.portal.settings, taxIdProperty } };
};

const keys = (engine: Engine) =>
  engine.db('recordKeys').orderBy(['recordId', 'value']).select<{ recordId: string; value: string }[]>('recordId', 'value');

describe('what records are recognised by', () => {
  it('is renewed every night before the approval, too: a person reads the preview and types the tax ids that are missing', async () => {
    const engine = await anEngine(db(), { approvedAt: null });
    const company = engine.hubspot.add('companies', { name: 'Something else' });
    await engine.book({ customers: [acme] });
    await engine.match();
    expect(await engine.links()).toEqual([]);
    type(engine, company, TAX);
    await night(engine);
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: company, rule: 'tax_id' }]);
  });

  it('is what HubSpot holds now when an ERP is connected again after a month', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '2', name: 'Bolt' })] });
    await engine.match();
    await requestDisconnect(db(), engine.deps.enqueue, engine.scope, true);
    await engine.settle(() => disconnectConnection(engine.deps, engine.scope));
    await night(engine);
    const company = engine.hubspot.add('companies', { name: 'Something else' });
    type(engine, company, TAX);
    await engine.inbox(['companies', company]);
    for (const _ of [1, 2]) await night(engine);
    const again = await engine.connect('memory:db-1', null);
    await night(engine);
    await engine.book({ customers: [acme] }, { scope: again });
    await engine.match(again);
    expect(await engine.links()).toMatchObject([{ recordId: company, rule: 'tax_id' }]);
  });

  it('is what HubSpot holds now after a reading that took days, with changes behind it', async () => {
    const engine = await anEngine(db());
    const companies = Array.from({ length: 150 }, (_, index) => engine.hubspot.add('companies', { name: `Company ${index}` }));
    const list = engine.hubspot.list.bind(engine.hubspot);
    const cutOff = new AbortController();
    engine.hubspot.list = async (...args) => (cutOff.abort(), list(...args));
    await readRecordKeys(engine.deps, engine.portal, { signal: cutOff.signal });
    type(engine, companies[0]!, TAX);
    for (const _ of [1, 2]) await night(engine);
    engine.hubspot.list = list;
    await engine.book({ customers: [acme] });
    await engine.match();
    expect(await engine.links()).toEqual([]);
    await night(engine);
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: companies[0], rule: 'tax_id' }]);
  });

  it('is of the property chosen last, whoever still reads by another one', async () => {
    const engine = await anEngine(db());
    engine.hubspot.ownProperties.companies = ['tax_id', 'vat'];
    for (let index = 0; index < 150; index++) engine.hubspot.add('companies', { tax_id: `OLD${index}`, vat: `NEW${index}` });
    const before = engine.portal;
    const list = engine.hubspot.list.bind(engine.hubspot);
    const [secondIsHalfWay, cutOff] = [Promise.withResolvers<void>(), new AbortController()];
    let calls = 0;
    let reading = Promise.resolve(false);
    let second = reading;
    engine.hubspot.list = async (...args) => {
      const call = ++calls;
      const page = await list(...args);
      if (call === 1) {
        // While HubSpot answers the first reader, another property is chosen, and a second one reads by that.
        choose(engine, { companies: 'vat', contacts: null });
        second = readRecordKeys(engine.deps, engine.portal);
        await secondIsHalfWay.promise;
        cutOff.abort();
      } else if (call === 3) {
        secondIsHalfWay.resolve();
        await reading;
      }
      return page;
    };
    reading = readRecordKeys(engine.deps, before, { signal: cutOff.signal });
    await reading;
    expect(await second).toBe(true);
    expect((await keys(engine)).filter(({ value }) => !value.startsWith('NEW'))).toEqual([]);
    expect(await keys(engine)).toHaveLength(150);
  });

  it('is of the property chosen last, although the inbox read the record before that', async () => {
    const engine = await anEngine(db());
    engine.hubspot.ownProperties.companies = ['tax_id', 'vat'];
    const company = engine.hubspot.add('companies', { tax_id: 'OLD1', vat: 'NEW1' });
    const batchRead = engine.hubspot.batchRead.bind(engine.hubspot);
    engine.hubspot.batchRead = async (...args) => {
      const held = await batchRead(...args);
      engine.hubspot.batchRead = batchRead;
      choose(engine, { companies: 'vat', contacts: null });
      while (!(await readRecordKeys(engine.deps, engine.portal)));
      return held;
    };
    await engine.inbox(['companies', company]);
    expect(await keys(engine)).toEqual([{ recordId: company, value: 'NEW1' }]);
  });

  it('is read anew where a property is chosen again after none was', async () => {
    const engine = await anEngine(db());
    const contact = engine.hubspot.add('contacts', { tax_id: TAX });
    const both = engine.portal.settings.taxIdProperty;
    for (const chosen of [both, { ...both, contacts: null }, both]) {
      choose(engine, chosen);
      while (!(await readRecordKeys(engine.deps, engine.portal)));
      if (chosen.contacts === null) {
        expect(await keys(engine)).toEqual([]);
        await engine.inbox(['contacts', contact]);
      }
    }
    expect((await keys(engine)).map(({ recordId }) => recordId)).toContain(contact);
  });

  it('follows what is cleared, merged and deleted', async () => {
    const engine = await anEngine(db());
    const [cleared, first, second, deleted] = ['C1', 'F1', 'S1', 'D1'].map((tax_id) => engine.hubspot.add('companies', { tax_id }));
    await readRecordKeys(engine.deps, engine.portal);
    expect(await keys(engine)).toHaveLength(4);
    engine.hubspot.edit('companies', cleared!, { tax_id: '' });
    const merged = engine.hubspot.merge('companies', first!, second!);
    engine.hubspot.remove('companies', deleted!);
    await engine.inbox(...[cleared, first, second, merged, deleted].map((id): ['companies', typeof merged] => ['companies', id!]));
    expect(await keys(engine)).toEqual([{ recordId: merged, value: 'F1' }]);
  });
});
