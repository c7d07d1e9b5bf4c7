import { isWithheld } from '../../hubspot/errors.ts';
import type { RecordId } from '../../shared/ids.ts';
import { isProduct, OBJECT_TYPES, type ObjectType } from '../../shared/object-types.ts';
import { EVENT_PROPERTIES } from '../../records/catalogue/index.ts';
import { computeProducts } from '../../records/products.ts';
import { computeRollups, type Rollup } from '../../records/rollups.ts';
import { raiseProblems, resolveProblems, type Problem } from '../../portals/problems.ts';
import { difference, readBack, announcedBy } from '../shared/property-values.ts';
import { postpone, storePushed } from './results.ts';
import { CALL_PRIORITIES, type DueTarget, type DueWrite, type Push } from './slice.ts';
import { resolveGoneRecords } from '../inbox/gone-records.ts';

/** What has to be written to these due records; those that hold everything already are settled here without a call. */
export async function computeDue(push: Push, due: readonly DueTarget[]): Promise<DueWrite[]> {
  const writes: DueWrite[] = [];
  for (const objectType of OBJECT_TYPES) {
    const targets = due.filter((target) => target.objectType === objectType);
    if (targets.length === 0) continue;
    const certain = await resolveDoubts(push, objectType, targets);
    writes.push(...(await compare(push, objectType, certain)));
  }
  return writes;
}

async function compare(push: Push, objectType: ObjectType, targets: readonly DueTarget[]): Promise<DueWrite[]> {
  const recordIds = targets.map(({ recordId }) => recordId);
  const rollups = await computeValues(push, objectType, recordIds);
  const byId = new Map(rollups.map((rollup) => [rollup.recordId, rollup]));
  const compared = targets.map((target) => toWrite(push, target, byId.get(target.recordId)!));
  await tellProblems(push, objectType, rollups);
  const isSettled = ({ values }: DueWrite) => Object.keys(values).length === 0;
  await storePushed(push, objectType, compared.filter(isSettled), new Map());
  return compared.filter((write) => !isSettled(write));
}

/** What HubSpot should hold for these records. */
async function computeValues({ deps, portal }: Push, objectType: ObjectType, recordIds: readonly RecordId[]): Promise<Rollup[]> {
  if (isProduct(objectType)) return computeProducts(deps.db, portal, recordIds);
  return computeRollups(deps.db, portal, { objectType, recordIds, now: deps.now() });
}

function toWrite({ deps, writable }: Push, target: DueTarget, { values, isLinked, events: all }: Rollup): DueWrite {
  const { objectType, written } = target;
  const events = all.filter(({ kind }) => writable[objectType].has(EVENT_PROPERTIES[kind]));
  // A record that never held anything of ours is not emptied.
  const isUntouched = !isLinked && written === null;
  const announced = announcedBy(values, written, deps.now());
  return {
    ...target,
    isLinked,
    events,
    announced,
    values: isUntouched ? {} : difference(values, written, writable[objectType], deps.now()),
  };
}

/**
 * A write that ended without a clear answer, or a product that was somebody's before: what the record holds now decides what is still to be
 * written.
 */
async function resolveDoubts(push: Push, objectType: ObjectType, targets: readonly DueTarget[]): Promise<DueTarget[]> {
  const isInDoubt = ({ isDoubtful, written }: DueTarget) => isDoubtful || (isProduct(objectType) && written === null);
  const doubtful = targets.filter(isInDoubt);
  const certain = targets.filter((target) => !isInDoubt(target));
  for (let start = 0; start < doubtful.length; start += 100) {
    certain.push(...(await readAgain(push, objectType, doubtful.slice(start, start + 100))));
  }
  return certain;
}

async function readAgain(push: Push, objectType: ObjectType, targets: readonly DueTarget[]): Promise<DueTarget[]> {
  const { deps, hubspot, portal, signal } = push;
  const priority = CALL_PRIORITIES[Math.min(...targets.map((target) => target.priority))]!;
  const request = { ids: targets.map(({ recordId }) => recordId), properties: [...push.writable[objectType]] };
  const held = await hubspot
    .batchRead(objectType, request, { priority, ...(signal ? { signal } : {}) })
    .catch((error: unknown) => nothingIfWithheld(objectType, error));
  if (!held) {
    await postpone(push, objectType, request.ids);
    return [];
  }
  const products = isProduct(objectType) ? await computeProducts(deps.db, portal, request.ids) : [];
  const wanted = new Map(products.map(({ recordId, values }) => [recordId, values]));
  const read: DueTarget[] = [];
  const lost: RecordId[] = [];
  for (const target of targets) {
    const record = held.get(target.recordId);
    if (record?.id !== target.recordId) {
      lost.push(target.recordId);
      continue;
    }
    const known = { properties: record.properties, before: target.written, wanted: wanted.get(target.recordId) ?? {} };
    read.push({ ...target, written: readBack(push.writable[objectType], known), isDoubtful: false });
  }
  await resolveGoneRecords(deps, { portalId: portal.portalId, objectType }, { hubspot, ids: lost });
  await deps.db.raw(
    `update targets t set written = r.written, is_doubtful = false
     from jsonb_to_recordset(:rows::jsonb) as r("recordId" text, written jsonb)
     where t.portal_id = :portalId and t.object_type = :objectType and t.record_id = r."recordId"`,
    { portalId: portal.portalId, objectType, rows: JSON.stringify(read) },
  );
  return read;
}

function nothingIfWithheld(objectType: ObjectType, error: unknown): null {
  if (isWithheld(objectType, error)) return null;
  throw error;
}

const ROLLUP_PROBLEMS = [
  'amount.other_currency',
  'deal.order_number_ambiguous',
  'customer.gone',
  'product.name_cut',
  'product.negative_price',
];

/** Says why a figure is missing, and takes it back when it is there again. */
async function tellProblems({ deps, portal }: Push, objectType: ObjectType, rollups: readonly Rollup[]): Promise<void> {
  const { portalId, companyCurrency } = portal;
  const problems = rollups.flatMap((rollup) => problemsOf(objectType, rollup, companyCurrency));
  await raiseProblems(deps.db, portalId, problems, deps.now());
  const troubles = new Set(problems.map(({ code, subject }) => `${code} ${subject}`));
  const troubled = new Set(problems.map(({ subject }) => subject));
  const ids = rollups.map(({ recordId }) => recordId as string);
  const resolve = async (codes: readonly string[], subjects: readonly string[]): Promise<void> => {
    if (subjects.length > 0) await resolveProblems(deps.db, portalId, { codes, subjectKind: objectType, subjects }, deps.now());
  };
  const [sound, others] = [ids.filter((id) => !troubled.has(id)), ids.filter((id) => troubled.has(id))];
  // Hardly any record has a problem: the others are asked about for all codes at once.
  await resolve(ROLLUP_PROBLEMS, sound);
  for (const code of ROLLUP_PROBLEMS) {
    const subjects = others.filter((id) => !troubles.has(`${code} ${id}`));
    await resolve([code], subjects);
  }
}

function problemsOf(objectType: ObjectType, rollup: Rollup, companyCurrency: string | null): Problem[] {
  const about = { connectionId: null, subjectKind: objectType, subject: rollup.recordId };
  const problems: Problem[] = [];
  if (rollup.otherCurrencies.length > 0) {
    const params = { currencies: rollup.otherCurrencies.join(', '), companyCurrency };
    problems.push({ ...about, code: 'amount.other_currency', params });
  }
  if (rollup.ambiguousOrder !== null) {
    problems.push({ ...about, code: 'deal.order_number_ambiguous', params: { orderNumber: rollup.ambiguousOrder } });
  }
  if (rollup.isNameCut) problems.push({ ...about, code: 'product.name_cut' });
  if (rollup.hasNegativePrice) problems.push({ ...about, code: 'product.negative_price' });
  if (rollup.isGone) problems.push({ ...about, code: 'customer.gone' });
  return problems;
}
