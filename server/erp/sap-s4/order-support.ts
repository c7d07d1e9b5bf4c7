import type { CustomerStanding, OrderChoices, OrderSupport } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { readChoices as readCatalogChoices } from './catalog.ts';
import type { Connection } from './connection.ts';
import { previewOrder } from './order-preview.ts';
import { recordGone } from './write-errors.ts';

export const createOrderSupport = (connection: Connection): OrderSupport => ({
  choices: (signal) => readChoices(connection, signal),
  preview: (order, signal) => previewOrder(connection, order, signal),
  standing: (about, signal) => readStanding(connection, about, signal),
});

/** Codes that customers and products have: no service of these lists them. Who sells cannot be chosen, because none tells people. */
async function readChoices(connection: Connection, signal: AbortSignal): Promise<OrderChoices> {
  const { warehouses, priceLists, categories } = await readCatalogChoices(connection, signal);
  const { paymentTerms } = await connection.options.get(signal);
  const everywhere = { companyId: null };
  return {
    companies: await readSellers(connection, signal),
    warehouses: warehouses.map((place) => ({ ...place, ...everywhere })),
    priceLists: priceLists.map((list) => ({ ...list, ...everywhere })),
    paymentTerms: paymentTerms.map(({ value, label }) => ({ id: value, name: label, ...everywhere })),
    salespeople: [],
    categories,
  };
}

/** Company codes that sell to customers. */
async function readSellers(connection: Connection, signal: AbortSignal): Promise<OrderChoices['companies']> {
  const { settings, companies, salesOrganisations, options } = connection;
  const areas = [...(await options.get(signal)).salesAreas.map(({ value }) => value), ...(settings.salesArea ? [settings.salesArea] : [])];
  const organisations = areas.map((area) => area.split('/')[0] ?? '');
  const selling = new Set((await salesOrganisations.companiesOf(organisations, signal)).values());
  const known = await companies.get(signal);
  return [...selling]
    .filter((code) => settings.companies.length === 0 || settings.companies.includes(code))
    .toSorted()
    .map((code) => ({ id: code, name: known.get(code)?.CompanyCodeName ?? code }));
}

/** The services say nothing of limits of credit: what is over one is blocked when the order is there. */
async function readStanding(
  { buyers }: Connection,
  { customerId, isQuoted = false }: { customerId: ErpRecordId; isQuoted?: boolean },
  signal: AbortSignal,
): Promise<CustomerStanding> {
  const buyer = await (isQuoted ? buyers.ofLately : buyers.of)(customerId, signal);
  if (!buyer) throw recordGone();
  return { blockedBy: buyer.blockedBy, credit: null };
}
