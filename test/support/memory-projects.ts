import type {
  ChangedRecord,
  MadeRecord,
  NewProject,
  PlannedProject,
  ProjectPlan,
  ProjectSupport,
  Task,
} from '../../server/erp/shared/contract.ts';
import { RecordRejectedError } from '../../server/shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../server/shared/ids.ts';
import type { Project } from '../../server/streams/projects/record.ts';
import { aProject, aTask } from './erp-records.ts';
import type { MemoryErp } from './erp.ts';

/** Projects of an ERP in memory, made after one of its patterns: a task for each product, with as many hours as were sold of it. */
export class MemoryProjects {
  /** What others are made like; people take one away. */
  readonly templates = new Map([
    ['t1', 'Onboarding'],
    ['t2', 'Audit'],
  ]);
  readonly support: ProjectSupport = { templates: async () => [...this.templates].map(([id, name]) => ({ id, name })) };
  private readonly keys = new Map<ErpRecordId, string>();
  private lastId = 700;
  private readonly erp: MemoryErp;

  constructor(erp: MemoryErp) {
    this.erp = erp;
  }

  all(): Project[] {
    return this.erp.records('projects');
  }

  find(key: string): MadeRecord[] {
    return this.all().flatMap(({ id, name }) => (this.keys.get(id) === key ? [{ id, number: name }] : []));
  }

  create({ orderId, templateId, productIds }: NewProject, key: string): PlannedProject {
    const [before] = this.find(key);
    if (before) return before;
    const order = this.erp.records('orders').find(({ id }) => id === orderId);
    const template = this.templates.get(templateId);
    if (template === undefined) throw refusal('order.template_gone', { template: `#${templateId}` });
    if (order?.status !== 'confirmed') throw refusal('order.not_ordered', { order: order?.number ?? orderId });
    const lines = order.lines.filter(({ productId }) => productId !== null && (productIds === null || productIds.includes(productId)));
    if (lines.length === 0) throw refusal('order.nothing_for_project', { order: order.number ?? orderId });
    const id = erpRecordId(++this.lastId);
    this.keys.set(id, key);
    const name = `${order.number} - ${template}`;
    const tasks = lines.map((line, nth) => aTask({ id: `${id}-${nth}`, name: line.description, plannedHours: line.quantity }));
    const owner = { customerId: order.customerId ?? '1', orderId };
    this.erp.set('projects', aProject({ ...owner, id, name, tasks, createdAt: new Date().toISOString() }));
    return { id, number: name, plan: planOf(tasks) };
  }

  /** The hours of what was sold of each product, where nobody planned them otherwise. */
  plan({ projectId, orderId, productIds, plan }: ProjectPlan): ChangedRecord & { plan: string } {
    const project = this.all().find(({ id }) => id === projectId);
    if (!project) throw new RecordRejectedError('Gone', { code: 'erp.record_gone' });
    const order = this.erp.records('orders').find(({ id }) => id === orderId)!;
    const lines = order.lines.filter(({ productId }) => productId !== null && (productIds === null || productIds.includes(productId)));
    const tasks = project.tasks.map((task, nth) => ({ ...task, plannedHours: lines[nth]?.quantity ?? '0' }));
    const next = planOf(tasks);
    if (planOf(project.tasks) !== plan && planOf(project.tasks) !== next) throw refusal('order.hours_edited', { project: project.name });
    const isChanged = planOf(project.tasks) !== next;
    if (isChanged) this.erp.set('projects', { ...project, tasks });
    return { id: projectId, number: project.name, plan: next, isChanged };
  }
}

const planOf = (tasks: readonly Task[]): string => JSON.stringify(tasks.map(({ id, plannedHours }) => [id, plannedHours]));

const refusal = (code: string, params: Record<string, string>): RecordRejectedError =>
  new RecordRejectedError('No', { code, params: { ...params, message: code } });
