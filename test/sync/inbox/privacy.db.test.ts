import { describe, expect, it } from '@jest/globals';
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
    await db()('inbox').insert({ portalId: 7, objectType: 'contacts', recordId: contact, isPrivacyDeletion: true });
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
    const pair = { ...engine.of, objectType: 'contacts' as const, customerId: aCustomer(ana).id, recordId: again, userId: 1 };
    await expect(linkByPerson(engine.deps, pair)).rejects.toThrow('forgotten');
  });

  it('holds whichever of the two webhooks comes first', async () => {
    const engine = await anEngine(db());
    const contact = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
    await engine.book({ customers: [aCustomer({ id: 'ana', kind: 'person', emails: ['ana@acme.es'] })] });
    await engine.match();
    engine.hubspot.remove('contacts', contact);
    await engine.inbox(['contacts', contact]);
    await forgetContact(engine.deps, { portalId: engine.of.portalId }, contact);
    await engine.match();
    expect(await engine.matches()).toMatchObject([{ state: 'ignored', candidates: [{ reason: 'privacy' }] }]);
    expect(await db()('tombstones').select()).toHaveLength(1);
  });
});
