import { describe, expect, it } from '@jest/globals';
import type { HintSupport } from '../../../server/erp/shared/contract.ts';
import { ReconnectError, TransientError } from '../../../server/shared/errors.ts';
import { useTestDatabase } from '../../support/database.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();

/** An ERP in which an earlier version of the app set up its announcements; `renew` is what it answers at night. */
async function announcing(renew: HintSupport['renew']): Promise<Incoming> {
  const joined = await connectedErp(db());
  const neverAsked = () => Promise.reject(new Error('Nobody asked for it'));
  const hints: HintSupport = { install: neverAsked, renew, remove: neverAsked, parse: () => [] };
  joined.erp.capabilities = { ...joined.erp.capabilities, hints };
  await joined.pull();
  await db()('erpConnections').update({ hintInstallation: 'of the first version' });
  return joined;
}

const installation = async (): Promise<string> => (await db()('erpConnections').first()).hintInstallation;
const openProblems = () => db()('problems').whereNull('resolvedAt').select('code', 'subjectKind');
const refused = () => Promise.reject(new ReconnectError('Settings only', { code: 'odoo.no_access' }));

describe('announcements that an earlier version set up', () => {
  it('are brought up to date at night, and what removes them is remembered', async () => {
    const given: string[] = [];
    const joined = await announcing(async (before) => {
      given.push(before);
      return 'of this version';
    });
    await joined.reconcile('hourly');
    expect(given).toEqual([]);
    await joined.reconcile('nightly');
    expect([given, await installation()]).toEqual([['of the first version'], 'of this version']);
    expect(await openProblems()).toEqual([]);
  });

  it('that only an administrator of the ERP may change are told of, until they are changed', async () => {
    const answers: HintSupport['renew'][] = [refused, async () => null];
    const joined = await announcing((...given) => answers.shift()!(...given));
    await joined.reconcile('nightly');
    expect(await openProblems()).toEqual([{ code: 'hints.outdated', subjectKind: 'connection' }]);
    await joined.reconcile('nightly');
    expect([await openProblems(), await installation()]).toEqual([[], 'of the first version']);
  });

  it('stop no comparison where the ERP does not answer', async () => {
    const joined = await announcing(() => Promise.reject(new TransientError('Timed out', { code: 'outbound.timed_out' })));
    await joined.reconcile('nightly');
    expect(await openProblems()).toEqual([]);
    expect((await db()('erpConnections').first()).nightlyReconciledAt).toEqual(joined.clock.now);
  });

  it('that are gone are spoken of no more', async () => {
    const joined = await announcing(refused);
    await joined.reconcile('nightly');
    await db()('erpConnections').update({ hintInstallation: null });
    await joined.reconcile('nightly');
    expect(await openProblems()).toEqual([]);
  });
});
