import { describe, expect, it } from '@jest/globals';
import { orderStatus } from '../../server/records/catalogue/order-status.ts';
import { anOrderOf, noOrder } from '../support/order-facts.ts';

describe('the state of a deal in one word', () => {
  it('is nothing where nothing was asked for, or what was asked for was called off', () => {
    expect(orderStatus(noOrder)).toBeNull();
    expect(orderStatus({ ...noOrder, create: { state: 'cancelled', waitingFor: null } })).toBeNull();
  });

  it('is no invoice as long as goods are to be delivered: it may be paid before', () => {
    expect(orderStatus(anOrderOf({ delivered: 'none', reserved: 'all', invoiced: 'all', isPaid: true }))).toBe('reserved');
    expect(orderStatus(anOrderOf({ delivered: 'partly', invoiced: 'all', isPaid: true }))).toBe('partly_delivered');
  });

  it('of what was made and is not read yet is a quotation, and cancelled once it is gone', () => {
    const made = { ...noOrder, create: { state: 'done', waitingFor: null }, isTied: true } as const;
    expect(orderStatus(made)).toBe('quotation');
    expect(orderStatus({ ...made, differs: true })).toBe('difference');
    expect(orderStatus({ ...made, isGone: true })).toBe('cancelled');
  });

  it('is no quotation while it is being made an order', () => {
    const confirming = (state: 'planned' | 'sending' | 'done') =>
      orderStatus(anOrderOf({ status: 'quotation' }, { confirm: { state, waitingFor: null } }));
    expect([confirming('planned'), confirming('sending'), confirming('done')]).toEqual(['asked', 'asked', 'quotation']);
  });

  it('of an order that is there does not speak of what was refused before', () => {
    expect(orderStatus(anOrderOf({}, { create: { state: 'rejected', waitingFor: 'order.no_lines' }, differs: true }))).toBe('ordered');
  });
});
