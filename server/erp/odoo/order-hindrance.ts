import type { OrderSupport } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { contractTemplateMissing, planMissing, projectMissing } from './order-refusals.ts';
import { contextOfCompany } from './order-state.ts';
import { lackingProject, readServices } from './services.ts';
import { lackingTemplate, readRecurringProducts } from './sold-subscriptions.ts';

type Asked = Parameters<NonNullable<OrderSupport['hindrance']>>;

/** The same that the confirmation demands: a project for each task that is sold, a template for each contract, a plan for what goes on itself. */
export async function findHindrance(connection: Connection, { productIds, companyId }: Asked[0], signal: AbortSignal) {
  // A product names a project, and a template, for each company.
  const context = companyId === null ? {} : contextOfCompany(Number(companyId));
  const services = await readServices(connection, productIds.map(Number), { context, signal });
  const lacking = await lackingProject(connection, services, signal);
  if (lacking) return { code: projectMissing(lacking.name).code, params: { product: lacking.name } };
  const recurring = await readRecurringProducts(connection, productIds.map(Number), { context, signal });
  const unnamed = await lackingTemplate(connection, recurring, { companyId: companyId === null ? null : Number(companyId), signal });
  if (unnamed) return { code: contractTemplateMissing(unnamed.name).code, params: { product: unnamed.name } };
  const planned = recurring.find(({ makes }) => makes === 'plan');
  return planned ? { code: planMissing(planned.name).code, params: { product: planned.name } } : null;
}
