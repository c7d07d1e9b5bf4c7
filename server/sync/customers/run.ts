import type { CustomerRunGroup } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { PuenteError } from '../../shared/errors.ts';
import { CUSTOMER_OBJECT_TYPES, type CustomerObjectType } from '../../shared/object-types.ts';
import type { CommandDeps } from '../commands/handler.ts';
import type { CompiledRules } from '../fields/rules.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';
import { startSlice } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { withBoth } from '../erp-access/with-both.ts';
import { applyToLinks, applyToRecords } from './apply-rules.ts';
import { mergeGroups } from './preview-groups.ts';
import { previewLinks } from './preview-links.ts';
import { previewRecords } from './preview-records.ts';
import { forgetPreviewed, rememberPreviewed, type PreviewedRecord } from './previewed-identities.ts';

/** Where a run goes on: links of one object type after the other, then the records that have none. */
export interface RunPlace {
  step: 'links' | 'records';
  objectType: CustomerObjectType;
  after: string | null;
}

export interface CustomerRun extends ConnectionScope {
  id: string;
  kind: 'preview' | 'apply';
  rules: CompiledRules;
  place: RunPlace | Record<string, never>;
  done: number;
  groups: StoredGroup[];
}

/** Samples without the addresses of records, which depend on who looks. */
export type StoredGroup = Omit<CustomerRunGroup, 'samples'> & { samples: Omit<CustomerRunGroup['samples'][number], 'url'>[] };

export interface RunStep {
  deps: CommandDeps;
  run: CustomerRun;
  erpRun: ErpRun;
}

/** What came of one page. */
export interface StepOutcome {
  looked: number;
  /** Where the next page begins; null: this was the last. */
  after: string | null;
  groups: StoredGroup[];
  /** Records that would become customers. */
  previewed?: PreviewedRecord[];
}

type Step = (step: RunStep, place: RunPlace) => Promise<StepOutcome>;

const STEPS: Record<CustomerRun['kind'], Record<RunPlace['step'], Step>> = {
  preview: { links: previewLinks, records: previewRecords },
  apply: { links: applyToLinks, records: applyToRecords },
};

/** A dry run, or the application of rules to what was there before them, page by page. */
export async function continueRun(deps: CommandDeps, scope: ConnectionScope, context: JobContext): Promise<JobOutcome> {
  if (!(await loadRunning(deps.db, scope))) return 'done';
  return withBoth(deps, scope, context, async (erpRun) => {
    const slice = startSlice(deps);
    for (let run = await loadRunning(deps.db, scope); run; run = await loadRunning(deps.db, scope)) {
      await takeStep({ deps, run, erpRun });
      if (slice.isOver()) return { againAfterMs: 0 };
    }
    return 'done';
  });
}

async function takeStep(step: RunStep): Promise<void> {
  const { deps, run } = step;
  try {
    if (run.place.step === undefined) await begin(deps, run);
    else await continueAt(step, run.place as RunPlace);
  } catch (error) {
    if (!(error instanceof PuenteError)) throw error;
    // The person sees why, and it goes on when it is mended.
    const trouble = JSON.stringify({ code: error.code, params: error.params });
    await deps.db('customerRuns').where({ portalId: run.portalId, id: run.id }).update({ trouble });
    throw error;
  }
}

async function loadRunning(db: Db, scope: ConnectionScope): Promise<CustomerRun | undefined> {
  return db('customerRuns')
    .where({ ...scope, state: 'running' })
    .orderBy('startedAt')
    .first<CustomerRun | undefined>('portalId', 'connectionId', 'id', 'kind', 'rules', 'place', 'done', 'groups');
}

async function begin(deps: CommandDeps, run: CustomerRun): Promise<void> {
  const { portalId } = run;
  const links = await countLinks(deps.db, run);
  const hubspot = await deps.openHubSpot(portalId);
  let total = 0;
  for (const objectType of CUSTOMER_OBJECT_TYPES) {
    const { total: records } = await hubspot.search(objectType, { filterGroups: [], properties: [], limit: 1 }, { priority: 'backfill' });
    const linked = links.get(objectType) ?? 0;
    // A record that has a link is looked at by it alone.
    total += looksAtRecords(run, objectType) ? Math.max(linked, records) : linked;
  }
  await deps
    .db('customerRuns')
    .where({ portalId, id: run.id })
    .update({ total, place: JSON.stringify(FIRST) });
}

const looksAtRecords = ({ rules }: CustomerRun, objectType: CustomerObjectType): boolean => rules[objectType].createWhen.length > 0;

async function countLinks(db: Db, { portalId, connectionId }: ConnectionScope): Promise<Map<CustomerObjectType, number>> {
  const rows = await db('links')
    .where({ portalId, connectionId, state: 'active' })
    .groupBy('objectType')
    .select('objectType')
    .count<{ objectType: CustomerObjectType; count: string | number }[]>('* as count');
  return new Map(rows.map(({ objectType, count }) => [objectType, Number(count)]));
}

const FIRST: RunPlace = { step: 'links', objectType: CUSTOMER_OBJECT_TYPES[0], after: null };

/** Links of companies, then of contacts; then the records of both. */
function placeAfter({ step, objectType }: RunPlace): RunPlace | null {
  const next = CUSTOMER_OBJECT_TYPES[CUSTOMER_OBJECT_TYPES.indexOf(objectType) + 1];
  if (next) return { step, objectType: next, after: null };
  return step === 'links' ? { step: 'records', objectType: CUSTOMER_OBJECT_TYPES[0], after: null } : null;
}

async function continueAt(step: RunStep, place: RunPlace): Promise<void> {
  const { deps, run } = step;
  const { looked, after, groups, previewed = [] } = await STEPS[run.kind][place.step](step, place);
  const next = after === null ? placeAfter(place) : { ...place, after };
  const ended = next === null ? { state: 'done', endedAt: deps.now() } : { place: JSON.stringify(next) };
  await deps.db.transaction(async (trx) => {
    const running = { portalId: run.portalId, id: run.id, state: 'running' };
    // Records may have been taken out of it meanwhile.
    const kept = await trx('customerRuns').where(running).forUpdate().first<Pick<CustomerRun, 'groups'> | undefined>('groups');
    if (kept) {
      const all = JSON.stringify(mergeGroups(kept.groups, groups));
      await trx('customerRuns')
        .where(running)
        .update({ ...ended, done: run.done + looked, groups: all, trouble: null });
    }
    if (next === null) await forgetPreviewed(trx, run);
    else if (kept) await rememberPreviewed(trx, run, previewed);
  });
}
