import type { ConnectionScope } from '../shared/job-data.ts';
import type { Db } from '../../db/index.ts';
import type { TrialRecord } from './rules.ts';

/** So many records are written first; a person looks at them before the rest follows. */
const TRIAL_SIZE = 10;

interface TrialRun {
  deps: { db: Db };
  scope: ConnectionScope;
}

/** Which of these records may be written now: all of them, or those that belong to the first few. */
export async function admitToTrial<T extends TrialRecord>({ deps: { db }, scope }: TrialRun, records: readonly T[]): Promise<Set<T>> {
  if (records.length === 0) return new Set();
  const { portalId, connectionId } = scope;
  return db.transaction(async (trx) => {
    const row = await trx('customerRules')
      .where({ portalId, connectionId })
      .forUpdate()
      .first<{ trial: TrialRecord[] | null } | undefined>('trial');
    if (!row?.trial) return new Set(records);
    const known = new Set(row.trial.map(nameOf));
    const fresh = records.filter((record) => !known.has(nameOf(record))).slice(0, Math.max(0, TRIAL_SIZE - known.size));
    if (fresh.length > 0) {
      const trial = [...row.trial, ...fresh.map(({ objectType, recordId }) => ({ objectType, recordId }))];
      await trx('customerRules')
        .where({ portalId, connectionId })
        .update({ trial: JSON.stringify(trial) });
    }
    const admitted = new Set([...known, ...fresh.map(nameOf)]);
    return new Set(records.filter((record) => admitted.has(nameOf(record))));
  });
}

/** False: the first few are complete, and this is none of them. */
export async function mayBeAdmitted({ deps: { db }, scope: { portalId, connectionId } }: TrialRun, record: TrialRecord): Promise<boolean> {
  const row = await db('customerRules').where({ portalId, connectionId }).first<{ trial: TrialRecord[] | null } | undefined>('trial');
  return !row?.trial || row.trial.length < TRIAL_SIZE || row.trial.some((known) => nameOf(known) === nameOf(record));
}

const nameOf = ({ objectType, recordId }: TrialRecord): string => `${objectType} ${recordId}`;
