import { createHash } from 'node:crypto';
import type { Db } from '../db/index.ts';

/** An install under way: the random value that HubSpot hands back, and that of the browser which began. Both are kept as hashes. */
interface OAuthState {
  state: string;
  browser: string;
}

/** Those that nobody came back for go. */
export async function storeOAuthState(db: Db, { state, browser }: OAuthState, expiresAt: Date, now: Date): Promise<void> {
  await db('oauthStates').insert({ stateHash: hashOf(state), browserHash: hashOf(browser), expiresAt });
  await db('oauthStates').where('expiresAt', '<', now).delete();
}

/** Whether it is this browser's. Taken out by whoever shows it, in the right browser or not: one try is all a state is worth. */
export async function takeOAuthState(db: Db, { state, browser }: OAuthState, now: Date): Promise<boolean> {
  const [taken] = await db('oauthStates')
    .where({ stateHash: hashOf(state) })
    .delete()
    .returning<{ browserHash: string; expiresAt: Date }[]>(['browserHash', 'expiresAt']);
  return taken !== undefined && taken.expiresAt > now && taken.browserHash === hashOf(browser);
}

const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex');
