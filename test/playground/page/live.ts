import { useEffect, useRef, useState } from 'react';
import type { Change, PlaygroundState, ServerEvent } from '../api.ts';
import { get } from './client.ts';

const KEPT = 100;

interface Live {
  state: PlaygroundState | null;
  /** Newest first. */
  changes: Change[];
  /** Each rises with everything that people change there. */
  crmVersion: number;
  erpVersion: number;
  workflowVersion: number;
}

/** What the server tells as it happens. */
export function useLive(): Live {
  const [state, setState] = useState<PlaygroundState | null>(null);
  const [changes, setChanges] = useState<Change[]>([]);
  const [crmVersion, setCrmVersion] = useState(0);
  const [erpVersion, setErpVersion] = useState(0);
  const [workflowVersion, setWorkflowVersion] = useState(0);
  useEffect(() => {
    const source = new EventSource('/api/events');
    source.onmessage = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as ServerEvent;
      if (event.kind === 'state') setState(event.state);
      else if (event.kind === 'crm') setCrmVersion((version) => version + 1);
      else if (event.kind === 'erp') setErpVersion((version) => version + 1);
      else if (event.kind === 'workflows') setWorkflowVersion((version) => version + 1);
      else setChanges((before) => [event.change, ...before].slice(0, KEPT));
    };
    void get<Change[]>('changes').then((latest) => setChanges(latest.slice(0, KEPT)));
    return () => source.close();
  }, []);
  return { state, changes, crmVersion, erpVersion, workflowVersion };
}

/** Rises by itself: for what the app writes into the ERP, of which nobody tells this page. */
export function useTicks(everyMs: number): number {
  const [ticks, setTicks] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTicks((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return ticks;
}

/** Loads whenever the path or the version changes; what is there stays until newer has come. */
export function useFetched<T>(path: string | null, version: unknown): T | null {
  const [held, setHeld] = useState<{ path: string; data: T } | null>(null);
  const asked = useRef(0);
  const shown = useRef(0);
  useEffect(() => {
    if (path === null) return;
    const attempt = ++asked.current;
    void get<T>(path).then((data) => {
      if (attempt < shown.current) return;
      shown.current = attempt;
      setHeld({ path, data });
    });
  }, [path, version]);
  return held !== null && held.path === path ? held.data : null;
}
