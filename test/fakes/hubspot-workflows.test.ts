import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyStepSignature } from '../../server/hubspot/signature.ts';
import { startHubSpotFake, type HubSpotFake, type Portal } from './hubspot/index.ts';
import { durationMs } from './hubspot/steps.ts';
import { apiOf } from './hubspot/test-api.ts';

const PORTAL_ID = 7;
const STEP = { step: 'wait_until_paid', objectType: 'companies', objectId: '1' } as const;
const DONE = { outputFields: { result: 'paid', hs_execution_state: 'SUCCESS' } };

let now: Date;
let fake: HubSpotFake;
let portal: Portal;
let service: Server;
let verdicts: string[];
let bodies: string[];
/** What the service answers, in order; then `DONE`. */
let answers: { status: number; body?: object; headers?: Record<string, string> }[];

beforeEach(async () => {
  now = new Date('2026-11-23T09:00:00Z');
  [verdicts, bodies, answers] = [[], [], []];
  service = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const rawBody = Buffer.concat(chunks);
        const header = (name: string) => req.headers[name]?.toString();
        const signed = { signature: header('x-hubspot-signature-v3'), timestamp: undefined, signatureV2: header('x-hubspot-signature') };
        const request = { method: 'POST', uri: `https://puente.example${req.url}`, rawBody, ...signed };
        verdicts.push(verifyStepSignature(request, 'secret', now));
        bodies.push(rawBody.toString());
        const { status, body = DONE, headers = {} } = answers.shift() ?? { status: 200 };
        if (status === 0) res.destroy();
        else res.writeHead(status, headers).end(JSON.stringify(body));
      });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const here = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const proxy = { 'https://puente.example': here };
  fake = await startHubSpotFake({ now: () => now, clientSecret: 'secret', stepTarget: 'https://puente.example', proxy });
  portal = fake.addPortal({ portalId: PORTAL_ID });
  portal.install(['automation']);
  Object.assign(fake.workflows.habits, { retryMs: 1, repeats: 3 });
});
afterEach(async () => {
  await fake.close();
  service.close();
});

async function run(inputs: Record<string, string> = {}) {
  const started = fake.workflows.start(PORTAL_ID, { ...STEP, inputs });
  await fake.workflows.settled();
  return started;
}
const blocks = (duration?: string) => ({
  status: 200,
  body: { outputFields: { hs_execution_state: 'BLOCK', ...(duration === undefined ? {} : { hs_expiration_duration: duration }) } },
});
const complete = (callbackId: string, outputFields: object = DONE.outputFields, token = portal.install(['automation']).access_token) =>
  apiOf(fake, token).post('/automation/actions/callbacks/2026-09/complete', { inputs: [{ callbackId, outputFields, typedOutputs: {} }] });

describe("a step of a workflow in HubSpot's double", () => {
  it('is called signed with v2 alone, with values as texts', async () => {
    expect(await run({ within_days: '3' })).toMatchObject({ state: 'succeeded', outputs: { result: 'paid' } });
    expect(verdicts).toEqual(['valid']);
    expect(JSON.parse(bodies[0]!)).toMatchObject({
      origin: { portalId: PORTAL_ID },
      object: { objectId: 1, objectType: 'COMPANY' },
      inputFields: { within_days: '3' },
    });
  });

  it('is repeated after no answer, 5xx and 429, under the same id, and not after a refusal', async () => {
    answers.push({ status: 0 }, { status: 503 }, { status: 429, headers: { 'retry-after': '5' } });
    expect(await run()).toMatchObject({ state: 'succeeded', statuses: [0, 503, 429, 200] });
    expect(new Set(bodies).size).toBe(1);
    answers.push({ status: 400 });
    expect(await run()).toMatchObject({ state: 'given_up', statuses: [400] });
  });

  it('waits as long as it is told, or a week, and then goes on', async () => {
    answers.push(blocks('PT10M'), blocks());
    const [short, long] = [await run(), await run()];
    now = new Date(now.getTime() + 10 * 60_000);
    expect(fake.workflows.run(short.callbackId).state).toBe('expired');
    expect(fake.workflows.run(long.callbackId).state).toBe('waiting');
    expect((await complete(short.callbackId)).status).toBe(404);
    now = new Date(now.getTime() + 7 * 86_400_000);
    expect(fake.workflows.run(long.callbackId).state).toBe('expired');
  });

  it('is ended once, by its own portal, with outputs that were declared', async () => {
    answers.push(blocks('P1D'));
    const { callbackId } = await run();
    const other = fake.addPortal({ portalId: 8 }).install(['automation']).access_token;
    expect((await complete(callbackId, DONE.outputFields, other)).status).toBe(404);
    expect((await complete(callbackId, { result: 'something' })).status).toBe(400);
    expect((await complete(callbackId, { unknown: 'x' })).status).toBe(400);
    expect((await complete(callbackId, { open: 'much' })).status).toBe(400);
    expect((await complete(callbackId, DONE.outputFields, portal.install(['oauth']).access_token)).status).toBe(403);
    expect((await complete(callbackId)).status).toBe(204);
    expect(fake.workflows.run(callbackId)).toMatchObject({ state: 'succeeded', outputs: { result: 'paid' } });
    expect((await complete(callbackId)).status).toBe(404);
    expect(fake.workflows.faults).toHaveLength(3);
  });

  it('names what an account without the permission would regret', async () => {
    portal.install(['oauth']);
    answers.push(blocks('P1D'));
    await run();
    expect(fake.workflows.faults).toEqual(['wait_until_paid waits, and nobody may end it']);
  });

  it('takes only what its definition knows', () => {
    expect(() => fake.workflows.start(PORTAL_ID, { ...STEP, inputs: { what: 'everything' } })).toThrow('no option');
    expect(() => fake.workflows.start(PORTAL_ID, { ...STEP, inputs: { colour: 'red' } })).toThrow('no input');
    expect(() => fake.workflows.start(PORTAL_ID, { ...STEP, step: 'wait_until_delivered' })).toThrow('not offered');
  });
});

it.each([
  ['PT15M', 900_000],
  ['P1WT1H', 7 * 86_400_000 + 3_600_000],
  ['P2DT3H4M5S', 2 * 86_400_000 + 11_045_000],
  ['soon', null],
  ['P', null],
])('%s is a duration of %s ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
