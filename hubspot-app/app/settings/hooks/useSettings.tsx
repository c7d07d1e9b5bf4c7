import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { createSettingsApi, type SettingsApi } from '../api/endpoints.ts';
import type { PortalSettings } from '../api/types.ts';
import { createClient, failureOf, type Failure, type HubSpotFetch } from '../common/client.ts';
import { explainer, type Explain } from '../common/explain.ts';
import { createFormat, type Format } from '../common/format.ts';
import { languageOf, localeOf, translator, type Language, type Translate } from '../common/translate.ts';
import { erpMessages } from '../erp-forms/index.ts';
import { SETTINGS_CODES } from '../i18n/codes.ts';
import { EN, type Key } from '../i18n/en.ts';
import { ES } from '../i18n/es.ts';
import { fieldLabels } from '../i18n/field-labels.ts';

/** What HubSpot hands the settings page, as far as it is used. */
export interface SettingsHost {
  context: {
    user: { locale?: string; language?: string; teams: { id: number; name: string }[] };
    portal: { id: number; timezone: string };
    variables?: Record<string, string | number | bigint | boolean>;
  };
  actions: {
    addAlert(alert: { type?: 'info' | 'warning' | 'success' | 'danger' | 'tip'; message: string; title?: string }): void;
    closeOverlay(id: string): void;
    copyTextToClipboard(text: string): Promise<void>;
  };
  fetch: HubSpotFetch;
  now?: () => Date;
}

interface Settings {
  api: SettingsApi;
  language: Language;
  t: Translate<Key>;
  explain: Explain;
  format: Format;
  actions: SettingsHost['actions'];
  timeZone: string;
  portalId: number;
  /** Teams of the person who reads this: HubSpot names no others. */
  teams: { id: number; name: string }[];
  refreshSeconds: number;
}

const SettingsContext = createContext<Settings | null>(null);

export function SettingsProvider({ host, children }: { host: SettingsHost; children: ReactNode }) {
  const { user, portal, variables } = host.context;
  const { fetch, actions, now } = host;
  const [language, locale] = [languageOf(user), localeOf(user)];
  const base = String(variables?.['BACKEND_URL'] ?? '');
  const refreshSeconds = Number(variables?.['REFRESH_SECONDS'] ?? 10);
  const settings = useMemo<Settings>(() => {
    const t = translator(language === 'es' ? ES : EN, language, locale);
    return {
      api: createSettingsApi(createClient(fetch, base)),
      language,
      t,
      explain: explainer(language, locale, {
        codes: { ...SETTINGS_CODES[language], ...erpMessages(language) },
        fields: fieldLabels(language, t),
        isInSettings: true,
      }),
      format: createFormat({ locale, timeZone: portal.timezone, now: now ?? (() => new Date()) }),
      actions,
      timeZone: portal.timezone,
      portalId: portal.id,
      teams: user.teams,
      refreshSeconds,
    };
  }, [fetch, base, language, locale, portal.timezone, portal.id, now, actions, user.teams, refreshSeconds]);
  return <SettingsContext.Provider value={settings}>{children}</SettingsContext.Provider>;
}

export function useSettings(): Settings {
  const settings = useContext(SettingsContext);
  if (!settings) throw new Error('Outside of SettingsProvider');
  return settings;
}

interface Action {
  /** True when it was done. Success is an alert; a failure stays on the page until the next try. */
  run: (action: () => Promise<unknown>, success?: string) => Promise<boolean>;
  isRunning: boolean;
  failure: Failure | null;
}

export function useAction(): Action {
  const { actions } = useSettings();
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = useCallback(
    async (action: () => Promise<unknown>, success?: string) => {
      setRunning(true);
      setFailure(null);
      try {
        await action();
        if (success !== undefined) actions.addAlert({ type: 'success', message: success });
        return true;
      } catch (error) {
        setFailure(failureOf(error));
        return false;
      } finally {
        setRunning(false);
      }
    },
    [actions],
  );
  return { run, isRunning, failure };
}

interface Draft<T> {
  /** What is saved, with the changes not saved yet laid over it. */
  value: T;
  change: (patch: Partial<T>) => void;
  isChanged: boolean;
  changes: Partial<T>;
  /** What was saved of these when they were edited; a save says it, so that what somebody else saved since is not lost. */
  was: Partial<T>;
  /** Somebody else saved one of these since. */
  isOvertaken: boolean;
  /** What is saved was seen, and is written over. */
  goOnFrom: (seen: T) => void;
  clear: () => void;
}

/** What the parts of the rules page edit. */
export type PortalDraft = Draft<PortalSettings>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Changes a person has made and not saved: a quiet re-read of the page leaves them alone. */
export function useDraft<T extends object>(saved: T): Draft<T> {
  const [changes, setChanges] = useState<Partial<T>>({});
  const [editedFrom, goOnFrom] = useState(saved);
  const names = Object.keys(changes) as (keyof T)[];
  const isChanged = names.length > 0;
  const seen = isChanged ? editedFrom : saved;
  const change = (patch: Partial<T>) => {
    goOnFrom(seen);
    setChanges((before) => ({ ...before, ...patch }));
  };
  const clear = useCallback(() => setChanges({}), []);
  const was: Partial<T> = {};
  for (const name of names) was[name] = seen[name];
  const isOvertaken = names.some((name) => !isSame(seen[name], saved[name]));
  return { value: { ...saved, ...changes }, change, isChanged, changes, was, isOvertaken, goOnFrom, clear };
}

/** Saves a draft over what was seen of it; who is overtaken is told, and saves over it only by saying so. */
export function useSave<T extends object>(saved: T, draft: Draft<T>, changed: () => Promise<unknown>) {
  const { run, isRunning, failure } = useAction();
  const save = async (write: (was: Partial<T>) => Promise<unknown>, success: string, was = draft.was) => {
    let isOld = false;
    const isDone = await run(
      () =>
        write(was).catch((error: unknown) => {
          isOld = failureOf(error).code === 'settings.changed_meanwhile';
          throw error;
        }),
      success,
    );
    // What was saved just now is nobody else's.
    if (isDone) draft.goOnFrom(draft.value);
    if (isDone || isOld) await changed();
    if (isDone) draft.clear();
  };
  const saveOver = async (write: (was: Partial<T>) => Promise<unknown>, success: string) => {
    draft.goOnFrom(saved);
    const now = Object.fromEntries(Object.keys(draft.changes).map((name) => [name, saved[name as keyof T]])) as Partial<T>;
    await save(write, success, now);
  };
  return { save, saveOver, isRunning, failure: draft.isOvertaken && failure?.code === 'settings.changed_meanwhile' ? null : failure };
}
