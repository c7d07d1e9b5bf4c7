import { StatusTag } from '@hubspot/ui-extensions';
import type { Offered } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

type Stage = 'off' | 'draft' | 'trial' | 'applying' | 'paused' | 'changed' | 'live';

function stageOf({ state, isDraft, isTrial, run }: Offered): Stage {
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
} as const;

export function StateTag({ view, connectionId }: { view: Offered; connectionId: string }) {
  const { t } = useSettings();
  const stage = stageOf(view);
  return (
    <StatusTag variant={LOOK[stage]} hollow={stage === 'off'} testId={`customers-${connectionId}`}>
      {t(`customers.stage.${stage}`)}
    </StatusTag>
  );
}

/** What this does and where it stands, in one sentence. */
export function useStateSentence(view: Offered): string {
  const { t, format } = useSettings();
  const { run } = view;
  const total = run?.total ?? null;
  const progress = total === null ? '' : t('customers.ofTotal', { done: run?.done ?? 0, total });
  return t(`customers.stage.${stageOf(view)}.text`, { progress: progress || format.number(run?.done ?? 0) });
}
