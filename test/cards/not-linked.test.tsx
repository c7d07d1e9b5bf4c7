import { describe, expect, it } from '@jest/globals';
import { Alert, Button, LoadingButton, SearchInput } from '@hubspot/ui-extensions';
import type { RecordView } from '../../hubspot-app/app/cards/api/types.ts';
import { refused } from './host.ts';
import { openTab } from './tab.tsx';
import { aCandidate, linkedView, pageOf, unlinkedView } from './views.ts';

const ELSEWHERE = { recordId: '900', name: 'Aceros Viejo', url: 'https://app.hubspot.com/900' };

const unlinked = (over: Parameters<typeof unlinkedView>[0] = {}): RecordView =>
  unlinkedView({
    candidates: [aCandidate(), aCandidate({ customerId: '8', name: 'Aceros SA', reason: 'email', linkedTo: ELSEWHERE })],
    ...over,
  });

function open(routes: Parameters<typeof openTab>[0], locale = 'en-us') {
  return openTab({ 'GET /cards/record': unlinked(), 'GET /cards/invoices': pageOf([]), ...routes }, { locale });
}

describe('a record without an ERP customer', () => {
  it('shows who it could be, and why each was found', async () => {
    const card = open({});
    await card.sees('We found 2 customers that could be it.');
    for (const words of [
      'C-10442 · Tax ID ANO950101AB1 · Monterrey',
      'Found by its tax ID',
      'Found by its e-mail',
      /Already linked to.*Aceros Viejo.*If you move the link here, that record loses it/,
    ])
      await card.sees(words);
  });

  it.each([
    ['en-us', 'The ERP no longer has the customer of this record.'],
    ['es-mx', 'El ERP ya no tiene el cliente de este registro.'],
  ])('says that the ERP no longer has its customer, above who it could be (%s)', async (locale, words) => {
    const card = open({ 'GET /cards/record': unlinked({ notices: [{ code: 'customer.gone', params: {} }] }) }, locale);
    await card.sees(words);
    expect(card.find(Alert).props.variant).toBe('warning');
  });

  it('links the one a person chooses, and shows its invoices', async () => {
    let isLinked = false;
    const card = open({
      'GET /cards/record': () => (isLinked ? linkedView() : unlinked()),
      'POST /cards/link': () => ((isLinked = true), { done: true }),
    });
    await card.sees('Which ERP customer is this?');
    card.findByTestId(Button, 'link-7').trigger('onClick');
    await card.sees('Paid, last 12 months');
    expect(card.server.to('POST /cards/link')[0]?.body).toMatchObject({ objectId: '101', connectionId: 'c1', customerId: '7' });
    expect(card.mocks.actions.addAlert.calls[0]?.[0].message).toBe('Linked to Aceros del Norte.');
    expect(card.mocks.actions.refreshObjectProperties.callCount).toBe(1);
  });

  it('asks before it takes a link from another record', async () => {
    const card = open({ 'POST /cards/link': { done: true } });
    await card.sees('Move the link here');
    expect(card.maybeFind(Button, { testId: 'link-8' })).toBeNull();
    await card.sees('Aceros SA is then no longer linked to Aceros Viejo');
    expect(card.server.to('POST /cards/link')).toEqual([]);
    card.findByTestId(LoadingButton, 'move-c1-8-yes').trigger('onClick');
    await card.waitFor(() => expect(card.server.to('POST /cards/link')[0]?.body).toMatchObject({ customerId: '8' }));
  });

  it('calls a tax id by the name that its form has', async () => {
    const candidates = [aCandidate(), aCandidate({ customerId: '8', taxId: '74-1234567' })];
    const card = open({ 'GET /cards/record': unlinked({ candidates }) }, 'es-mx');
    await card.sees('C-10442 · RFC ANO950101AB1 · Monterrey');
    for (const words of ['Encontrado por su RFC', 'C-10442 · ID fiscal 74-1234567 · Monterrey', 'Encontrado por su ID fiscal'])
      await card.sees(words);
  });

  it('says why a link was refused and changes nothing', async () => {
    const card = open({ 'POST /cards/link': refused({ code: 'link.forgotten', who: 'you' }) });
    await card.sees('Which ERP customer is this?');
    card.findByTestId(Button, 'link-7').trigger('onClick');
    await card.waitFor(() => expect(card.mocks.actions.addAlert.callCount).toBe(1));
    expect(card.mocks.actions.addAlert.calls[0]?.[0]).toMatchObject({
      type: 'danger',
      title: expect.stringContaining('asked to be forgotten'),
    });
    expect(card.server.to('GET /cards/record')).toHaveLength(1);
  });

  it('does not offer a refused one again', async () => {
    let candidates = [aCandidate(), aCandidate({ customerId: '8', name: 'Aceros SA' })];
    const card = open({
      'GET /cards/record': () => unlinked({ candidates }),
      'POST /cards/refuse': () => ((candidates = candidates.slice(1)), { done: true }),
    });
    await card.sees('Aceros del Norte');
    card.findByTestId(Button, 'refuse-7').trigger('onClick');
    await card.sees('We found one customer that could be it.');
  });

  it('searches the ERP and links what it finds', async () => {
    const card = open({
      'GET /cards/record': unlinked({ candidates: [] }),
      'GET /cards/search': { candidates: [aCandidate({ customerId: '99', name: 'Tornillos SA', reason: 'search' })] },
      'POST /cards/link': { done: true },
    });
    await card.sees('No ERP customer has the same tax ID');
    card.find(SearchInput).trigger('onInput', 'torn' as never);
    await card.sees('Tornillos SA');
    expect(card.server.to('GET /cards/search').map(({ query }) => query['query'])).toEqual(['torn']);
    card.findByTestId(Button, 'link-99').trigger('onClick');
    await card.waitFor(() => expect(card.server.to('POST /cards/link')[0]?.body).toMatchObject({ customerId: '99' }));
  });

  it('says when a search finds nobody', async () => {
    const card = open({ 'GET /cards/search': { candidates: [] } }, 'es-es');
    await card.sees('¿A qué cliente del ERP corresponde?');
    card.find(SearchInput).trigger('onInput', 'zzz' as never);
    await card.sees('Ningún cliente del ERP coincide con «zzz».');
  });

  it('"not a customer yet" names what was offered, stays said, and can be taken back', async () => {
    let notYet: { since: string; by: string | null } | null = null;
    const card = open({
      'GET /cards/record': () => unlinked(notYet ? { notYet, candidates: [] } : {}),
      'POST /cards/not-yet': () => ((notYet = { since: '2026-11-20T15:00:00Z', by: 'tomas@example.com' }), { done: true }),
      'POST /cards/not-yet/undo': () => ((notYet = null), { done: true }),
    });
    await card.sees('Not a customer yet');
    card.findByTestId(Button, 'not-yet').trigger('onClick');
    await card.sees('Marked by tomas@example.com');
    await card.sees('When the customer is created in the ERP, it is linked by itself');
    expect(card.server.to('POST /cards/not-yet').map(({ body }) => body['candidates'])).toEqual([
      [
        { connectionId: 'c1', customerId: '7' },
        { connectionId: 'c1', customerId: '8' },
      ],
    ]);
    expect(card.find(Alert).props.title).toBe('Not a customer yet');
    expect(card.maybeFind(Button, { testId: 'not-yet' })).toBeNull();
    expect(card.maybeFind(SearchInput)).not.toBeNull();
    card.findByTestId(Button, 'not-yet-undo').trigger('onClick');
    await card.sees('We found 2 customers that could be it.');
  });

  it('offers who was found after "not a customer yet"', async () => {
    const card = open({ 'GET /cards/record': unlinked({ notYet: { since: '2026-11-20T15:00:00Z', by: null } }) }, 'es-mx');
    await card.sees('Encontramos 2 clientes que podrían corresponder.');
    await card.sees('Se indicó que este registro aún no es cliente');
    card.findByTestId(Button, 'link-7');
  });

  it('those who may not decide read that it is no customer yet', async () => {
    const notYet = { since: '2026-11-20T15:00:00Z', by: null };
    const card = open({ 'GET /cards/record': unlinked({ notYet, candidates: [], canDecide: false }) });
    await card.sees('Marked by a person');
    expect(card.findAll(Button)).toEqual([]);
  });

  it.each([
    [
      'en-us',
      'Eva Ruiz said on Nov\u00a020 that this record is not C00039 Aceros del Norte; Aceros SA; and 2 more',
      'Offer them again',
      true,
    ],
    ['en-us', '4 customers were ruled out; the last by Eva Ruiz on Nov\u00a020', 'takes back all 4 decisions, whoever made them', false],
    [
      'es-mx',
      'Eva Ruiz dijo el 20\u00a0nov que este registro no es C00039 Aceros del Norte; Aceros SA; y 2 más',
      'Ofrecerlos de nuevo',
      true,
    ],
    ['es-mx', 'Se descartaron 4 clientes; el último lo descartó Eva Ruiz el 20\u00a0nov', 'se anulan los 4 descartes', false],
  ])('says whom a person ruled out, not that nobody was found, and lets it be taken back (%s)', async (locale, words, again, isByOne) => {
    const customers = [
      aCandidate({ number: 'C00039', reason: 'search' }),
      aCandidate({ customerId: '8', number: null, name: 'Aceros SA', reason: 'search' }),
    ];
    let refused: Extract<RecordView, { state: 'not_linked' }>['refused'] = {
      ...{ since: '2026-11-20T15:00:00Z', by: 'Eva Ruiz', isByOne, total: 4 },
      customers,
    };
    const card = open(
      {
        'GET /cards/record': () => unlinked(refused ? { refused, candidates: [] } : {}),
        'POST /cards/refuse/undo': () => ((refused = null), { done: true }),
      },
      locale,
    );
    await card.waitFor(() => expect(card.find(Alert).props.title).toBe(words));
    expect(card.text()).not.toMatch(/No ERP customer has|Ningún cliente del ERP tiene/);
    card.findByTestId(Button, 'link-8');
    expect(card.maybeFind(Button, { testId: 'refuse-8' })).toBeNull();
    await card.sees(again);
    await card.sees(
      locale === 'es-mx' ? 'Hay 2 más que no se muestran aquí; búsquelos abajo.' : '2 more are not listed here; search for them below.',
    );
    card.findByTestId(Button, 'refused-again').trigger('onClick');
    await card.waitFor(() => expect(card.maybeFind(Button, { testId: 'refused-again' })).toBeNull());
    expect(card.server.to('POST /cards/refuse/undo')[0]?.body).toMatchObject({ objectId: '101' });
    card.findByTestId(Button, 'refuse-7');
  });

  it('lets those who may not decide only read', async () => {
    const card = open({ 'GET /cards/record': unlinked({ canDecide: false }) });
    await card.sees('Ask an administrator of Puente to link this record.');
    expect(card.findAll(Button)).toEqual([]);
    expect(card.maybeFind(SearchInput)).toBeNull();
  });
});
