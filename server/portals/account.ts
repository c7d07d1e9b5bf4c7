import type { Db } from '../db/index.ts';
import type { HubSpotClient } from '../hubspot/contract.ts';
import type { PortalId } from '../ids.ts';

export interface AccountDeps {
  db: Db;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'accountDetails'>>;
}

/** Reads time zone, currency and address of the portal; at install and daily, because administrators change them. */
export async function refreshAccount({ db, openHubSpot }: AccountDeps, portalId: PortalId, signal?: AbortSignal): Promise<void> {
  const hubspot = await openHubSpot(portalId);
  const details = await hubspot.accountDetails({ priority: 'live', ...(signal ? { signal } : {}) });
  const account = {
    companyCurrency: details.companyCurrency,
    uiDomain: details.uiDomain,
    ...(isTimeZone(details.timeZone) ? { timeZone: details.timeZone } : {}),
  };
  await db.transaction(async (trx) => {
    const before = await trx('portals')
      .where({ portalId })
      .forUpdate()
      .first<Record<string, unknown> | undefined>(...Object.keys(account));
    const isSame = before && Object.entries(account).every(([name, value]) => before[name] === value);
    if (!isSame) await trx('portals').where({ portalId }).update(account).increment('settingsRevision', 1);
  });
}

/** A name this service does not know yet would stop every calculation of days; the old one is kept then. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
