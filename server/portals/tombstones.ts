import { createHmac, hkdfSync } from 'node:crypto';
import type { Db } from '../db/index.ts';
import type { PortalId } from '../ids.ts';
import type { EncryptionKey } from './secrets.ts';

/** Recognises the e-mail addresses of people whose data was deleted on request, without knowing them. */
export interface EmailHasher {
  /** What a new tombstone keeps. Made with the oldest key in use, so that it stays the same when keys are put in front. */
  hashEmail(email: string): string;
  /** Under every key in use: what a stored tombstone is compared with. */
  hashesOf(email: string): string[];
}

/** A tombstone cannot be hashed again, because the address is not kept: an encryption key dropped from the list takes its tombstones along. */
export function createEmailHasher(keys: readonly EncryptionKey[]): EmailHasher {
  const hmacKeys = keys.map(({ key }) => Buffer.from(hkdfSync('sha256', key, '', 'puente tombstones', 32))).reverse();
  const hash = (key: Buffer, email: string) => createHmac('sha256', key).update(normalise(email)).digest('base64url');
  const [oldest] = hmacKeys;
  if (!oldest) throw new Error('At least one encryption key is needed');
  return {
    hashEmail: (email) => hash(oldest, email),
    hashesOf: (email) => hmacKeys.map((key) => hash(key, email)),
  };
}

const normalise = (email: string): string => email.trim().normalize('NFKC').toLowerCase();

export async function buryEmails(db: Db, hasher: EmailHasher, portalId: PortalId, emails: readonly string[], now: Date): Promise<void> {
  const hashes = [...new Set(emails.map((email) => hasher.hashEmail(email)))].sort();
  if (hashes.length === 0) return;
  const rows = hashes.map((emailHash) => ({ portalId, emailHash, createdAt: now }));
  await db('tombstones').insert(rows).onConflict(['portalId', 'emailHash']).ignore();
}

/** Which of these addresses belong to people who must neither be linked nor created. */
export async function buriedAmong(db: Db, hasher: EmailHasher, portalId: PortalId, emails: readonly string[]): Promise<Set<string>> {
  const emailsByHash = new Map(emails.flatMap((email) => hasher.hashesOf(email).map((hash) => [hash, email] as const)));
  if (emailsByHash.size === 0) return new Set();
  const found = await db('tombstones')
    .where({ portalId })
    .whereIn('emailHash', [...emailsByHash.keys()])
    .select<{ emailHash: string }[]>('emailHash');
  return new Set(found.map(({ emailHash }) => emailsByHash.get(emailHash)!));
}
