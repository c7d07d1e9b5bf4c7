import type { Test } from 'supertest';
import { sign } from '../../server/hubspot/signature.ts';

export const PUBLIC_URL = 'https://erp.puente.test';
export const CLIENT_SECRET = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8';

/** Signs a request as HubSpot does: over the address it calls, the exact body and the time. */
export function signed(request: Test, method: string, path: string, body: string, at: Date, secret = CLIENT_SECRET): Test {
  const timestamp = String(at.getTime());
  const signature = sign({ method, uri: PUBLIC_URL + path, rawBody: Buffer.from(body), timestamp }, secret);
  return request.set({ 'X-HubSpot-Signature-v3': signature, 'X-HubSpot-Request-Timestamp': timestamp });
}
