import { describe, expect, it } from '@jest/globals';
import { Button, LoadingButton } from '@hubspot/ui-extensions';
import { aCommand, anOffer, customerCard } from './customers.ts';
import { openUnlinked as open } from './tab.tsx';
import { aCandidate, unlinkedView } from './views.ts';

const twins = [aCandidate({ customerId: '7', reason: 'tax_id' }), aCandidate({ customerId: '8', number: null, reason: 'tax_id' })];
const bodies = (card: ReturnType<typeof open>) => card.server.to('POST /cards/customer/create').map(({ body }) => body['besides']);

/** Asks first, and creates for whoever saw them. */
const asksFirst = () => {
  let asked = 0;
  return { 'POST /cards/customer/create': () => (++asked === 1 ? { known: twins } : { key: 'HS-C-101-1' }) };
};

describe('pressing "Create" for somebody whom the ERP has already', () => {
  it.each([
    [
      'en-us',
      'Aceros ERP already has 2 customers with this tax ID: C-10442 Aceros del Norte; Aceros del Norte',
      'Nothing has been created. If one is the same, link it.',
      'Create all the same',
    ],
    [
      'es-mx',
      'Aceros ERP ya tiene 2 clientes con este RFC: C-10442 Aceros del Norte; Aceros del Norte',
      'No se ha creado nada. Si alguno es el mismo, vincúlelo.',
      'Crear de todos modos',
    ],
  ])('shows them first, and creates another only where the person says so (%s)', async (locale, title, text, button) => {
    const card = open({ offers: [anOffer()] }, asksFirst(), { locale });
    await card.waitFor(() => card.findByTestId(LoadingButton, 'create-c1'));
    card.findByTestId(LoadingButton, 'create-c1').trigger('onClick');
    await card.sees(text);
    expect(card.text()).toContain(title);
    expect(card.mocks.actions.addAlert.calls).toEqual([]);
    expect(card.maybeFind(LoadingButton, { testId: 'create-c1' })).toBeNull();
    const again = card.findByTestId(LoadingButton, 'create-all-the-same-c1');
    expect(again.text).toBe(button);
    again.trigger('onClick');
    await card.waitFor(() => expect(bodies(card)).toEqual([[], ['7', '8']]));
    await card.waitFor(() => expect(card.mocks.actions.addAlert.calls).toHaveLength(1));
  });

  it('says that they may be the same where only domain and name say so', async () => {
    const known = [aCandidate({ customerId: '7', reason: 'domain' })];
    const card = open({ offers: [anOffer()] }, { 'POST /cards/customer/create': { known } });
    await card.sees('Create customer');
    card.findByTestId(LoadingButton, 'create-c1').trigger('onClick');
    await card.sees('Aceros ERP already has a customer that may be this one: C-10442 Aceros del Norte');
  });

  it('links one of them', async () => {
    const card = open({ offers: [anOffer()] }, { ...asksFirst(), 'POST /cards/link': { done: true } });
    await card.sees('Create customer');
    card.findByTestId(LoadingButton, 'create-c1').trigger('onClick');
    await card.sees('Create all the same');
    expect(card.maybeFind(Button, { testId: 'refuse-8' })).toBeNull();
    card.findByTestId(Button, 'link-8').trigger('onClick');
    await card.waitFor(() => expect(card.server.to('POST /cards/link')[0]?.body).toMatchObject({ connectionId: 'c1', customerId: '8' }));
    expect(bodies(card)).toEqual([[]]);
  });

  it('can be let be, and the button comes back', async () => {
    const card = open({ offers: [anOffer()] }, asksFirst());
    await card.sees('Create customer');
    card.findByTestId(LoadingButton, 'create-c1').trigger('onClick');
    await card.sees('Do not create');
    card.findByTestId(Button, 'not-created-c1').trigger('onClick');
    await card.waitFor(() => card.findByTestId(LoadingButton, 'create-c1'));
    expect(card.text()).not.toContain('Create all the same');
  });

  it('does not ask again about those that stand beside "It is a new customer"', async () => {
    const reason = { code: 'command.waiting_review', params: { customers: 'Aceros del Norte' } };
    const commands = [aCommand({ state: 'waiting', reason, askedBy: { kind: 'rule' } })];
    const card = open(
      {},
      {
        'GET /cards/customer': customerCard({ commands, offers: [anOffer({ alike: twins })] }),
        'POST /cards/customer/create': { key: 'HS-C-101-1' },
      },
    );
    await card.sees('It is a new customer: create it');
    card.findByTestId(LoadingButton, 'retry-c1').trigger('onClick');
    await card.waitFor(() => expect(bodies(card)).toEqual([['7', '8']]));
  });
});

describe('a record that a person said to be no customer yet', () => {
  it.each([
    ['en-us', 'The ERP has the customers below.', 'A person said on Nov 20 that this record is not C-10442 Aceros del Norte'],
    ['es-mx', 'El ERP tiene los clientes de abajo.', 'Una persona dijo el 20 nov que este registro no es C-10442 Aceros del Norte'],
  ])('still shows whom the ERP has, each to be linked after all (%s)', async (locale, text, title) => {
    const since = '2026-11-20T15:00:00Z';
    const refused = { since, by: null, isByOne: false, total: 1, customers: [aCandidate({ reason: 'search' })] };
    const view = unlinkedView({ notYet: { since, by: null }, refused });
    const card = open({}, { 'GET /cards/record': view, 'POST /cards/link': { done: true } }, { locale });
    await card.sees(title);
    expect(card.text()).toContain(text);
    expect(card.maybeFind(Button, { testId: 'refused-again' })).toBeNull();
    card.findByTestId(Button, 'not-yet-undo');
    card.findByTestId(Button, 'link-7').trigger('onClick');
    await card.waitFor(() => expect(card.server.to('POST /cards/link')).toHaveLength(1));
  });
});
