import { useCallback } from 'react';
import type { DealProjects } from '../api/projects.ts';
import type { RecordView } from '../api/types.ts';
import { useLoaded, type Loaded } from '../common/loaded.ts';
import { useCard } from './useCard.tsx';
import { useReloadWith } from './useReloadWith.ts';

/** What is done for the deal after the sale: read again whenever the ERP was. */
export function useProjects(view: RecordView): { state: Loaded<DealProjects>; reload: () => Promise<unknown> } {
  const { api } = useCard();
  const load = useCallback(() => api.dealProjects(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(view, reload);
  return { state, reload };
}
