import { describe, expect, it } from '@jest/globals';
import { afterId, changedFrom, nextCursor, startPosition, startOfPart, type ReadPosition } from '../../../server/erp/odoo/cursor.ts';

const clocks =
  (server: string, own = server) =>
  async () => ({ server: new Date(`2026-11-20T${server}Z`), own: new Date(`2026-11-20T${own}Z`) });
const at = (time: string): string => `2026-11-20 ${time}`;
const waiting = (until: string, own?: string): string =>
  JSON.stringify({ phase: 'waiting', until: at(until), ...(own ? { at: at(own) } : {}) });

describe('where a stream of Odoo is read', () => {
  it('begins with everything, and remembers a moment before that', async () => {
    const opened = await startPosition(null, clocks('10:00:10', '10:00:08'));
    expect(opened).toEqual({ position: { phase: 'all', begun: at('10:00:05'), at: at('10:00:08'), after: 0 }, aheadMs: 2_000 });
  });

  it('goes on with what changed ten minutes before the last reading and since', async () => {
    const { position } = await startPosition(waiting('10:00:00', '10:00:05'), clocks('10:30:05'));
    expect(position).toEqual({ phase: 'window', from: at('09:50:00'), to: at('10:30:00'), at: at('10:30:05'), after: 0 });
  });

  it('goes back as far where the clock of another server behind the same address is behind', async () => {
    const { position } = await startPosition(waiting('10:00:00'), clocks('09:00:05'));
    expect(position).toMatchObject({ from: at('08:50:00'), to: at('09:00:00') });
  });

  it('stays where it is until its last page, without asking for the time', async () => {
    const position: ReadPosition = { phase: 'window', from: at('09:50:00'), to: at('10:30:00'), after: 7, part: 1 };
    const noClock = () => Promise.reject(new Error('asked'));
    expect(await startPosition(JSON.stringify(position), noClock)).toEqual({ position, aheadMs: 0 });
  });

  it.each([
    ['a clock of a few minutes ahead is believed', waiting('10:00:00', '10:00:05'), '10:35:00', '10:34:55'],
    ['one further ahead is not', waiting('10:00:00', '10:00:05'), '10:35:01', '10:29:55'],
    ['nor at the first reading', null, '10:35:01', '10:29:55'],
    ['nor after a position that does not know our clock', waiting('10:00:00'), '10:35:01', '10:29:55'],
    ['then what the server was behind before counts', waiting('09:59:25', '10:00:00'), '10:35:01', '10:29:25'],
    ['but not what it was ahead', waiting('10:00:55', '10:00:00'), '10:35:01', '10:29:55'],
  ])('%s', async (_what, cursor, server, until) => {
    const { position, aheadMs } = await startPosition(cursor, clocks(server, '10:30:00'));
    expect(position.phase === 'all' ? position.begun : position.to).toBe(at(until));
    expect(aheadMs).toBe(Date.parse(`2026-11-20T${server}Z`) - Date.parse('2026-11-20T10:30:00Z'));
  });

  it('is behind the last row, and waits at its end after the last page', () => {
    const window: ReadPosition = { phase: 'window', from: at('09:50:00'), to: at('10:30:00'), at: at('10:30:05'), after: 0 };
    const all: ReadPosition = { phase: 'all', begun: at('10:00:00'), after: 12 };
    expect(JSON.parse(nextCursor(window, 500))).toEqual({ ...window, after: 500 });
    expect(JSON.parse(nextCursor(window, null))).toEqual({ phase: 'waiting', until: at('10:30:00'), at: at('10:30:05') });
    expect(JSON.parse(nextCursor(all, null))).toEqual({ phase: 'waiting', until: at('10:00:00') });
    expect(startOfPart(all, 2)).toEqual({ ...all, part: 2, after: 0 });
  });

  it('includes the second it begins in, and not the last row', () => {
    expect([changedFrom('write_date', at('10:00:00')), afterId(5)]).toEqual([[['write_date', '>=', at('10:00:00')]], ['id', '>', 5]]);
  });
});
