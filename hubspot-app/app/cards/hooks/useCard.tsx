import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { createCardApi, type CardApi } from '../api/endpoints.ts';
import { createClient, type HubSpotFetch } from '../common/client.ts';
import { explainer, type Explain } from '../common/explain.ts';
import { createFormat, type Format } from '../common/format.ts';
import { languageOf, localeOf, translator, type Language, type Translate } from '../common/translate.ts';
import { EN, type Key } from '../i18n/en.ts';
import { ES } from '../i18n/es.ts';

/** What HubSpot hands a card, as far as ours use it: the same for tab and sidebar. */
export interface CardHost {
  context: {
    user: { locale?: string; language?: string };
    portal: { id: number; timezone: string };
    crm: { objectId: number; objectTypeId: string };
    variables?: Record<string, string | number | bigint | boolean>;
  };
  actions: {
    addAlert(alert: { type?: 'info' | 'warning' | 'success' | 'danger' | 'tip'; message: string; title?: string }): void;
    closeOverlay(id: string): void;
    refreshObjectProperties(): void;
    onCrmPropertiesUpdate(properties: string[] | '*', callback: () => void): void;
  };
  fetch: HubSpotFetch;
  now?: () => Date;
}

interface Card {
  api: CardApi;
  language: Language;
  t: Translate<Key>;
  explain: Explain;
  format: Format;
  /** A moment behind "since": in Spanish with its article. */
  since: (instant: string) => string;
  isDeal: boolean;
  isContact: boolean;
  actions: CardHost['actions'];
  /** HubSpot documents no address for the settings of one app: the list of connected apps is a click away from them. */
  settingsUrl: string;
  /** How often the open card is read again, and how long between two looks after "refresh". */
  refreshSeconds: number;
  watchSeconds: number;
}

const CONTACT = '0-1';
const DEAL = '0-3';
const CardContext = createContext<Card | null>(null);

export function CardProvider({ host, children }: { host: CardHost; children: ReactNode }) {
  const { user, portal, crm, variables } = host.context;
  const { fetch, actions, now } = host;
  const [language, locale] = [languageOf(user), localeOf(user)];
  const base = String(variables?.['BACKEND_URL'] ?? '');
  const refreshSeconds = Number(variables?.['REFRESH_SECONDS'] ?? 15);
  const card = useMemo<Card>(() => {
    const format = createFormat({ locale, timeZone: portal.timezone, now: now ?? (() => new Date()) });
    return {
      api: createCardApi(createClient(fetch, base), { objectTypeId: crm.objectTypeId, objectId: String(crm.objectId) }),
      language,
      t: translator(language === 'es' ? ES : EN, language, locale),
      explain: explainer(language, locale),
      format,
      since: (instant) => (language === 'es' ? withArticle(format.moment(instant)) : format.moment(instant)),
      isDeal: crm.objectTypeId === DEAL,
      isContact: crm.objectTypeId === CONTACT,
      actions,
      settingsUrl: `/integrations-settings/${portal.id}/installed`,
      refreshSeconds,
      watchSeconds: Math.min(1, refreshSeconds),
    };
  }, [fetch, base, crm.objectTypeId, crm.objectId, language, locale, portal.id, portal.timezone, actions, now, refreshSeconds]);
  return <CardContext.Provider value={card}>{children}</CardContext.Provider>;
}

/** "las 8:02", "la 1:30", "el 22 nov, 8:02". */
function withArticle(moment: string): string {
  if (!/^\d+:/.test(moment)) return `el ${moment}`;
  return /^0?1:/.test(moment) ? `la ${moment}` : `las ${moment}`;
}

export function useCard(): Card {
  const card = useContext(CardContext);
  if (!card) throw new Error('Outside of CardProvider');
  return card;
}
