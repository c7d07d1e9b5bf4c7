import type { Db } from '../../server/db/index.ts';
import { createHubSpotClient } from '../../server/hubspot/client.ts';
import { PROJECT_OBJECT_SCOPES } from '../../server/hubspot/scopes.ts';
import { erpRecordId, recordId, type RecordId } from '../../server/shared/ids.ts';
import type { ProjectObjectType } from '../../server/shared/object-types.ts';
import { storeOrders } from '../../server/streams/orders/store.ts';
import { removeProjects, storeProjects } from '../../server/streams/projects/store.ts';
import type { Project } from '../../server/streams/projects/record.ts';
import type { Touched } from '../../server/streams/shared/touched.ts';
import { chooseProjectObject, loadProjectRecordsView } from '../../server/sync/project-records/choose.ts';
import { writeProjectRecords } from '../../server/sync/project-records/run.ts';
import { pushSlice } from '../../server/sync/push/push.ts';
import { loadSyncPortal, type SyncDeps } from '../../server/sync/shared/deps.ts';
import { markRecordsDue, markTargetsDue } from '../../server/sync/shared/targets.ts';
import { startHubSpotFake, type PortalOptions } from '../fakes/hubspot/index.ts';
import { SCOPES } from '../fakes/hubspot/test-api.ts';
import { anOrder } from './erp-records.ts';
import { recordingLog } from './log.ts';
import { aConnection, type ConnectionRow } from './portal-rows.ts';

const PROJECT_SCOPES = Object.values(PROJECT_OBJECT_SCOPES).flat();

/** One portal with an ERP whose projects are read, a deal of a company with its order 42, and HubSpot over HTTP. */
export async function aProjectWorld(db: Db, given: Partial<PortalOptions> & { scopes?: readonly string[] } = {}) {
  const { scopes = PROJECT_SCOPES, ...options } = given;
  const hubspot = await startHubSpotFake();
  const portal = hubspot.addPortal({ portalId: 7, objects: ['services', 'projects'], ...options });
  const token = portal.install([...SCOPES, ...scopes]).access_token;
  let now = new Date('2026-11-20T12:00:00Z');
  const reconnects: unknown[] = [];
  const client = createHubSpotClient({
    apiUrl: hubspot.url,
    accessToken: async () => token,
    refreshAfter401: async () => token,
    lease: async () => undefined,
    onReconnectNeeded: async (error) => void reconnects.push(error.code),
    log: recordingLog(),
    now: () => now,
    timeoutMs: 5_000,
  });
  const enqueued: string[] = [];
  const deps: SyncDeps = {
    db,
    now: () => now,
    enqueue: async (_trx, name) => void enqueued.push(name),
    openHubSpot: async () => client,
    loadPortal: (portalId) => loadSyncPortal(db, portalId),
    hashEmail: (email) => email,
    checkVat: async () => 'unknown',
  };
  const connect = async (identityKey: string): Promise<ConnectionRow> => {
    const scope = await aConnection(db, { portalId: 7, identityKey });
    for (const stream of ['orders', 'projects'])
      await db('erpStreams').insert({ ...scope, stream, isOn: true, firstCompletedAt: now, completedAt: now });
    return scope;
  };
  const scope = await connect('memory:db-1');
  await db('portals').update({ scopes: [...SCOPES, ...scopes], companyCurrency: 'EUR' });
  const account = { scopes: [...SCOPES, ...scopes], signal: new AbortController().signal };

  const mark = async (trx: Db, of: ConnectionRow, touched: Touched) => void (await markTargetsDue(trx, of, touched, { priority: 1, now }));
  const mirror = (of: ConnectionRow) => ({ ...of, generation: 1, now });
  const order = (id: string, { of = scope, ...more }: { of?: ConnectionRow } & Partial<Parameters<typeof anOrder>[0]> = {}) =>
    db.transaction(async (trx) => {
      await mark(trx, of, (await storeOrders(trx, mirror(of), [anOrder({ id, number: `S${id}`, ...more })])).touched);
    });
  const aDeal = async (name: string, orderNumber: string, companyName: string): Promise<RecordId> => {
    const company = portal.users.createCompany({ name: companyName });
    const deal = recordId(portal.users.createDeal({ dealname: name }, company));
    await db('dealOrders').insert({ portalId: 7, dealId: deal, typed: orderNumber, orderNumber });
    return deal;
  };
  await order('42');
  const deal = await aDeal('Pumps', 'S42', 'Aceros');

  return {
    ...{ hubspot, portal, deps, scope, deal, enqueued, reconnects, connect, order, aDeal },
    store: (project: Project, of = scope) =>
      db.transaction(async (trx) => mark(trx, of, (await storeProjects(trx, mirror(of), [project])).touched)),
    remove: (id: string) => db.transaction(async (trx) => mark(trx, scope, await removeProjects(trx, scope, [erpRecordId(id)]))),
    dealIsDue: (dealId = deal) => markRecordsDue(db, scope.portalId, [{ objectType: 'deals', recordId: dealId }], { priority: 1, now }),
    choose: (object: ProjectObjectType | null, of = scope) => chooseProjectObject(deps, of, object, account),
    view: (of = scope) => loadProjectRecordsView(deps, of, account),
    pass: (ms: number) => void (now = new Date(now.getTime() + ms)),
    /** Pushes, and does what that finds. */
    async settle() {
      for (let slices = 0; slices < 10; slices++) {
        enqueued.length = 0;
        await pushSlice(deps, scope);
        if (!enqueued.includes('projectRecords')) return;
        await writeProjectRecords(deps, scope);
      }
      throw new Error('Does not come to rest');
    },
    records: (type: ProjectObjectType = 'services') => portal.records(type).filter(({ archived }) => !archived),
    writes: (type: ProjectObjectType = 'services') => portal.writes().filter(({ objectType }) => objectType === type),
    problems: async () =>
      (await db('problems').whereNull('resolvedAt').orderBy('code').select<{ code: string }[]>('code')).map(({ code }) => code),
    close: () => hubspot.close(),
  };
}
