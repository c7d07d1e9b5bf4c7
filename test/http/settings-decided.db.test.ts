import { describe, expect, it } from '@jest/globals';
import type { DecidedList } from '../../hubspot-app/app/settings/api/decided.ts';
import { recordId } from '../../server/shared/ids.ts';
import { addToInbox } from '../../server/sync/shared/add-to-inbox.ts';
import { aCustomer } from '../support/erp-records.ts';
import { ask, company, connect, enqueue, erp, hubspot, now, REP, settle, useSettingsApp } from '../support/settings-app.ts';

const db = useSettingsApp();

/** A live connection whose customer 1 fits two companies, unless one of them is taken away. */
async function ambiguous(): Promise<{ connectionId: string; twin: string }> {
  const twin = hubspot.add('companies', { name: 'Aceros bis', tax_id: 'ESB12345674' });
  return { connectionId: await live(), twin };
}
async function live(): Promise<string> {
  const connectionId = await connect();
  await ask('/connections/approve', { body: { connectionId } }).expect(200);
  await settle();
  return connectionId;
}
const decided = async (query = ''): Promise<DecidedList['decided']> =>
  ((await ask(`/decided${query}`).expect(200)).body as DecidedList).decided;
const decide = (connectionId: string, answer: string, record: string | null) =>
  ask('/reviews/decide', {
    body: { decisions: [{ connectionId, customerId: '1', objectType: 'companies', answer, recordId: record }] },
  }).expect(200);
const takeBack = (body: object) => ask('/decided/undo', { body: { objectType: 'companies', customerId: '1', ...body } });

describe('what was decided of customers', () => {
  it('is for administrators', async () => {
    const connectionId = await live();
    await ask('/decided', { as: REP }).expect(403, /not_administrator/);
    await ask('/decided/undo', { as: REP, body: { connectionId } }).expect(403, /not_administrator/);
    expect(await decided()).toEqual([]);
  });

  it('names both sides, who and when; a link that is taken back is not made again by itself', async () => {
    const { connectionId, twin } = await ambiguous();
    await db()('portalUsers').insert({ portalId: 7, userId: 5, email: 'admin@acme.test', name: 'Ana López', teams: '[]' });
    await decide(connectionId, 'link', twin);
    const [link] = await decided();
    expect(link).toMatchObject({
      ...{
        kind: 'linked',
        connectionId,
        objectType: 'companies',
        at: now.toISOString(),
        by: { name: 'Ana López' },
        rule: null,
        canUndo: true,
      },
      customer: { id: '1', name: 'Aceros S.L.' },
      record: { recordId: twin, name: 'Aceros bis' },
    });
    await settle();
    expect(Number(hubspot.get('companies', recordId(twin))['erp_open_amount'])).toBe(250);
    await takeBack({ connectionId, kind: 'linked', recordId: company }).expect(400, /decided.gone/);
    await takeBack({ connectionId, kind: 'linked', recordId: twin }).expect(200);
    await settle();
    expect(await db()('links').where({ recordId: twin })).toEqual([]);
    expect(hubspot.get('companies', recordId(twin))['erp_open_amount'] || '0').toBe('0');
    expect(await decided()).toMatchObject([
      { kind: 'refused', record: { recordId: twin }, by: { name: 'Ana López' }, takenBack: null, canUndo: true },
      { ...link, takenBack: { at: now.toISOString(), by: { name: 'Ana López' } }, canUndo: false, key: expect.any(String) },
    ]);
    await takeBack({ connectionId, kind: 'linked', recordId: twin }).expect(400, /decided.gone/);
  });

  it('lists what rules linked when that is asked for, once they may: before that it is only proposed', async () => {
    const connectionId = await connect();
    await settle();
    expect(await db()('links').select('state')).toEqual([{ state: 'proposed' }]);
    expect(await decided('?by=all')).toEqual([]);
    await ask('/connections/approve', { body: { connectionId } }).expect(200);
    await settle();
    expect(await decided()).toEqual([]);
    const byRules = await decided('?by=rules');
    expect(byRules).toMatchObject([{ kind: 'linked', rule: 'tax_id', by: null, canUndo: true, record: { recordId: company } }]);
    expect(await decided('?by=all')).toEqual(byRules);
  });

  it('lists what a person had created among what people decided, with the name', async () => {
    await live();
    await db()('portalUsers').insert({ portalId: 7, userId: 5, email: 'admin@acme.test', name: 'Ana López', teams: '[]' });
    await db()('links').update({ rule: 'created', linkedBy: 5 });
    expect(await decided()).toMatchObject([{ kind: 'linked', rule: 'created', by: { name: 'Ana López' }, canUndo: false }]);
    expect(await decided('?by=rules')).toEqual([]);
    await db()('links').update({ linkedBy: null });
    expect(await decided()).toEqual([]);
    expect(await decided('?by=rules')).toMatchObject([{ rule: 'created', by: null }]);
  });

  it('forgets a refusal that is taken back: the pair is matched again', async () => {
    const { connectionId, twin } = await ambiguous();
    await decide(connectionId, 'not_this', twin);
    await decide(connectionId, 'not_this', company);
    expect(await decided()).toHaveLength(2);
    await takeBack({ connectionId, kind: 'refused', recordId: twin }).expect(200);
    await settle();
    const found = await decided('?by=all');
    expect(found.map(({ kind, record, takenBack }) => [kind, record?.recordId, takenBack?.by])).toEqual(
      expect.arrayContaining([
        ['linked', twin, undefined],
        ['refused', company, undefined],
        ['refused', twin, { name: null }],
      ]),
    );
    expect(found).toHaveLength(3);
    await takeBack({ connectionId, kind: 'refused', recordId: twin }).expect(400, /decided.gone/);
  });

  it('looks for a customer again that was left out, by one or with all', async () => {
    hubspot.remove('companies', recordId(company));
    const connectionId = await live();
    await ask('/reviews/leave-out', { body: {} }).expect(200);
    expect(await decided()).toMatchObject([{ kind: 'left_out', customer: { id: '1' }, record: null, by: { name: null }, canUndo: true }]);
    expect(await db()('customerMatches').select('leftOutBy')).toMatchObject([{ leftOutBy: 5 }]);
    const found = hubspot.add('companies', { name: 'Aceros', tax_id: 'ESB12345674' });
    await addToInbox(db(), 7 as never, [{ objectType: 'companies', recordId: recordId(found) }], now);
    await enqueue(db(), 'inbox', { portalId: 7 as never });
    await settle();
    expect(await decided()).toMatchObject([{ kind: 'left_out' }]);
    await takeBack({ connectionId, kind: 'left_out' }).expect(200);
    await settle();
    expect(await decided('?by=all')).toMatchObject([
      { kind: 'linked', record: { recordId: found } },
      { kind: 'left_out', customer: { id: '1' }, takenBack: { by: { name: null } }, canUndo: false },
    ]);
    await takeBack({ connectionId, kind: 'left_out' }).expect(400, /decided.gone/);
  });

  it('is found by the customer’s name or number, and by the record’s id or address', async () => {
    const { connectionId, twin } = await ambiguous();
    await decide(connectionId, 'link', twin);
    const found = async (about: string) => (await decided(`?about=${encodeURIComponent(about)}`)).length;
    expect(await found('aceros s')).toBe(1);
    expect(await found(twin)).toBe(1);
    expect(await found(`https://app.hubspot.com/contacts/7/record/0-2/${twin}`)).toBe(1);
    expect(await found('Bolt')).toBe(0);
    expect(await found('%')).toBe(0);
    expect(await found('_ceros')).toBe(0);
  });

  it('has pages', async () => {
    const connectionId = await live();
    for (let nth = 100; nth < 130; nth++) erp.set('customers', aCustomer({ id: String(nth), name: `Firm ${nth}` }));
    await db()('refusedMatches').insert(
      Array.from({ length: 30 }, (_, nth) => ({
        ...{
          portalId: 7,
          connectionId,
          objectType: 'companies',
          customerId: String(100 + nth),
          recordId: '1',
          refusedBy: 5,
          refusedAt: now,
        },
      })),
    );
    const page = async (after: string | null) =>
      (await ask(`/decided${after === null ? '' : `?after=${encodeURIComponent(after)}`}`).expect(200)).body as DecidedList;
    const first = await page(null);
    // Comes in front of them all, and moves none of them.
    await db()('refusedMatches')
      .where({ customerId: first.decided[0]!.customer!.id })
      .update({ refusedAt: new Date(now.getTime() + 1) });
    const second = await page(first.next);
    expect([first.decided.length, second.decided.length, second.next]).toEqual([25, 5, null]);
    const seen = new Set([...first.decided, ...second.decided].map(({ customer }) => customer?.id));
    expect(seen.size).toBe(30);
  });

  it.each(['after=', 'after=x', 'after=12', 'after=12345678901234567%20linked', 'by=nobody', `about=${'a'.repeat(501)}`])(
    'says which of its questions it does not understand: %p',
    async (query) => {
      const answer = await ask(`/decided?${query}`).expect(400);
      expect(answer.body).toMatchObject({ code: 'input.invalid', params: { field: query.split('=')[0] } });
    },
  );

  it('keeps what has no time at the end, page by page', async () => {
    const { connectionId } = await ambiguous();
    const row = { portalId: 7, connectionId, objectType: 'companies', state: 'ignored', leftOutBy: 5 };
    await db()('customerMatches').insert(Array.from({ length: 30 }, (_, nth) => ({ ...row, customerId: `x ${nth}` })));
    const first = (await ask('/decided').expect(200)).body as DecidedList;
    const second = (await ask(`/decided?after=${encodeURIComponent(first.next!)}`).expect(200)).body as DecidedList;
    expect([first.decided.length, first.decided[0]?.at, second.decided.length, second.next]).toEqual([25, null, 5, null]);
  });
});
