import type { ErpConnection } from '../../portals/connections.ts';
import { requireUnchanged } from '../../shared/changed-meanwhile.ts';

/** What a person edits of a connection. */
export interface SeenSettings {
  name?: string | undefined;
  /** Empty: all. */
  companies?: string[] | undefined;
  settings?: Record<string, unknown> | undefined;
}

/** Throws if somebody else changed what a person edited. Secrets are never shown, so nobody saw them. */
export function requireSeen(connection: ErpConnection, change: SeenSettings, was: SeenSettings | undefined): void {
  if (was === undefined) return;
  const all = connection.identity.companies.map(({ id }) => id);
  const asShown = ({ name, companies }: SeenSettings) => ({
    ...(name !== undefined && { name }),
    ...(companies && { companies: all.filter((id) => companies.length === 0 || companies.includes(id)) }),
  });
  requireUnchanged(asShown({ name: connection.name, companies: connection.companies }), asShown(change), asShown(was));
  const { publicSettings } = connection;
  const texts = (settings: Record<string, unknown> = {}) =>
    Object.fromEntries(Object.keys(settings).flatMap((name) => (name in publicSettings ? [[name, textOf(settings[name])]] : [])));
  requireUnchanged(texts(publicSettings), texts(change.settings), texts(was.settings));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
