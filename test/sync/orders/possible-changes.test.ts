import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../../server/erp/shared/contract.ts';
import { possibleChanges } from '../../../server/sync/orders/possible-changes.ts';
import { anOrder, anOrderLine } from '../../support/erp-records.ts';

/** All of it left, and came back. */
const returned = (status: Delivery['status']) =>
  anOrder({
    id: '1',
    lines: [anOrderLine({ delivered: '0', reserved: null })],
    deliveries: [{ id: 'd1', number: 'OUT/1', status, at: null, tracking: null }],
  });

describe('what can still be done with an order', () => {
  it('whose goods all came back is cancelled, unless the ERP keeps what was ever delivered', () => {
    expect([...possibleChanges(returned('done'))]).toEqual(['cancel']);
    expect([...possibleChanges(returned('done'), { keepsReturned: true })]).toEqual([]);
  });

  it.each(['cancelled', 'waiting', 'ready'] as const)('whose delivery is %s is cancelled in any ERP', (status) => {
    expect([...possibleChanges(returned(status), { keepsReturned: true })]).toEqual(['cancel']);
  });
});
