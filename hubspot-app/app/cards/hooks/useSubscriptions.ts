import { useCallback } from 'react';
import type { RecordSubscriptions } from '../api/subscriptions.ts';
import type { RecordView } from '../api/types.ts';
import { useLoaded, type Loaded } from '../common/loaded.ts';
import { useCard } from './useCard.tsx';
import { useReloadWith } from './useReloadWith.ts';

/** What is sold by the period: read again whenever the ERP was. */
export function useSubscriptions(view: RecordView): { state: Loaded<RecordSubscriptions>; reload: () => Promise<unknown> } {
  const { api } = useCard();
  const load = useCallback(() => api.subscriptions(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(view, reload);
  return { state, reload };
}
