import type { RecordSubscriptions, SubscriptionView } from '../../hubspot-app/app/cards/api/subscriptions.ts';

type Ready = Extract<RecordSubscriptions, { state: 'ready' }>;

export const aSubscriptionView = (over: Partial<SubscriptionView> = {}): SubscriptionView => ({
  connectionId: 'c1',
  id: 'contract-7',
  name: 'Mantenimiento: S00042',
  url: 'https://erp.example.com/contracts/7',
  ...{ customer: null, order: null },
  status: 'active',
  plan: 'Mantenimiento',
  monthly: { amount: '900.00', currency: 'MXN' },
  charges: [{ name: 'Mantenimiento', amount: { amount: '2700.00', currency: 'MXN' }, period: { every: 3, unit: 'month' } }],
  startsOn: '2026-11-12',
  nextInvoiceOn: '2026-12-12',
  endsOn: '2027-11-11',
  isUnpaid: false,
  ...over,
});

export const readySubscriptions = (subscriptions: SubscriptionView[], over: Partial<Ready> = {}): Ready => ({
  state: 'ready',
  subscriptions,
  monthly: [{ amount: '900.00', currency: 'MXN' }],
  unexpected: [],
  ...over,
});
