import type { OrderSupport } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { contractTemplateMissing, projectMissing } from './order-refusals.ts';
import { contextOfCompany } from './order-state.ts';
import { lackingProject, readServices } from './services.ts';
import { lackingTemplate, readRecurringProducts } from './sold-subscriptions.ts';

type Asked = Parameters<NonNullable<OrderSupport['hindrance']>>;

/** The same that the confirmation demands: a project for each task that is sold, and a template for each contract. */
export async function findHindrance(connection: Connection, { productIds, companyId }: Asked[0], signal: AbortSignal) {
  // A product names a project, and a template, for each company.
  const context = companyId === null ? {} : contextOfCompany(Number(companyId));
  const services = await readServices(connection, productIds.map(Number), { context, signal });
  const lacking = await lackingProject(connection, services, signal);
  if (lacking) return { code: projectMissing(lacking.name).code, params: { product: lacking.name } };
  const recurring = await readRecurringProducts(connection, productIds.map(Number), { context, signal });
  const unnamed = await lackingTemplate(connection, recurring, { companyId: companyId === null ? null : Number(companyId), signal });
  return unnamed && { code: contractTemplateMissing(unnamed.name).code, params: { product: unnamed.name } };
}
