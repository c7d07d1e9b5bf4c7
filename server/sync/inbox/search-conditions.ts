import { hash } from 'node:crypto';
import type { Db } from '../../db/index.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import type { HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL, QUOTE } from '../../shared/object-types.ts';
import { findMet } from '../fields/rules.ts';
import { isQuotationOfOurs } from '../orders/ask-orders.ts';
import { conditionProperties } from '../orders/confirm-by-conditions.ts';
import { confirmConditions, confirmsSince, QUOTES_WITHHELD, SIGNED_QUOTE } from '../orders/confirm-conditions.ts';
import { isLive, loadTies } from '../orders/order-ties.ts';
import { loadOrderRules, rulesOf, type StoredOrderRules } from '../orders/rules.ts';
import { isSigned, SIGNATURE_PROPERTIES } from '../orders/signed-quotes.ts';
import { addStandingDeals } from '../orders/standing-deals.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import type { SliceOptions, SyncDeps } from '../shared/deps.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { readChangedRecords } from './changed-records.ts';

/** HubSpot's search lags behind writes by seconds. */
const LAG_MS = 90_000;

/** Somebody waits for what follows. */
const LIVE = { priority: 'live' } as const;

interface Beginning {
  pipelineId: string;
  isOfQuotes: boolean;
  since: Date;
}

/** What stands for longer is looked for every minute, and no more often: nobody declines most of it, ever. */
const RECENT_MS = 30 * 86_400_000;

/** Portals in which something of these days stands that a signature or a property may confirm: a customer who has signed is waiting. */
export async function portalsToSearchConditions(db: Db, now: Date): Promise<PortalScope[]> {
  const { rows } = await db.raw<{ rows: PortalScope[] }>(
    `select r.portal_id from order_rules r join portals p on p.portal_id = r.portal_id and p.status = 'active'
     where r.confirmed <> '{}' and r.conditions_since <> '{}' and exists (
       select from erp_orders o
       join order_ties t on t.portal_id = o.portal_id and t.connection_id = o.connection_id and t.order_id = o.erp_id and t.how = 'created'
       join jsonb_to_recordset(r.rules -> 'pipelines') as l("pipelineId" text, "connectionId" uuid) on l."connectionId" = o.connection_id
       where o.portal_id = r.portal_id and o.status = 'quotation' and t.tied_at > :since
         and jsonb_exists(r.confirmed, l."pipelineId") and r.conditions_since -> l."pipelineId" <> '{}')
     order by 1`,
    { since: new Date(now.getTime() - RECENT_MS) },
  );
  return rows;
}

export async function searchConditions(deps: SyncDeps, scope: PortalScope, { signal }: SliceOptions = {}): Promise<JobOutcome> {
  await addDealsOf(deps, scope, { signal, asksForWithheld: false });
  await deps.enqueue(deps.db, 'inbox', scope);
  return 'done';
}

/**
 * Every minute, and every quarter of one while something stands: by which property a quotation becomes an order, an administrator chose, and HubSpot tells only of those that the app subscribed to; of quotes
 * it tells nothing, for not every account lets them be read.
 */
export const addDealsOfConditions = (deps: SyncDeps, scope: PortalScope, signal: AbortSignal | undefined): Promise<void> =>
  addDealsOf(deps, scope, { signal, asksForWithheld: true });

interface Turn {
  signal: AbortSignal | undefined;
  /** Whether quotes are asked for although the account did not let them be read the last time. */
  asksForWithheld: boolean;
}

async function addDealsOf(deps: SyncDeps, { portalId }: PortalScope, { signal, asksForWithheld }: Turn): Promise<void> {
  const stored = await loadOrderRules(deps.db, portalId);
  const begun = stored ? beginnings(stored) : [];
  if (!stored || begun.length === 0) return;
  const startedAt = deps.now();
  const hubspot = await deps.openHubSpot(portalId);
  const [ofQuotes, ofDeals] = [begun.filter(({ isOfQuotes }) => isOfQuotes), begun.filter(({ isOfQuotes }) => !isOfQuotes)];
  if (ofDeals.length > 0) {
    const last = await loadLast(deps, portalId, { at: 'searchedAt', entered: 'dealsEntered', begun: ofDeals });
    const entered = await addWaiting(
      deps,
      portalId,
      last,
      dealsThatMeet(hubspot, stored, { ...last, pipelines: pipelinesOf(ofDeals), signal }),
    );
    await deps.db('orderRules').where({ portalId }).update({ searchedAt: startedAt, dealsEntered: entered });
  }
  if (ofQuotes.length > 0 && (asksForWithheld || !(await areQuotesWithheld(deps.db, portalId)))) {
    const last = await loadLast(deps, portalId, { at: 'quotesSearchedAt', entered: 'quotesEntered', begun: ofQuotes });
    await tellWhetherWithheld(deps, portalId, async () => {
      const entered = await addWaiting(deps, portalId, last, dealsOfSigned(hubspot, { ...last, signal }));
      await deps.db('orderRules').where({ portalId }).update({ quotesSearchedAt: startedAt, quotesEntered: entered });
    });
  }
}

/** For the night: a signature that no search showed is made up for, also on deals that wait to be written for the first time, which the sweep leaves out. */
export async function addStandingOfConditions({ db, now }: SyncDeps, portalId: PortalId): Promise<void> {
  const stored = await loadOrderRules(db, portalId);
  const pipelineIds = [...new Set((stored ? beginnings(stored) : []).map(({ pipelineId }) => pipelineId))];
  await addStandingDeals(db, portalId, { pipelineIds, now: now() });
}

interface Searched {
  at: 'searchedAt' | 'quotesSearchedAt';
  entered: 'dealsEntered' | 'quotesEntered';
  begun: readonly Beginning[];
}
interface Last {
  /** From where the next search begins, in milliseconds. */
  since: number;
  /** What deals were entered for already. */
  entered: readonly string[];
}

async function loadLast({ db }: SyncDeps, portalId: PortalId, { at, entered, begun }: Searched): Promise<Last> {
  const row = await db('orderRules')
    .where({ portalId })
    .first<Partial<Record<Searched['at'], Date | null>> & Partial<Record<Searched['entered'], string[]>>>(at, entered);
  const first = Math.min(...begun.map(({ since }) => since.getTime()));
  return { since: Math.max(row[at]?.getTime() ?? first, first) - LAG_MS, entered: row[entered] ?? [] };
}

/** A deal, and why it may be confirmed. */
interface Found {
  dealId: RecordId;
  facts: (string | null | undefined)[];
}
/** One that stands instead is confirmed for the same facts. */
const reasonOf = ({ dealId, facts }: Found, standing: readonly string[]): string =>
  hash('sha1', JSON.stringify([dealId, facts, standing]), 'base64');

/** What the search before found as well was entered by it. Returns, as JSON, what the deals found were entered for. */
async function addWaiting(deps: SyncDeps, portalId: PortalId, { entered }: Last, pages: AsyncGenerator<Found[]>): Promise<string> {
  const known = new Set(entered);
  const reasons = new Set<string>();
  for await (const found of pages) {
    const standing = await quotationsOf(deps, portalId, [...new Set(found.map(({ dealId }) => dealId))]);
    const fresh = new Set<RecordId>();
    for (const one of found) {
      const quotations = standing.get(one.dealId);
      if (!quotations) continue;
      const reason = reasonOf(one, quotations);
      if (!known.has(reason)) fresh.add(one.dealId);
      reasons.add(reason);
    }
    await addToInbox(
      deps.db,
      portalId,
      [...fresh].map((recordId) => ({ objectType: DEAL, recordId })),
      deps.now(),
    );
  }
  return JSON.stringify([...reasons]);
}

async function areQuotesWithheld(db: Db, portalId: PortalId): Promise<boolean> {
  return (
    (await db('problems').where({ portalId, code: QUOTES_WITHHELD, subjectKind: 'portal' }).whereNull('resolvedAt').first('id')) !==
    undefined
  );
}

/** What is signed meanwhile is found once the account lets its quotes be read. */
async function tellWhetherWithheld({ db, now }: SyncDeps, portalId: PortalId, search: () => Promise<void>): Promise<void> {
  try {
    await search();
    await resolveProblems(db, portalId, { codes: [QUOTES_WITHHELD], subjectKind: 'portal' }, now());
  } catch (error) {
    if (!isWithheld(QUOTE, error)) throw error;
    const problem = { code: QUOTES_WITHHELD, connectionId: null, subjectKind: 'portal' as const, subject: String(portalId) };
    await raiseProblems(db, portalId, [problem], now());
  }
}

/** Conditions that count, and since when. */
const beginnings = (stored: StoredOrderRules): Beginning[] =>
  stored.rules.pipelines.flatMap((rules) =>
    confirmConditions(rules).flatMap((condition) => {
      const { pipelineId } = rules;
      const since = confirmsSince(stored, pipelineId, condition);
      return since === null ? [] : [{ pipelineId, isOfQuotes: condition === SIGNED_QUOTE, since }];
    }),
  );

const pipelinesOf = (some: Beginning[]): string[] => [...new Set(some.map(({ pipelineId }) => pipelineId.toLowerCase()))];

interface Since {
  /** Milliseconds. */
  since: number;
  signal: AbortSignal | undefined;
}

/** What changed is asked for by its pipeline: a search by a property that is gone would be refused. */
async function* dealsThatMeet(
  hubspot: HubSpotClient,
  stored: StoredOrderRules,
  { pipelines, since, signal }: Since & { pipelines: string[] },
): AsyncGenerator<Found[]> {
  const filters = [{ propertyName: 'pipeline', operator: 'IN' as const, values: pipelines }];
  const named = conditionProperties(stored);
  const asked = { objectType: DEAL, since, filters, properties: ['pipeline', ...named], ...LIVE };
  for await (const records of readChangedRecords(hubspot, asked, signal))
    yield records
      .filter((record) => isMet(stored, record))
      .map(({ id, properties }) => ({
        dealId: id,
        facts: [properties['pipeline'], ...named.map((name) => properties[name])],
      }));
}

const isMet = (stored: StoredOrderRules, { properties }: HubSpotRecord): boolean =>
  findMet(rulesOf(stored, properties['pipeline'] ?? '')?.confirmWhen ?? [], properties) !== undefined;

async function* dealsOfSigned(hubspot: HubSpotClient, { since, signal }: Since): AsyncGenerator<Found[]> {
  const asked = { objectType: QUOTE, since, filters: [], properties: SIGNATURE_PROPERTIES, ...LIVE } as const;
  for await (const records of readChangedRecords(hubspot, asked, signal)) {
    const signed = records.filter(({ properties }) => isSigned(properties));
    if (signed.length === 0) continue;
    const ids = signed.map(({ id }) => id);
    const dealsOf = await hubspot.associatedIds(QUOTE, ids, DEAL, { priority: 'live', ...(signal ? { signal } : {}) });
    yield signed.flatMap(({ id, properties }) => {
      const states = SIGNATURE_PROPERTIES.map((name) => properties[name]);
      return (dealsOf.get(id) ?? []).map((dealId) => ({ dealId, facts: [id, ...states] }));
    });
  }
}

/** What stands and could be confirmed, of those deals that have any. */
async function quotationsOf({ db, now }: SyncDeps, portalId: PortalId, dealIds: readonly RecordId[]): Promise<Map<RecordId, string[]>> {
  const ties = (await loadTies(db, portalId, dealIds)).filter((tie) => isLive(tie, now()) && isQuotationOfOurs(tie));
  return new Map([...Map.groupBy(ties, ({ dealId }) => dealId)].map(([id, own]) => [id, own.map(({ orderId }) => orderId).sort()]));
}
