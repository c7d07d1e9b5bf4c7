import type { CreateAnswer } from '../../../hubspot-app/app/cards/api/customers.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { createUnlessKnown } from '../customers/create-unless-known.ts';
import { requireDealContext, type DealDeps } from './deal-context.ts';
import { findCustomer } from './find-customer.ts';
import type { PersonsDeal } from './person-orders.ts';

interface Answered {
  objectType: CustomerObjectType;
  answer: CreateAnswer;
}

/** A person wants whoever buys to be a customer of the ERP: the deal's first company, else its first contact. */
export async function createCustomerOfDeal(deps: DealDeps, ref: PersonsDeal, besides: readonly string[]): Promise<Answered> {
  const { scope, deal } = await requireDealContext(deps, ref);
  const customer = await findCustomer(deps.db, scope, deal);
  if (customer.state !== 'unlinked') {
    const code = customer.state === 'none' ? 'order.no_company' : 'order.nothing_to_decide';
    throw new InvalidInputError('The deal has nobody to be made a customer', { code });
  }
  const [record] = customer.records;
  const { userId } = ref.user;
  return { objectType: record.objectType, answer: await createUnlessKnown(deps, { ...scope, ...record }, { userId, besides }) };
}
