import { useCallback, useState } from 'react';
import { failureOf } from '../common/client.ts';
import { useCard } from './useCard.tsx';

/** Runs what a button does: one at a time, success and failure said in an alert, the record's properties shown afresh. */
export function useAction(): { run: (action: () => Promise<unknown>, success: string) => Promise<boolean>; isRunning: boolean } {
  const { actions, explain } = useCard();
  const [isRunning, setRunning] = useState(false);
  const run = useCallback(
    async (action: () => Promise<unknown>, success: string) => {
      setRunning(true);
      try {
        await action();
        actions.addAlert({ type: 'success', message: success });
        actions.refreshObjectProperties();
        return true;
      } catch (error) {
        const { what, todo } = explain(failureOf(error));
        actions.addAlert({ type: 'danger', title: what, message: todo });
        return false;
      } finally {
        setRunning(false);
      }
    },
    [actions, explain],
  );
  return { run, isRunning };
}
