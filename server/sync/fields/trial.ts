import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { Db } from '../../db/index.ts';
import type { TrialRecord } from './rules.ts';

/** So many records are written first; a person looks at them before the rest follows. */
const TRIAL_SIZE = 10;

interface TrialRun {
  deps: { db: Db };
  scope: ConnectionScope;
}

/** What is done to a record of the first few: a customer is made of it, or fields are written. */
type TrialKind = 'create' | 'update';
type Place = `${TrialKind} ${CustomerObjectType}`;
export type TrialPlaces = Partial<Record<Place, number>>;

interface Trial {
  trial: (TrialRecord & { kind?: TrialKind })[] | null;
  trialPlaces: TrialPlaces;
}

/** What cannot be taken back comes first. */
const PLACES: readonly Place[] = ['create companies', 'create contacts', 'update companies', 'update contacts'];

/** The places of the first few, given out to each kind in turn: who looks at them is to see some of everything that follows. */
export function sharePlaces(expected: TrialPlaces): TrialPlaces {
  const places: TrialPlaces = {};
  let left = TRIAL_SIZE;
  for (let isGiven = true; isGiven && left > 0;) {
    isGiven = false;
    for (const place of PLACES) {
      if (left === 0 || (places[place] ?? 0) >= (expected[place] ?? 0)) continue;
      places[place] = (places[place] ?? 0) + 1;
      left--;
      isGiven = true;
    }
  }
  return places;
}

/** Which of these records may be written now: all of them, or those that belong to the first few. */
export async function admitToTrial<T extends TrialRecord>(
  { deps: { db }, scope }: TrialRun,
  records: readonly T[],
  kind: TrialKind,
): Promise<Set<T>> {
  if (records.length === 0) return new Set();
  const { portalId, connectionId } = scope;
  return db.transaction(async (trx) => {
    const row = await trx('customerRules').where({ portalId, connectionId }).forUpdate().first<Trial | undefined>('trial', 'trialPlaces');
    if (!row?.trial) return new Set(records);
    const admitted = new Set(row.trial.map(nameOf));
    const fresh: Trial['trial'] = [];
    for (const { objectType, recordId } of records) {
      const one = { objectType, recordId, kind };
      if (admitted.has(nameOf(one)) || !hasRoom({ ...row, trial: [...row.trial, ...fresh] }, one)) continue;
      fresh.push(one);
      admitted.add(nameOf(one));
    }
    if (fresh.length > 0) {
      const trial = JSON.stringify([...row.trial, ...fresh]);
      await trx('customerRules').where({ portalId, connectionId }).update({ trial });
    }
    return new Set(records.filter((record) => admitted.has(nameOf(record))));
  });
}

/** False: the first few are complete, or the other places are kept for what else is to be seen; and this is none of them. */
export async function mayBeAdmitted(
  { deps: { db }, scope: { portalId, connectionId } }: TrialRun,
  record: TrialRecord,
  kind: TrialKind,
): Promise<boolean> {
  const row = await db('customerRules').where({ portalId, connectionId }).first<Trial | undefined>('trial', 'trialPlaces');
  if (!row?.trial || row.trial.some((known) => nameOf(known) === nameOf(record))) return true;
  return hasRoom({ ...row, trial: row.trial }, { objectType: record.objectType, recordId: record.recordId, kind });
}

function hasRoom({ trial, trialPlaces }: Trial & { trial: object }, record: Required<NonNullable<Trial['trial']>[number]>): boolean {
  const taken = (place: Place): number => trial.filter((one) => placeOf(one) === place).length;
  const others = PLACES.filter((place) => place !== placeOf(record));
  const kept = others.reduce((sum, place) => sum + Math.max(0, (trialPlaces[place] ?? 0) - taken(place)), 0);
  return trial.length + kept < TRIAL_SIZE;
}

/** Before kinds were told apart there was none. */
const placeOf = ({ kind = 'update', objectType }: TrialRecord & { kind?: TrialKind }): Place => `${kind} ${objectType}`;

const nameOf = ({ objectType, recordId }: TrialRecord): string => `${objectType} ${recordId}`;
