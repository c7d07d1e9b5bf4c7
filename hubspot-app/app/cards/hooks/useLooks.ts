import { useEffect, useRef, useState } from 'react';
import { useEvery } from '../common/timers.ts';
import { useCard } from './useCard.tsx';

const SECONDS_BETWEEN_LOOKS = 2;
/** An ERP that takes longer is looked at as often as the rest of the card. */
const QUICK_LOOKS = 30;

interface Looks {
  /** How far everything is, as one text; null: not known yet. */
  stands: string | null;
  /** Something goes on without anybody. */
  isUnderWay: boolean;
  /** How many times more rarely than the rest of the card it is read while nothing is under way. */
  every: number;
  look: () => Promise<unknown>;
  moved: () => void;
}

/** Looks again and again while something is under way; when that has moved, quickly from the start. */
export function useLooks({ stands, isUnderWay, every, look, moved }: Looks): void {
  const { refreshSeconds, watchSeconds } = useCard();
  const [looks, setLooks] = useState(0);
  useWhenMoved(stands, () => {
    setLooks(0);
    moved();
  });
  const slow = refreshSeconds * (isUnderWay ? 1 : every);
  const isQuick = isUnderWay && looks < QUICK_LOOKS;
  useEvery(isQuick ? Math.min(SECONDS_BETWEEN_LOOKS * watchSeconds, slow) : slow, async () => {
    setLooks((count) => count + 1);
    await look();
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
