import type { Project, Task } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { companyId, figureText, reference } from './mapping.ts';
import type { Organisations } from './organisations.ts';
import type { RawTask, RawTaskStamp } from './project-tasks.ts';
import type { RawProject } from './projects.ts';
import type { References } from './references.ts';
import { toInstant } from './time.ts';

interface ProjectContext {
  references: References;
  organisations: Organisations;
  tasks: readonly RawTask[];
}

export function toProject(raw: RawProject, { references, organisations, tasks }: ProjectContext): Project {
  // What is archived with its project was not taken out of it.
  const counted = tasks.filter(({ active }) => active || !raw.active).sort((a, b) => a.sequence - b.sequence || a.id - b.id);
  const stamps = [raw.write_date, ...tasks.map(({ write_date }) => write_date)];
  return {
    id: erpRecordId(raw.id),
    name: raw.name ?? `#${raw.id}`,
    status: raw.last_update_status === 'done' ? 'done' : raw.active ? 'open' : 'archived',
    customerId: reference(raw.partner_id),
    organisationId: raw.partner_id === null ? null : erpRecordId(organisations.get(raw.partner_id) ?? raw.partner_id),
    companyId: companyId(raw.company_id),
    orderId: reference(raw.sale_order_id ?? raw.reinvoiced_sale_order_id),
    plannedHours: raw.allocated_hours > 0 ? figureText(raw.allocated_hours) : null,
    endsOn: raw.date,
    tasks: counted.map((task) => toTask(task, references)),
    createdAt: toInstant(raw.create_date),
    changedAt: toInstant(stamps.toSorted().at(-1)!),
    changeStamp: projectChangeStamp(raw, tasks),
  };
}

/** A task that is deleted or moved elsewhere leaves nothing behind but that it is missing. */
export const projectChangeStamp = (raw: Pick<RawProject, 'write_date' | 'partner_id'>, tasks: readonly RawTaskStamp[]): string =>
  [
    raw.write_date,
    raw.partner_id,
    tasks.length,
    tasks
      .map(({ write_date }) => write_date)
      .toSorted()
      .at(-1) ?? '',
  ].join(' ');

function toTask(raw: RawTask, { taskStages, users }: References): Task {
  const planned = raw.allocated_hours ?? raw.planned_hours;
  return {
    id: String(raw.id),
    name: raw.name ?? `#${raw.id}`,
    stage: taskStages.get(raw.stage_id) ?? null,
    status: statusOf(raw),
    assignees: raw.user_ids.flatMap((id) => users.get(id) ?? []),
    plannedHours: planned === undefined ? null : figureText(planned),
    spentHours: raw.effective_hours === undefined ? null : figureText(raw.effective_hours),
    deadline: raw.date_deadline && (raw.date_deadline.length > 10 ? toInstant(raw.date_deadline) : raw.date_deadline),
    parentId: raw.parent_id === null ? null : String(raw.parent_id),
    orderId: reference(raw.sale_order_id),
  };
}

/** Until 16 a closing stage may be one for what was given up: nothing tells the two apart. */
function statusOf({ state, is_closed }: RawTask): Task['status'] {
  if (state === null) return is_closed ? 'done' : 'open';
  if (state === '1_canceled') return 'cancelled';
  return state === '1_done' ? 'done' : 'open';
}
