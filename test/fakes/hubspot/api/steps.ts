import { inputsOf, noContent, type ApiCall, type Route } from './call.ts';

export const stepRoutes: Route[] = [
  { method: 'POST', path: '/automation/actions/callbacks/:version/complete', scopes: ['automation'], handle: completeAll },
  { method: 'POST', path: '/automation/actions/callbacks/:version/:callbackId/complete', scopes: ['automation'], handle: completeOne },
];

function completeAll({ workflows, portal, body }: ApiCall) {
  workflows.complete(portal.id, inputsOf<Record<string, unknown>>(body, 100));
  return noContent();
}

function completeOne({ workflows, portal, path, body }: ApiCall) {
  workflows.complete(portal.id, [{ ...body, callbackId: path['callbackId'] }]);
  return noContent();
}
