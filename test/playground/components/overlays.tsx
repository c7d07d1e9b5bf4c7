import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

/** The overlays of one extension: which are open, and how to close one by its id. */
interface Overlays {
  isOpen(id: string): boolean;
  open(id: string): void;
  close(id: string): void;
  /** For overlays handed to a button: only the button knows that they are open. */
  register(id: string, close: () => void): () => void;
}

const nothing = (): void => undefined;
const OverlaysContext = createContext<Overlays>({ isOpen: () => false, open: nothing, close: nothing, register: () => nothing });
export const OverlaysProvider = OverlaysContext.Provider;
const useOverlays = (): Overlays => useContext(OverlaysContext);

export function useOverlayState(): Overlays {
  const [ids, setIds] = useState<readonly string[]>([]);
  const [closers] = useState(() => new Map<string, () => void>());
  return useMemo(
    () => ({
      isOpen: (id) => ids.includes(id),
      open: (id) => setIds((before) => [...before, id]),
      close: (id) => {
        closers.get(id)?.();
        setIds((before) => before.filter((open) => open !== id));
      },
      register: (id, close) => {
        closers.set(id, close);
        return () => void closers.delete(id);
      },
    }),
    [ids, closers],
  );
}

/** What a modal or panel inside a button's `overlay` is told: it is open, and this closes it. */
const HeldContext = createContext<(() => void) | null>(null);

/** For everything that takes an `overlay`. It is always in place, because a tooltip shows without a click; windows wait until they are open. */
export function useOverlayProp(overlay: ReactNode): { shown: ReactNode; open: (() => void) | null } {
  const [isOpen, setOpen] = useState(false);
  const close = useMemo(() => () => setOpen(false), []);
  if (!overlay) return { shown: null, open: null };
  return { shown: <HeldContext.Provider value={isOpen ? close : null}>{overlay}</HeldContext.Provider>, open: () => setOpen(true) };
}

/** Whether the overlay with this id shows, and how it closes itself. */
export function useOverlay(id: string, events: { onOpen?: (() => void) | undefined; onClose?: (() => void) | undefined }) {
  const overlays = useOverlays();
  const closeHeld = useContext(HeldContext);
  const isOpen = closeHeld !== null || overlays.isOpen(id);
  const close = closeHeld ?? (() => overlays.close(id));
  const { register } = overlays;
  useEffect(() => (closeHeld ? register(id, closeHeld) : undefined), [register, id, closeHeld]);
  useEffect(() => {
    if (!isOpen) return undefined;
    events.onOpen?.();
    return () => events.onClose?.();
    // Opening and closing are the events, not another callback for them.
  }, [isOpen]);
  return { isOpen, close };
}

/** The second argument of click handlers. */
export function useReactions() {
  const { open, close } = useOverlays();
  return useMemo(() => ({ openPanel: open, closePanel: close, openModal: open, closeModal: close }), [open, close]);
}
