import type { FakeAnswer, FakeRequest } from '../../http.ts';
import { HubSpotError, missingScopes, notFound } from '../errors.ts';
import { requireScope, type Installs } from '../installs.ts';
import type { Portal } from '../portal.ts';
import { objectTypeOf, type ApiVersion } from '../types.ts';
import { accountRoutes } from './account.ts';
import { associationRoutes } from './associations.ts';
import { batchRoutes } from './batches.ts';
import { readBody, type Route } from './call.ts';
import { listRoutes } from './lists.ts';
import { answerOAuth, type OAuthApp } from './oauth.ts';
import { objectRoutes } from './objects.ts';
import { propertyRoutes } from './properties.ts';
import { scopesFor } from './scopes.ts';
import { stepRoutes } from './steps.ts';
import type { Workflows } from '../workflows.ts';

export interface ApiDeps {
  app: OAuthApp;
  installs: Installs;
  workflows: Workflows;
  hasRateLimits(): boolean;
  findPortal(portalId: number): Portal | undefined;
}

const VERSIONS = new Set<string>(['2026-03', '2026-09']);
/** Projects are a beta of the newer version, for their records alone. */
const isBeta = ({ version, object }: Record<string, string>, { path }: Route): boolean =>
  version === '2026-09-beta' && objectTypeOf(object ?? '') === 'projects' && isOfRecords(path);
const isMissing = ({ version, object }: Record<string, string>, { path }: Route): boolean =>
  version === '2026-09' && objectTypeOf(object ?? '') === 'projects' && isOfRecords(path);
const isOfRecords = (path: string): boolean => path.startsWith('/crm/objects/') && !path.includes('/associations');
// Longer paths first: `batch/read` is not the id of a record.
const ROUTES = [
  ...[...stepRoutes, ...batchRoutes, ...associationRoutes, ...propertyRoutes],
  ...[...listRoutes, ...accountRoutes, ...objectRoutes],
].map((route) => ({ route, segments: route.path.split('/') }));

/** Whose call it is, for the log; the portal is known as long as its token is. */
export function portalOf({ installs }: ApiDeps, authorization: string | undefined): number | null {
  try {
    return installs.authenticate(authorization).portalId;
  } catch {
    return null;
  }
}

export function answerApi(deps: ApiDeps, request: FakeRequest): FakeAnswer {
  try {
    return answerOAuth(deps.installs, deps.app, request) ?? answerRoute(deps, request);
  } catch (error) {
    if (error instanceof HubSpotError) return error.toAnswer();
    throw error;
  }
}

function answerRoute(deps: ApiDeps, request: FakeRequest): FakeAnswer {
  const { route, path } = match(request);
  const grant = deps.installs.authenticate(request.headers.authorization);
  const portal = deps.findPortal(grant.portalId);
  if (!portal) throw notFound();
  const bucket = route.bucket ?? 'general';
  const refusal = deps.hasRateLimits() ? portal.limits.refusal(bucket) : null;
  if (refusal) return refusal;
  const object = objectTypeOf(path['object'] ?? '') ?? path['object'] ?? '';
  if (route.scopes) requireScope(grant, scopesFor(object, route.scopes));
  requireObjects(portal, [path['object'], path['to']]);
  const version = path['version'] as ApiVersion;
  const writer = { source: { type: 'INTEGRATION', id: String(deps.app.appId) }, version } as const;
  const { installs, workflows } = deps;
  const call = {
    portal,
    crm: portal.crm,
    installs,
    workflows,
    grant,
    version,
    path,
    query: request.url.searchParams,
    body: readBody(request),
    writer,
  };
  const answer = run(route, call);
  return deps.hasRateLimits() ? { ...answer, headers: { ...answer.headers, ...portal.limits.headers(bucket) } } : answer;
}

/** As it was reported of accounts where an object is off: whatever was granted, the refusal speaks of permissions. */
function requireObjects(portal: Portal, names: readonly (string | undefined)[]): void {
  for (const name of names) {
    const type = objectTypeOf(name ?? '');
    if (type && !portal.hasObject(type)) throw missingScopes([`crm.objects.${type}.read`]);
  }
}

function run(route: Route, call: Parameters<Route['handle']>[0]): FakeAnswer {
  try {
    return route.handle(call);
  } catch (error) {
    if (error instanceof HubSpotError) return error.toAnswer();
    throw error;
  }
}

/** Versions other than the dated ones are gone: nobody should call them. */
function match(request: FakeRequest): { route: Route; path: Record<string, string> } {
  const given = request.url.pathname.replace(/\/$/, '').split('/').map(decodeURIComponent);
  for (const { route, segments } of ROUTES) {
    if (route.method !== request.method || segments.length !== given.length) continue;
    const path: Record<string, string> = {};
    const fits = segments.every((segment, index) => {
      if (!segment.startsWith(':')) return segment === given[index];
      path[segment.slice(1)] = given[index] ?? '';
      return true;
    });
    const isKnown = VERSIONS.has(path['version'] ?? '') && !isMissing(path, route);
    if (fits && (isKnown || isBeta(path, route))) return { route, path };
  }
  throw notFound();
}
