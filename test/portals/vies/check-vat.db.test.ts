import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDb } from '../../../server/db/index.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import { createVatCheck } from '../../../server/portals/vies/check-vat.ts';
import { startViesFake, type ViesFake } from '../../fakes/vies/index.ts';
import { useTestDatabase } from '../../support/database.ts';
import { recordingLog, type RecordingLog } from '../../support/log.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const db = useTestDatabase();
const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
let vies: ViesFake;
let now: Date;
let log: RecordingLog;
beforeEach(async () => {
  vies = await startViesFake();
  now = new Date('2026-11-29T10:00:00Z');
  log = recordingLog();
});
afterEach(() => vies.close());
afterAll(() => outbound.close());

const aProcess = (given: { apiUrl?: string; waitAtMostMs?: number } = {}) =>
  createVatCheck({ db: db(), log, now: () => now, fetch: outbound.fetch, apiUrl: vies.url, ...given });
const pass = (ms: number) => void (now = new Date(now.getTime() + ms));

describe('the check of a VAT number', () => {
  it('asks once for all, and again when the answer is too old: of valid ones after 30 days, of others after one', async () => {
    vies.knows('DE136695976', 'valid');
    vies.knows('DE111111125', 'invalid');
    const both = async () => [await aProcess()('DE136695976', null), await aProcess()('111 111 125', 'DE')];
    expect(await both()).toEqual(['valid', 'invalid']);
    pass(DAY_MS - 1);
    expect(await both()).toEqual(['valid', 'invalid']);
    expect(vies.asked).toEqual(['DE136695976', 'DE111111125']);
    vies.knows('DE111111125', 'valid');
    pass(1);
    expect(await both()).toEqual(['valid', 'valid']);
    expect(vies.asked.slice(2)).toEqual(['DE111111125']);
    pass(29 * DAY_MS);
    expect(await both()).toEqual(['valid', 'valid']);
    expect(vies.asked.slice(3)).toEqual(['DE136695976']);
  });

  it('keeps the number and the answer, nothing else, and not for longer than they count', async () => {
    await aProcess()('ES B58378431', 'ES');
    expect(await db()('viesChecks').select()).toEqual([
      { number: 'ESB58378431', answer: 'valid', knownUntil: new Date('2026-12-29T10:00:00Z') },
    ]);
    pass(30 * DAY_MS);
    await aProcess()('DE136695976', 'DE');
    expect(await db()('viesChecks').pluck('number')).toEqual(['DE136695976']);
  });

  it('asks nothing about numbers that are not of the Union', async () => {
    const check = aProcess();
    expect(await check('EKU9003173C9', 'MX')).toBe('unknown');
    expect(await check('12-3456789', 'US')).toBe('unknown');
    expect(await check(null, 'DE')).toBe('unknown');
    expect(vies.asked).toEqual([]);
  });

  it('does not keep what nobody could say, and asks again after two minutes', async () => {
    vies.knows('DE136695976', { error: 'MS_UNAVAILABLE' });
    expect(await aProcess()('DE136695976', null)).toBe('unknown');
    expect(await db()('viesChecks').select()).toEqual([]);
    vies.knows('DE136695976', 'invalid');
    pass(2 * MINUTE_MS - 1);
    expect(await aProcess({ waitAtMostMs: 150 })('DE136695976', null)).toBe('unknown');
    expect(vies.asked).toHaveLength(1);
    pass(1);
    expect(await aProcess()('DE136695976', null)).toBe('invalid');
  });

  it('leaves a country alone whose register is away, and no other', async () => {
    vies.faults.next({ kind: 'status', status: 503 });
    expect(await aProcess()('DE136695976', null)).toBe('unknown');
    expect(await aProcess()('DE111111125', null)).toBe('unknown');
    expect(await aProcess()('ESB58378431', null)).toBe('valid');
    expect(vies.asked).toEqual(['ESB58378431']);
  });

  it('goes on with a country after a number that VIES does not take', async () => {
    vies.knows('DE111111125', { error: 'INVALID_INPUT' });
    expect(await aProcess()('DE111111125', null)).toBe('unknown');
    expect(await aProcess()('DE136695976', null)).toBe('valid');
  });

  it('still knows what it knew while the service is away', async () => {
    await aProcess()('DE136695976', null);
    expect(await aProcess({ apiUrl: 'http://127.0.0.1:1' })('DE136695976', null)).toBe('valid');
  });

  it('makes one call about a country at a time, whatever the number of processes, and of several countries at once', async () => {
    vies.setLatency(40);
    const numbers = ['DE136695976', 'DE111111125', 'DE129274202', 'ESB58378431', 'IT00743110157'];
    const answers = await Promise.all(numbers.map((number) => aProcess()(number, null)));
    expect(answers).toEqual(Array(5).fill('valid'));
    expect(vies.mostOfACountry()).toBe(1);
    expect(vies.asked.toSorted()).toEqual(numbers.toSorted());
  });

  it('asks once when several want to know the same at the same time', async () => {
    vies.setLatency(40);
    const answers = await Promise.all(Array.from({ length: 4 }, () => aProcess()('DE136695976', null)));
    expect(answers).toEqual(Array(4).fill('valid'));
    expect(vies.asked).toEqual(['DE136695976']);
  });

  it('waits for others no longer than it has to, and takes over from a process that died while it asked', async () => {
    await db()('viesTurns').insert({ country: 'DE', freeAt: new Date(now.getTime() + 10_000) });
    expect(await aProcess({ waitAtMostMs: 150 })('DE136695976', null)).toBe('unknown');
    pass(10_000);
    expect(await aProcess()('DE136695976', null)).toBe('valid');
  });

  it('of a job that was stopped ends at once, and leaves the country to others', async () => {
    vies.faults.next({ kind: 'hang' });
    const stopping = new AbortController();
    const checking = aProcess()('DE136695976', null, stopping.signal);
    setTimeout(() => stopping.abort(), 100);
    expect(await checking).toBe('unknown');
    expect(await aProcess()('DE136695976', null)).toBe('valid');
    expect(log.levels()).not.toContain('warn');
  });

  it('fails for nobody when the database does', async () => {
    const away = createDb('postgres://nobody@127.0.0.1:1/none', { acquireTimeoutMs: 500 });
    const broken = createVatCheck({ db: away, log, now: () => now, fetch: outbound.fetch, apiUrl: vies.url });
    expect(await broken('DE136695976', null)).toBe('unknown');
    expect(log.levels()).toEqual(['warn']);
    await away.destroy();
  });

  it('logs country, answer and reason, and never the number', async () => {
    vies.knows('DE136695976', { error: 'IP_BLOCKED' });
    await aProcess()('DE136695976', null);
    await aProcess()('ESB58378431', null);
    expect(log.lines.filter(({ level }) => level === 'info').map(({ fields, message }) => ({ ...fields, ms: 0, message }))).toEqual([
      { country: 'DE', answer: 'unknown', reason: 'IP_BLOCKED', ms: 0, message: 'VIES asked' },
      { country: 'ES', answer: 'valid', reason: null, ms: 0, message: 'VIES asked' },
    ]);
    expect(JSON.stringify(log.lines)).not.toMatch(/136695976|58378431/);
  });
});
