import { Router } from 'express';
import { listOptions } from './options.ts';
import { runStep, type StepDeps, type StepLimits } from './step.ts';

/** All behind the signature check: what HubSpot's workflows ask for. */
export function actionRoutes(deps: StepDeps, limits?: StepLimits): Router {
  return Router().post('/options/:list', listOptions(deps)).post('/:action', runStep(deps, limits));
}
