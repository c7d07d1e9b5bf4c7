import { useCallback, useRef, useState } from 'react';
import { failureOf } from '../common/client.ts';
import { useCard } from './useCard.tsx';

/** Runs what a button does: one at a time (a second press while it runs does nothing), success (null: the action says it itself) and failure said in an alert, the record's properties shown afresh. */
export function useAction(): { run: (action: () => Promise<unknown>, success: string | null) => Promise<boolean>; isRunning: boolean } {
  const { actions, explain } = useCard();
  const [isRunning, setRunning] = useState(false);
  const isBusy = useRef(false);
  const run = useCallback(
    async (action: () => Promise<unknown>, success: string | null) => {
      if (isBusy.current) return false;
      isBusy.current = true;
      setRunning(true);
      try {
        await action();
        if (success !== null) actions.addAlert({ type: 'success', message: success });
        actions.refreshObjectProperties();
        return true;
      } catch (error) {
        const { what, todo } = explain(failureOf(error));
        actions.addAlert({ type: 'danger', title: what, message: todo });
        return false;
      } finally {
        isBusy.current = false;
        setRunning(false);
      }
    },
    [actions, explain],
  );
  return { run, isRunning };
}
