import { afterEach, describe, expect, it } from '@jest/globals';
import { ReconnectError, TransientError } from '../../server/shared/errors.ts';
import { ask, COMPANY, hubspot as ofCards, useCardsApp } from '../support/cards-app.ts';

const database = useCardsApp();
const listUsers = ofCards.listUsers!;
const restrict = (teamIds: number[]) =>
  database()('portals').update({
    settings: { amounts: { visibleTo: 'some', userEmails: [], teamIds } },
    usersReadAt: null,
    usersRefusedAt: null,
  });

afterEach(() => {
  ofCards.listUsers = listUsers;
});

describe('a card for certain teams while HubSpot is away', () => {
  it.each([new TransientError('down', { code: 'hubspot.unreachable' }), new ReconnectError('no scope', { code: 'hubspot.scope_missing' })])(
    'opens for whom HubSpot named before, and says that the list is old: $code',
    async (failure) => {
      await restrict([31]);
      expect((await ask(`/cards/record?${COMPANY}`).expect(200)).body).toMatchObject({ state: 'linked', notices: [] });
      await database()('portals').update({ usersReadAt: new Date('2026-11-20T00:00:00Z') });
      ofCards.listUsers = () => Promise.reject(failure);
      const stale = { code: 'hubspot.users_stale', params: {} };
      expect((await ask(`/cards/record?${COMPANY}`).expect(200)).body).toMatchObject({ state: 'linked', notices: [stale] });
      await ask(`/cards/invoices?${COMPANY}`).expect(200);
      const other = await ask(`/cards/record?${COMPANY}`, { userId: 6, email: 'new@acme.test' }).expect(200);
      expect(other.body).toMatchObject({ state: 'not_allowed', notices: [stale] });
    },
  );
});
