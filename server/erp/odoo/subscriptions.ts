import { contracts } from './contracts.ts';
import { enterpriseSubscriptions } from './enterprise-subscriptions.ts';
import { ocaSubscriptions } from './oca-subscriptions.ts';
import { SUPPORT, type HintRule, type OdooStream } from './stream.ts';

const IS_SOLD = "('contract_type','=','sale')";
const HINTS: readonly HintRule[] = [
  {
    model: 'contract.contract',
    needed: 'contract_line_ids',
    watched: ['partner_id', 'active', 'is_terminated', 'terminate_date'],
    filter: `[${IS_SOLD}]`,
    sent: 'write_date',
  },
  {
    model: 'contract.line',
    needed: 'contract_id',
    watched: ['quantity', 'specific_price', 'discount', 'date_start', 'date_end', 'is_canceled', 'recurring_next_date'],
    filter: `[${IS_SOLD.replace('contract_type', 'contract_id.contract_type')}]`,
    sent: 'contract_id',
  },
  {
    model: 'sale.subscription',
    needed: 'in_progress',
    watched: ['stage_id', 'active', 'partner_id', 'date', 'recurring_total', 'recurring_next_date'],
    filter: '[]',
    sent: 'write_date',
  },
];

/** Of whichever modules are installed, which their fields tell. Their order stands in cursors. */
export const subscriptions: OdooStream<'subscriptions'> = {
  support: { ...SUPPORT, translationVersion: 2, listsUnsettled: false },
  parts: [contracts, ocaSubscriptions, enterpriseSubscriptions],
  absent: 'subscriptions.absent',
  // Off until somebody wants it.
  checked: [],
  hintRules: () => HINTS,
};
