import { expect, it, jest } from '@jest/globals';
import { PROPERTIES } from '../../server/records/catalogue/entries.ts';
import type { Property } from '../../server/records/catalogue/property.ts';
import { useTestDatabase } from '../support/database.ts';
import { aCustomer, anInvoice } from '../support/erp-records.ts';

const added: Property = {
  name: 'erp_standing',
  objectTypes: ['companies'],
  kind: 'state',
  format: 'text',
  label: { en: 'ERP standing', es: 'Situación ERP' },
  description: { en: 'How a customer stands.', es: 'Cómo está un cliente.' },
  nothing: 'unknown',
  value: ({ isBlocked, open }) => (isBlocked ? 'blocked' : `owes ${open}`),
};
jest.unstable_mockModule('../../server/records/catalogue/entries.ts', () => ({ PROPERTIES: [...PROPERTIES, added] }));
const { describeProperties } = await import('../../server/records/catalogue/index.ts');
const { PROPERTY_WORDS } = await import('../../server/records/catalogue/words.ts');
const { disconnectConnection, requestDisconnect } = await import('../../server/sync/connection/disconnect.ts');
const { anEngine } = await import('../support/engine.ts');

const db = useTestDatabase();

it('a property that is added to the catalogue is provisioned, worded, written, kept and emptied', async () => {
  expect(describeProperties('companies', 'es').definitions.at(-1)).toMatchObject({
    name: 'erp_standing',
    label: 'Situación ERP',
    type: 'string',
  });
  expect(describeProperties('deals', 'es').definitions.map(({ name }) => name)).not.toContain('erp_standing');
  expect(PROPERTY_WORDS['erp_standing']?.label.en).toBe('ERP standing');

  const engine = await anEngine(db());
  const acme = engine.hubspot.add('companies', { name: 'Acme' });
  const standing = () => engine.hubspot.get('companies', acme)['erp_standing'];
  await engine.book({
    customers: [aCustomer({ id: '1' })],
    invoices: [anInvoice({ id: 'a', customerId: '1', organisationId: '1', total: '70' })],
  });
  await engine.link('companies', '1', acme);
  await engine.push();
  expect(standing()).toBe('owes 70');

  engine.hubspot.edit('companies', acme, { erp_standing: 'typed over' });
  await engine.inbox(['companies', acme]);
  await engine.push();
  expect(standing()).toBe('owes 70');

  await requestDisconnect(db(), engine.deps.enqueue, engine.scope, true);
  await engine.settle(() => disconnectConnection(engine.deps, engine.scope));
  await engine.push();
  expect(standing()).toBe('unknown');
});
