import { createHash, createHmac } from 'node:crypto';

interface Signable {
  method: string;
  /** The address as the service is known to HubSpot. */
  uri: string;
  body: Buffer;
  timestamp: number | string;
}

/** Headers of HubSpot's signatures v3 and v2 (request validation guide). Written apart from the service's own code, to disagree with it. */
export function signatureHeaders(secret: string, { method, uri, body, timestamp }: Signable): Record<string, string> {
  const source = Buffer.concat([Buffer.from(method + decodeSome(uri)), body, Buffer.from(String(timestamp))]);
  const v2 = createHash('sha256')
    .update(secret + method + uri)
    .update(body);
  return {
    'x-hubspot-signature-v3': createHmac('sha256', secret).update(source).digest('base64'),
    'x-hubspot-request-timestamp': String(timestamp),
    'x-hubspot-signature': v2.digest('hex'),
    'x-hubspot-signature-version': 'v2',
  };
}

const DECODED: Record<string, string> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};
const decodeSome = (uri: string): string => uri.replace(/%[\dA-F]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);

/** `{ 'https://puente.example': 'http://127.0.0.1:3000' }`: signed for the first, sent to the second. */
export type Proxy = Readonly<Record<string, string>>;

export function throughProxy(proxy: Proxy, uri: string): string {
  const { origin } = new URL(uri);
  const target = proxy[origin];
  return target === undefined ? uri : target + uri.slice(origin.length);
}
