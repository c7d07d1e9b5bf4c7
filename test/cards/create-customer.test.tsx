import { describe, expect, it } from '@jest/globals';
import { Accordion, Alert, Button, DescriptionListItem, LoadingButton, LoadingSpinner, SearchInput } from '@hubspot/ui-extensions';
import { anOffer, customerCard } from './customers.ts';
import { readable, refused } from './host.ts';
import { openUnlinked as open } from './tab.tsx';
import { aCandidate, unlinkedView } from './views.ts';

const section = (card: ReturnType<typeof open>) => card.find(Accordion).props;

describe('creating a customer in the ERP', () => {
  it('shows what would be created before anything exists, in the words of the ERP', async () => {
    const card = open({ offers: [anOffer()] });
    await card.sees('This customer would be created in Aceros ERP');
    expect(card.findAll(DescriptionListItem).map((item) => [item.props.label, readable(item)])).toEqual([
      ['Name', 'Aceros del Norte S.A. de C.V.'],
      ['Tax ID', 'ANO950101AB1'],
      ['Country', 'Mexico'],
    ]);
    expect(card.findByTestId(LoadingButton, 'create-c1')).toMatchObject({ text: 'Create customer', props: { variant: 'primary' } });
    expect(card.server.to('POST /cards/customer/create')).toEqual([]);
  });

  it('names what the ERP calls its fields in English for those who read Spanish', async () => {
    const card = open({ offers: [anOffer()] }, {}, { locale: 'es-mx' });
    await card.sees('Se crearía este cliente en Aceros ERP');
    expect(card.findAll(DescriptionListItem).map((item) => item.props.label)).toEqual(['Nombre', 'ID fiscal (RFC)', 'País']);
    expect(readable(card.findAll(DescriptionListItem)[2]!)).toBe('México');
  });

  it('says of a contact whose contact person it becomes', async () => {
    const offers = [anOffer({ contactPersonOf: 'Aceros del Norte' })];
    const card = open({ offers }, {}, { objectTypeId: '0-1', locale: 'es-mx' });
    await card.sees('Se crearía como persona de contacto de Aceros del Norte en Aceros ERP:');
    expect(card.findByTestId(LoadingButton, 'create-c1').text).toBe('Crear persona de contacto');
  });

  it.each([
    [
      'en-us',
      '2 things to put right first',
      'HubSpot has nothing in',
      'Write the country in full',
      'Possible as soon as nothing is missing.',
    ],
    [
      'es-mx',
      'Antes hay 2 cosas que corregir',
      'HubSpot no tiene nada en «Régimen»',
      'Escriba el país completo',
      'Se puede en cuanto no falte nada.',
    ],
  ])('stops while something is missing, and says what and how to mend it (%s)', async (locale, title, ...words) => {
    const missing = [
      { code: 'customer.field_missing', params: { field: 'Tax regime', property: 'Régimen' } },
      { code: 'customer.country_unknown', params: { text: 'Mejiko' } },
    ];
    const card = open({ offers: [anOffer({ missing })] }, {}, { locale });
    await card.sees(words[0]!);
    for (const sentence of words) expect(card.text()).toContain(sentence);
    expect(card.find(Alert).props).toMatchObject({ title, variant: 'warning' });
    expect(card.findByTestId(LoadingButton, 'create-c1').props.disabled).toBe(true);
  });

  it('warns of what is odd without stopping', async () => {
    const warnings = [{ code: 'customer.tax_id_check_digit', params: { taxId: 'ANO950101AB1' } }];
    const card = open({ offers: [anOffer({ warnings })] });
    await card.sees('The check digit of the tax ID ANO950101AB1 does not fit');
    expect(card.find(Alert).props).toMatchObject({ title: 'Worth a look; it stops nothing', variant: 'info' });
    expect(card.findByTestId(LoadingButton, 'create-c1').props.disabled).toBe(false);
  });

  it('offers who looks alike first, to be linked', async () => {
    const offers = [anOffer({ alike: [aCandidate({ customerId: '9', name: 'Aceros del Norte (old)' })] })];
    const card = open({ offers }, { 'POST /cards/link': { done: true } });
    await card.sees('A customer that is there already looks alike. If it is the same, link it.');
    expect(card.findByTestId(LoadingButton, 'create-c1').props.variant).toBe('secondary');
    card.findByTestId(Button, 'link-9').trigger('onClick');
    await card.waitFor(() => expect(card.server.to('POST /cards/link')[0]?.body).toMatchObject({ customerId: '9' }));
    await card.waitFor(() => expect(card.server.to('GET /cards/record').length).toBeGreaterThan(1));
  });

  it('does not show a customer twice that is offered above', async () => {
    const card = open(
      { offers: [anOffer({ alike: [aCandidate()] })] },
      { 'GET /cards/record': unlinkedView({ candidates: [aCandidate()] }) },
    );
    await card.sees('A customer offered above looks alike.');
    expect(card.findAll(Button, { testId: 'link-7' })).toHaveLength(1);
  });

  it('is folded where there is somebody to link, or several ERPs', async () => {
    const found = open({ offers: [anOffer()] }, { 'GET /cards/record': unlinkedView({ candidates: [aCandidate()] }) });
    await found.sees('Create in Aceros ERP');
    expect(section(found)).toMatchObject({ title: 'Create in Aceros ERP', open: false });
    const ruled = { since: '2026-11-20T15:00:00Z', by: null, isByOne: false, total: 1, customers: [aCandidate({ reason: 'search' })] };
    const ruledOut = open({ offers: [anOffer()] }, { 'GET /cards/record': unlinkedView({ refused: ruled }) });
    await ruledOut.sees('A person said on Nov 20 that this record is not C-10442 Aceros del Norte');
    await ruledOut.sees('Create in Aceros ERP');
    expect(section(ruledOut).open).toBe(false);
    expect(ruledOut.findByTestId(LoadingButton, 'create-c1').props.variant).toBe('secondary');
    const two = open({ offers: [anOffer(), anOffer({ connectionId: 'c2', connectionName: 'SAP' })] });
    await two.sees('Create in SAP');
    expect(two.findAll(Accordion).map(({ props }) => [props.title, props.open])).toEqual([
      ['Create in Aceros ERP', false],
      ['Create in SAP', false],
    ]);
  });

  it('comes after the search and "not a customer yet", so that nothing jumps when it is loaded', async () => {
    const card = open({ offers: [anOffer()] }, { 'GET /cards/customer': () => later(customerCard({ offers: [anOffer()] })) });
    await card.sees('Not a customer yet');
    const before = card.findAll(Button).length;
    await card.sees('Looking whether it can be made a customer');
    expect([card.findAll(SearchInput).length, card.findAll(LoadingSpinner).length]).toEqual([1, 1]);
    await card.sees('Create customer');
    expect(
      card
        .findAll(Button)
        .slice(0, before)
        .map(({ text }) => text),
    ).toEqual(['Not a customer yet']);
    expect(card.text().indexOf('Search the ERP')).toBeLessThan(card.text().indexOf('Create in Aceros ERP'));
  });

  it('is no button for those who may not decide', async () => {
    const card = open({ offers: [anOffer()], canDecide: false }, { 'GET /cards/record': unlinkedView({ canDecide: false }) });
    await card.sees('This customer would be created in Aceros ERP');
    expect(card.maybeFind(LoadingButton)).toBeNull();
    expect(card.text()).toContain('Ask an administrator of Puente to link this record.');
  });

  it('reads what is missing again as soon as somebody edits the record', async () => {
    const missing = [{ code: 'customer.field_missing', params: { field: 'Tax regime', property: 'Régimen' } }];
    let isFilled = false;
    const card = open({}, { 'GET /cards/customer': () => customerCard({ offers: [anOffer(isFilled ? {} : { missing })] }) });
    await card.sees('One thing to put right first');
    isFilled = true;
    const [, edited] = card.mocks.actions.onCrmPropertiesUpdate.calls[0] ?? [];
    edited?.({});
    await card.waitFor(() => expect(card.findByTestId(LoadingButton, 'create-c1').props.disabled).toBe(false));
    expect(card.text()).not.toContain('One thing to put right first');
  });

  it('says when that cannot be read, keeps the rest, and reads it again on a click', async () => {
    let calls = 0;
    const card = open(
      {},
      { 'GET /cards/customer': () => (++calls === 1 ? refused({ code: 'internal' }, 500) : customerCard({ offers: [anOffer()] })) },
    );
    await card.sees('Something went wrong on our side');
    expect(card.text()).toContain('Which ERP customer is this?');
    card.findByTestId(Button, 'retry-customer').trigger('onClick');
    await card.sees('Create customer');
  });
});

const later = <T,>(answer: T) => new Promise<T>((resolve) => setTimeout(() => resolve(answer), 600));
