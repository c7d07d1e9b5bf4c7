import { createHash } from 'node:crypto';
import type { Tx, View } from './store.ts';

/** API keys: the secret lives here, its name and end in `res.users.apikeys`. */
export class Keyring {
  /** Secret → row. */
  private readonly rows = new Map<string, number>();
  private readonly passwords = new Map<number, string>();
  private made = 0;

  setPassword(uid: number, password: string): void {
    this.passwords.set(uid, password);
  }

  create(tx: Tx, uid: number, name: string, until: number | null): string {
    const secret = createHash('sha1').update(`${tx.at}:${uid}:${++this.made}`).digest('hex');
    this.rows.set(secret, tx.insert('res.users.apikeys', { user_id: uid, name, scope: null, expiration_date: until }));
    return secret;
  }

  revoke(tx: Tx, secret: string): boolean {
    const id = this.rows.get(secret);
    if (id === undefined) return false;
    this.rows.delete(secret);
    tx.remove('res.users.apikeys', id);
    return true;
  }

  rowOf(secret: string): number | undefined {
    return this.rows.get(secret);
  }

  /** The user a key belongs to, unless it is revoked, expired, or its user inactive. */
  userOf(view: View, secret: string, nowMicros: number): number | null {
    const row = view.get('res.users.apikeys', this.rows.get(secret) ?? 0);
    if (!row || (typeof row.expiration_date === 'number' && row.expiration_date <= nowMicros)) return null;
    const uid = Number(row.user_id);
    return view.get('res.users', uid)?.active === true ? uid : null;
  }

  /** JSON-RPC takes a password or a key in the same place. */
  accepts(view: View, uid: number, secret: string, nowMicros: number): boolean {
    if (view.get('res.users', uid)?.active !== true) return false;
    return this.passwords.get(uid) === secret || this.userOf(view, secret, nowMicros) === uid;
  }
}
