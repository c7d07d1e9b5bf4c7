import { InvalidInputError } from '../../shared/errors.ts';
import { createByPerson } from '../customers/create-by-person.ts';
import { requireDealContext, type DealDeps } from './deal-context.ts';
import { findCustomer } from './find-customer.ts';
import type { PersonsDeal } from './person-orders.ts';

/** A person wants whoever buys to be a customer of the ERP: the deal's first company, else its first contact. Answers the command's key. */
export async function createCustomerOfDeal(deps: DealDeps, ref: PersonsDeal): Promise<string> {
  const { scope, deal } = await requireDealContext(deps, ref);
  const customer = await findCustomer(deps.db, scope, deal);
  if (customer.state === 'unlinked') return createByPerson(deps, { ...scope, ...customer.records[0] }, ref.user.userId);
  const code = customer.state === 'none' ? 'order.no_company' : 'order.nothing_to_decide';
  throw new InvalidInputError('The deal has nobody to be made a customer', { code });
}
