import { expect, it } from '@jest/globals';
import { ask, COMPANY, mine, NOW, storeCustomer, useCardsApp } from '../support/cards-app.ts';

const database = useCardsApp();

it('customers that were ruled out are credited to one person only where all of it is theirs', async () => {
  await database()('links').delete();
  await storeCustomer('2', 'Aceros SA', mine, '901');
  await database()('portalUsers').insert({ portalId: 7, userId: 5, email: 'rep@acme.test' });
  const ruled = { ...mine, objectType: 'companies', recordId: '900' };
  await database()('refusedMatches').insert({ ...ruled, customerId: '1', refusedBy: 5, refusedAt: NOW });
  const shown = async () => (await ask(`/cards/record?${COMPANY}`).expect(200)).body;
  expect(await shown()).toMatchObject({ refused: { by: 'rep@acme.test', isByOne: true, total: 1 } });
  const earlier = new Date(NOW.getTime() - 1000);
  await database()('refusedMatches').insert({ ...ruled, customerId: '2', refusedBy: 6, refusedAt: earlier });
  expect(await shown()).toMatchObject({ refused: { by: 'rep@acme.test', isByOne: false, total: 2 } });
  await database()('refusedMatches').where({ customerId: '2' }).update({ refusedBy: null });
  expect(await shown()).toMatchObject({ refused: { by: 'rep@acme.test', isByOne: false, total: 2 } });
});
