import { describe, expect, it } from '@jest/globals';
import type { Project, Task } from '../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../server/shared/ids.ts';
import type { EventRules } from '../../server/streams/shared/event-rules.ts';
import { projectEvents } from '../../server/streams/projects/events.ts';
import { overallStatus, partsOf } from '../../server/streams/projects/progress.ts';
import type { KeptProject } from '../../server/streams/projects/store.ts';
import { aProject, aTask } from '../support/erp-records.ts';

const of = (status: Project['status'], ...tasks: Partial<Task>[]) =>
  aProject({ id: '7', status, tasks: tasks.map((task, nth) => aTask({ id: String(nth), ...task })) });

describe('how far a project is', () => {
  it.each<[string, Project]>([
    ['not_started', of('open')],
    ['not_started', of('open', {}, {})],
    ['in_progress', of('open', { status: 'done' }, {})],
    ['in_progress', of('open', { spentHours: '0.25' }, {})],
    ['done', of('open', { status: 'done' }, { status: 'done' })],
    ['done', of('open', { status: 'done' }, { status: 'cancelled' })],
    ['stopped', of('open', { status: 'cancelled' })],
    ['stopped', of('archived', { status: 'done' }, {})],
    ['stopped', of('archived')],
    ['done', of('archived', { status: 'done' })],
    ['done', of('done', {})],
  ])('is %s', (status, project) => {
    expect(partsOf(project)).toEqual([{ orderId: '42', status }]);
  });

  it('is said for each of its orders; what nobody sold belongs to the one it was made for', () => {
    const tasks = [
      aTask({ id: '1', status: 'done' }),
      aTask({ id: '2', orderId: '43' }),
      aTask({ id: '3', orderId: '44', status: 'done' }),
    ];
    const parts = (orderId: string | null) => partsOf(aProject({ id: '7', orderId, tasks })).map((part) => Object.values(part));
    expect(parts('42')).toEqual([
      ['42', 'done'],
      ['43', 'not_started'],
      ['44', 'done'],
    ]);
    expect(parts(null).map(([orderId]) => orderId)).toEqual(['43', '44']);
  });

  it('is done when the tasks sold with an order are, whatever the project was called before they were sold', () => {
    const tasks = [
      aTask({ id: '1', status: 'done' }),
      aTask({ id: '2', orderId: '43' }),
      aTask({ id: '3', orderId: '44', status: 'cancelled' }),
    ];
    expect(partsOf(aProject({ id: '7', status: 'done', tasks })).map(({ status }) => status)).toEqual(['done', 'not_started', 'stopped']);
  });

  it('is one word for several', () => {
    expect(overallStatus(['done', 'done'])).toBe('done');
    expect(overallStatus(['done', 'not_started'])).toBe('in_progress');
    expect(overallStatus(['done', 'stopped'])).toBe('done');
    expect(overallStatus(['stopped', 'stopped'])).toBe('stopped');
  });
});

const rules = (given: Partial<EventRules> = {}): EventRules => ({
  now: new Date('2026-11-20T12:00:00Z'),
  goLiveAt: new Date('2026-11-10T10:00:00Z'),
  ...{ timeZone: 'America/Mexico_City', maxAgeHours: 48, generation: 1, isRebuilding: false, wasComplete: true },
  lastReadAt: new Date('2026-11-20T11:59:00Z'),
  ...given,
});
const knew = (status: 'in_progress' | 'done', generation = 1): KeptProject => ({
  ...{ erpId: erpRecordId('7'), hash: '', mark: '', generation, storedOrder: 0 },
  parts: [{ orderId: erpRecordId('42'), status }],
});
const finished = (given: Partial<Pick<Project, 'createdAt' | 'changedAt'>> = {}) => ({
  ...of('open', { status: 'done' }),
  createdAt: '2026-11-12T16:00:00Z',
  changedAt: '2026-11-20T11:58:00Z',
  ...given,
});

describe('a project that is completed', () => {
  it.each<[string, boolean, KeptProject | null, Project, Partial<EventRules>]>([
    ['seen unfinished before', true, knew('in_progress'), finished(), {}],
    ['seen unfinished before go-live', true, knew('in_progress'), finished({ createdAt: '2026-01-01T00:00:00Z' }), {}],
    ['seen done before', false, knew('done'), finished(), {}],
    ['first seen, made long after go-live but days ago', false, null, finished(), {}],
    ['first seen, made within the hour', true, null, finished({ createdAt: '2026-11-20T11:30:00Z' }), {}],
    ['first seen, made before go-live', false, null, finished({ createdAt: '2026-11-01T00:00:00Z' }), {}],
    ['first seen, of unknown age', false, null, finished({ createdAt: null }), {}],
    ['seen unfinished, read anew in another translation', false, knew('in_progress', 1), finished(), { isRebuilding: true, generation: 2 }],
    ['seen unfinished, finished before an outage of days', false, knew('in_progress'), finished({ changedAt: '2026-11-16T00:00:00Z' }), {}],
    ['before go-live', false, knew('in_progress'), finished(), { goLiveAt: new Date('2026-11-21T00:00:00Z') }],
  ])('%s: moves something %s', (_name, isLive, before, after, given) => {
    expect(projectEvents([{ before, after }], rules(given))).toMatchObject([{ kind: 'project_completed', erpId: '7/42', isLive }]);
  });

  it.each<[string, boolean, string]>([
    ['an old project', false, '2026-01-01T00:00:00Z'],
    ['one that was made a moment ago', true, '2026-11-20T11:30:00Z'],
  ])('for an order first seen done in %s: moves something %s', (_name, isLive, createdAt) => {
    const tasks = [aTask({ id: '1' }), aTask({ id: '2', orderId: '43', status: 'done' })];
    const after = aProject({ id: '7', tasks, createdAt, changedAt: '2026-11-20T11:58:00Z' });
    expect(projectEvents([{ before: knew('in_progress'), after }], rules())).toMatchObject([{ erpId: '7/43', isLive }]);
  });

  it('happens to each order once its own tasks are done', () => {
    const tasks = [aTask({ id: '1', status: 'done' }), aTask({ id: '2', orderId: '43' })];
    const events = projectEvents([{ before: knew('in_progress'), after: aProject({ id: '7', tasks }) }], rules());
    expect(events.map(({ erpId }) => erpId)).toEqual(['7/42']);
  });
});
