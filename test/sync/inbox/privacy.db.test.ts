import { describe, expect, it } from '@jest/globals';
import { disconnectConnection, requestDisconnect } from '../../../server/sync/connection/disconnect.ts';
import { linkByPerson } from '../../../server/sync/match/links.ts';
import { forgetContact } from '../../../server/sync/inbox/privacy.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();

describe('a privacy deletion', () => {
  it('forgets the contact and never links or creates the person again', async () => {
    const engine = await anEngine(db(), { settings: { createMissing: { companies: false, contacts: true } } });
    const ana = { id: 'ana', kind: 'person' as const, emails: ['ana@acme.es'] };
    const contact = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
    await engine.book({ customers: [aCustomer(ana)] });
    await engine.match();
    await engine.push();
    engine.hubspot.remove('contacts', contact);
    await db()('inbox').insert({ portalId: 7, objectType: 'contacts', recordId: contact, isPrivacyDeletion: true, receivedAt: engine.now });
    await engine.inbox();
    expect(await engine.links()).toEqual([]);
    expect(await db()('targets').select()).toEqual([]);
    expect(await engine.matches()).toMatchObject([{ state: 'ignored', candidates: [{ reason: 'privacy' }] }]);
    expect(JSON.stringify(await db()('tombstones').select())).not.toContain('ana@');

    const again = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
    await engine.book({ customers: [aCustomer({ ...ana, id: 'ana-2' })] });
    await engine.inbox(['contacts', again]);
    await engine.match();
    expect(await engine.links()).toEqual([]);
    expect(engine.hubspot.callsOf('create')).toBe(0);
    const pair = { ...engine.scope, objectType: 'contacts' as const, customerId: aCustomer(ana).id, recordId: again, userId: 1 };
    await expect(linkByPerson(engine.deps, pair)).rejects.toThrow('forgotten');
  });

  it('holds for whoever has the address among others', async () => {
    const engine = await anEngine(db(), { settings: { createMissing: { companies: false, contacts: true } } });
    const contact = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
    await engine.book({ customers: [aCustomer({ id: 'ana', kind: 'person', emails: ['ana@acme.es'] })] });
    await engine.match();
    engine.hubspot.remove('contacts', contact);
    await forgetContact(engine.deps, { portalId: engine.scope.portalId }, contact);
    const again = engine.hubspot.add('contacts', { email: 'ana@home.es', hs_additional_emails: 'a.ruiz@home.es;ana@acme.es' });
    await engine.book({ customers: [aCustomer({ id: 'ana-2', kind: 'person', emails: ['ana@home.es'] })] });
    await engine.inbox(['contacts', again]);
    await engine.match();
    expect(await engine.links()).toEqual([]);
    expect(engine.hubspot.callsOf('create')).toBe(0);
    expect(await engine.matches()).toMatchObject(Array(2).fill({ state: 'ignored', candidates: [{ reason: 'privacy' }] }));
  });

  it('is believed after reading the id, again and again while the contact is still there', async () => {
    const engine = await anEngine(db());
    const contact = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
    await engine.book({ customers: [aCustomer({ id: 'ana', kind: 'person', emails: ['ana@acme.es'] })] });
    await engine.match();
    const tell = () =>
      db()('inbox').insert({ portalId: 7, objectType: 'contacts', recordId: contact, isPrivacyDeletion: true, receivedAt: engine.now });
    await tell();
    await engine.inbox();
    expect(await engine.links()).toHaveLength(1);
    expect(await db()('tombstones').select()).toEqual([]);
    for (const minutes of [1, 4, 16, 64]) {
      expect(await db()('inbox').select()).toHaveLength(1);
      engine.now = new Date(engine.now.getTime() + minutes * 60_000);
      await engine.inbox();
    }
    expect(await db()('inbox').select()).toEqual([]);
    expect(await engine.links()).toHaveLength(1);

    await tell();
    await engine.inbox();
    engine.hubspot.remove('contacts', contact);
    engine.now = new Date(engine.now.getTime() + 60_000);
    await engine.inbox();
    expect(await engine.links()).toEqual([]);
    expect(await db()('tombstones').select()).toHaveLength(1);
  });

  it('takes the name out of what other customers might be', async () => {
    const engine = await anEngine(db());
    const contact = engine.hubspot.add('contacts', { email: 'office@acme.es', firstname: 'Ana', lastname: 'Olvidada' });
    const persons = ['one', 'two'].map((id) => aCustomer({ id, kind: 'person', emails: ['office@acme.es'] }));
    await engine.book({ customers: persons });
    await engine.match();
    expect(JSON.stringify(await engine.matches())).toContain('Olvidada');
    engine.hubspot.remove('contacts', contact);
    await db()('inbox').insert({ portalId: 7, objectType: 'contacts', recordId: contact, isPrivacyDeletion: true, receivedAt: engine.now });
    await engine.inbox();
    expect(JSON.stringify(await engine.matches())).not.toContain('Olvidada');
    await engine.match();
    expect((await engine.matches()).map(({ state }) => state)).toEqual(['unmatched', 'unmatched']);
  });

  it('holds whichever of the two webhooks comes first', async () => {
    const engine = await anEngine(db());
    const contact = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
    await engine.book({ customers: [aCustomer({ id: 'ana', kind: 'person', emails: ['ana@acme.es'] })] });
    await engine.match();
    engine.hubspot.remove('contacts', contact);
    await engine.inbox(['contacts', contact]);
    await forgetContact(engine.deps, { portalId: engine.scope.portalId }, contact);
    await engine.match();
    expect(await engine.matches()).toMatchObject([{ state: 'ignored', candidates: [{ reason: 'privacy' }] }]);
    expect(await db()('tombstones').select()).toHaveLength(1);
  });

  it('leaves nothing behind although the contact was being read', async () => {
    const engine = await anEngine(db());
    const contact = engine.hubspot.add('contacts', { email: 'ana@acme.es', firstname: 'Ana', lastname: 'Olvidada', tax_id: '12345678Z' });
    await engine.book({ customers: [aCustomer({ id: 'ana', kind: 'person', emails: ['ana@acme.es'] })] });
    await db()('customerMatches').update({ state: 'unmatched' });
    const forget = async () => {
      engine.hubspot.remove('contacts', contact);
      await db()('inbox').insert({
        portalId: 7,
        objectType: 'contacts',
        recordId: contact,
        isPrivacyDeletion: true,
        receivedAt: engine.now,
      });
      await engine.inbox();
    };
    // While HubSpot's answer is under way: of the list that keys are read from, then of the look-up of a customer.
    for (const operation of ['list', 'batchRead'] as const) {
      const real = engine.hubspot[operation].bind(engine.hubspot) as (...args: unknown[]) => Promise<unknown>;
      let isAsked = false;
      Object.assign(engine.hubspot, {
        [operation]: async (...args: [string, { idProperty?: string }]) => {
          const answer = await real(...args);
          if (isAsked || args[0] !== 'contacts' || (operation === 'batchRead' && args[1].idProperty !== 'email')) return answer;
          isAsked = true;
          await forget();
          return answer;
        },
      });
      await db()('customerMatches').update({ state: 'due', checkedAt: null, candidates: '[]' });
      await engine.match();
      expect(isAsked).toBe(true);
      engine.now = new Date(engine.now.getTime() + 15 * 60_000);
      await engine.inbox();
      expect(await engine.links()).toEqual([]);
      for (const table of ['recordKeys', 'customerMatches', 'targets', 'toldEvents'])
        expect(JSON.stringify(await db()(table).select())).not.toMatch(new RegExp(`Olvidada|12345678Z|"${contact}"`));
      expect(await db()('inbox').select()).toEqual([]);
      engine.hubspot.restore('contacts', contact);
    }
    expect(await engine.matches()).toMatchObject([{ state: 'ignored', candidates: [{ reason: 'privacy' }] }]);
    expect(await db()('tombstones').select()).toHaveLength(1);
  });

  it.each(['before', 'after'])(
    'holds for who is asked to be forgotten %s the ERP is disconnected, when it is connected again',
    async (when) => {
      const engine = await anEngine(db(), { settings: { createMissing: { companies: false, contacts: true } } });
      const contact = engine.hubspot.add('contacts', { firstname: 'Ana' });
      const books = () => ({ customers: [aCustomer({ id: 'ana', kind: 'person', emails: ['ana@acme.es'] })] });
      await engine.book({ customers: [aCustomer({ id: 'ana', kind: 'person' })] });
      await engine.link('contacts', 'ana', contact);
      const forget = async () => {
        engine.hubspot.remove('contacts', contact);
        await forgetContact(engine.deps, { portalId: engine.scope.portalId }, contact);
      };
      const disconnect = async (scope: typeof engine.scope) => {
        await requestDisconnect(db(), engine.deps.enqueue, scope, false);
        await engine.settle(() => disconnectConnection(engine.deps, scope));
      };
      if (when === 'before') await forget();
      await disconnect(engine.scope);
      if (when === 'after') await forget();
      for (const _ of ['once', 'twice']) {
        const again = await engine.connect('memory:db-1');
        await engine.book(books(), { scope: again });
        await engine.match(again);
        expect(await engine.matches()).toMatchObject([{ state: 'ignored', candidates: [{ reason: 'privacy' }] }]);
        await disconnect(again);
      }
      expect(engine.hubspot.callsOf('create')).toBe(0);
      expect(JSON.stringify(await db()('formerLinks').select())).not.toContain(contact);
      // Known by the address since.
      const other = await engine.connect('memory:db-2');
      await engine.book(books(), { scope: other });
      await engine.match(other);
      expect(engine.hubspot.callsOf('create')).toBe(0);
    },
  );

  it('holds for a contact that was merged while the ERP was away', async () => {
    const engine = await anEngine(db(), { settings: { createMissing: { companies: false, contacts: true } } });
    const [first, second] = ['Ana', 'Anita'].map((firstname) => engine.hubspot.add('contacts', { firstname }));
    const books = { customers: [aCustomer({ id: 'ana', kind: 'person', emails: ['ana@acme.es'] })] };
    await engine.book(books);
    await engine.link('contacts', 'ana', first!);
    await requestDisconnect(db(), engine.deps.enqueue, engine.scope, false);
    await engine.settle(() => disconnectConnection(engine.deps, engine.scope));
    const merged = engine.hubspot.merge('contacts', second!, first!);
    await engine.inbox(['contacts', first!], ['contacts', second!], ['contacts', merged]);
    engine.hubspot.remove('contacts', merged);
    await db()('inbox').insert({ portalId: 7, objectType: 'contacts', recordId: merged, isPrivacyDeletion: true, receivedAt: engine.now });
    await engine.inbox();
    const again = await engine.connect('memory:db-1');
    await engine.book(books, { scope: again });
    await engine.match(again);
    expect(await engine.matches()).toMatchObject([{ state: 'ignored', candidates: [{ reason: 'privacy' }] }]);
    expect(engine.hubspot.callsOf('create')).toBe(0);
  });
});
