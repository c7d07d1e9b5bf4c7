import type { Books } from '../accounting/books.ts';
import { userError } from '../errors.ts';
import { FIRST_WITH_PROJECT_OF_ORDER, FIRST_WITH_TASK_STATES } from '../schema/projects.ts';
import type { NewRow } from '../types.ts';
import { insertProject, insertTask, plannedHours, type NewTask } from './made-by-orders.ts';

interface NewHome {
  name: string;
  partner?: number;
  company?: number;
  isBillable?: boolean;
}

/** What people do with projects, inside one transaction. */
export class ProjectOperations {
  private readonly books: Books;

  constructor(books: Books) {
    this.books = books;
  }

  /** Of no order: tasks of several may stand in it. */
  createProject({ name, partner, company, isBillable = true }: NewHome): number {
    const { tx } = this.books;
    const home = { partner: partner ?? null, company: company ?? tx.ids('res.company')[0] ?? 1 };
    return insertProject(this.books, { name, ...home, line: null, isBillable });
  }

  addTask(project: number, { name, hours = 0, parent }: Pick<NewTask, 'name' | 'parent'> & { hours?: number }): number {
    return insertTask(this.books, { name, project, line: null, hours, ...(parent !== undefined && { parent }) });
  }

  /** `deadline`: a day; who it is assigned to are users. */
  planTask(task: number, plan: { deadline?: string | null; hours?: number; assignees?: readonly number[] }): void {
    const { version } = this.books;
    const day = plan.deadline ?? null;
    const at = version >= FIRST_WITH_TASK_STATES && day !== null ? Date.parse(`${day}T12:00:00Z`) * 1000 : day;
    this.writeTask(task, {
      ...(plan.deadline !== undefined && { date_deadline: at }),
      ...(plan.hours !== undefined && plannedHours(version, plan.hours)),
      ...(plan.assignees && { user_ids: plan.assignees }),
    });
  }

  /** From 17 on ticked: it stays in its stage. */
  finishTask(task: number): void {
    this.close(task, 'Done', '1_done');
  }

  /** Until 16 a stage of that name, which closes a task as well as the one for done. */
  cancelTask(task: number): void {
    this.close(task, 'Cancelled', '1_canceled');
  }

  reopenTask(task: number): void {
    this.writeTask(task, this.isOfStates() ? { state: '01_in_progress' } : { stage_id: this.stagesOf(task)[0] ?? null });
  }

  private isOfStates(): boolean {
    return this.books.version >= FIRST_WITH_TASK_STATES;
  }

  private close(task: number, stage: string, state: string): void {
    this.writeTask(task, this.isOfStates() ? { state } : { stage_id: this.stageOf(task, stage) });
  }

  private stagesOf(task: number): readonly number[] {
    const { tx } = this.books;
    return tx.row('project.project', Number(tx.row('project.task', task).project_id)).type_ids as readonly number[];
  }

  private stageOf(task: number, name: string): number {
    const { tx } = this.books;
    const found = this.stagesOf(task).find((id) => tx.row('project.task.type', id).name === name);
    if (found !== undefined) return found;
    const stage = tx.insert('project.task.type', { name, fold: true, sequence: 30 });
    const project = Number(tx.row('project.task', task).project_id);
    tx.update('project.project', project, { type_ids: [...this.stagesOf(task), stage] });
    return stage;
  }

  /** A line of a time sheet; what is spent is kept in the task. */
  logHours(task: number, hours: number): void {
    const { tx, today } = this.books;
    const { project_id: project, effective_hours: before } = tx.row('project.task', task);
    tx.insert('account.analytic.line', { name: '/', date: today, task_id: task, project_id: project ?? null, unit_amount: hours });
    this.writeTask(task, { effective_hours: Number(before) + hours });
  }

  /** As seen on 18 it begins anew there, done or not, and stays with its order. */
  moveTask(task: number, project: number): void {
    const [first] = this.books.tx.row('project.project', project).type_ids as readonly number[];
    this.writeTask(task, { project_id: project, stage_id: first ?? null, ...(this.isOfStates() && { state: '01_in_progress' }) });
  }

  archiveTask(task: number): void {
    this.writeTask(task, { active: false });
  }

  /** Whoever booked hours takes them back. */
  removeHours(task: number): void {
    const { tx } = this.books;
    for (const id of [...tx.by('account.analytic.line', 'task_id', task)]) tx.remove('account.analytic.line', id);
    this.writeTask(task, { effective_hours: 0 });
  }

  /** `hr_timesheet` lets nobody delete a task on which hours are booked; everything else with its order goes on as without them. */
  deleteTask(task: number): void {
    const { tx } = this.books;
    if (tx.by('account.analytic.line', 'task_id', task).length > 0)
      throw userError(
        'These tasks have some timesheet entries referencing them. Before removing these tasks, you have to remove these timesheet entries.',
      );
    tx.remove('project.task', task);
  }

  updateProject(project: number, values: NewRow<'project.project'>): void {
    const { tx, version } = this.books;
    const { date_start: begins, date: ends } = { ...tx.row('project.project', project), ...values };
    // Seen on 18: without the one the other is thrown away.
    const isHalf = version >= FIRST_WITH_PROJECT_OF_ORDER && ((begins ?? null) === null) !== ((ends ?? null) === null);
    if (isHalf) tx.update('project.project', project, { ...values, date_start: null, date: null });
    else tx.update('project.project', project, values, { force: true });
  }

  /** Its tasks go with it. */
  archiveProject(project: number): void {
    this.updateProject(project, { active: false });
    for (const task of [...this.tasksOf(project)]) this.archiveTask(task);
  }

  /** With all that went with it. */
  restoreProject(project: number): void {
    this.updateProject(project, { active: true });
    for (const task of [...this.tasksOf(project)]) this.writeTask(task, { active: true });
  }

  deleteProject(project: number): void {
    for (const task of [...this.tasksOf(project)]) this.deleteTask(task);
    this.books.tx.remove('project.project', project);
  }

  tasksOf(project: number): readonly number[] {
    return this.books.tx.by('project.task', 'project_id', project);
  }

  private writeTask(task: number, values: NewRow<'project.task'>): void {
    this.books.tx.update('project.task', task, values, { force: true });
  }
}
