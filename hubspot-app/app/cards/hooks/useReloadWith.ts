import { useEffect, useRef } from 'react';

/** Reads again when what it was read with has changed: what the record carries, for instance, or how often somebody edited it. */
export function useReloadWith(value: unknown, reload: () => Promise<unknown>): void {
  const shown = useRef(value);
  useEffect(() => {
    if (shown.current === value) return;
    shown.current = value;
    void reload();
  }, [value, reload]);
}
