import type { Express } from 'express';
import type { WorkflowStart } from './api.ts';
import { hasCards } from './crm/portal.ts';
import { answer } from './editing.ts';
import { text } from './query.ts';
import type { WebDeps } from './web.ts';

/** The workflows of the account: which there are, their runs, and what their editor shows. */
export function addWorkflowRoutes(web: Express, { workflows }: Pick<WebDeps, 'workflows'>): void {
  web.get('/api/workflows', (_req, res) => void res.json(workflows.offered()));
  web.get('/api/workflows/runs', (_req, res) => void res.json(workflows.list(null)));
  web.get('/api/workflows/runs/:type/:id', (req, res) => void res.json(workflows.list(req.params)));
  web.get('/api/workflows/options', (req, res) =>
    answer(res, () => {
      const type = text(req, 'type');
      if (!hasCards(type)) throw new Error(`${type} are in no workflow`);
      return workflows.options({ type, step: text(req, 'step'), input: text(req, 'input'), q: text(req, 'q'), after: text(req, 'after') });
    }),
  );
  web.post('/api/workflows', (req, res) => answer(res, () => ({ id: workflows.start(req.body as WorkflowStart) })));
}
