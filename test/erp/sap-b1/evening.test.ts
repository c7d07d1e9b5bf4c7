import { beforeEach, describe, expect, it } from '@jest/globals';
import { addDays } from '../../../server/shared/calendar.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { eveningInMexico } from '../../contract/evening.ts';
import { never, readAll, readOne } from '../../contract/reading.ts';
import { selling } from './selling-harness.ts';

const { harness, fake, create, confirm, row } = selling();
let today: string;
beforeEach(() => void (today = eveningInMexico(harness())));

describe('in the evening, when UTC has tomorrow', () => {
  it('an order is to be delivered on the day after the one that the company has', async () => {
    const { id } = await create();
    const order = await confirm(id);
    expect(String(row(order.id).DocDueDate).slice(0, 10)).toBe(addDays(today, 1));
  });

  it.each([
    ['until today, is frozen', { FrozenTo: 0 }, true],
    ['from tomorrow on, is not', { FrozenFrom: 1 }, false],
  ])('who is frozen %s', async (_, days, isFrozen) => {
    const limits = Object.fromEntries(Object.entries(days).map(([name, offset]) => [name, addDays(today, offset)]));
    fake().transaction(({ tx }) => void tx.patch('BusinessPartners', 'C1', { Frozen: 'tYES', Valid: 'tNO', ...limits }));
    expect(await readOne(harness().connect(), 'customers', erpRecordId('C1'))).toMatchObject({ blocked: isFrozen, active: !isFrozen });
    const { standing } = harness().connect().capabilities.orders!;
    const { blockedBy } = await standing({ customerId: erpRecordId('C1'), companyId: null }, never);
    expect(blockedBy).toBe(isFrozen ? 'Frozen' : null);
  });

  it('a price list of today is in force, and one of tomorrow is not', async () => {
    const [ending, beginning] = [fake().createPriceList({ name: 'Hasta hoy' }), fake().createPriceList({ name: 'Desde mañana' })];
    for (const list of [ending, beginning]) fake().setItemPrice('VAL-1', list, '9');
    fake().transaction(({ tx }) => {
      tx.patch('PriceLists', ending, { ValidTo: today });
      tx.patch('PriceLists', beginning, { ValidFrom: addDays(today, 1) });
    });
    const { records } = await readAll(harness().connect(), 'prices');
    expect([...records.keys()].filter((id) => id.endsWith('VAL-1'))).toEqual(['1:VAL-1', `${ending}:VAL-1`]);
  });
});
