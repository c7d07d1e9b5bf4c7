import type { View } from '../store.ts';
import type { OdooVersion, Row } from '../types.ts';
import { boolean, char, date, datetime, float, html, integer, inverse, many2many, many2one, model, one2many, selection } from './field.ts';
import type { Field, Model } from './field.ts';

const GROUPS = ['Project/User'];
const STATES = [
  ['01_in_progress', 'In Progress'],
  ['02_changes_requested', 'Changes Requested'],
  ['03_approved', 'Approved'],
  ['1_done', 'Done'],
  ['1_canceled', 'Cancelled'],
  ['04_waiting_normal', 'Waiting'],
] as const;
const UPDATES = ['on_track', 'at_risk', 'off_track', 'on_hold', 'to_define'].map((key) => [key, key] as const);

/** From then on a task says itself whether it is done; before, the stage it stands in. */
export const FIRST_WITH_TASK_STATES = 17;
/** From then on an order names a project, and a project its order apart from the line that is billed. */
export const FIRST_WITH_PROJECT_OF_ORDER = 18;

/** Of the line that a project or task was made for. */
const orderOf = (view: View, { sale_line_id: line }: Row) =>
  typeof line === 'number' ? view.get('sale.order.line', line)?.order_id : null;

/** With the modules for projects, their sale and time sheets. */
export function projectModels(version: OdooVersion): Model[] {
  return [
    model('project.project', {
      description: 'Project',
      order: 'sequence, name, id',
      groups: GROUPS,
      indexed: ['sale_line_id'],
      fields: {
        name: char('Name', { required: true }),
        active: boolean('Active'),
        partner_id: many2one('Customer', 'res.partner'),
        company_id: many2one('Company', 'res.company'),
        user_id: many2one('Project Manager', 'res.users'),
        sale_line_id: many2one('Sales Order Item', 'sale.order.line'),
        sale_order_id: { ...many2one('Sales Order', 'sale.order', { get: orderOf, store: false }), searchable: true },
        ...(version >= FIRST_WITH_PROJECT_OF_ORDER && { reinvoiced_sale_order_id: many2one('Sales Order', 'sale.order') }),
        allow_billable: boolean('Billable'),
        date_start: date('Start Date'),
        date: date('Expiration Date'),
        allocated_hours: float('Allocated Time'),
        last_update_status: selection('Last Update Status', [...UPDATES, ...(version >= 17 ? [['done', 'Done'] as const] : [])]),
        sequence: integer('Sequence'),
        type_ids: many2many('Tasks Stages', 'project.task.type'),
        tasks: one2many('Task Activities', 'project.task', inverse('project.task', 'project_id')),
      },
    }),
    model('project.task', {
      description: 'Task',
      order: 'sequence, id desc',
      groups: GROUPS,
      indexed: ['project_id', 'parent_id', 'sale_line_id', 'sale_order_id'],
      fields: {
        name: char('Title', { required: true }),
        active: boolean('Active'),
        project_id: many2one('Project', 'project.project'),
        partner_id: many2one('Customer', 'res.partner'),
        company_id: many2one('Company', 'res.company'),
        parent_id: many2one('Parent Task', 'project.task'),
        sale_line_id: many2one('Sales Order Item', 'sale.order.line'),
        sale_order_id: many2one('Sales Order', 'sale.order'),
        child_ids: one2many('Sub-tasks', 'project.task', inverse('project.task', 'parent_id')),
        description: html('Description'),
        stage_id: many2one('Stage', 'project.task.type'),
        user_ids: many2many('Assignees', 'res.users'),
        sequence: integer('Sequence'),
        effective_hours: float('Time Spent', { readonly: true }),
        ...taskFields(version),
      },
    }),
    model('project.task.type', {
      description: 'Task Stage',
      order: 'sequence, id',
      fields: { name: char('Name'), sequence: integer('Sequence'), fold: boolean('Folded in Kanban') },
    }),
    model('account.analytic.line', {
      description: 'Analytic Line',
      indexed: ['task_id'],
      groups: ['Timesheets/User: own timesheets only'],
      fields: {
        name: char('Description'),
        date: date('Date', { required: true }),
        task_id: many2one('Task', 'project.task'),
        project_id: many2one('Project', 'project.project'),
        unit_amount: float('Quantity'),
      },
    }),
  ];
}

function taskFields(version: OdooVersion): Record<string, Field> {
  if (version < FIRST_WITH_TASK_STATES) {
    const isFolded = (view: View, { stage_id: stage }: Row) => view.get('project.task.type', Number(stage))?.fold === true;
    return {
      planned_hours: float('Initially Planned Hours'),
      date_deadline: date('Deadline'),
      is_closed: boolean('Closing Stage', { get: isFolded }),
    };
  }
  return {
    display_in_project: boolean('Display In Project'),
    allocated_hours: float('Allocated Time'),
    date_deadline: datetime('Deadline'),
    state: selection('State', STATES),
  };
}
