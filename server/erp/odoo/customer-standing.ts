import type { CustomerStanding, OrderSupport } from '../shared/contract.ts';
import { amountText } from '../shared/money.ts';
import type { Connection } from './connection.ts';
import { currencyOf } from './mapping.ts';
import { readOrderCompany } from './order-company.ts';
import { readParty } from './order-party.ts';

/**
 * The limit counts for the whole organisation, in the books of one company: what it owes and what was ordered and is to be invoiced. Odoo itself only
 * warns, and only where the company uses limits.
 */
export async function readStanding(
  connection: Connection,
  { customerId, companyId }: Parameters<OrderSupport['standing']>[0],
  signal: AbortSignal,
): Promise<CustomerStanding> {
  const { references } = connection;
  const company = await readOrderCompany(connection, companyId, signal);
  const { organisation, blockedBy } = await readParty(connection, { customerId, contactId: null, company, withCredit: true }, signal);
  const { show_credit_limit: isLimited, credit_limit: limit, credit, credit_to_invoice: ordered } = organisation;
  if (!isLimited || limit <= 0) return { blockedBy, credit: null };
  await references.currencies.ensure([company.currencyId], signal);
  const { code: currency, decimals } = currencyOf(references, company.currencyId);
  const inCurrency = (value: number): string => amountText(value, decimals);
  return { blockedBy, credit: { limit: inCurrency(limit), used: inCurrency(credit + ordered), currency } };
}
