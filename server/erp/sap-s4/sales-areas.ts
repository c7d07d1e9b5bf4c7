import type { NewOrder } from '../shared/contract.ts';
import type { Buyer, RawArea } from './buyers.ts';
import type { Connection } from './connection.ts';
import { orderRefusals } from './order-refusals.ts';
import { recordGone } from './write-errors.ts';

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
