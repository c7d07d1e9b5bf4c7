import type { CustomerFieldSupport, FieldValues } from '../../erp/shared/contract.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { JobContext } from '../../jobs/index.ts';
import type { Db } from '../../db/index.ts';
import { asError } from '../../shared/errors.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { isPerson } from '../../shared/object-types.ts';
import { queueHints } from '../pull/hint-queue.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { DuePair } from './due-pairs.ts';
import { reportVies } from './check-vies.ts';
import { findEditors } from './editors.ts';
import { reportFields } from './field-problems.ts';
import type { Side } from './field-state.ts';
import { readBothSides } from './read-both-sides.ts';
import type { StoredCustomerRules } from './rules.ts';
import { behindTrial, nameOn, sendingStates, settlePair, type EvaluatedPair, type PairOutcomes } from './settle-fields.ts';
import { addChanges, rememberSending, storeOutcomes } from './store-outcomes.ts';
import type { FieldDeps } from './sync-fields.ts';
import { admitToTrial } from './trial.ts';
import { storeUndos } from './undos.ts';
import { wakeByRelations } from './wake-by-relations.ts';
import { findWanted } from './wanted-pairs.ts';
import { NOTHING_WRITTEN, writeToErp, type PairWrite } from './write-fields.ts';
import { writeToHubSpot } from './write-relations.ts';

export interface FieldRun {
  deps: FieldDeps;
  scope: ConnectionScope;
  hubspot: HubSpotClient;
  customerFields: CustomerFieldSupport;
  rules: StoredCustomerRules & { live: NonNullable<StoredCustomerRules['live']> };
  context: JobContext;
  /** The account's. */
  timeZone: string;
}

/** ERPs take one customer a call. */
const WRITES_IN_FLIGHT = 4;

/** Looks at these links, all of one object type: reads both sides, decides, writes, remembers. */
export async function syncPairs(run: FieldRun, pairs: readonly DuePair[]): Promise<void> {
  const active = pairs.filter((pair) => pair.isLeading && pair.kind !== null && (!pair.isFrozen || isOrdered(pair)));
  const { evaluated, goneRecords, goneCustomers } = await readBothSides(run, active);
  const admitted = await admitWriting(run, evaluated);
  // Whoever took this job over looks at them as they stand.
  if (!(await run.context.holdsClaim())) return;
  const sending = admitted.filter(hasWrites).map((one) => ({ pair: one.pair, states: sendingStates(one) }));
  await rememberSending(run.deps.db, run.scope, sending);
  const [editors, { outcomes, tried, failure }] = await Promise.all([findEditors(run, admitted), writeAll(run, admitted)]);
  const done = admitted.filter((one) => !hasWrites(one) || tried.has(one.pair));
  const settled = done.map((one) =>
    settlePair(one, { outcomes: outcomes.get(one.pair)!, editors: editors.get(one.pair)!, now: run.deps.now() }),
  );
  const looked = new Set(admitted.map(({ pair }) => pair));
  const waiting = new Map(evaluated.filter(({ pair }) => !looked.has(pair)).map((one) => [one.pair, behindTrial(one)]));
  const untouched = pairs
    .filter((pair) => !looked.has(pair))
    .map((pair) => ({ pair, fields: waiting.get(pair) ?? pair.fields, executed: {}, isSettled: true }));
  const goneOn = (side: Side): DuePair[] => [...looked].filter((pair) => outcomes.get(pair)?.[side].isGone);
  await run.deps.db.transaction(async (trx) => {
    const now = run.deps.now();
    const there = await storeOutcomes(trx, run.scope, [...settled.map(({ outcome }) => outcome), ...untouched], now);
    const isKept = ({ pair }: { pair: DuePair }): boolean => there.has(pair) || !isPerson(pair.objectType);
    const changes = settled.flatMap((one) => one.changes).filter(isKept);
    await addChanges(trx, run.scope, changes, now);
    const undos = settled.flatMap((one) => one.undos);
    await storeUndos(trx, run.scope.portalId, undos, now);
    const findings = settled.flatMap((one) => one.findings).filter(isKept);
    const leftAlone = pairs.filter((pair) => pair.isFrozen && pair.isLeading && !looked.has(pair));
    await reportFields(trx, run, {
      pairs: [...done.map(({ pair }) => pair), ...leftAlone],
      findings,
    });
    const isAnyWaiting = settled.some(({ outcome: { fields } }) => Object.values(fields).some(({ waits }) => waits));
    // A link may have come between the reading and this.
    if (isAnyWaiting) await wakeByRelations(trx, run.scope, now);
    await lookForRecords(trx, run, [...goneRecords, ...goneOn('hubspot')]);
    await lookForCustomers(trx, run, [...goneCustomers, ...goneOn('erp')]);
  });
  await reportVies(run, done);
  if (failure) throw failure;
}

const isOrdered = ({ orders }: DuePair): boolean => Object.keys(orders).length > 0;
const hasWrites = ({ fields }: EvaluatedPair): boolean => fields.some(({ decision }) => decision.kind === 'write');

/** Those that may be written now, or have nothing to be written. What a person asked for waits for no trial. */
async function admitWriting(run: FieldRun, evaluated: readonly EvaluatedPair[]): Promise<EvaluatedPair[]> {
  const trying = evaluated.filter((one) => hasWrites(one) && !isOrdered(one.pair)).map(({ pair }) => pair);
  const admitted = await admitToTrial(run, trying, 'update');
  return evaluated.filter(({ pair }) => !trying.includes(pair) || admitted.has(pair));
}

interface Written {
  outcomes: Map<DuePair, PairOutcomes>;
  /** The rest stays as due as it was, and comes before those that failed: a few that always fail hold up no others. */
  tried: Set<DuePair>;
  /** What stopped the rest: what was written until then is remembered all the same. */
  failure?: Error;
}

async function writeAll(run: FieldRun, evaluated: readonly EvaluatedPair[]): Promise<Written> {
  const outcomes = new Map(evaluated.map(({ pair }) => [pair, { hubspot: NOTHING_WRITTEN, erp: NOTHING_WRITTEN }]));
  const tried = new Set<DuePair>();
  try {
    const toErp = evaluated.flatMap((one) => writeTo('erp', one));
    await inParallel({ atOnce: WRITES_IN_FLIGHT, next: () => toErp.shift(), work: writeOne });
    const toHubSpot = evaluated.flatMap((one) => writeTo('hubspot', one));
    const wanted = await findWanted(
      run,
      toHubSpot.map(({ pair }) => pair),
    );
    const writes = toHubSpot.filter(({ pair }) => wanted.has(pair));
    for (const { pair } of toHubSpot) tried.add(pair);
    const written = await writeToHubSpot(run.hubspot, writes, run.context.signal);
    for (const [pair, outcome] of written) outcomes.get(pair)!.hubspot = outcome;
    return { outcomes, tried };
  } catch (error) {
    return { outcomes, tried, failure: asError(error) };
  }

  async function writeOne(write: PairWrite): Promise<void> {
    tried.add(write.pair);
    if (!(await findWanted(run, [write.pair])).has(write.pair)) return;
    const { failure, ...outcome } = await writeToErp(run.customerFields, write, run.context.signal);
    outcomes.get(write.pair)!.erp = outcome;
    if (failure) throw failure;
  }
}

function writeTo(side: Side, { pair, fields }: EvaluatedPair): PairWrite[] {
  const [values, before]: [FieldValues, FieldValues] = [{}, {}];
  for (const field of fields) {
    if (field.decision.kind !== 'write' || field.decision.to !== side) continue;
    values[nameOn(side, field)] = field.decision.value;
    before[nameOn(side, field)] = field[side];
  }
  return Object.keys(values).length > 0 ? [{ pair, values, before }] : [];
}

async function lookForRecords(trx: Db, { deps, scope }: FieldRun, gone: readonly DuePair[]): Promise<void> {
  if (gone.length === 0) return;
  await addToInbox(trx, scope.portalId, gone, deps.now());
  await deps.enqueue(trx, 'inbox', { portalId: scope.portalId });
}

async function lookForCustomers(trx: Db, { deps, scope }: FieldRun, gone: readonly DuePair[]): Promise<void> {
  const hints = gone.map(({ customerId }) => ({ stream: 'customers' as const, id: customerId }));
  await queueHints(trx, scope, { enqueue: deps.enqueue, hints, now: deps.now(), toldBy: null });
}
