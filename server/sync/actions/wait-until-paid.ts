import { loadDealOrders, paidShare, withoutCopied } from '../../records/queries/deal-orders.ts';
import { loadPaymentState } from '../../records/queries/payment-state.ts';
import { loadFacts, paymentStatusOf } from '../../records/rollups.ts';
import { INVOICED_OBJECT_TYPES, isDeal } from '../../shared/object-types.ts';
import { done, scopeOfRun, type Action, type Finding, type Look } from './action.ts';
import { defineAction, type Outcome } from './design.ts';
import { FAILED_RESULT, NOT_LINKED_RESULT, NOT_IN_TIME_RESULT, PAYMENT_OUTPUTS, REASONS, WITHIN_DAYS, waitsDays } from './words.ts';

const design = defineAction({
  name: 'wait-until-paid',
  objectTypes: INVOICED_OBJECT_TYPES,
  label: { en: 'Wait until paid', es: 'Esperar hasta que se pague' },
  description: {
    en: 'Waits until the invoices of this record are paid: all that are open, or on a deal those of its order.',
    es: 'Espera hasta que se paguen las facturas de este registro: todas las abiertas o, en un negocio, las de su pedido.',
  },
  card: { en: 'Wait until paid, at most {{within_days}} days', es: 'Esperar hasta que se pague, como máximo {{within_days}} días' },
  inputs: {
    within_days: WITHIN_DAYS,
    what: {
      format: 'choice',
      label: { en: 'What has to be paid', es: 'Qué tiene que pagarse' },
      description: { en: 'All open invoices, or only what is overdue.', es: 'Todas las facturas abiertas o solo lo vencido.' },
      options: { all: { en: 'Everything that is open', es: 'Todo lo abierto' }, overdue: { en: 'What is overdue', es: 'Lo vencido' } },
      standard: 'all',
    },
  },
  outputs: PAYMENT_OUTPUTS,
  results: {
    paid: { label: { en: 'Paid', es: 'Pagado' } },
    nothing_open: { label: { en: 'Nothing was open', es: 'No había nada abierto' } },
    not_in_time: NOT_IN_TIME_RESULT,
    not_linked: NOT_LINKED_RESULT,
    failed: FAILED_RESULT,
  },
  isAfterWriting: true,
});
type Design = typeof design;

export const waitUntilPaid: Action<Design> = { design, waitsMs: waitsDays, look };

async function look(one: Look<Design>): Promise<Finding<Design>> {
  const { deps, portal, run, inputs } = one;
  const scope = scopeOfRun(one);
  const [facts] = await loadFacts(deps.db, portal, { objectType: run.objectType, recordIds: [run.recordId], now: deps.now() });
  // A deal may get its order while somebody waits for the money.
  if (!facts?.isLinked && !isDeal(run.objectType)) return done<Design>({ result: 'not_linked', reason: { words: REASONS.notLinked } });
  const { issued, unsettled, overdue, oldestDueOn } = await loadPaymentState(deps.db, scope);
  const isPaid = inputs.what === 'overdue' ? overdue === 0 : unsettled === 0;
  const isComplete = !isDeal(run.objectType) || (issued > 0 && (await isInvoiced(one)));
  const outputs = facts && {
    ...{ status: paymentStatusOf(facts), open: facts.open || null, overdue: facts.overdue || null, oldest_due: oldestDueOn },
  };
  const known = { erpNumber: facts?.lastNumber ?? null, ...(outputs && { outputs }) };
  const isSettled = isPaid && isComplete;
  // That HubSpot holds it may be waited for: what is said then is what was found at the first look.
  const memo = { wasOpen: !isSettled || (run.memo['wasOpen'] ?? run.state !== 'accepted') };
  if (isSettled) return done<Design>({ result: memo.wasOpen ? 'paid' : 'nothing_open', ...known }, memo);
  const otherwise: Outcome<Design> = { result: 'not_in_time', reason: { words: run.isBlocking ? NOT_YET : REASONS.cannotWait }, ...known };
  return { kind: 'waiting', on: 'record', memo, otherwise };
}

const NOT_YET = { en: 'It was not paid within the time.', es: 'No se pagó dentro del plazo.' };

/** Of orders that are not read nobody can say whether there will be another invoice. */
async function isInvoiced({ deps, run: { portalId, recordId } }: Look<Design>): Promise<boolean> {
  const orders = withoutCopied(await loadDealOrders(deps.db, { portalId, dealId: recordId }));
  return orders.filter(({ status }) => status !== 'cancelled').every((order) => ['all', 'nothing'].includes(paidShare(order)));
}
