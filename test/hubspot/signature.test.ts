import { describe, expect, it } from '@jest/globals';
import { sign, verifySignature, verifyStepSignature } from '../../server/hubspot/signature.ts';

const LONG = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8';
const SHORT = '12345678-aaaa-bbbb-cccc-ddddeeeeffff';
const WEBHOOK = { method: 'POST', uri: 'https://www.hubspot.com/webhook', timestamp: '1632188626483' };
const CARD = { method: 'GET', uri: 'https://hubspot.com/?appId=1&portalId=2&userId=3', timestamp: '1111111111' };

/** From the tests of HubSpot's own development server (@hubspot/ui-extensions-dev-server 2.1.2). */
const VECTORS = [
  { secret: LONG, request: WEBHOOK, body: 'REQUEST_BODY', signature: 'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=' },
  { secret: LONG, request: WEBHOOK, body: '', signature: 'csXgk7UbrE9F8ZmMvbpuKBxqIvTSqU1EX9pI/SJtxSE=' },
  { secret: SHORT, request: CARD, body: '', signature: 'zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI=' },
  { secret: SHORT, request: CARD, body: '{"a":1,"b":2}', signature: 'aaknaCGCYJ4yqzuf1UKGqAWUfdcilJtm5nc/ZCudR9k=' },
];

describe('signature v3', () => {
  it.each(VECTORS)('accepts what HubSpot signed: $request.method $body', ({ secret, request, body, signature }) => {
    const now = new Date(Number(request.timestamp) + 1_000);
    expect(verifySignature({ ...request, rawBody: Buffer.from(body), signature }, secret, now)).toBe('valid');
    expect(verifySignature({ ...request, rawBody: Buffer.from(`${body} `), signature }, secret, now)).toBe('tampered');
    expect(verifySignature({ ...request, rawBody: Buffer.from(body), signature }, `${secret}x`, now)).toBe('tampered');
    expect(verifySignature({ ...request, uri: `${request.uri}&portalId=9`, rawBody: Buffer.from(body), signature }, secret, now)).toBe(
      'tampered',
    );
  });

  it.each([
    [300_000, 'valid'],
    [300_001, 'stale'],
    [-300_000, 'valid'],
    [-300_001, 'stale'],
  ] as const)('answers a request that is %i ms old with %s', (ageMs, verdict) => {
    const request = { ...WEBHOOK, rawBody: Buffer.alloc(0) };
    const now = new Date(Number(WEBHOOK.timestamp) + ageMs);
    expect(verifySignature({ ...request, signature: sign(request, LONG) }, LONG, now)).toBe(verdict);
  });

  it.each(['NaN', '', '1e3', '-5', '16321886264831632188626483'])('refuses the timestamp %j', (timestamp) => {
    const request = { ...WEBHOOK, timestamp, rawBody: Buffer.alloc(0) };
    expect(verifySignature({ ...request, signature: sign(request, LONG) }, LONG, new Date(0))).not.toBe('valid');
  });

  it('accepts an address signed decoded and one signed as it was sent', () => {
    const sent = 'https://erp.test/cards/record?userEmail=ana%40acme.test&q=a%2Fb%20c';
    const decoded = 'https://erp.test/cards/record?userEmail=ana@acme.test&q=a/b%20c';
    const request = { method: 'GET', timestamp: '1632188626483', rawBody: Buffer.alloc(0) };
    const now = new Date(1632188626483);
    for (const uri of [sent, decoded]) {
      expect(verifySignature({ ...request, uri: sent, signature: sign({ ...request, uri }, LONG) }, LONG, now)).toBe('valid');
    }
  });

  it('signs raw bytes, not text', () => {
    const rawBody = Buffer.from([0xff, 0xfe, 0x00, 0xc3]);
    const request = { ...WEBHOOK, rawBody };
    const now = new Date(Number(WEBHOOK.timestamp));
    expect(verifySignature({ ...request, signature: sign(request, LONG) }, LONG, now)).toBe('valid');
    const asText = Buffer.from(rawBody.toString('utf8'));
    expect(verifySignature({ ...request, rawBody: asText, signature: sign(request, LONG) }, LONG, now)).toBe('tampered');
  });
});

const STEP = { uri: 'https://www.example.com/webhook_uri', signature: undefined, timestamp: undefined };
const STEP_SECRET = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const NOW = new Date('2026-11-20T12:00:00Z');

/** From HubSpot's guide to signature v2. */
const STEP_VECTORS = [
  { method: 'GET', body: '', signatureV2: 'eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e' },
  {
    method: 'POST',
    body: '{"example_field":"example_value"}',
    signatureV2: '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900',
  },
];

describe('signature v2, of a step of a workflow', () => {
  it.each(STEP_VECTORS)('accepts what HubSpot signed, and nothing else: $method $body', ({ method, body, signatureV2 }) => {
    const request = { ...STEP, method, rawBody: Buffer.from(body), signatureV2 };
    expect(verifyStepSignature(request, STEP_SECRET, NOW)).toBe('valid');
    expect(verifyStepSignature({ ...request, signatureV2: signatureV2.toUpperCase() }, STEP_SECRET, NOW)).toBe('valid');
    expect(verifyStepSignature(request, `${STEP_SECRET}x`, NOW)).toBe('tampered');
    for (const changed of [{ method: 'PUT' }, { uri: `${STEP.uri}/2` }, { rawBody: Buffer.from(`${body} `) }])
      expect(verifyStepSignature({ ...request, ...changed }, STEP_SECRET, NOW)).toBe('tampered');
  });

  it('is missing where there is none, and says nothing for a signature v3 that is beside it', () => {
    const [{ method, body, signatureV2 }] = STEP_VECTORS as [(typeof STEP_VECTORS)[number]];
    const request = { ...STEP, method, rawBody: Buffer.from(body), signatureV2 };
    expect(verifyStepSignature({ ...request, signatureV2: undefined }, STEP_SECRET, NOW)).toBe('missing');
    const timestamp = String(NOW.getTime());
    const signature = sign({ ...request, timestamp }, STEP_SECRET);
    expect(verifyStepSignature({ ...request, signature, timestamp, signatureV2: 'wrong' }, STEP_SECRET, NOW)).toBe('valid');
    expect(verifyStepSignature({ ...request, signature: `${signature}x`, timestamp }, STEP_SECRET, NOW)).toBe('tampered');
    const later = new Date(NOW.getTime() + 300_001);
    expect(verifyStepSignature({ ...request, signature, timestamp }, STEP_SECRET, later)).toBe('stale');
  });
});
