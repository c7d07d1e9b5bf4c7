import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

interface SignedRequest {
  method: string;
  /** The full address as HubSpot called it: configured public address and the request's path and query, undecoded. */
  uri: string;
  rawBody: Buffer;
  /** Header `X-HubSpot-Signature-v3`. */
  signature: string | undefined;
  /** Header `X-HubSpot-Request-Timestamp`, milliseconds. */
  timestamp: string | undefined;
}

/** HubSpot's documentation: older requests are to be rejected. Newer ones are as wrong as older ones. */
const MAX_AGE_MS = 300_000;

type SignatureVerdict = 'valid' | 'missing' | 'stale' | 'tampered';

/**
 * HubSpot's signature v3 over the raw bytes. The documentation decodes some characters of the address before signing, HubSpot's own
 * libraries do not; both are accepted, always computing both so that the time taken tells nothing.
 */
export function verifySignature(request: SignedRequest, clientSecret: string, now: Date): SignatureVerdict {
  const { signature, timestamp } = request;
  if (!signature || !timestamp) return 'missing';
  if (!/^\d{1,16}$/.test(timestamp) || Math.abs(now.getTime() - Number(timestamp)) > MAX_AGE_MS) return 'stale';
  const candidates = [request.uri, decodeSome(request.uri)].map((uri) => sign({ ...request, uri, timestamp }, clientSecret));
  const matches = candidates.map((candidate) => isSame(candidate, signature));
  return matches.includes(true) ? 'valid' : 'tampered';
}

/**
 * Steps of workflows are signed with v2, which knows no time: whoever repeats an old request is answered what became of it. A request that carries
 * v3 as well is held to that.
 */
export function verifyStepSignature(
  request: SignedRequest & { signatureV2: string | undefined },
  clientSecret: string,
  now: Date,
): SignatureVerdict {
  if (request.signature !== undefined) return verifySignature(request, clientSecret, now);
  if (!request.signatureV2) return 'missing';
  const { method, uri, rawBody } = request;
  const expected = createHash('sha256')
    .update(clientSecret + method + uri)
    .update(rawBody)
    .digest('hex');
  return isSame(expected, request.signatureV2.toLowerCase()) ? 'valid' : 'tampered';
}

export function sign(request: { method: string; uri: string; rawBody: Buffer; timestamp: string }, clientSecret: string): string {
  return createHmac('sha256', clientSecret)
    .update(request.method + request.uri)
    .update(request.rawBody)
    .update(request.timestamp)
    .digest('base64');
}

/** The characters HubSpot's request validation guide names; everything else stays encoded. */
const decodeSome = (uri: string): string => uri.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent);

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
