import type { Db } from '../../db/index.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { markRecordsDue } from '../shared/targets.ts';

/** An invoice that a person put on a deal, whatever order numbers say. */
interface Tie extends ConnectionScope {
  invoiceId: ErpRecordId;
  dealId: RecordId;
}

type Deps = Pick<SyncDeps, 'db' | 'enqueue' | 'now'>;

/** Repeating it changes nothing. */
export async function tieInvoice(deps: Deps, tie: Tie, tiedBy: number): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await trx('invoiceTies')
      .insert({ ...tie, tiedBy, tiedAt: deps.now() })
      .onConflict(['portal_id', 'connection_id', 'invoice_id', 'deal_id'])
      .ignore();
    await markDeal(deps, trx, tie);
  });
}

export async function untieInvoice(deps: Deps, tie: Tie): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await trx('invoiceTies')
      .where({ ...tie })
      .delete();
    await markDeal(deps, trx, tie);
  });
}

async function markDeal({ enqueue, now }: Deps, trx: Db, { portalId, dealId }: Tie): Promise<void> {
  await markRecordsDue(trx, portalId, [{ objectType: DEAL, recordId: dealId }], { priority: 0, now: now() });
  await enqueue(trx, 'push', { portalId });
}
