import { describe, expect, it } from '@jest/globals';
import type { PortalSettingsPatch } from '../../server/portals/settings.ts';
import { recordId } from '../../server/shared/ids.ts';
import { changeSettings } from '../../server/sync/change-settings.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine, type Engine } from '../support/engine.ts';
import { aCustomer, anInvoice } from '../support/erp-records.ts';

const db = useTestDatabase();
const ACME = recordId('100');

async function anAccount(): Promise<Engine> {
  const engine = await anEngine(db());
  engine.hubspot.add('companies', {}, ACME);
  await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'i1', open: '100.00', baseOpen: '100.00' })] });
  await engine.link('companies', '1', ACME);
  await engine.push();
  return engine;
}

async function change(engine: Engine, patch: PortalSettingsPatch): Promise<void> {
  const { portal, deps } = engine;
  await changeSettings(deps, portal, patch);
  Object.assign(portal.settings, patch);
}

const valuesOf = (engine: Engine) => engine.hubspot.get('companies', ACME);

describe('a change of the settings', () => {
  it('that wants no amounts in properties empties those that were written, and only those', async () => {
    const engine = await anAccount();
    expect(valuesOf(engine)).toMatchObject({ erp_open_amount: '100', erp_payment_status: 'open' });
    await change(engine, { writesAmounts: false });
    await engine.push();
    expect(valuesOf(engine)).toMatchObject({ erp_open_amount: null, erp_payment_status: 'open' });
    await change(engine, { writesAmounts: true });
    await engine.push();
    expect(valuesOf(engine)).toMatchObject({ erp_open_amount: '100' });
  });

  it('that switches a set of properties on or off has them made, or left alone', async () => {
    const engine = await anAccount();
    const provisions = () => engine.enqueued.filter((name) => name === 'provision').length;
    await change(engine, { propertySets: [] });
    expect(provisions()).toBe(0);
    await change(engine, { propertySets: ['projects'] });
    expect(provisions()).toBe(1);
    expect(await db()('portals').whereNotNull('provisionDueAt').select('portalId')).toEqual([{ portalId: 7 }]);
    await change(engine, { propertySets: [] });
    expect(provisions()).toBe(2);
  });

  it.each<PortalSettingsPatch>([{ administrators: ['eva@example.com'] }, { activeMonths: 12 }, { overdueHour: 9 }])(
    'that no property depends on makes no record due: %j',
    async (patch) => {
      const engine = await anAccount();
      engine.enqueued.length = 0;
      await change(engine, patch);
      expect(engine.enqueued).not.toContain('push');
    },
  );
});
