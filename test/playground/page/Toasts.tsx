import { useCallback, useState } from 'react';
import { Alert as Notice } from '../components/notices.tsx';
import type { Alert } from './viewer.ts';

interface Toast extends Alert {
  id: number;
}

const SHOWN_MS = 6_000;
const VARIANTS = ['info', 'tip', 'success', 'warning', 'danger'] as const;
let count = 0;

export function useToasts(): { toasts: Toast[]; alert: (alert: Alert) => void } {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const alert = useCallback((given: Alert) => {
    const toast = { ...given, id: ++count };
    setToasts((before) => [...before, toast]);
    setTimeout(() => setToasts((before) => before.filter(({ id }) => id !== toast.id)), SHOWN_MS);
  }, []);
  return { toasts, alert };
}

export const Toasts = ({ toasts }: { toasts: Toast[] }) => (
  <div className="crm-toasts">
    {toasts.map(({ id, type, title, message }) => (
      <Notice key={id} title={title ?? message} variant={VARIANTS.find((variant) => variant === type) ?? 'info'}>
        {title ? message : null}
      </Notice>
    ))}
  </div>
);
