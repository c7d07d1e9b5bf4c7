import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createOutbound } from '../../../server/outbound/index.ts';
import { askVies } from '../../../server/portals/vies/ask-vies.ts';
import { startViesFake, VIES_TEST_ERRORS, type ViesFake } from '../../fakes/vies/index.ts';
import { recordingLog } from '../../support/log.ts';

let vies: ViesFake;
const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
beforeAll(async () => void (vies = await startViesFake()));
afterEach(() => vies.faults.clear());
afterAll(async () => {
  await vies.close();
  await outbound.close();
});

const ask = (number: string, signal?: AbortSignal) =>
  askVies({ fetch: outbound.fetch, apiUrl: vies.url }, { country: 'DE', number }, signal);

describe('VIES', () => {
  it('says which numbers it knows and which it does not', async () => {
    expect(await ask('100')).toEqual({ answer: 'valid', reason: null });
    expect(await ask('200')).toEqual({ answer: 'invalid', reason: null });
  });

  it.each(Object.entries(VIES_TEST_ERRORS))('that answers %s with %s says nothing of the number', async (number, error) => {
    expect(await ask(number)).toEqual({ answer: 'unknown', reason: error });
  });

  it.each([
    ['a gateway page', { kind: 'status', status: 502, body: '<html>' }, 'HTTP_502'],
    ['a page of maintenance', { kind: 'status', status: 200, body: '<html>' }, 'NOT_UNDERSTOOD'],
    ['a verdict that is none', { kind: 'status', status: 200, body: { valid: 'no' } }, 'NOT_UNDERSTOOD'],
    ['an answer without a verdict', { kind: 'status', status: 200, body: {} }, 'NOT_UNDERSTOOD'],
    ['a failure with a verdict beside it', { kind: 'status', status: 500, body: { valid: false } }, 'HTTP_500'],
    ['no for an outage', { kind: 'status', status: 200, body: { isValid: false, userError: 'MS_UNAVAILABLE' } }, 'MS_UNAVAILABLE'],
    ['a cut connection', { kind: 'reset' }, 'outbound.cut_off'],
    ['half an answer', { kind: 'cutOff' }, 'outbound.cut_off'],
    ['a way to another place', { kind: 'status', status: 302, headers: { location: 'https://ec.example' } }, 'outbound.redirected'],
  ] as const)('that answers with %s says nothing of the number', async (_, fault, reason) => {
    vies.faults.next(fault);
    expect(await ask('200')).toEqual({ answer: 'unknown', reason });
  });

  it('is understood in the words of its other address, too', async () => {
    vies.faults.next({ kind: 'status', status: 200, body: { isValid: true, userError: 'VALID' } });
    vies.faults.next({ kind: 'status', status: 200, body: { isValid: false, userError: 'INVALID' } });
    expect([(await ask('300')).answer, (await ask('300')).answer]).toEqual(['valid', 'invalid']);
  });

  it('that cannot be reached says nothing of the number', async () => {
    const away = { fetch: outbound.fetch, apiUrl: 'http://127.0.0.1:1' };
    expect(await askVies(away, { country: 'DE', number: '200' })).toMatchObject({ answer: 'unknown' });
  });

  it('is given up after 8 seconds', async () => {
    const waits: (number | undefined)[] = [];
    const hasty: typeof outbound.fetch = (url, { timeoutMs, ...request } = {}) => {
      waits.push(timeoutMs);
      return outbound.fetch(url, { ...request, timeoutMs: 50 });
    };
    vies.faults.next({ kind: 'hang' });
    const said = await askVies({ fetch: hasty, apiUrl: vies.url }, { country: 'DE', number: '200' });
    expect([said, waits]).toEqual([{ answer: 'unknown', reason: 'outbound.timed_out' }, [8_000]]);
  });
});
