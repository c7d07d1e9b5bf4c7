import { useLayoutEffect, useState, type ReactNode } from 'react';
import { afterEach } from '@jest/globals';
import { createRenderer, type Renderer } from '@hubspot/ui-extensions/testing';
import { setImmediate } from 'node:timers/promises';

/** On a machine that has much else to do. */
const WITHIN_MS = 60_000;

type Location = Parameters<typeof createRenderer>[0];

/** HubSpot's renderer, which never closes what it shows: a card left open reads itself again, and its timer keeps all that its file loaded. */
export function openRenderer<L extends Location>(location: L): Renderer<L> {
  const renderer = createRenderer(location);
  return {
    ...renderer,
    render: (node) => renderer.render(<UntilTestEnds>{node}</UntilTestEnds>),
    waitFor: (check) => renderer.waitFor(check, { timeoutInMs: WITHIN_MS }),
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
