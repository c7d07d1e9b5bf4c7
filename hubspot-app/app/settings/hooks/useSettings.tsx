import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { createSettingsApi, type SettingsApi } from '../api/endpoints.ts';
import { createClient, failureOf, type Failure, type HubSpotFetch } from '../common/client.ts';
import { explainer, type Explain } from '../common/explain.ts';
import { createFormat, type Format } from '../common/format.ts';
import { languageOf, localeOf, translator, type Language, type Translate } from '../common/translate.ts';
import { erpMessages } from '../erp-forms/index.ts';
import { SETTINGS_CODES } from '../i18n/codes.ts';
import { EN, type Key } from '../i18n/en.ts';
import { ES } from '../i18n/es.ts';
import { fieldLabels } from '../i18n/field-labels.ts';
import type { TabId } from './tabs.ts';

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
  /** Of words that stand on that tab, and send nobody there. */
  explainOn: (tab: TabId) => Explain;
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
    const words = {
      codes: { ...SETTINGS_CODES[language], ...erpMessages(language) },
      fields: fieldLabels(language, t),
      isInSettings: true,
    };
    const explainOn = (tab: TabId | null) => explainer(language, locale, { ...words, title: tab && t(`tab.${tab}`) });
    return {
      api: createSettingsApi(createClient(fetch, base)),
      language,
      t,
      explain: explainOn(null),
      explainOn,
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

/** What is explained in here stands on that tab. */
export function OnTab({ tab, children }: { tab: TabId; children: ReactNode }) {
  const settings = useSettings();
  const here = useMemo(() => ({ ...settings, explain: settings.explainOn(tab) }), [settings, tab]);
  return <SettingsContext.Provider value={here}>{children}</SettingsContext.Provider>;
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
