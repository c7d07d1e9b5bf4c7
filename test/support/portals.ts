import { randomBytes } from 'node:crypto';
import type { Db } from '../../server/db/index.ts';
import type { Tokens } from '../../server/hubspot/oauth.ts';
import { portalId, type PortalId } from '../../server/shared/ids.ts';
import { storeInstall, type Install } from '../../server/portals/portals.ts';
import { createSecrets, type EncryptionKey, type Secrets } from '../../server/portals/secrets.ts';

export const aKey = (id = 'k1'): EncryptionKey => ({ id, key: randomBytes(32) });

export const someTokens = (given: Partial<Tokens> = {}): Tokens => ({
  accessToken: 'access-1',
  refreshToken: 'refresh-1',
  expiresAt: new Date('2026-11-23T10:30:00Z'),
  scopes: ['oauth'],
  portalId: 42,
  ...given,
});

/** A portal as the install leaves it. */
export async function anInstalledPortal(
  db: Db,
  given: Partial<Omit<Install, 'portalId'>> & { portalId?: number; secrets?: Secrets; now?: Date } = {},
): Promise<{ portalId: PortalId; secrets: Secrets }> {
  const { secrets = createSecrets([aKey()]), now = new Date('2026-11-23T10:00:00Z'), ...install } = given;
  const id = portalId(given.portalId ?? 42);
  await storeInstall(db, secrets, { tokens: someTokens(), installedBy: 7, locale: 'en', ...install, portalId: id }, now);
  return { portalId: id, secrets };
}
