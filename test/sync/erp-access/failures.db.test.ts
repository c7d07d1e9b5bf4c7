import { describe, expect, it } from '@jest/globals';
import { ReconnectError, RetryLaterError, TransientError } from '../../../server/shared/errors.ts';
import { pullChanges } from '../../../server/sync/pull/pull.ts';
import { findDueWork } from '../../../server/sync/pull/schedule.ts';
import { useTestDatabase } from '../../support/database.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const connectionOf = ({ scope }: Incoming) => db()('erpConnections').where({ portalId: scope.portalId, id: scope.connectionId }).first();
const context = () => ({ signal: new AbortController().signal, holdsClaim: async () => true });

describe('an ERP that fails', () => {
  it('is left alone for longer and longer, told about once it is no hiccup, and welcome again', async () => {
    const joined = await connectedErp(db());
    joined.erp.before = () => {
      throw new TransientError('no answer', { code: 'erp.unreachable' });
    };
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      const outcome = await pullChanges(joined.deps, joined.scope, context());
      waits.push(outcome === 'done' ? 0 : outcome.againAfterMs);
      expect((await connectionOf(joined)).unreachableSince === null).toBe(i < 2);
      joined.clock.now = new Date(joined.clock.now.getTime() + waits[i]!);
    }
    expect(waits.every((wait, i) => i === 0 || wait > waits[i - 1]!)).toBe(true);
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'connection.unreachable', occurrences: 2 }]);
    joined.erp.before = () => undefined;
    await joined.pull();
    expect(await connectionOf(joined)).toMatchObject({ failures: 0, unreachableSince: null, lastError: null });
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
  });

  it('is not called before the time it asked for', async () => {
    const joined = await connectedErp(db());
    const retryAt = new Date(joined.clock.now.getTime() + 90_000);
    joined.erp.before = () => {
      throw new RetryLaterError('slow down', { code: 'erp.rate_limited', retryAt });
    };
    expect(await pullChanges(joined.deps, joined.scope, context())).toEqual({ againAfterMs: 90_000 });
    const calls = joined.erp.calls.length;
    expect(await pullChanges(joined.deps, joined.scope, context())).toEqual({ againAfterMs: 90_000 });
    expect(joined.erp.calls).toHaveLength(calls);
    expect((await findDueWork(db(), joined.clock.now)).pulls).toEqual([]);
    expect((await findDueWork(db(), retryAt)).pulls).toEqual([joined.scope]);
  });

  it('is not knocked at every few seconds when we are at fault', async () => {
    const joined = await connectedErp(db());
    joined.erp.before = () => {
      throw new RangeError('a bug of ours');
    };
    for (let i = 0; i < 4; i++) await expect(joined.pull()).rejects.toThrow('a bug of ours');
    expect((await findDueWork(db(), joined.clock.now)).pulls).toEqual([]);
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'connection.failing' }]);
    joined.erp.before = () => undefined;
    joined.clock.now = new Date(joined.clock.now.getTime() + 15 * 60_000);
    await joined.pull();
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
  });

  it('pauses when an administrator has to act, and says why', async () => {
    const joined = await connectedErp(db());
    joined.erp.before = () => {
      throw new ReconnectError('no', { code: 'erp.access_denied', params: { model: 'invoices' } });
    };
    await joined.pull();
    expect(await connectionOf(joined)).toMatchObject({
      status: 'paused',
      pausedCode: 'erp.access_denied',
      pausedParams: { model: 'invoices' },
    });
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'erp.access_denied', subjectKind: 'connection' }]);
  });
});
