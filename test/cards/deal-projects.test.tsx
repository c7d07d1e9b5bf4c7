import { describe, expect, it } from '@jest/globals';
import { Accordion, Alert, Link, StatusTag, TableRow } from '@hubspot/ui-extensions';
import type { DealProjects } from '../../hubspot-app/app/cards/api/projects.ts';
import { readable, refused } from './host.ts';
import { DEAL } from './orders.ts';
import { aDealProject, aDealTask, readyProjects } from './projects.ts';
import { openTab } from './tab.tsx';
import { linkedView } from './views.ts';

function openDeal(answer: DealProjects | (() => unknown), options: { language?: string; locale?: string } = {}) {
  const view = linkedView({ dealInvoices: { orderNumber: 'S00042', isOrderKnown: true, tied: 0, hasOrder: false } });
  return openTab({ 'GET /cards/record': view, 'GET /cards/deal-projects': answer }, { ...DEAL, ...options });
}
const tag = (card: ReturnType<typeof openDeal>, testId: string) => {
  const { text, props } = card.find(StatusTag, { testId });
  return [props.variant, text];
};

describe('the project of a deal', () => {
  it.each([
    ['en', 'Project', 'In progress', '1 of 2 tasks done · Hours used: 5.5 of 16', 'Next: Install pumps, due Dec 12'],
    ['es', 'Proyecto', 'En curso', '1 de 2 tareas terminadas · Horas usadas: 5.5 de 16', 'Sigue: Install pumps, para el 12 dic'],
  ])('says how far it is and what comes next (%s)', async (language, title, status, progress, next) => {
    const card = openDeal(readyProjects(aDealProject()), { language, locale: language === 'es' ? 'es-mx' : 'en-us' });
    await card.sees(title);
    for (const words of [progress, next]) expect(card.text()).toContain(words);
    expect(tag(card, 'project-7')).toEqual(['info', status]);
    expect(card.find(Link, ({ text }) => text === 'S00042 - Puesta en marcha').props.href).toEqual({
      url: 'https://erp.example.com/projects/7',
      external: true,
    });
  });

  it.each([
    ['en', 'danger', '1 day late', { daysLate: 1 }],
    ['es', 'danger', '3 días de retraso', { daysLate: 3 }],
    ['en', 'success', 'Done', { status: 'done' }],
    ['en', 'default', 'Not started', { status: 'not_started' }],
    ['es', 'default', 'Detenido', { status: 'stopped' }],
  ] as const)('is told in colour and in words (%s): %s, %s', async (language, variant, text, over) => {
    const card = openDeal(readyProjects(aDealProject(over)), { language });
    await card.sees(text);
    expect(tag(card, 'project-7')).toEqual([variant, text]);
  });

  it.each([
    ['Hours used: 18; 16 were planned', { spent: '18', planned: '16' }],
    ['Hours planned: 16', { spent: null, planned: '16' }],
    ['Hours used: 2', { spent: '2', planned: null }],
    ['1 of 2 tasks done', { spent: '0', planned: null }],
  ])('says of its hours what the ERP knows: %s', async (text, hours) => {
    const card = openDeal(readyProjects(aDealProject({ hours })));
    await card.sees(text);
    expect(card.text().includes('hours')).toBe(text.includes('hours'));
  });

  it('shows its tasks on demand: who does them, and what is late', async () => {
    const tasks = [aDealTask({ daysLate: 2 }), aDealTask({ id: '2', name: 'Survey', status: 'done', assignees: [] })];
    const card = openDeal(readyProjects(aDealProject({ tasks, counts: { done: 1, total: 53 } })));
    await card.sees('Project');
    expect(card.text()).not.toContain('Survey');
    card.find(Accordion, { title: 'Tasks' }).trigger('onClick');
    await card.sees('51 more tasks in the ERP');
    const rows = card.find(Accordion, { title: 'Tasks' }).findAll(TableRow).map(readable);
    expect(rows).toEqual([
      'Install pumpsAna Ruiz · In Progress · Hours used: 2 of 82 days late',
      'SurveyIn Progress · Hours used: 2 of 8Done',
    ]);
    expect(tag(card, 'task-1')[0]).toBe('danger');
  });

  it('has an end of its own where no task has a day', async () => {
    const card = openDeal(readyProjects(aDealProject({ deadline: { on: '2026-12-31', task: null } })));
    await card.sees('Due Dec 31');
  });

  it('that the order should have made is missed, with who can help', async () => {
    const card = openDeal({ state: 'ready', projects: [], missing: ['S00042'] });
    await card.sees('Whoever looks after projects');
    expect(card.find(Alert).props).toMatchObject({ variant: 'warning', title: expect.stringContaining('S00042') });
  });

  it('is nothing where none is sold or read, and never stops the rest of the card', async () => {
    for (const answer of [{ state: 'off' }, readyProjects()] as const) {
      const card = openDeal(answer);
      await card.sees('INV/');
      expect(card.text()).not.toContain('Project');
    }
    const broken = openDeal(() => refused({ code: 'internal' }, 500));
    await broken.sees('Project');
    expect(broken.text()).toContain('INV/');
  });
});
