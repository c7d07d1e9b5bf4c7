import { StatusTag } from '@hubspot/ui-extensions';
import type { ConnectionView } from '../../api/types.ts';
import type { Offered } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

type Connection = Pick<ConnectionView, 'id' | 'name' | 'status'>;
/** `paused`: of what was there before the rules. `halted`: with the connection as a whole. */
type Stage = 'off' | 'draft' | 'trial' | 'applying' | 'paused' | 'changed' | 'live' | 'halted';

function stageOf({ state, isDraft, isTrial, run }: Offered, { status }: Connection): Stage {
  if (status === 'paused' && state === 'live') return 'halted';
  if (isTrial) return 'trial';
  if (state === 'off') return isDraft ? 'draft' : 'off';
  if (run?.state === 'running') return 'applying';
  if (run?.state === 'paused') return 'paused';
  return isDraft ? 'changed' : 'live';
}

const LOOK = {
  off: 'default',
  draft: 'warning',
  trial: 'warning',
  applying: 'info',
  paused: 'warning',
  changed: 'warning',
  live: 'success',
  halted: 'warning',
} as const;

export function StateTag({ view, connection }: { view: Offered; connection: Connection }) {
  const { t } = useSettings();
  const stage = stageOf(view, connection);
  return (
    <StatusTag variant={LOOK[stage]} hollow={stage === 'off'} testId={`customers-${connection.id}`}>
      {t(`customers.stage.${stage}`)}
    </StatusTag>
  );
}

/** What this does and where it stands, in one sentence. */
export function useStateSentence(view: Offered, connection: Connection): string {
  const { t, format } = useSettings();
  const { run } = view;
  const total = run?.total ?? null;
  const progress = total === null ? '' : t('customers.ofTotal', { done: run?.done ?? 0, total });
  return t(`customers.stage.${stageOf(view, connection)}.text`, {
    name: connection.name,
    progress: progress || format.number(run?.done ?? 0),
  });
}
