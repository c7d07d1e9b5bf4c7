import type { RequestHandler } from 'express';
import type { DealProject, DealProjects, DealTask } from '../../../hubspot-app/app/cards/api/projects.ts';
import { loadDealProjects, loadOrdersWithoutProject, readsProjects, type StoredProject } from '../../records/queries/deal-projects.ts';
import { dayOfMoment, daysBetween } from '../../shared/calendar.ts';
import { hoursOf, someHours } from '../../streams/projects/hours.ts';
import type { Task } from '../../streams/projects/record.ts';
import { loadViewer, type Viewer } from '../viewer.ts';
import { loadConnections, type CardConnection } from './connections.ts';
import { dealOf } from './deal-orders.ts';
import type { CardDeps } from './request.ts';

/** What is done for a deal after the sale. There are no amounts in it. */
export function dealProjectsCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await loadViewer(deps, req);
    const { portalId, dealId } = dealOf(req, viewer, req.query);
    if (viewer.isPaused || !(await readsProjects(deps.db, portalId))) {
      res.json({ state: 'off' } satisfies DealProjects);
      return;
    }
    const [projects, missing, connections] = await Promise.all([
      loadDealProjects(deps.db, { portalId, dealId }),
      loadOrdersWithoutProject(deps.db, { portalId, dealId }),
      loadConnections(deps, viewer),
    ]);
    res.json({ state: 'ready', projects: projects.map((project) => toView(project, connections, viewer)), missing } satisfies DealProjects);
  };
}

/** HubSpot takes 1 MB. */
const MOST_TASKS = 50;

function toView(project: StoredProject, connections: CardConnection[], viewer: Viewer): DealProject {
  const { connectionId, id, name, status, tasks } = project;
  const linkTo = connections.find(({ view }) => view.id === connectionId)?.linkTo;
  const counted = tasks.filter((task) => task.status !== 'cancelled');
  const deadline = nextDeadline(project, viewer);
  return {
    ...{ connectionId, id, name, status, deadline },
    url: linkTo?.('projects', id) ?? null,
    counts: { done: counted.filter((task) => task.status === 'done').length, total: counted.length },
    hours: hoursOf(project),
    daysLate: deadline && daysLate(deadline.on, viewer),
    tasks: tasks
      .toSorted(openFirst)
      .slice(0, MOST_TASKS)
      .map((task) => toTask(task, viewer)),
  };
}

const RANK: Record<Task['status'], number> = { open: 0, done: 1, cancelled: 2 };
const openFirst = (a: Task, b: Task): number => RANK[a.status] - RANK[b.status];

function toTask({ id, name, stage, status, assignees, plannedHours, spentHours, deadline }: Task, viewer: Viewer): DealTask {
  const on = deadline && dayOf(deadline, viewer);
  return {
    ...{ id, name, stage, status, assignees, deadline: on },
    hours: { spent: someHours([spentHours]), planned: someHours([plannedHours]) },
    daysLate: on && status === 'open' ? daysLate(on, viewer) : null,
  };
}

/** Of the project itself where it is the deal's alone. */
function nextDeadline({ status, isOwn, endsOn, tasks }: StoredProject, viewer: Viewer): DealProject['deadline'] {
  if (status === 'done' || status === 'stopped') return null;
  const open = tasks.flatMap((task) =>
    task.status === 'open' && task.deadline ? [{ on: dayOf(task.deadline, viewer), task: task.name }] : [],
  );
  const all = isOwn && endsOn ? [...open, { on: endsOn, task: null }] : open;
  return all.toSorted((a, b) => a.on.localeCompare(b.on))[0] ?? null;
}

const dayOf = (moment: string, { portal }: Viewer): string => dayOfMoment(portal.timeZone, moment);

function daysLate(deadline: string, { day }: Viewer): number | null {
  const days = daysBetween(deadline, day.today);
  return days > 0 ? days : null;
}
