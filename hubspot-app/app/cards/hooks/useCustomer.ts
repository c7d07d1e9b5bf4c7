import { useCallback } from 'react';
import type { CardCommand, CustomerCard } from '../api/customers.ts';
import type { RecordView } from '../api/types.ts';
import { useLoaded, type Loaded } from '../common/loaded.ts';
import { useCard } from './useCard.tsx';
import { useLooks } from './useLooks.ts';
import type { RecordData } from './useRecord.ts';
import { useReloadWith } from './useReloadWith.ts';

export interface CustomerData {
  state: Loaded<CustomerCard>;
  reload: () => Promise<unknown>;
  /** Something was done here: the record may carry another customer now. */
  changed: () => void;
}

/** ERPs may be asked for it, so it is read more rarely than the rest of the card. */
const EVERY = 4;

/** Making an ERP customer of the record, and its fields: looked at quickly while something is under way. */
export function useCustomer(view: RecordView, record: Pick<RecordData, 'reload' | 'edits'>): CustomerData {
  const { api } = useCard();
  const { reload: reloadRecord, edits } = record;
  const load = useCallback(() => api.customer(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(view, reload);
  // Somebody edited the record: what was missing may be there now.
  useReloadWith(edits, reload);
  useCustomerLooks(state.status === 'ready' ? state.data : null, view, { reload, reloadRecord });
  const changed = useCallback(() => {
    void reload();
    void reloadRecord();
  }, [reload, reloadRecord]);
  return { state, reload, changed };
}

/** What was asked of each ERP last; older ones are in the settings. */
export const newestCommands = (commands: CardCommand[]): CardCommand[] =>
  commands.filter((command, index) => commands.findIndex(({ connectionId }) => connectionId === command.connectionId) === index);

/** Goes on without anybody. */
export const isMoving = ({ state }: CardCommand): boolean => state === 'planned' || state === 'sending' || state === 'unknown';

/** Made, and not offered again: the link follows within seconds. */
function isLinkedSoon({ state, connectionId }: CardCommand, { offers }: CustomerCard, view: RecordView): boolean {
  const isHere = (one: { connectionId: string }) => one.connectionId === connectionId;
  return state === 'done' && !offers.some(isHere) && !(view.state === 'linked' && view.customers.some(isHere));
}

type Reloads = Record<'reload' | 'reloadRecord', () => Promise<unknown>>;

/** The record is read too while its link is awaited. */
function useCustomerLooks(data: CustomerCard | null, view: RecordView, { reload, reloadRecord }: Reloads): void {
  const commands = newestCommands(data?.commands ?? []);
  const awaitsLink = data !== null && commands.some((command) => isLinkedSoon(command, data, view));
  useLooks({
    stands: data && commands.map(({ key, state }) => `${key} ${state}`).join('|'),
    isUnderWay: awaitsLink || commands.some(isMoving),
    every: EVERY,
    look: async () => {
      await reload();
      if (awaitsLink) await reloadRecord();
    },
    moved: () => void reloadRecord(),
  });
}
