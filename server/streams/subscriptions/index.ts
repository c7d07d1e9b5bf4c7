import type { StreamDefinition } from '../shared/definition.ts';
import { documentsOfCustomers } from '../shared/documents-of-customers.ts';
import { subscriptionEvents } from './events.ts';
import { Subscription } from './record.ts';
import { removeSubscriptions, storeSubscriptions, type KeptSubscription } from './store.ts';

export const subscriptions: StreamDefinition<'subscriptions', Subscription, KeptSubscription> = {
  name: 'subscriptions',
  record: Subscription,
  table: 'erp_subscriptions',
  alsoFills: ['erp_subscription_orders', 'events'],
  subjectKind: 'subscription',
  startsOff: true,
  store: storeSubscriptions,
  remove: removeSubscriptions,
  events: {
    kinds: ['subscription_started', 'subscription_renewed', 'subscription_ended', 'subscription_payment_failed'],
    find: subscriptionEvents,
  },
  refreshed: documentsOfCustomers('erp_subscriptions', `d.status in ('active', 'paused') desc, d.starts_on desc nulls last`),
};
