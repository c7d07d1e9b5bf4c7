import type { PortalSettings } from '../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../db/index.ts';
import { queryPrepared } from '../db/prepared.ts';
import type { Tokens } from '../hubspot/oauth.ts';
import type { Language } from '../hubspot/properties.ts';
import type { PortalId } from '../shared/ids.ts';
import { raiseProblems, resolveProblems } from './problems.ts';
import type { Secrets } from './secrets.ts';
import { requireUnchanged } from '../shared/changed-meanwhile.ts';
import { DEFAULT_SETTINGS, type PortalSettingsPatch } from './settings.ts';

export { PortalSettingsPatch, PortalSettingsSave } from './settings.ts';

/** One customer's HubSpot account, without its tokens. */
export interface Portal {
  portalId: PortalId;
  status: 'active' | 'paused' | 'uninstalled';
  pausedCode: string | null;
  timeZone: string;
  companyCurrency: string | null;
  uiDomain: string;
  /** The installer's language: labels of our properties. */
  locale: Language;
  scopes: string[];
  /** HubSpot user id; null when HubSpot did not say who installed. */
  installedBy: number | null;
  installedAt: Date;
  /** Since when it is uninstalled, or looks like it: paused because the token was revoked. */
  uninstalledAt: Date | null;
  settings: PortalSettings;
  settingsRevision: number;
  sweptAt: Date | null;
}

const PORTAL = `
  select portal_id, status, paused_code, time_zone, company_currency, ui_domain, locale, scopes, installed_by, installed_at, uninstalled_at,
    settings, settings_revision, swept_at
  from portals where portal_id = :portalId`;

const TIME_ZONE = `select time_zone from portals where portal_id = :portalId`;

/** What each sealed token is bound to, beside its portal. */
export const TOKEN_PURPOSES = { access: 'hubspot.access_token', refresh: 'hubspot.refresh_token' } as const;

/** Problems that a new install solves by itself. */
const SOLVED_BY_INSTALL = ['hubspot.token_revoked', 'hubspot.token_refused', 'hubspot.scope_missing', 'hubspot.forbidden'];

export async function findPortal(db: Db, portalId: PortalId): Promise<Portal | undefined> {
  const [row] = await queryPrepared<Omit<Portal, 'settings'> & { settings: Partial<PortalSettings> }>(db, PORTAL, { portalId });
  return row && { ...row, settings: { ...DEFAULT_SETTINGS, ...row.settings } };
}

/** By which its days begin and end; UTC until HubSpot has told. */
export async function findTimeZone(db: Db, portalId: PortalId): Promise<string> {
  const [row] = await queryPrepared<Pick<Portal, 'timeZone'>>(db, TIME_ZONE, { portalId });
  return row?.timeZone ?? 'UTC';
}

export interface Install {
  portalId: PortalId;
  tokens: Tokens;
  /** HubSpot user id; null when HubSpot did not say. */
  installedBy: number | null;
  locale: Language;
}

/**
 * A first install, or a portal that comes back: tokens are new, everything it had is kept and goes on, its administrators too. HubSpot told
 * nothing while the app was out, so last night's sweep counts as the night before's.
 */
export async function storeInstall(db: Db, secrets: Secrets, install: Install, now: Date): Promise<void> {
  const { portalId, tokens, installedBy, locale } = install;
  await db.transaction(async (trx) => {
    await trx.raw(
      `insert into portals (portal_id, locale, scopes, access_token, refresh_token, access_token_expires_at, installed_by, installed_at)
       values (:portalId, :locale, :scopes, :accessToken, :refreshToken, :expiresAt, :installedBy, :now)
       on conflict (portal_id) do update set
         status = 'active', paused_code = null, uninstalled_at = null, locale = excluded.locale, scopes = excluded.scopes,
         access_token = excluded.access_token, refresh_token = excluded.refresh_token,
         access_token_expires_at = excluded.access_token_expires_at,
         installed_by = case when portals.installed_by is null and coalesce(portals.settings -> 'administrators', '[]') = '[]'
           then excluded.installed_by else portals.installed_by end,
         installed_at = case when portals.status = 'uninstalled' then excluded.installed_at else portals.installed_at end,
         swept_at = portals.swept_at - interval '1 day', settings_revision = portals.settings_revision + 1`,
      { portalId, locale, installedBy, now, scopes: tokens.scopes ?? [], ...sealTokens(secrets, portalId, tokens) },
    );
    await resolveProblems(trx, portalId, { codes: SOLVED_BY_INSTALL, subjectKind: 'portal' }, now);
  });
}

export function sealTokens(secrets: Secrets, portalId: PortalId, { accessToken, refreshToken, expiresAt }: Tokens) {
  return {
    accessToken: secrets.encrypt(portalId, TOKEN_PURPOSES.access, accessToken),
    refreshToken: secrets.encrypt(portalId, TOKEN_PURPOSES.refresh, refreshToken),
    expiresAt,
  };
}

/** Work for this portal stops until somebody installs the app again; says so to the administrator. */
export async function pausePortal(db: Db, portalId: PortalId, code: string, now: Date): Promise<void> {
  await db.transaction(async (trx) => {
    // A refresh token lives until the app is uninstalled, and HubSpot tells of that in no other way: the grace period begins.
    const isUninstalled = code === 'hubspot.token_revoked';
    const pausable = trx('portals').where({ portalId });
    // Paused for another reason before, it may have been uninstalled since.
    if (isUninstalled) pausable.whereIn('status', ['active', 'paused']).whereNull('uninstalledAt');
    else pausable.where({ status: 'active' });
    const paused = await pausable.update({ status: 'paused', pausedCode: code, uninstalledAt: isUninstalled ? now : null });
    if (paused > 0)
      await raiseProblems(trx, portalId, [{ code, connectionId: null, subjectKind: 'portal', subject: String(portalId) }], now);
  });
}

/** Changes what is named, if it is still what the person saw. The revision tells other processes that what they remember is old. */
export async function updateSettings(trx: Db, portalId: PortalId, patch: PortalSettingsPatch, was?: PortalSettingsPatch): Promise<void> {
  const row = await trx('portals').where({ portalId }).forUpdate().first<{ settings: Partial<PortalSettings> }>('settings');
  requireUnchanged({ ...DEFAULT_SETTINGS, ...row.settings }, patch, was);
  await trx.raw(
    'update portals set settings = settings || :patch::jsonb, settings_revision = settings_revision + 1 where portal_id = :portalId',
    { portalId, patch: JSON.stringify(patch) },
  );
}
