import { loadDealOrders } from '../../records/queries/deal-orders.ts';
import { loadDealProjects, loadProjectsAhead, readsProjects, type StoredProject } from '../../records/queries/deal-projects.ts';
import { DEAL } from '../../shared/object-types.ts';
import { add, trimZeros } from '../../shared/decimals.ts';
import { overallStatus } from '../../streams/projects/progress.ts';
import { done, type Action, type Finding, type Look } from './action.ts';
import { defineAction, type Outcome } from './design.ts';
import { FAILED_RESULT, NOT_IN_TIME_RESULT, REASONS, WITHIN_DAYS, waitsDays } from './words.ts';

const design = defineAction({
  name: 'wait-until-project-done',
  objectTypes: [DEAL],
  label: { en: 'Wait until the project is done', es: 'Esperar a que termine el proyecto' },
  description: {
    en: 'Waits until the last task of the projects that the order of this deal made is done in the ERP.',
    es: 'Espera a que en el ERP termine la última tarea de los proyectos que creó el pedido de este negocio.',
  },
  card: {
    en: 'Wait until the project is done, at most {{within_days}} days',
    es: 'Esperar a que termine el proyecto, como máximo {{within_days}} días',
  },
  inputs: { within_days: WITHIN_DAYS },
  outputs: {
    project: { label: { en: 'Project', es: 'Proyecto' }, format: 'text' },
    tasks_done: { label: { en: 'Tasks done', es: 'Tareas terminadas' }, format: 'number' },
    tasks: { label: { en: 'Tasks', es: 'Tareas' }, format: 'number' },
    hours: { label: { en: 'Hours used', es: 'Horas usadas' }, format: 'number' },
  },
  results: {
    done: { label: { en: 'Done', es: 'Terminado' } },
    stopped: { label: { en: 'Stopped before it was done', es: 'Detenido antes de terminar' } },
    cancelled: { label: { en: 'The order was cancelled', es: 'El pedido se canceló' } },
    not_in_time: NOT_IN_TIME_RESULT,
    not_read: { label: { en: 'Projects are not read from the ERP', es: 'Los proyectos no se leen del ERP' }, isFailure: true },
    failed: FAILED_RESULT,
  },
  isAfterWriting: true,
});
type Design = typeof design;

export const waitUntilProjectDone: Action<Design> = { design, waitsMs: waitsDays, look };

async function look({ deps: { db, now }, run }: Look<Design>): Promise<Finding<Design>> {
  const { portalId, recordId: dealId } = run;
  if (!(await readsProjects(db, portalId))) return done<Design>({ result: 'not_read', reason: { words: NOT_READ } });
  const projects = await loadDealProjects(db, { portalId, dealId });
  const orders = await loadDealOrders(db, { portalId, dealId });
  const known = { erpNumber: orders.flatMap(({ number }) => number ?? []).join(', ') || null, outputs: figuresOf(projects) };
  // The ERP makes the project when the order is confirmed, which may be still to come.
  if (projects.length === 0 && orders.length > 0 && orders.every(({ status }) => status === 'cancelled'))
    return done<Design>({ result: 'cancelled', ...known });
  const status = projects.length === 0 ? null : overallStatus(projects.map((project) => project.status));
  const ahead = await loadProjectsAhead(db, { portalId, dealId });
  const isOver = status === 'done' || status === 'stopped';
  // Another order of the deal may have its project, or more tasks, still to come.
  if (isOver && !ahead.isMissing && !ahead.isUnread) return done<Design>({ result: status, ...known });
  const late = projects.length === 0 ? NO_PROJECT : isOver && ahead.isMissing ? NOT_ALL : NOT_YET;
  const words = run.isBlocking ? late : REASONS.cannotWait;
  const otherwise = { result: 'not_in_time' as const, reason: { words }, ...known };
  // A reading that finds nothing new wakes nobody.
  if (isOver && !ahead.isMissing) return { kind: 'waiting', on: 'record', until: new Date(now().getTime() + READING_MS), otherwise };
  return { kind: 'waiting', on: 'record', otherwise };
}

/** By then projects are mostly read again; if not, it is looked at once more. */
const READING_MS = 5 * 60_000;

const NOT_READ = {
  en: 'An administrator switches projects on in the settings of Puente.',
  es: 'Un administrador activa los proyectos en la configuración de Puente.',
};
const NO_PROJECT = { en: 'The ERP has no project for this deal.', es: 'El ERP no tiene ningún proyecto para este negocio.' };
const NOT_ALL = {
  en: 'The ERP has no project for an order of this deal.',
  es: 'El ERP no tiene ningún proyecto para un pedido de este negocio.',
};
const NOT_YET = { en: 'It was not done within the time.', es: 'No se terminó dentro del plazo.' };

function figuresOf(projects: readonly StoredProject[]): NonNullable<Outcome<Design>['outputs']> {
  const tasks = projects.flatMap((project) => project.tasks);
  const counted = tasks.filter(({ status }) => status !== 'cancelled');
  const spent = tasks.flatMap(({ spentHours }) => spentHours ?? []);
  return {
    project: projects.map(({ name }) => name).join(', ') || null,
    tasks_done: counted.filter(({ status }) => status === 'done').length,
    tasks: counted.length,
    hours: spent.length === 0 ? null : trimZeros(add(...spent)),
  };
}
