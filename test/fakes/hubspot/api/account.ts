import { notFound } from '../errors.ts';
import { ownerIdOf } from '../owners.ts';
import { deliveryPipelinesShape, pipelinesShape } from '../pipelines.ts';
import { noContent, objectTypeIn, ok, type ApiCall, type Route } from './call.ts';

export const accountRoutes: Route[] = [
  { method: 'GET', path: '/account-info/:version/details', scopes: ['oauth'], handle: details },
  { method: 'GET', path: '/crm/owners/:version', scopes: ['crm.objects.owners.read'], handle: owners },
  { method: 'GET', path: '/settings/users/:version/:userId', scopes: ['settings.users.read', 'crm.objects.users.read'], handle: user },
  { method: 'GET', path: '/crm/pipelines/:version/:object', scopes: ['crm.objects.{object}.read'], handle: pipelines },
  { method: 'DELETE', path: '/appinstalls/:version/external-install', scopes: ['oauth'], handle: uninstall },
];

function details({ portal }: ApiCall) {
  const { timeZone, companyCurrency, additionalCurrencies, uiDomain } = portal.account;
  const utcOffsetMilliseconds = offsetOf(timeZone, portal.crm.now());
  return ok({
    portalId: portal.id,
    accountType: 'STANDARD',
    timeZone,
    companyCurrency,
    additionalCurrencies,
    utcOffset: offsetText(utcOffsetMilliseconds),
    utcOffsetMilliseconds,
    uiDomain,
    dataHostingLocation: 'eu1',
  });
}

function offsetOf(timeZone: string, at: Date): number {
  const local = new Date(at.toLocaleString('en-US', { timeZone }));
  const utc = new Date(at.toLocaleString('en-US', { timeZone: 'UTC' }));
  return local.getTime() - utc.getTime();
}

function offsetText(ms: number): string {
  const minutes = Math.abs(ms) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${ms < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

function owners({ portal, query }: ApiCall) {
  const limit = Number(query.get('limit') ?? 100);
  const start = Number(query.get('after') ?? 0);
  const end = start + limit;
  const results = portal.people.slice(start, end).map(({ userId, email, firstName, lastName, teams }) => ({
    id: ownerIdOf({ userId }),
    type: 'PERSON',
    email,
    firstName,
    lastName,
    userId,
    archived: false,
    teams: teams.map(({ id, name }, index) => ({ id: String(id), name, primary: index === 0 })),
  }));
  return ok({ results, ...(end < portal.people.length ? { paging: { next: { after: String(end) } } } : {}) });
}

function user({ portal, path }: ApiCall) {
  const found = portal.people.find(({ userId }) => String(userId) === path['userId']);
  if (!found) throw notFound();
  const { userId, email, firstName, lastName, isSuperAdmin = false } = found;
  return ok({ id: String(userId), email, firstName, lastName, superAdmin: isSuperAdmin, roleIds: [] });
}

function pipelines(call: ApiCall) {
  const type = objectTypeIn(call);
  return ok({ results: type === 'services' || type === 'projects' ? deliveryPipelinesShape(type) : pipelinesShape() });
}

function uninstall({ installs, portal }: ApiCall) {
  installs.uninstall(portal.id);
  return noContent();
}
