import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { PortalId } from '../shared/ids.ts';

/** 32 bytes under a name of the operator's choice. */
export interface EncryptionKey {
  id: string;
  key: Buffer;
}

/** Encrypts under the portal's name and the value's purpose, so that a value copied into another row or column cannot be read there. */
export interface Secrets {
  encrypt(portalId: PortalId, purpose: string, text: string): string;
  decrypt(portalId: PortalId, purpose: string, sealed: string): string;
  /** How values begin that the current key sealed; others are to be sealed again. */
  readonly currentPrefix: string;
}

const CIPHER = 'aes-256-gcm';
/** GCM's own size; random ones stay unique for 2^32 values per key, far beyond what we keep. */
const NONCE_BYTES = 12;
const VERSION = 'v1';

/** The first key encrypts, all of them decrypt: a new one is put in front, and the old one goes after `reencryptSecrets` found nothing left. */
export function createSecrets(keys: readonly EncryptionKey[]): Secrets {
  const [current] = keys;
  if (!current) throw new Error('At least one encryption key is needed');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    encrypt(portalId, purpose, text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, current.key, nonce).setAAD(boundTo(portalId, purpose));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [VERSION, current.id, ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
    },
    decrypt(portalId, purpose, sealed) {
      const [version, id = '', nonce, tag, text] = sealed.split('.');
      const key = byId.get(id);
      if (version !== VERSION || nonce === undefined || tag === undefined || text === undefined) throw new Error('Not a sealed value');
      if (!key) throw new Error(`The encryption key "${id}" is missing: add it behind the current one`);
      const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
      decipher.setAAD(boundTo(portalId, purpose)).setAuthTag(Buffer.from(tag, 'base64url'));
      return decipher.update(text, 'base64url', 'utf8') + decipher.final('utf8');
    },
    currentPrefix: `${VERSION}.${current.id}.`,
  };
}

const boundTo = (portalId: PortalId, purpose: string): Buffer => Buffer.from(`${portalId}\0${purpose}`);
