import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startHubSpotFake, type HubSpotFake, type Portal } from '../../fakes/hubspot/index.ts';
import { serve, type FakeAnswer, type FakeServer } from '../../fakes/http.ts';
import { eventually } from '../../support/eventually.ts';
import { PlaygroundWorkflows } from './workflows.ts';

/** What the app answers to a step. */
let answer: FakeAnswer;
let app: FakeServer;
let hubspot: HubSpotFake;
let portal: Portal;
let workflows: PlaygroundWorkflows;
let companyId: string;
let thanked: number;

beforeEach(async () => {
  thanked = 0;
  answer = outputs({ hs_execution_state: 'BLOCK', hs_expiration_duration: 'P1D' });
  app = await serve({ handle: () => answer });
  hubspot = await startHubSpotFake({ stepTarget: app.url });
  portal = hubspot.addPortal({ portalId: 7 });
  portal.install(['oauth', 'automation']);
  companyId = portal.users.createCompany({ name: 'Aceros del Valle' });
  workflows = new PlaygroundWorkflows({ hubspot, portal, tell: () => undefined, onThanks: () => void thanked++ });
});
afterEach(async () => {
  workflows.close();
  await hubspot.close();
  await app.close();
});

function outputs(outputFields: Record<string, string>): FakeAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ outputFields }) };
}
const runs = () => workflows.list({ type: 'companies', id: companyId });
const start = () => workflows.start({ workflowId: 'step refresh_status', type: 'companies', recordId: companyId, inputs: {} });

it('a step of the app is seen waiting, and goes on with what the app told, in words', async () => {
  start();
  await eventually(() => expect(runs()[0]).toMatchObject({ state: 'waiting', recordName: 'Aceros del Valle' }));
  const [waiting] = hubspot.workflows.runs(portal.id);
  const told = { hs_execution_state: 'SUCCESS', result: 'refreshed', open: '0' };
  hubspot.workflows.complete(portal.id, [{ callbackId: waiting?.callbackId, outputFields: told, typedOutputs: {} }]);

  expect(runs()[0]).toMatchObject({ state: 'done', steps: [{ step: 'refresh_status', state: 'succeeded' }] });
  const result = runs()[0]?.steps[0]?.outputs.find(({ name }) => name === 'result');
  expect(result?.value).toMatch(/^[A-Z].* /);
  expect(result?.label.es).not.toBe(result?.label.en);
});

it('a step without a usable answer ends the workflow early', async () => {
  answer = { status: 400, body: 'no' };
  start();
  await eventually(() => expect(runs()[0]).toMatchObject({ state: 'stopped', steps: [{ state: 'given_up' }] }));
});

it('an invoice that is paid starts the thank-you by itself, but not before the first sync is over', async () => {
  portal.createProperty('companies', { name: 'erp_invoice_paid_at', label: 'Paid at', type: 'datetime', fieldType: 'date' });
  const pay = (at: string) =>
    portal.users.as({ type: 'INTEGRATION', id: '4242' }).edit('companies', companyId, { erp_invoice_paid_at: at });
  pay('2026-11-20T10:00:00Z');
  expect([runs(), thanked]).toEqual([[], 0]);
  workflows.listen();
  pay('2026-11-21T10:00:00Z');
  expect(runs()).toMatchObject([{ workflowId: 'thanks', state: 'done', steps: [{ step: null, state: 'succeeded' }] }]);
  expect(thanked).toBe(1);
});

it('a record of another kind is not enrolled', () => {
  const dealId = portal.users.createDeal({ dealname: 'Bombas' });
  expect(() => workflows.start({ workflowId: 'thanks', type: 'deals', recordId: dealId, inputs: {} })).toThrow(/cannot be enrolled/);
  expect(() => workflows.start({ workflowId: 'nothing', type: 'deals', recordId: dealId, inputs: {} })).toThrow(/no workflow nothing/);
});
