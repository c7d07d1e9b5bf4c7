import type { Invoice } from '../../server/erp/shared/contract.ts';
import { computeRollups, type Rollup } from '../../server/records/rollups.ts';
import { recordId, type RecordId } from '../../server/shared/ids.ts';
import type { InvoicedObjectType } from '../../server/shared/object-types.ts';
import type { Engine } from './engine.ts';
import { aCustomer, anInvoice } from './erp-records.ts';

export const ACME = recordId('100');
export const ANA = recordId('200');
export const DEAL = recordId('300');
const RECORDS: Record<InvoicedObjectType, RecordId> = { companies: ACME, contacts: ANA, deals: DEAL };

export async function rollup(engine: Engine, objectType: InvoicedObjectType, id = RECORDS[objectType]): Promise<Rollup> {
  const { db } = engine.deps;
  const [one] = await computeRollups(db, engine.portal, { objectType, recordIds: [id], now: engine.now });
  return one!;
}

/** One organisation with these invoices, linked to a company. */
export async function acme(engine: Engine, invoices: Partial<Invoice>[] = []): Promise<void> {
  await engine.book({
    customers: [aCustomer({ id: '1' })],
    invoices: invoices.map((given, index) => ({ ...anInvoice({ id: `i${index}` }), ...given })),
  });
  await engine.link('companies', '1', ACME);
}
