import { Router } from 'express';
import { listOptions } from './options.ts';
import { runStep, type StepDeps } from './step.ts';

/** All behind the signature check: what HubSpot's workflows ask for. */
export function actionRoutes(deps: StepDeps): Router {
  return Router().post('/options/:list', listOptions(deps)).post('/:action', runStep(deps));
}
