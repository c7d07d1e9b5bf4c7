import { contracts } from './contracts.ts';
import { enterpriseSubscriptions } from './enterprise-subscriptions.ts';
import { ocaSubscriptions } from './oca-subscriptions.ts';
import { SUPPORT, type OdooStream } from './stream.ts';

/** Of whichever modules are installed, which their fields tell. Their order stands in cursors. */
export const subscriptions: OdooStream<'subscriptions'> = {
  support: { ...SUPPORT, translationVersion: 1, listsUnsettled: false },
  parts: [contracts, ocaSubscriptions, enterpriseSubscriptions],
  absent: 'subscriptions.absent',
  // Off until somebody wants it.
  checked: [],
};
