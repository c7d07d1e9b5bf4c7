import { useEffect, useRef, useState } from 'react';

// A card nobody touches for a while is asked for less often: an open tab at night costs next to nothing.
const LIVELY_MS = 10 * 60_000;
const QUIET_FACTOR = 4;

/** Calls `action` every `seconds`, later four times more rarely; never while the call before is still running. */
export function useEvery(seconds: number, action: () => Promise<unknown>): void {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    const startedAt = Date.now();
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const plan = () => {
      if (isOver) return;
      const factor = Date.now() - startedAt > LIVELY_MS ? QUIET_FACTOR : 1;
      timer = setTimeout(() => void latest.current().finally(plan), seconds * factor * 1000);
    };
    plan();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [seconds]);
}

/** False for the first 300 ms: what answers faster needs no sign of waiting, which would only flicker. */
export function useIsSlow(afterMs = 300): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  return isSlow;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
