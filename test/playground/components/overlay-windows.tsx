import { useEffect, useId, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type {
  ModalBodyProps,
  ModalFooterProps,
  ModalProps,
  PanelBodyProps,
  PanelFooterProps,
  PanelProps,
  PanelSectionProps,
} from '@hubspot/ui-extensions';
import { useOverlay } from './overlays.tsx';
import { sizeOf } from './sizes.ts';

interface WindowProps {
  kind: 'modal' | 'panel';
  title: string | undefined;
  label: string | undefined;
  width: string | undefined;
  close: () => void;
  children: ReactNode;
}

/** Above the page; Escape and the veil close it, the focus moves into it and back. */
function Window({ kind, title, label, width, close, children }: WindowProps) {
  const titleId = useId();
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && latest.current();
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const name = label ? { 'aria-label': label } : { 'aria-labelledby': titleId };
  return createPortal(
    <div className={`ui-veil ui-veil-${kind}`} onMouseDown={(event) => event.target === event.currentTarget && close()}>
      <div ref={box} className={`ui-${kind} ui-width-${sizeOf(width)}`} role="dialog" aria-modal="true" tabIndex={-1} {...name}>
        <header className="ui-window-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="ui-close" aria-label="Close" onClick={close}>
            ×
          </button>
        </header>
        {children}
      </div>
    </div>,
    document.body,
  );
}

export function Modal({ id, title, width, children, onOpen, onClose, 'aria-label': label }: ModalProps) {
  const { isOpen, close } = useOverlay(id, { onOpen, onClose });
  return isOpen ? (
    <Window kind="modal" {...{ title, label, width, close }}>
      {children}
    </Window>
  ) : null;
}
export const ModalBody = ({ children }: ModalBodyProps) => <div className="ui-window-body">{children}</div>;
export const ModalFooter = ({ children }: ModalFooterProps) => <footer className="ui-window-foot">{children}</footer>;

export function Panel({ id, title, width, children, onOpen, onClose, 'aria-label': label }: PanelProps) {
  const { isOpen, close } = useOverlay(id, { onOpen, onClose });
  return isOpen ? (
    <Window kind="panel" {...{ title, label, width, close }}>
      {children}
    </Window>
  ) : null;
}
export const PanelBody = ({ children }: PanelBodyProps) => <div className="ui-window-body">{children}</div>;
export const PanelFooter = ({ children }: PanelFooterProps) => <footer className="ui-window-foot">{children}</footer>;
export const PanelSection = ({ children, flush }: PanelSectionProps) => (
  <section className={`ui-panel-section${flush ? ' ui-flush' : ''}`}>{children}</section>
);
