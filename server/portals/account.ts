import type { Db } from '../db/index.ts';
import type { HubSpotClient } from '../hubspot/contract.ts';
import type { PortalId } from '../shared/ids.ts';

interface AccountDeps {
  db: Db;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'accountDetails'>>;
  /** Called in the transaction that stores another currency or time zone: both change what records show. */
  onRecordsDue?(trx: Db, portalId: PortalId): Promise<void>;
}

/** Reads time zone, currency and address of the portal; at install and daily, because administrators change them. */
export async function refreshAccount(deps: AccountDeps, portalId: PortalId, signal?: AbortSignal): Promise<void> {
  const { db, openHubSpot, onRecordsDue } = deps;
  const hubspot = await openHubSpot(portalId);
  const details = await hubspot.accountDetails({ priority: 'live', ...(signal ? { signal } : {}) });
  const account = {
    companyCurrency: details.companyCurrency,
    uiDomain: details.uiDomain,
    ...((await isTimeZone(db, details.timeZone)) ? { timeZone: details.timeZone } : {}),
  };
  await db.transaction(async (trx) => {
    const before = await trx('portals')
      .where({ portalId })
      .forUpdate()
      .first<Record<string, unknown> | undefined>(...Object.keys(account));
    if (!before) return;
    const changed = Object.entries(account).filter(([name, value]) => before[name] !== value);
    if (changed.length === 0) return;
    await trx('portals').where({ portalId }).update(account).increment('settingsRevision', 1);
    if (changed.some(([name]) => name !== 'uiDomain')) await onRecordsDue?.(trx, portalId);
  });
}

/** A name that we or PostgreSQL do not know would stop every calculation of days; the old one is kept then. */
async function isTimeZone(db: Db, name: string): Promise<boolean> {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  const { rows } = await db.raw<{ rows: unknown[] }>('select 1 from pg_timezone_names where name = ?', [name]);
  return rows.length > 0;
}
