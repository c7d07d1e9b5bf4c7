import { z } from 'zod';
import type { ErpDefinition, ErpDoor } from '../../erp/shared/contract.ts';
import { TransientError } from '../../shared/errors.ts';
import type { Secrets } from '../../portals/secrets.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES } from '../../shared/object-types.ts';
import type { CardDeps } from '../cards/request.ts';

export interface SettingsDeps extends CardDeps {
  secrets: Secrets;
  /** The ERPs that can be connected, by their stable names. */
  registry: ReadonlyMap<string, ErpDefinition<unknown>>;
  io: ErpDoor;
  publicUrl: string;
  /** How long an ERP may take while a person waits. Default 25 s. */
  erpAnswersWithinMs?: number;
}

/** Ends what an ERP does not answer while a person waits, and says so: HubSpot's proxy gives up at 30 s, and would say nothing. */
export function whilePersonWaits({ erpAnswersWithinMs = 25_000 }: Pick<SettingsDeps, 'erpAnswersWithinMs'>): AbortSignal {
  const patience = new AbortController();
  const seconds = Math.round(erpAnswersWithinMs / 1000);
  const tooSlow = new TransientError('The ERP took too long for a person who waits', { code: 'connection.too_slow', params: { seconds } });
  setTimeout(() => patience.abort(tooSlow), erpAnswersWithinMs).unref();
  return patience.signal;
}

/** Names what the ERP was asked to do. */
export const CommandKey = z.string().min(1).max(64);

/** An ERP customer as a list names it, with the kind of record it is matched with. */
export const CustomerRef = z.object({
  objectType: z.enum(CUSTOMER_OBJECT_TYPES),
  customerId: z
    .string()
    .min(1)
    .max(200)
    .transform((id) => id as ErpRecordId),
});
