import type { CustomerRunGroup } from '../../api/customers.ts';
import type { Offered } from '../../hooks/customers.ts';

interface TrialCounts {
  created: number;
  /** Fields, on both sides. */
  written: number;
  /** Of what waits until somebody says that the first are right, records to be created; and all of it. */
  toCreate: number;
  waiting: number;
  /** The first few are still on their way. */
  isWriting: boolean;
}

/** What was done of the first ten, and what follows them. */
export function trialCounts({ run, counts }: Pick<Offered, 'run' | 'counts'>): TrialCounts {
  const groups = run?.groups ?? [];
  const sum = (is: (group: CustomerRunGroup) => boolean): number => groups.filter(is).reduce((all, { count }) => all + count, 0);
  const toCreate = sum(({ reason }) => reason?.code === 'command.waiting_trial');
  return {
    created: sum(({ kind }) => kind === 'create'),
    written: sum(({ kind }) => kind === 'update_erp' || kind === 'update_hubspot'),
    toCreate,
    waiting: toCreate + counts.behindTrial,
    isWriting: run?.state === 'running' || counts.planned > 0,
  };
}
