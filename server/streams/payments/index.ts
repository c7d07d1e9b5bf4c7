import type { StreamDefinition } from '../shared/definition.ts';
import { documentsOfCustomers } from '../shared/documents-of-customers.ts';
import { paymentEvents } from './events.ts';
import { Payment } from './record.ts';
import { removePayments, storePayments, type KeptPayment } from './store.ts';

export const payments: StreamDefinition<'payments', Payment, KeptPayment> = {
  name: 'payments',
  record: Payment,
  table: 'erp_payments',
  alsoFills: ['erp_allocations', 'events'],
  subjectKind: 'payment',
  store: storePayments,
  remove: removePayments,
  events: { kinds: ['payment_received'], find: paymentEvents },
  unsettled: `m.status = 'in_process'`,
  isOwned: true,
  refreshed: documentsOfCustomers('erp_payments', 'd.paid_on desc nulls first'),
};
