import { z } from 'zod';
import type { NewOrder } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { S4Client } from './client.ts';
import type { Connection } from './connection.ts';
import { keyFilters } from './key-filters.ts';
import { orderRefusals } from './order-refusals.ts';
import { isNumber, PARTNERS } from './partner-rows.ts';
import { SERVICES } from './services.ts';
import { Flag, Key, NeededKey, Text } from './values.ts';
import { recordGone } from './write-errors.ts';

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
type RawArea = z.output<typeof RawArea>;

/** A customer as sales sees it. */
interface Buyer {
  partner: string;
  /** Its number in documents. */
  customer: string;
  isArchived: boolean;
  /** Which switch keeps people from selling to it, in the system's words; null: none. */
  blockedBy: string | null;
  /** Where it may be sold to. */
  areas: RawArea[];
}

/** Who was just quoted is asked about again at once, when the order is made of it. */
const KEPT_MS = 10_000;
const MOST_KEPT = 1_000;

export interface Buyers {
  /** Null: there is no such customer. One that nothing keeps from buying is told as it was up to ten seconds ago. */
  of(customerId: ErpRecordId, signal: AbortSignal): Promise<Buyer | null>;
}

export function createBuyers(client: S4Client, now: () => Date): Buyers {
  const kept = new Map<ErpRecordId, { buyer: Buyer; readAt: number }>();
  return {
    async of(customerId, signal) {
      const readAt = now().getTime();
      const known = kept.get(customerId);
      if (known && readAt - known.readAt < KEPT_MS) return known.buyer;
      const buyer = await readBuyer(client, customerId, signal);
      kept.delete(customerId);
      if (kept.size >= MOST_KEPT) kept.clear();
      if (buyer && canBuy(buyer)) kept.set(customerId, { buyer, readAt });
      return buyer;
    },
  };
}

const canBuy = ({ isArchived, blockedBy, areas }: Buyer): boolean => !isArchived && blockedBy === null && areas.length > 0;

async function readBuyer(client: S4Client, customerId: ErpRecordId, signal: AbortSignal): Promise<Buyer | null> {
  if (!isNumber(customerId)) return null;
  const read = async <T extends z.ZodObject>(set: string, key: readonly string[], row: T, value: string): Promise<z.output<T>[]> => {
    const rows: unknown[] = [];
    for (const filter of keyFilters(key[0] ?? '', [value]))
      rows.push(...(await client.all({ service: SERVICES.partners, set, key, select: fieldsOf(row), filter }, signal)));
    return readableRows(row, rows);
  };
  const [partner] = await read(PARTNERS, ['BusinessPartner'], RawBuyer, customerId);
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

/** Who buys, and the one area in which it is sold to. */
interface Sale {
  customer: string;
  area: RawArea;
}

/** What cannot be is refused here as far as it can be seen; the system refuses the rest. */
export async function saleTo(
  connection: Connection,
  { customerId, companyId }: Pick<NewOrder, 'customerId' | 'companyId'>,
  signal: AbortSignal,
): Promise<Sale> {
  const buyer = await connection.buyers.of(customerId, signal);
  if (!buyer) throw recordGone();
  if (buyer.isArchived) throw orderRefusals.customerArchived(buyer.partner);
  if (buyer.blockedBy !== null) throw orderRefusals.customerBlocked(buyer.blockedBy);
  const area = await areaFor(connection, buyer, companyId, signal);
  if (area.OrderIsBlockedForCustomer) throw orderRefusals.customerBlocked(`Order block ${area.OrderIsBlockedForCustomer}`);
  return { customer: buyer.customer, area };
}

const areaName = ({ SalesOrganization, DistributionChannel, Division }: RawArea): string =>
  [SalesOrganization, DistributionChannel, Division].join('/');

/** That of the connection where the customer has it, else the only one. */
async function areaFor(connection: Connection, { partner, areas }: Buyer, companyId: string | null, signal: AbortSignal): Promise<RawArea> {
  const companies =
    companyId === null
      ? null
      : await connection.salesOrganisations.companiesOf(
          areas.map(({ SalesOrganization }) => SalesOrganization),
          signal,
        );
  const ofCompany = areas.filter(({ SalesOrganization }) => companies === null || companies.get(SalesOrganization) === companyId);
  const [only, ...others] = ofCompany;
  if (!only) throw companyId === null || areas.length === 0 ? orderRefusals.noSalesArea(partner) : orderRefusals.companyUnknown(companyId);
  const entered = ofCompany.find((area) => areaName(area) === connection.settings.salesArea);
  if (entered) return entered;
  if (others.length > 0) throw orderRefusals.severalSalesAreas(partner, ofCompany.map(areaName));
  return only;
}
