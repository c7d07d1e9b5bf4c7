import type { OrderSupport } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { projectMissing } from './order-refusals.ts';
import { contextOfCompany } from './order-state.ts';
import { lackingProject, readServices } from './services.ts';

type Asked = Parameters<NonNullable<OrderSupport['hindrance']>>;

/** The same that the confirmation demands: a project for each task that is sold. */
export async function findHindrance(connection: Connection, { productIds, companyId }: Asked[0], signal: AbortSignal) {
  // A product names a project for each company.
  const context = companyId === null ? {} : contextOfCompany(Number(companyId));
  const services = await readServices(connection, productIds.map(Number), { context, signal });
  const lacking = await lackingProject(connection, services, signal);
  return lacking && { code: projectMissing(lacking.name).code, params: { product: lacking.name } };
}
