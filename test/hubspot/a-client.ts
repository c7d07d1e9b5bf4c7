import { createHubSpotClient, type HubSpotClientDeps } from '../../server/hubspot/client.ts';
import { recordId } from '../../server/shared/ids.ts';
import { createLog } from '../../server/shared/log.ts';

export const API = 'https://api.hubspot.test';
export const NOW = new Date('2026-11-23T10:00:00Z');
export const live = { priority: 'live' } as const;
export const UPDATE = '/crm/objects/2026-03/companies/batch/update';
export const READ = '/crm/objects/2026-09/companies/batch/read';

export function aClient(overrides: Partial<HubSpotClientDeps> = {}) {
  const leases: string[] = [];
  const calls: unknown[] = [];
  const client = createHubSpotClient({
    apiUrl: API,
    accessToken: async () => 'token-1',
    refreshAfter401: async () => 'token-2',
    lease: async (bucket, priority) => void leases.push(`${bucket} ${priority}`),
    onCall: (call) => void calls.push(call),
    log: createLog('silent'),
    now: () => NOW,
    ...overrides,
  });
  return { client, leases, calls };
}

export const anUpdate = (id: string, properties: Record<string, string> = { erp_open_amount: '12.50' }) => ({
  id: recordId(id),
  properties,
});
export const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
