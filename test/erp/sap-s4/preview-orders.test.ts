import { describe, expect, it } from '@jest/globals';
import type { NewOrder, OrderDocument } from '../../../server/erp/shared/contract.ts';
import { RecordRejectedError, TransientError } from '../../../server/shared/errors.ts';
import { failureOf, never, readOne } from '../../contract/reading.ts';
import { selling, VALVES } from './selling-harness.ts';

const shop = selling();
const preview = (changes: Partial<NewOrder> = {}): Promise<OrderDocument> =>
  shop.harness().connect().capabilities.orders!.preview!(shop.order(changes), never);

describe('an order that is shown before it is made', () => {
  it('is priced as the quotation then is, and leaves nothing behind', async () => {
    const before = shop.harness().everything();
    const shown = await preview();
    expect(shop.harness().everything()).toEqual(before);
    expect(shown).toEqual({
      ...{ currency: 'MXN', untaxed: '860.00', tax: '137.60', total: '997.60' },
      lines: [
        {
          productId: 'VAL-1',
          description: 'Válvula',
          quantity: '10',
          unitPrice: '90.00',
          discount: '10',
          net: '810.00',
          taxes: ['MWST 16%'],
        },
        {
          productId: 'SRV-1',
          description: 'Visita a planta',
          quantity: '1',
          unitPrice: '50.00',
          discount: '0',
          net: '50.00',
          taxes: ['MWST 16%'],
        },
      ],
    });
    const { id, total } = await shop.create();
    const { lines } = await readOne(shop.harness().connect(), 'orders', id);
    expect([total, lines.map(({ net }) => net)]).toEqual([shown.total, shown.lines.map(({ net }) => net)]);
  });

  it('is of the list that was chosen', async () => {
    shop.fake().catalog.createPrice({ product: 'VAL-1', amount: '80', currency: 'MXN', priceListType: '02' });
    const lines = [{ ...VALVES, unitPrice: null, discount: null }];
    expect(await preview({ lines, priceListId: 'PPR0/1010/10/02/MXN' })).toMatchObject({ untaxed: '800.00' });
    expect(await preview({ lines })).toMatchObject({ untaxed: '1000.00' });
  });

  it.each([
    [{ currency: 'CHF' }, 'order.no_price_list'],
    [{ companyId: '9999' }, 'order.company_unknown'],
    [{ warehouseId: 'nowhere at all' }, 'order.no_such_choice'],
  ])('is refused like the quotation: %j', async (changes, code) => {
    expect(await failureOf(preview(changes))).toMatchObject({ code });
  });

  it('is refused where the system cannot simulate, which stops nothing else', async () => {
    shop.fake().withdrawScenario('SAP_COM_0109');
    const error = await failureOf(preview());
    expect([error, (error as RecordRejectedError).code]).toEqual([expect.any(RecordRejectedError), 'sap-s4.no_simulation']);
    shop.fake().arrangeScenario('SAP_COM_0109');
    expect(await shop.create()).toMatchObject({ status: 'quotation' });
  });

  it('is asked for again where the answer was lost: nothing is unclear about a question', async () => {
    shop.fake().faults.next({ kind: 'doneButNoAnswer', match: /POST .*A_SalesOrderSimulation/ });
    expect(await failureOf(preview())).toBeInstanceOf(TransientError);
    expect(await preview()).toMatchObject({ untaxed: '860.00' });
  });
});
