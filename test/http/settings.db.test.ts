import { describe, expect, it } from '@jest/globals';
import { ReconnectError, TransientError } from '../../server/shared/errors.ts';
import { portalId } from '../../server/shared/ids.ts';
import { raiseProblems } from '../../server/portals/problems.ts';
import { aCustomer } from '../support/erp-records.ts';
import {
  ask,
  company,
  connect,
  erp,
  hubspot,
  log,
  now,
  onlyConnection,
  REP,
  SETTINGS,
  settle,
  useSettingsApp,
} from '../support/settings-app.ts';

const database = useSettingsApp();
const SPANISH = { address: { street: null, city: null, zip: null, state: null, country: 'ES' } };

describe('another way to match', () => {
  it('counts for customers that are being looked up in the old way', async () => {
    const read = hubspot.batchRead.bind(hubspot);
    hubspot.batchRead = async (...given) => {
      hubspot.batchRead = read;
      await ask('/portal', { body: { taxIdProperty: { companies: 'tax_id', contacts: null } } }).expect(200);
      return read(...given);
    };
    await ask('/connections', { body: { system: 'memory', name: 'Books', settings: SETTINGS } }).expect(200);
    await settle();
    expect(await database()('links').select()).toMatchObject([{ customerId: '1', recordId: company, rule: 'tax_id' }]);
  });

  it('looks again at what was proposed by something weaker; of what is linked already it tells the contradiction', async () => {
    const bySite = hubspot.add('companies', { name: 'Aceros', domain: 'aceros.es' });
    erp.set('customers', aCustomer({ id: '1', name: 'Aceros S.L.', taxId: 'ESB12345674', website: 'aceros.es', ...SPANISH }));
    await ask('/connections', { body: { system: 'memory', name: 'Books', settings: SETTINGS } }).expect(200);
    await settle();
    const links = () => database()('links').select('recordId', 'rule', 'state');
    expect(await links()).toEqual([{ recordId: bySite, rule: 'domain_and_name', state: 'proposed' }]);
    const choose = (name: string | null) => ask('/portal', { body: { taxIdProperty: { companies: name, contacts: null } } }).expect(200);
    await choose('tax_id');
    await settle();
    expect(await links()).toEqual([{ recordId: company, rule: 'tax_id', state: 'proposed' }]);
    await choose(null);
    await database()('links').delete();
    await database()('customerMatches').update({ state: 'due', checkedAt: null });
    await settle();
    const { id: connectionId } = (await onlyConnection()) as { id: string };
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await settle();
    await choose('tax_id');
    await settle();
    expect(await links()).toEqual([{ recordId: bySite, rule: 'domain_and_name', state: 'active' }]);
    const { body } = await ask('/problems').expect(200);
    expect(body.groups).toMatchObject([{ code: 'match.tax_id_elsewhere', params: { holder: company }, records: [{ subject: bySite }] }]);
  });
});

describe('who may change settings', () => {
  it('is the installer and whom the installer names; others learn whom to ask and nothing else', async () => {
    await connect();
    const overview = await ask('/overview', { as: REP }).expect(200);
    expect(overview.body).toMatchObject({ isAdministrator: false, connections: [], properties: [] });
    const refused = await ask('/portal', { as: REP, body: { overdueHour: 9 } }).expect(403);
    expect(refused.body).toMatchObject({ code: 'not_administrator', who: 'administrator' });
    for (const path of ['/problems', '/reviews', '/preview?connectionId=00000000-0000-4000-8000-000000000000'])
      await ask(path, { as: REP }).expect(403);
    await ask('/portal', { body: { administrators: ['REP@acme.test'] } }).expect(200);
    await ask('/portal', { as: REP, body: { overdueHour: 9 } }).expect(200);
  });

  it('is told who installed again, until that person is named or an administrator has seen it', async () => {
    const told = async (email: string) => {
      const problem = {
        code: 'portal.installed_by_other',
        connectionId: null,
        subjectKind: 'portal',
        subject: email,
        params: { email },
      } as const;
      await raiseProblems(database(), portalId(7), [problem], now);
      return (await ask('/problems').expect(200)).body.groups;
    };
    expect(await told(REP.userEmail)).toMatchObject([{ code: 'portal.installed_by_other', isNews: true, canRetry: false }]);
    await ask('/portal', { body: { administrators: ['other@acme.test', REP.userEmail] } }).expect(200);
    expect((await ask('/problems')).body.groups).toEqual([]);
    expect(await told('third@acme.test')).toHaveLength(1);
    await ask('/problems/retry', { body: { code: 'portal.installed_by_other', connectionId: null } }).expect(200);
    expect((await ask('/problems')).body.groups).toEqual([]);
  });

  it('keeps to administrators who may see amounts', async () => {
    await ask('/portal', { body: { amounts: { visibleTo: 'some', userEmails: ['boss@acme.test'], teamIds: [] } } }).expect(200);
    expect((await ask('/overview').expect(200)).text).toContain('boss@acme.test');
    expect((await ask('/overview', { as: REP }).expect(200)).text).not.toContain('boss@acme.test');
  });

  it('refuses settings it does not know and says which field is wrong', async () => {
    const { body } = await ask('/portal', { body: { overdueHour: 25 } }).expect(400);
    expect(body).toMatchObject({ code: 'input.invalid', params: { field: 'overdueHour' } });
  });
});

describe('connecting', () => {
  it('goes from test to preview to live, and writes nothing before approval', async () => {
    const tested = await ask('/connections/test', { body: { system: 'memory', settings: { ...SETTINGS, companies: [] } } }).expect(200);
    expect(tested.body).toMatchObject({ product: 'Memory 1', name: 'Books', notices: [] });
    const connectionId = await connect();
    expect(await onlyConnection()).toMatchObject({ phase: 'preview', canMoveGoLive: true, settings: { url: 'https://erp.example' } });
    const preview = await ask(`/preview?connectionId=${connectionId}`).expect(200);
    expect(preview.body).toMatchObject({ isComplete: true, customers: { total: 1, linkedBy: { tax_id: 1 } }, records: { companies: 1 } });
    expect(preview.body.samples[0].values).toMatchObject({ erp_open_amount: expect.stringMatching(/^250/) });
    expect(hubspot.writes).toEqual([]);

    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await settle();
    expect(Number(hubspot.get('companies', company as never)['erp_open_amount'])).toBe(250);
    expect(await onlyConnection()).toMatchObject({
      phase: 'live',
      canMoveGoLive: false,
      health: {
        inSync: 1,
        waiting: 0,
        toDecide: 0,
        leftOut: 0,
        whyLeftOut: { notFound: 0, inQuestion: 0, byPeople: 0, deleted: 0 },
        leftOutToDecide: 0,
        failing: 0,
        open: [],
      },
    });

    hubspot.forgetCalls();
    await settle(2);
    expect(hubspot.writes).toEqual([]);
  });

  it('names what is wrong and stores nothing', async () => {
    erp.before = (call) => {
      if (call === 'check') throw new ReconnectError('no', { code: 'memory.key_refused' });
    };
    const { body } = await ask('/connections', { body: { system: 'memory', name: 'Books', settings: SETTINGS } }).expect(409);
    expect(body).toMatchObject({ code: 'memory.key_refused', who: 'administrator' });
    expect((await ask('/overview')).body.connections).toEqual([]);
    await ask('/connections', { body: { system: 'other', name: 'Books', settings: SETTINGS } }).expect(400);
    const missing = await ask('/connections', {
      body: { system: 'memory', name: 'Books', settings: { url: 'https://erp.example' } },
    }).expect(400);
    expect(missing.body).toMatchObject({ code: 'input.invalid', params: { field: 'key' } });
  });

  it('connects an installation once', async () => {
    await connect();
    const { body } = await ask('/connections', { body: { system: 'memory', name: 'Again', settings: SETTINGS } }).expect(400);
    expect(body).toMatchObject({ code: 'connection.exists' });
  });

  it('keeps secrets to itself: not in answers, not in the log, not in the clear', async () => {
    await connect();
    const answers = JSON.stringify([(await ask('/overview')).body, (await ask('/problems')).body]);
    const stored = JSON.stringify(await database()('erpConnections'));
    for (const text of [answers, stored, JSON.stringify(log.lines)]) expect(text).not.toContain(SETTINGS.key);
  });

  it('keeps what is stored where a field is left blank, and refuses settings that lead to another installation', async () => {
    const connectionId = await connect();
    await ask('/connections/update', { body: { connectionId, settings: { ...SETTINGS, key: '' } } }).expect(200);
    await ask('/connections/update', { body: { connectionId, settings: { url: 'https://moved.example', key: 'k' } } }).expect(200);
    expect(await onlyConnection()).toMatchObject({ settings: { url: 'https://moved.example' } });
    erp.identity = { ...erp.identity, key: 'memory:db-2' };
    const { body } = await ask('/connections/update', {
      body: { connectionId, settings: { url: 'https://other.example', key: 'k' } },
    }).expect(400);
    expect(body).toMatchObject({ code: 'connection.other_installation' });
    expect(await onlyConnection()).toMatchObject({ settings: { url: 'https://moved.example' } });
  });

  it('sends a stored secret to no other address, neither to save nor to test', async () => {
    const connectionId = await connect();
    erp.calls.length = 0;
    const elsewhere = { url: 'https://evil.example', key: '' };
    const saved = await ask('/connections/update', { body: { connectionId, settings: elsewhere } }).expect(400);
    expect(saved.body).toMatchObject({ code: 'connection.secret_needed', params: { fields: 'key' }, who: 'you' });
    for (const settings of [elsewhere, { url: 'https://evil.example' }, SETTINGS])
      await ask('/connections/test', {
        body: { connectionId, system: 'memory', settings: { ...settings, key: '', companies: [] } },
      }).expect(400);
    expect(erp.calls).toEqual([]);
    expect(await onlyConnection()).toMatchObject({ settings: { url: 'https://erp.example' } });
  });

  it('moves go-live only before approval', async () => {
    const connectionId = await connect();
    await ask('/connections/update', { body: { connectionId, goLiveAt: '2026-11-01T00:00:00Z' } }).expect(200);
    expect(await onlyConnection()).toMatchObject({ goLiveAt: '2026-11-01T00:00:00.000Z' });
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await ask('/connections/update', { body: { connectionId, goLiveAt: '2026-10-01T00:00:00Z' } }).expect(400);
  });

  it('pauses and resumes', async () => {
    const connectionId = await connect();
    await ask('/connections/update', { body: { connectionId, isPaused: true } }).expect(200);
    erp.calls.length = 0;
    await settle(10);
    expect(erp.calls).toEqual([]);
    expect(await onlyConnection()).toMatchObject({ status: 'paused', paused: { code: 'connection.paused_by_person' } });
    await ask('/connections/update', { body: { connectionId, isPaused: false } }).expect(200);
    await settle();
    expect(erp.calls).toContain('readPage invoices');
  });

  it('clears what it wrote when it is disconnected, and forgets the rows', async () => {
    const connectionId = await connect();
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await settle();
    await ask('/connections/disconnect', { body: { connectionId, clearProperties: true } }).expect(200);
    await settle(1);
    expect(hubspot.get('companies', company as never)).toMatchObject({ erp_payment_status: 'none' });
    expect(hubspot.get('companies', company as never)['erp_open_amount'] ?? '').toBe('');
    expect(await database()('erpConnections')).toEqual([]);
    expect(await database()('erpInvoices')).toEqual([]);
  });
});

describe('what waits for a person', () => {
  it('shows a refused record as a problem with its cause, and retries it', async () => {
    hubspot.refuse({ applies: () => true, scope: 'input', code: 'hubspot.validation', properties: ['lifecyclestage'] });
    const connectionId = await connect();
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await settle();
    const { body } = await ask('/problems').expect(200);
    expect(body.groups).toMatchObject([
      { code: 'record.refused', count: 1, canRetry: true, records: [{ subjectKind: 'companies', subject: company }] },
    ]);
    expect(await onlyConnection()).toMatchObject({ health: { failing: 1 } });
    hubspot.forgive();
    await ask('/problems/retry', { body: { problemIds: [body.groups[0].records[0].problemId] } }).expect(200);
    await settle();
    expect((await ask('/problems')).body.groups).toEqual([]);
    expect(await onlyConnection()).toMatchObject({ health: { failing: 0, inSync: 1 } });
  });

  it('asks when another database stands behind the address, and goes on when it is told that it is the same', async () => {
    const connectionId = await connect();
    erp.identity = { ...erp.identity, key: 'memory:restored' };
    await settle(5);
    await ask('/connections/update', { body: { connectionId, name: 'Books' } });
    await database()('erpConnections').update({ nextPullAt: now });
    await ask('/connections/update', { body: { connectionId, isPaused: false } });
    await settle();
    expect(await onlyConnection()).toMatchObject({ status: 'paused', paused: { code: 'connection.swapped' } });
    await ask('/connections/decide', { body: { connectionId, about: 'swapped', answer: 'same' } }).expect(200);
    await settle();
    expect(await onlyConnection()).toMatchObject({ status: 'active', paused: null });
  });
});

describe('the overview while HubSpot is away', () => {
  const choose = async () => (await ask('/overview').expect(200)).body;
  const property = { name: 'rfc', label: 'RFC', type: 'string', archived: false, calculated: false, groupName: 'x' };

  it('offers what it knew, says so, and asks HubSpot neither each time nor for each failure', async () => {
    let asked = 0;
    let answer = (): Promise<unknown> => Promise.resolve([property]);
    Object.assign(hubspot, { listProperties: () => (asked++, answer()) });
    for (let n = 0; n < 3; n++) expect(await choose()).toMatchObject({ taxIdProperties: { companies: [{ name: 'rfc' }] }, notices: [] });
    expect(asked).toBe(2);
    await settle(6);
    answer = () => Promise.reject(new TransientError('down', { code: 'hubspot.unreachable' }));
    const stale = { taxIdProperties: { companies: [{ name: 'rfc' }] }, notices: [{ code: 'hubspot.choices_stale' }], isPaused: null };
    for (let n = 0; n < 3; n++) expect(await choose()).toMatchObject(stale);
    expect(asked).toBe(4);
    await settle(2);
    answer = () => Promise.resolve([]);
    expect(await choose()).toMatchObject({ taxIdProperties: { companies: [] }, notices: [] });
  });

  it('shows the preview without the names of records', async () => {
    const connectionId = await connect();
    hubspot.batchRead = () => Promise.reject(new TransientError('down', { code: 'hubspot.unreachable' }));
    const { body } = await ask(`/preview?connectionId=${connectionId}`).expect(200);
    expect(body.samples).toMatchObject([{ recordId: company, recordName: null }]);
  });

  it('says on the first page after a revocation that HubSpot no longer lets us in', async () => {
    Object.assign(hubspot, { listProperties: () => Promise.reject(new ReconnectError('no', { code: 'hubspot.token_revoked' })) });
    expect(await choose()).toMatchObject({ isPaused: { code: 'hubspot.token_revoked' }, notices: [], isAdministrator: true });
  });
});
