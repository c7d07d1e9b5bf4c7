import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Accordion, Button, Link, LoadingButton, StatusTag } from '@hubspot/ui-extensions';
import type { CustomerCard } from '../../hubspot-app/app/cards/api/customers.ts';
import { aCommand, anOffer, customerCard } from './customers.ts';
import { openTab, openUnlinked as open } from './tab.tsx';
import { aCandidate, aConnection, aCustomer, linkedView, unlinkedView } from './views.ts';

type Card = ReturnType<typeof open>;

const press = (card: Card, testId: string) => card.findByTestId(LoadingButton, testId).trigger('onClick');
const section = (card: Card) => card.find(Accordion).props;
/** *Asked → Creating → Number*, as it stands there. */
const steps = (card: Card) =>
  card
    .findAll(StatusTag, ({ props }) => props.testId?.startsWith('step-') ?? false)
    .map(({ text }) => text)
    .join(' → ');
const showsSteps = (card: Card, words: string) => card.waitFor(() => expect(steps(card)).toBe(words));

describe('a customer that was asked of the ERP', () => {
  it.each([
    ['en-us', 'unknown', 'Aceros ERP has been asked to create this customer', false],
    ['es-mx', 'sending', 'Se solicitó a Aceros ERP que cree este cliente', false],
    ['en-us', 'planned', 'Aceros ERP has been asked to create this customer', true],
  ] as const)('heads a record of which nobody was found, and is called off only before it was sent (%s, %s)', async (...row) => {
    const [locale, state, title, canCallOff] = row;
    const card = open({ commands: [aCommand({ state })] }, { 'GET /cards/record': unlinkedView({ candidates: [] }) }, { locale });
    await card.sees(title);
    expect(card.text()).not.toMatch(/Which ERP customer|We found no|Qué cliente|No encontramos/);
    expect(card.maybeFind(Button, { testId: 'not-yet' }) !== null).toBe(canCallOff);
  });

  it.each([
    ['en-us', 'ABC12 is no tax ID of Mexico: an RFC has 12 characters, that of a person 13.', 'Not sent'],
    ['es-mx', 'ABC12 no es un ID fiscal de México: un RFC tiene 12 caracteres, el de una persona 13.', 'No se envía'],
  ])('says what stops it once, beside the value that does (%s)', async (locale, sentence, mark) => {
    const reason = { code: 'customer.tax_id_malformed', params: { taxId: 'ABC12', country: 'MX' } };
    const values = [{ field: 'vat', label: 'Tax ID', value: 'ABC12', isRefused: true as const }];
    const commands = [aCommand({ state: 'waiting', reason })];
    const card = open({ offers: [anOffer({ values, missing: [reason] })], commands }, {}, { locale });
    await card.sees(sentence);
    expect(card.text().split(sentence)).toHaveLength(2);
    expect(card.text()).toContain(mark);
  });

  it('goes from asked to its number in place, and then the card shows the customer', async () => {
    const answers = [
      customerCard({ offers: [anOffer()] }),
      customerCard({ commands: [aCommand()] }),
      customerCard({ commands: [aCommand({ state: 'sending' })] }),
      customerCard({ commands: [aCommand({ state: 'done', made: { number: 'C-10442', url: 'https://erp.example.com/7' } })] }),
    ];
    let reads = 0;
    let isLinked = false;
    const card = open(
      {},
      {
        'GET /cards/record': () => (isLinked ? linkedView() : unlinkedView()),
        'GET /cards/customer': () => answers[Math.min(reads++, answers.length - 1)],
        'POST /cards/customer/create': { key: 'HS-C-101-1' },
      },
      { refreshSeconds: 0.05 },
    );
    await card.sees('Create customer');
    const { title } = section(card);
    press(card, 'create-c1');
    await showsSteps(card, 'Requested → Creating → Customer number');
    expect([title, section(card).open]).toEqual(['Create in Aceros ERP', true]);
    expect(card.server.to('POST /cards/customer/create')[0]?.body).toEqual({
      ...{ objectTypeId: '0-2', objectId: '101', connectionId: 'c1' },
      besides: [],
    });
    expect(card.text()).toContain('Requested by ana@example.com (8:02 AM)');
    await card.sees('Aceros ERP is creating the customer.');
    await showsSteps(card, 'Requested → Created');
    expect(card.find(Link)).toMatchObject({ text: 'C-10442', props: { href: { url: 'https://erp.example.com/7', external: true } } });
    isLinked = true;
    await card.sees('Paid, last 12 months');
  });

  it('is the same for somebody else who has the card open', async () => {
    let commands: CustomerCard['commands'] = [];
    const card = open({}, { 'GET /cards/customer': () => customerCard({ offers: [anOffer()], commands }) }, { refreshSeconds: 0.05 });
    await card.sees('Create customer');
    commands = [aCommand({ state: 'sending', askedBy: { kind: 'person', name: 'luis@example.com' } })];
    await card.sees('Requested by luis@example.com');
    expect(card.maybeFind(LoadingButton)).toBeNull();
  });

  it.each([
    ['planned', null, 'Requested → Creating → Customer number', 'Aceros ERP is told in a moment.'],
    [
      'planned',
      { code: 'command.waiting_other', params: {} },
      'Requested → Waiting for another record → Customer number',
      'is being made a customer',
    ],
    ['sending', null, 'Requested → Creating → Customer number', 'Aceros ERP is creating the customer.'],
    [
      'unknown',
      null,
      'Requested → Waiting for the ERP’s answer → Customer number',
      'We keep checking whether the customer exists; it is never created twice.',
    ],
    [
      'waiting',
      { code: 'command.waiting_organisation', params: {} },
      'Requested → Waiting for its company → Customer number',
      'the contact follows by itself',
    ],
    [
      'waiting',
      { code: 'command.waiting_trial', params: {} },
      'Requested → Waiting for approval → Customer number',
      'An administrator confirms them',
    ],
    [
      'waiting',
      { code: 'command.waiting_other', params: { record: 'Acme' } },
      'Requested → Waiting for another record → Customer number',
      'is being made a customer',
    ],
    ['waiting', null, 'Requested → Waiting → Customer number', 'It goes on by itself as soon as it can.'],
    ['cancelled', null, 'Requested → Not created', 'Nothing was created in Aceros ERP.'],
  ] as const)('%s says in words what it waits for, and asks nobody to press (%#)', async (state, reason, words, sentence) => {
    const card = open({ commands: [aCommand({ state, reason })] });
    await showsSteps(card, words);
    await card.sees(sentence);
    expect(card.maybeFind(LoadingButton)).toBeNull();
  });

  it.each([
    ['en-us', 'Refused by the ERP', 'The ERP did not create the customer. Its answer: "RFC not valid"', 'Try again'],
    ['es-mx', 'Rechazado por el ERP', 'El ERP no creó el cliente. Su respuesta: «RFC not valid»', 'Reintentar'],
  ])('refused: says so in the ERP’s own words, and can be retried (%s)', async (locale, step, words, retry) => {
    const reason = { code: 'command.rejected', params: { message: 'RFC not valid', fields: 'RFC' } };
    let command = aCommand({ state: 'rejected', reason });
    const routes = {
      'GET /cards/customer': () => customerCard({ commands: [command], offers: [anOffer()] }),
      'POST /cards/customer/retry': () => ((command = aCommand()), { done: true }),
    };
    const card = open({}, routes, { locale });
    await card.sees(JSON.stringify(words).slice(1, -1));
    expect(steps(card)).toContain(step);
    expect(card.maybeFind(LoadingButton, { testId: 'create-c1' })).toBeNull();
    expect(card.findByTestId(LoadingButton, 'retry-c1').text).toBe(retry);
    press(card, 'retry-c1');
    await card.waitFor(() => expect(card.server.to('POST /cards/customer/retry')[0]?.body).toMatchObject({ key: 'HS-C-101-1' }));
    await card.waitFor(() => expect(card.findAll(StatusTag).map(({ props }) => props.variant)).toEqual(['success', 'default', 'default']));
    expect(card.maybeFind(LoadingButton)).toBeNull();
  });

  it.each([
    ['en-us', 'Do not create it', 'A person said on the card that this record is not to become a customer.'],
    ['es-mx', 'No crearlo', 'Una persona dijo en la tarjeta que este registro no debe crearse como cliente.'],
  ])('what waits can be called off, and then says so (%s)', async (locale, button, sentence) => {
    const missing = { code: 'customer.field_missing', params: { field: 'Tax regime', property: 'Régimen' } };
    let command = aCommand({ state: 'waiting', reason: missing, askedBy: { kind: 'rule' } });
    const leave = () => ((command = aCommand({ state: 'cancelled', reason: { code: 'command.not_wanted', params: {} } })), { done: true });
    const routes = {
      'GET /cards/customer': () => customerCard({ commands: [command], offers: [anOffer()] }),
      'POST /cards/customer/leave': leave,
    };
    const card = open({}, routes, { locale });
    await card.sees(button);
    card.findByTestId(Button, 'leave-c1').trigger('onClick');
    await card.sees(sentence);
    expect(card.server.to('POST /cards/customer/leave')[0]?.body).toMatchObject({ key: 'HS-C-101-1' });
    expect(card.maybeFind(Button, { testId: 'leave-c1' })).toBeNull();
    expect(card.findByTestId(LoadingButton, 'create-c1').props.disabled).toBe(false);
  });

  it('is not called off any more while the ERP makes it', async () => {
    const card = open({ commands: [aCommand({ state: 'sending' })] });
    await card.sees('Aceros ERP is creating the customer.');
    expect(card.maybeFind(Button, { testId: 'leave-c1' })).toBeNull();
  });

  it('quotes the ERP where the sentence has no place for its words', async () => {
    const reason = { code: 'connection.failing', params: { message: 'Series is locked' } };
    const card = open({ commands: [aCommand({ state: 'rejected', reason })] });
    await card.sees(/In the words of Aceros ERP: .+Series is locked/);
  });

  it('waits for data: shows what is missing, and can be retried', async () => {
    const reason = { code: 'customer.field_missing', params: { field: 'Tax regime', property: 'Régimen' } };
    const missing = [{ code: 'customer.field_missing', params: { field: 'Tax regime', property: 'Régimen' } }];
    const card = open({ commands: [aCommand({ state: 'waiting', reason })], offers: [anOffer({ missing })] });
    await showsSteps(card, 'Requested → Waiting for what is missing → Customer number');
    expect(card.text()).toContain('HubSpot has nothing in');
    expect(card.findAll(LoadingButton).map(({ text }) => text)).toEqual(['Try again']);
  });

  it('made and no longer linked: no second one is offered, unless the ERP deleted it', async () => {
    const done = aCommand({ state: 'done', made: { number: 'C-10442', url: null } });
    const there = open({ commands: [done], offers: [anOffer()] });
    await there.sees('search for the customer and link it');
    expect(there.maybeFind(LoadingButton)).toBeNull();
    const gone = open({ commands: [{ ...done, reason: { code: 'command.gone', params: {} } }], offers: [anOffer()] });
    await gone.sees('was deleted in the ERP');
    expect(gone.findByTestId(LoadingButton, 'create-c1').text).toBe('Create customer');
  });

  it('cancelled can be asked for again', async () => {
    const card = open({ commands: [aCommand({ state: 'cancelled' })], offers: [anOffer()] });
    await card.sees('Nothing was created in Aceros ERP.');
    expect(card.findByTestId(LoadingButton, 'create-c1').text).toBe('Create customer');
  });

  it('waits for a decision: who looks alike can be linked, or it is said to be a new one', async () => {
    const reason = { code: 'command.waiting_review', params: { customers: 'Aceros del Norte' } };
    const card = open(
      { commands: [aCommand({ state: 'waiting', reason, askedBy: { kind: 'rule' } })], offers: [anOffer({ alike: [aCandidate()] })] },
      { 'POST /cards/customer/create': { key: 'HS-C-101-1' } },
    );
    await card.sees('The ERP may have this customer already: Aceros del Norte.');
    expect(card.text()).toContain('Requested by a rule (8:02 AM)');
    card.findByTestId(Button, 'link-7');
    press(card, 'retry-c1');
    await card.waitFor(() => expect(card.server.to('POST /cards/customer/create')[0]?.body).toMatchObject({ connectionId: 'c1' }));
  });

  it('is looked at rarely when nothing moves', async () => {
    const card = open({ offers: [anOffer()] }, {}, { refreshSeconds: 0.1 });
    await card.sees('Create customer');
    const timesOf = (path: string): number => card.server.to(path).length;
    while (timesOf('GET /cards/customer') < 5) await sleep(50);
    // At the same pace they would differ by one at most.
    expect(timesOf('GET /cards/record') - timesOf('GET /cards/customer')).toBeGreaterThan(1);
  });

  it('of a second ERP stands on a linked record, below its fields', async () => {
    const connections = [aConnection(), aConnection({ id: 'c2', name: 'SAP' })];
    const made = { number: 'C-10442', url: null };
    const card = openTab({
      'GET /cards/record': linkedView({ connections, customers: [aCustomer()] }),
      'GET /cards/customer': customerCard({
        commands: [aCommand({ connectionId: 'c2', connectionName: 'SAP', state: 'sending' }), aCommand({ state: 'done', made })],
      }),
    });
    await card.sees('SAP is creating the customer.');
    expect(card.findAll(Accordion).map(({ props }) => props.title)).toEqual(['Request to SAP']);
    expect(card.text()).not.toContain('Created');
  });

  it('is not asked for on a deal', async () => {
    const card = openTab({}, { objectTypeId: '0-3' });
    await card.sees('INV/00231');
    expect(card.server.to('GET /cards/customer')).toEqual([]);
  });
});
