import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { EncryptionKey } from './secrets.ts';

/** Recognises the e-mail addresses of people whose data was deleted on request, without knowing them. */
interface EmailHasher {
  hashEmail(email: string): string;
}

/**
 * Keyed with the oldest encryption key in use, which is the last of the list: a new key in front changes no hash. The addresses are not
 * kept, so they cannot be hashed again; dropping the last key forgets who is not to be created again.
 */
export function createEmailHasher(keys: readonly EncryptionKey[]): EmailHasher {
  const oldest = keys.at(-1);
  if (!oldest) throw new Error('At least one encryption key is needed');
  // Given as bytes it would be made a key for each address again.
  const hmacKey = createSecretKey(Buffer.from(hkdfSync('sha256', oldest.key, '', 'puente tombstones', 32)));
  return { hashEmail: (email) => createHmac('sha256', hmacKey).update(normalise(email)).digest('base64url') };
}

const normalise = (email: string): string => email.trim().normalize('NFKC').toLowerCase();
