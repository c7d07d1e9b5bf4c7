import { signatureHeaders } from '../../fakes/hubspot/signing.ts';
import { PORTAL_ID, type World } from '../../support/world.ts';
import type { Shot } from './load.ts';

/** A company's card as HubSpot's proxy asks for it, for the portal's administrator. */
export function cardShot({ portal, publicUrl, hubspot }: World, path: string, objectId: string): Shot {
  const { userId, email } = portal.admin;
  const query = new URLSearchParams({
    objectTypeId: '0-2',
    objectId,
    userId: String(userId),
    portalId: String(PORTAL_ID),
    userEmail: email,
  });
  const address = `${path}?${query}`;
  const signable = { method: 'GET', uri: publicUrl + address, body: Buffer.alloc(0), timestamp: Date.now() };
  return { method: 'GET', path: address, headers: signatureHeaders(hubspot.clientSecret, signable) };
}
