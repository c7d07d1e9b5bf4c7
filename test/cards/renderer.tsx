import { useLayoutEffect, useState, type ReactNode } from 'react';
import { afterEach } from '@jest/globals';
import { createRenderer, type Renderer } from '@hubspot/ui-extensions/testing';
import { setImmediate } from 'node:timers/promises';

/** On a machine that has much else to do. */
const WITHIN_MS = 60_000;
/** HubSpot's renderer looks again when the tree changes; a request or an alert that is waited for may change nothing in it. */
const AGAIN_AFTER_MS = 25;

type Location = Parameters<typeof createRenderer>[0];

/** HubSpot's renderer, which never closes what it shows: a card left open reads itself again, and its timer keeps all that its file loaded. */
export function openRenderer<L extends Location>(location: L): Renderer<L> {
  const renderer = createRenderer(location);
  return {
    ...renderer,
    render: (node) => renderer.render(<UntilTestEnds>{node}</UntilTestEnds>),
    waitFor: async (check) => {
      const deadline = Date.now() + WITHIN_MS;
      for (;;) {
        try {
          return await renderer.waitFor(check, { timeoutInMs: AGAIN_AFTER_MS });
        } catch (error) {
          if ((error as Error).name !== 'WaitForTimeoutError') throw error;
          if (Date.now() > deadline) return check();
        }
      }
    },
  };
}

const shown = new Set<() => void>();

afterEach(async () => {
  for (const close of shown) close();
  // React cleans up after effects in a later turn.
  await setImmediate();
});

function UntilTestEnds({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(true);
  useLayoutEffect(() => {
    const close = () => setOpen(false);
    shown.add(close);
    return () => void shown.delete(close);
  }, []);
  return isOpen ? children : null;
}
