import { useCallback, useEffect, useRef, useState } from 'react';
import type { CardCommand, CustomerCard } from '../api/customers.ts';
import type { RecordView } from '../api/types.ts';
import { useLoaded, type Loaded } from '../common/loaded.ts';
import { useEvery } from '../common/timers.ts';
import { useCard } from './useCard.tsx';
import type { RecordData } from './useRecord.ts';
import { useReloadWith } from './useReloadWith.ts';

interface CustomerData {
  state: Loaded<CustomerCard>;
  reload: () => Promise<unknown>;
  /** Something was done here: the record may carry another customer now. */
  changed: () => void;
}

/** ERPs may be asked for it, so it is read more rarely than the rest of the card. */
const EVERY = 4;
const SECONDS_BETWEEN_LOOKS = 2;
/** An ERP that takes longer is looked at as often as the rest of the card. */
const QUICK_LOOKS = 30;

/** Making an ERP customer of the record, and its fields: looked at quickly while something is under way. */
export function useCustomer(view: RecordView, record: Pick<RecordData, 'reload' | 'edits'>): CustomerData {
  const { api } = useCard();
  const { reload: reloadRecord, edits } = record;
  const load = useCallback(() => api.customer(), [api]);
  const { state, reload } = useLoaded(load);
  useReloadWith(view, reload);
  useReloadAfter(edits, reload);
  useLooks(state.status === 'ready' ? state.data : null, view, { reload, reloadRecord });
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

/** Looks again and again, the record too while its link is awaited; when a command has moved, quickly from the start. */
function useLooks(data: CustomerCard | null, view: RecordView, { reload, reloadRecord }: Reloads): void {
  const { refreshSeconds, watchSeconds } = useCard();
  const [looks, setLooks] = useState(0);
  const commands = newestCommands(data?.commands ?? []);
  const awaitsLink = data !== null && commands.some((command) => isLinkedSoon(command, data, view));
  const isUnderWay = awaitsLink || commands.some(isMoving);
  useWhenMoved(data && commands.map(({ key, state }) => `${key} ${state}`).join('|'), () => {
    setLooks(0);
    void reloadRecord();
  });
  const slow = refreshSeconds * (isUnderWay ? 1 : EVERY);
  const isQuick = isUnderWay && looks < QUICK_LOOKS;
  useEvery(isQuick ? Math.min(SECONDS_BETWEEN_LOOKS * watchSeconds, slow) : slow, async () => {
    setLooks((count) => count + 1);
    await reload();
    if (awaitsLink) await reloadRecord();
  });
}

function useWhenMoved(stands: string | null, action: () => void): void {
  const before = useRef(stands);
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    if (before.current !== null && before.current !== stands) latest.current();
    before.current = stands;
  }, [stands]);
}

/** Somebody edited the record: what was missing may be there now. */
function useReloadAfter(edits: number, reload: () => Promise<unknown>): void {
  const seen = useRef(edits);
  useEffect(() => {
    if (seen.current === edits) return;
    seen.current = edits;
    void reload();
  }, [edits, reload]);
}
