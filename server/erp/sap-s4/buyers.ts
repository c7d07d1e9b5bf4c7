import { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { S4Client } from './client.ts';
import { keyFilters } from './key-filters.ts';
import { isPartnerNumber } from './raw-partner.ts';
import { SERVICES } from './services.ts';
import { Flag, Key, NeededKey, Text } from './values.ts';

const RawBuyer = z.object({ BusinessPartner: NeededKey, Customer: Key, BusinessPartnerIsBlocked: Flag, IsMarkedForArchiving: Flag });
const RawCustomer = z.object({ Customer: NeededKey, OrderIsBlockedForCustomer: Text, DeletionIndicator: Flag });
const RawArea = z.object({
  Customer: NeededKey,
  SalesOrganization: z.string().min(1),
  DistributionChannel: z.string().min(1),
  Division: z.string().min(1),
  Currency: Text,
  OrderIsBlockedForCustomer: Text,
  DeletionIndicator: Flag,
});
export type RawArea = z.output<typeof RawArea>;

/** A customer as sales sees it. */
export interface Buyer {
  partner: string;
  /** Its number in documents. */
  customer: string;
  isArchived: boolean;
  /** Which switch keeps people from selling to it, in the system's words; null: none. */
  blockedBy: string | null;
  /** Where it may be sold to. */
  areas: RawArea[];
}

/** Between a quotation and the order that is made of it at once. */
const KEPT_MS = 10_000;
const MOST_KEPT = 1_000;

export interface Buyers {
  /** Null: there is no such customer. */
  of(customerId: ErpRecordId, signal: AbortSignal): Promise<Buyer | null>;
  /** As it was when it was last looked at, if that was in these ten seconds and nothing kept it from buying. */
  ofLately(customerId: ErpRecordId, signal: AbortSignal): Promise<Buyer | null>;
}

export function createBuyers(client: S4Client, now: () => Date): Buyers {
  const kept = new Map<ErpRecordId, { buyer: Buyer; readAt: number }>();
  const of: Buyers['of'] = async (customerId, signal) => {
    const readAt = now().getTime();
    const buyer = await readBuyer(client, customerId, signal);
    kept.delete(customerId);
    if (kept.size >= MOST_KEPT) kept.clear();
    if (buyer && canBuy(buyer)) kept.set(customerId, { buyer, readAt });
    return buyer;
  };
  return {
    of,
    async ofLately(customerId, signal) {
      const known = kept.get(customerId);
      return known && now().getTime() - known.readAt < KEPT_MS ? known.buyer : of(customerId, signal);
    },
  };
}

const canBuy = ({ isArchived, blockedBy, areas }: Buyer): boolean => !isArchived && blockedBy === null && areas.length > 0;

async function readBuyer(client: S4Client, customerId: ErpRecordId, signal: AbortSignal): Promise<Buyer | null> {
  if (!isPartnerNumber(customerId)) return null;
  const read = async <T extends z.ZodObject>(set: string, key: readonly string[], row: T, value: string): Promise<z.output<T>[]> => {
    const rows: unknown[] = [];
    for (const filter of keyFilters(key[0] ?? '', [value]))
      rows.push(...(await client.all({ service: SERVICES.partners, set, key, select: fieldsOf(row), filter }, signal)));
    return readableRows(row, rows);
  };
  const [partner] = await read('A_BusinessPartner', ['BusinessPartner'], RawBuyer, customerId);
  if (!partner?.Customer) return null;
  const number = partner.Customer;
  const [customer] = await read('A_Customer', ['Customer'], RawCustomer, number);
  const all = await read('A_CustomerSalesArea', ['Customer', 'SalesOrganization', 'DistributionChannel', 'Division'], RawArea, number);
  const orderBlock = customer?.OrderIsBlockedForCustomer;
  return {
    partner: partner.BusinessPartner,
    customer: number,
    isArchived: partner.IsMarkedForArchiving || customer?.DeletionIndicator === true,
    blockedBy: partner.BusinessPartnerIsBlocked ? 'Central block' : orderBlock ? `Order block ${orderBlock}` : null,
    areas: all.filter(({ DeletionIndicator }) => !DeletionIndicator),
  };
}
