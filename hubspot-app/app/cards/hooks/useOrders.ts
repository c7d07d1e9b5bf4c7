import { useCallback } from 'react';
import type { DealOrders, OrderCommand } from '../api/orders.ts';
import type { RecordView } from '../api/types.ts';
import { useLoaded, type Loaded } from '../common/loaded.ts';
import { useCard } from './useCard.tsx';
import { useLooks } from './useLooks.ts';
import type { RecordData } from './useRecord.ts';
import { useReloadWith } from './useReloadWith.ts';

interface OrdersData {
  state: Loaded<DealOrders>;
  reload: () => Promise<unknown>;
  /** How far everything is, as one text: what depends on it is read again when it changes. */
  stands: string | null;
}

/** What became of the deal in the ERP: looked at quickly while something is under way. */
export function useOrders(view: RecordView, { reload: reloadRecord }: RecordData, moved: () => void): OrdersData {
  const { api, actions } = useCard();
  const load = useCallback(() => api.dealOrders(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(view, reload);
  const data = state.status === 'ready' ? state.data : null;
  const deal = data?.state === 'ready' ? data.deal : null;
  const commands = deal?.commands ?? [];
  const stands = data && [deal?.status, ...commands.map(({ key, state: how }) => `${key} ${how}`)].join('|');
  useLooks({
    stands,
    isUnderWay: commands.some(isMoving),
    every: 1,
    look: reload,
    moved: () => {
      moved();
      void reloadRecord();
      actions.refreshObjectProperties();
    },
  });
  return { state, reload, stands };
}

/** Goes on without anybody. */
const isMoving = ({ state }: OrderCommand): boolean => state === 'planned' || state === 'sending' || state === 'unknown';
