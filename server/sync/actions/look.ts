import type { Portal } from '../../portals/portals.ts';
import { IS_DUE } from '../shared/targets.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { Action, ActionDeps, Finding } from './action.ts';
import type { ActionDesign, Inputs, Outcome } from './design.ts';
import { outputsOf } from './metadata.ts';
import { endRun, keepWaiting, type ActionRun } from './runs.ts';
import { reasonIn, REASONS } from './words.ts';

interface Looking {
  deps: ActionDeps;
  portal: Portal;
  action: Action;
  signal: AbortSignal;
}

/** HubSpot is to hold a record's new values before its workflow goes on; for so long that is waited for. */
const WRITING_MS = 60_000;

/** Looks at a run and stores what it finds. It is looked at once more after it was stored what it waits for: until then nothing could wake it. */
export async function lookAt(looking: Looking, run: ActionRun): Promise<void> {
  for (;;) {
    const finding = await find(looking, run);
    if (!finding) return;
    const ended = outcomeOf(looking, run, finding);
    if (ended) return end(looking, run, ended);
    if (finding.kind === 'done') return;
    const isNew = run.state === 'accepted' || run.waitingOn !== finding.on;
    const dueAt = finding.until && finding.until < run.deadlineAt ? finding.until : run.deadlineAt;
    const isOpen = await keepWaiting(looking.deps.db, run, { waitingOn: finding.on, memo: { ...run.memo, ...finding.memo }, dueAt });
    if (!isNew || !isOpen) return;
  }
}

/** Null: it waits on. */
function outcomeOf({ deps }: Looking, run: ActionRun, finding: Finding): Outcome | null {
  if (finding.kind === 'done') return finding.outcome;
  return !run.isBlocking || run.deadlineAt <= deps.now() ? finding.otherwise : null;
}

async function find(looking: Looking, run: ActionRun): Promise<Finding | null> {
  const { deps, portal, action, signal } = looking;
  try {
    const finding = await action.look({ deps, portal, run, inputs: run.inputs as Inputs, signal });
    if (finding.kind !== 'done' || !action.design.isAfterWriting || !run.isBlocking) return finding;
    return await afterWriting(looking, run, finding);
  } catch (error) {
    if (signal.aborted && run.isBlocking) throw error;
    return afterFailure(looking, run, error);
  }
}

/** What passes is tried again while there is time; null: in a minute, when nobody looks at it any more. */
function afterFailure({ deps }: Looking, run: ActionRun, err: unknown): Finding | null {
  const { portalId, callbackId, action } = run;
  const isPassing = err instanceof PuenteError;
  const facts = { portalId, callbackId, action, err };
  if (!isPassing) deps.log.error(facts, 'step of a workflow failed');
  else deps.log.warn(facts, 'step of a workflow failed, trying again');
  if (isPassing && run.isBlocking && run.deadlineAt > deps.now()) return null;
  return { kind: 'done', outcome: { result: 'failed', reason: { words: isPassing ? REASONS.later : REASONS.fault } } };
}

/** Of what was read a moment ago HubSpot may not know yet. */
async function afterWriting(
  { deps: { db, now } }: Looking,
  run: ActionRun,
  { outcome, memo }: Extract<Finding, { kind: 'done' }>,
): Promise<Finding> {
  const { portalId, objectType, recordId } = run;
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select 1 from targets t where t.portal_id = :portalId and t.object_type = :objectType and t.record_id = :recordId and ${IS_DUE}`,
    { portalId, objectType, recordId },
  );
  const known = typeof run.memo['writtenBy'] === 'string' ? new Date(run.memo['writtenBy']) : null;
  const until = known ?? new Date(now().getTime() + WRITING_MS);
  if (rows.length === 0 || until <= now()) return { kind: 'done', outcome };
  return { kind: 'waiting', on: 'record', until, memo: { ...memo, writtenBy: until.toISOString() }, otherwise: outcome };
}

async function end({ deps, portal, action: { design } }: Looking, run: ActionRun, outcome: Outcome): Promise<void> {
  const outputs = spell(design, outcome, portal.locale);
  const isFailure = design.results[outcome.result]?.isFailure ?? false;
  await endRun(deps.db, run, { outputs, isFailure, now: deps.now() });
}

/** HubSpot takes texts; what there is nothing of is left out. */
function spell(
  design: ActionDesign,
  { result, reason, erpNumber, outputs = {} }: Outcome,
  language: Portal['locale'],
): Record<string, string> {
  const formats = outputsOf(design);
  const values = { result, reason: reasonIn(language, reason), erp_number: erpNumber ?? null, ...outputs };
  const spelt = Object.entries(values).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === '') return [];
    const text = formats[name]?.format === 'day' ? String(Date.parse(`${String(value)}T00:00:00Z`)) : String(value);
    return [[name, text.slice(0, LONGEST)]];
  });
  return Object.fromEntries(spelt) as Record<string, string>;
}

/** HubSpot takes some 65,000 characters. */
const LONGEST = 1_000;
