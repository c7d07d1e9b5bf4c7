import type { DealProject, DealProjects, DealTask } from '../../hubspot-app/app/cards/api/projects.ts';

export const aDealTask = (over: Partial<DealTask> = {}): DealTask => ({
  id: '1',
  name: 'Install pumps',
  stage: 'In Progress',
  status: 'open',
  assignees: ['Ana Ruiz'],
  hours: { spent: '2', planned: '8' },
  deadline: '2026-12-12',
  daysLate: null,
  ...over,
});

export const aDealProject = (over: Partial<DealProject> = {}): DealProject => ({
  connectionId: 'c1',
  id: '7',
  name: 'S00042 - Puesta en marcha',
  url: 'https://erp.example.com/projects/7',
  status: 'in_progress',
  counts: { done: 1, total: 2 },
  hours: { spent: '5.5', planned: '16' },
  deadline: { on: '2026-12-12', task: 'Install pumps' },
  daysLate: null,
  tasks: [aDealTask(), aDealTask({ id: '2', name: 'Survey', status: 'done', stage: 'Done', assignees: [], deadline: null })],
  ...over,
});

export const readyProjects = (...projects: DealProject[]): DealProjects => ({ state: 'ready', projects, missing: [] });
