import type { OdooFake } from '../../fakes/odoo/index.ts';
import type { BenchAfterSale } from './index.ts';

const HOUR = 2;

export function afterSaleOf(odoo: OdooFake): BenchAfterSale {
  for (const model of ['project.project', 'project.task'])
    for (const operation of ['read', 'create'] as const) odoo.grantRight(model, operation);
  const numberOf = (order: unknown): string | null => (typeof order === 'number' ? String(odoo.record('sale.order', order)?.name) : null);
  const orderOf = (line: unknown): unknown => (typeof line === 'number' ? odoo.record('sale.order.line', line)?.order_id : null);
  return {
    prepare: (service) =>
      odoo.transaction(({ catalog, projects }) => {
        const productId = catalog.createProduct({ ...service, kind: 'service', tax: 16 });
        catalog.updateTemplate(productId, { service_tracking: 'no', uom_id: HOUR });
        const templateId = projects.createProject({ name: 'Puesta en marcha' });
        projects.addTask(templateId, { name: 'Instalar', hours: 6 });
        projects.addTask(templateId, { name: 'Formar', hours: 2 });
        return { templateId: String(templateId), productId: String(productId) };
      }),
    projects() {
      const tasks = Map.groupBy(odoo.records('project.task'), ({ project_id: project }) => project);
      return odoo.records('project.project').flatMap(({ id, sale_line_id: line, allocated_hours: hours }) => {
        const orderNumber = numberOf(orderOf(line));
        if (orderNumber === null) return [];
        const own = (tasks.get(id) ?? []).toSorted((a, b) => a.id - b.id);
        return {
          ...{ id: String(id), orderNumber, hours: Number(hours) },
          tasks: own.map((task) => ({
            name: String(task.name),
            hours: Number(task.allocated_hours),
            orderNumber: numberOf(task.sale_order_id),
          })),
        };
      });
    },
  };
}
