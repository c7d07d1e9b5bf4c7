import type { PortalSettings } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { ReconnectError } from '../../shared/errors.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import type { RollupPortal } from '../../records/rollups.ts';
import { findPortal } from '../../portals/portals.ts';
import type { CheckVat } from '../../portals/vies/check-vat.ts';
import type { Enqueue } from './job-data.ts';

/** What everything that writes to HubSpot works with. */
export interface SyncDeps {
  db: Db;
  now(): Date;
  log?: Log;
  enqueue: Enqueue;
  openHubSpot(portalId: PortalId): Promise<HubSpotClient>;
  loadPortal(portalId: PortalId): Promise<SyncPortal>;
  /** Keyed hash of a normalised e-mail address, the same for ever: recognises forgotten people without knowing them. */
  hashEmail(email: string): string;
  /** Asks the EU about a VAT number, whatever the portal's settings. */
  checkVat: CheckVat;
  /** Around what reads much of the database at once: see `jobs/make-way.ts`. Default: at once. */
  makeWay?<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface SyncPortal extends RollupPortal {
  settings: PortalSettings;
  /** From then on nobody but us had a reason to write our properties. */
  installedAt: Date;
}

export async function loadSyncPortal(db: Db, portalId: PortalId): Promise<SyncPortal> {
  const portal = await findPortal(db, portalId);
  if (!portal || portal.status === 'uninstalled') throw new ReconnectError('Portal not installed', { code: 'portal.unknown' });
  return portal;
}

export interface SliceOptions {
  signal?: AbortSignal;
  /** How long a slice may take; default 10 s, of pushing 30 s. */
  sliceMs?: number;
}
export const SLICE_MS = 10_000;
