import { useEffect, useRef } from 'react';
import type { RecordView } from '../api/types.ts';

/** Reads again when what the record carries has changed; the first view is the one it was read with. */
export function useReloadWith(view: RecordView, reload: () => Promise<unknown>): void {
  const shown = useRef(view);
  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    void reload();
  }, [view, reload]);
}
