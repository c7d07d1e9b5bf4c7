import { loadRecordCustomers } from '../../records/queries/customers.ts';
import { loadPaymentState } from '../../records/queries/payment-state.ts';
import { listConnections } from '../../portals/connections.ts';
import { loadFacts, paymentStatusOf } from '../../records/rollups.ts';
import type { ConnectionId, ErpRecordId } from '../../shared/ids.ts';
import { INVOICED_OBJECT_TYPES } from '../../shared/object-types.ts';
import { refreshRecord } from '../pull/hints.ts';
import { isReadSince } from '../pull/schedule.ts';
import { READING } from '../shared/wake-actions.ts';
import { done, scopeOfRun, type Action, type ActionDeps, type Look } from './action.ts';
import { defineAction, type Outcome } from './design.ts';
import type { ActionRun } from './runs.ts';
import { FAILED_RESULT, NOT_LINKED_RESULT, PAYMENT_OUTPUTS, REASONS } from './words.ts';

const design = defineAction({
  name: 'refresh-status',
  objectTypes: INVOICED_OBJECT_TYPES,
  label: { en: 'Refresh and read the payment status', es: 'Actualizar y leer el estado de pago' },
  description: {
    en: 'Reads the invoices and payments of this record from the ERP now, and tells how they stand.',
    es: 'Lee ahora del ERP las facturas y los pagos de este registro y dice cómo están.',
  },
  card: { en: 'Refresh and read the ERP payment status', es: 'Actualizar y leer el estado de pago del ERP' },
  inputs: {},
  outputs: PAYMENT_OUTPUTS,
  results: {
    refreshed: { label: { en: 'Read from the ERP just now', es: 'Leído del ERP ahora' } },
    as_known: { label: { en: 'As it was read last', es: 'Según la última lectura' } },
    not_linked: NOT_LINKED_RESULT,
    failed: FAILED_RESULT,
  },
  isAfterWriting: true,
});
type Design = typeof design;

/** An ERP that takes longer is busy or away; the figures are those read last. */
const PATIENCE_MS = 2 * 60_000;

export const refreshStatus: Action<Design> = { design, waitsMs: () => PATIENCE_MS, begin, look };

/** Asks each ERP once for all of these records; which of them has what is not known before it answered. */
async function begin(deps: ActionDeps, portal: Look['portal'], runs: readonly ActionRun[]): Promise<ActionRun['memo']> {
  const connections = (await listConnections(deps.db, portal.portalId)).filter(({ status }) => status === 'active');
  const behind = new Map<ConnectionId, Set<ErpRecordId>>();
  for (const run of runs)
    for (const { connectionId, customerIds } of await loadRecordCustomers(deps.db, scopeOfRun({ deps, portal, run })))
      behind.set(connectionId, new Set([...(behind.get(connectionId) ?? []), ...customerIds]));
  const asked: Record<string, string> = {};
  for (const { id } of connections) {
    const at = await refreshRecord(deps, { portalId: portal.portalId, connectionId: id }, [...(behind.get(id) ?? [])]);
    asked[id] = at.toISOString();
  }
  return { asked };
}

async function look({ deps, portal, run }: Look<Design>) {
  const state = await outcomeOf({ deps, portal, run });
  if (state.result === 'not_linked') return done(state);
  const asked = Object.entries((run.memo['asked'] ?? {}) as Record<ConnectionId, string>) as [ConnectionId, string][];
  for (const [connectionId, at] of asked) {
    const read = await isReadSince(deps.db, { portalId: run.portalId, connectionId }, new Date(at));
    if (read === 'yes') continue;
    const asKnown = { ...state, result: 'as_known' as const, reason: { words: run.isBlocking ? REASONS.erpAway : REASONS.cannotWait } };
    return read === 'paused' ? done<Design>(asKnown) : { kind: 'waiting' as const, on: READING, otherwise: asKnown };
  }
  return done(state);
}

async function outcomeOf({ deps, portal, run }: Pick<Look<Design>, 'deps' | 'portal' | 'run'>): Promise<Outcome<Design>> {
  const [facts] = await loadFacts(deps.db, portal, { objectType: run.objectType, recordIds: [run.recordId], now: deps.now() });
  if (!facts?.isLinked) return { result: 'not_linked', reason: { words: REASONS.notLinked } };
  const { oldestDueOn } = await loadPaymentState(deps.db, scopeOfRun({ deps, portal, run }));
  return {
    result: 'refreshed',
    erpNumber: facts.lastNumber,
    outputs: { status: paymentStatusOf(facts), open: facts.open || null, overdue: facts.overdue || null, oldest_due: oldestDueOn },
  };
}
