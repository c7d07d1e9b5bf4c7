import { describe, expect, it } from '@jest/globals';
import { Accordion, Alert, Button, LoadingButton, StatusTag } from '@hubspot/ui-extensions';
import type { CustomerCard } from '../../hubspot-app/app/cards/api/customers.ts';
import { aChange, aConflict, aPair, customerCard } from './customers.ts';
import { refused } from './host.ts';
import { openTab } from './tab.tsx';
import { aConnection, linkedView } from './views.ts';

type Card = ReturnType<typeof openTab>;
type Options = Parameters<typeof openTab>[1];

/** A linked company whose fields are kept in step. */
const open = (customer: Partial<CustomerCard>, routes: Parameters<typeof openTab>[0] = {}, options: Options = {}): Card =>
  openTab({ 'GET /cards/customer': customerCard({ pairs: [aPair()], ...customer }), ...routes }, options);

const status = (card: Card) => card.findByTestId(StatusTag, 'fields-7');
const press = (card: Card, testId: string) => card.findByTestId(Button, testId).trigger('onClick');
const folded = (card: Card) => card.findAll(Accordion).map(({ props }) => [props.title, props.defaultOpen ?? false]);
const LONG = 'Steel beams, profiles and tubes for construction in all of the north, since 1950, from four service centres';

describe('the fields of a linked record', () => {
  it.each([
    ['en-us', 'In step with Aceros ERP: 4 fields', 'Fields'],
    ['es-mx', 'Igual en Aceros ERP: 4 campos', 'Campos'],
  ])('are one sentence when all is well, and the rest is folded (%s)', async (locale, sentence, title) => {
    const card = open({}, {}, { locale });
    await card.sees(sentence);
    expect(status(card).props.variant).toBe('success');
    expect(folded(card)[0]).toEqual([title, false]);
  });

  it('leave the first lines of the card where they are', async () => {
    const card = open({});
    await card.sees('INV/00231');
    await card.sees(/Aceros del Norte S\.A\..+Updated 8:02 AM.+Paid, last 12 months.+In step with Aceros ERP.+INV\/00231/);
  });

  it('are not spoken of where nobody keeps any in step', async () => {
    const card = open({ pairs: [] });
    await card.sees('INV/00231');
    expect(card.findAll(Accordion)).toEqual([]);
  });

  it.each([
    [aPair({ isDue: true }), 'info', 'A change is on its way between HubSpot and Aceros ERP', undefined],
    [aPair({ frozen: ['phone'] }), 'success', 'In step with Aceros ERP: 3 of 4 fields', '1 frozen'],
    [aPair({ isFrozen: true }), 'default', 'Frozen: no field is kept in step with Aceros ERP', undefined],
  ])('say how they stand (%#)', async (pair, variant, sentence, beside) => {
    const card = open({ pairs: [pair] });
    await card.sees(sentence);
    expect(status(card).props.variant).toBe(variant);
    expect(card.maybeFind(StatusTag, { testId: 'fields-7-1' })?.text).toBe(beside);
  });

  it('say what the other side does not take, and why', async () => {
    const reason = { code: 'field.refused_by_erp', params: { field: 'Phone', message: 'too long' } };
    const card = open({ pairs: [aPair({ refused: [{ property: 'phone', reason }] })] });
    await card.sees('1 field not in step with Aceros ERP');
    expect(card.find(Alert)).toMatchObject({ props: { title: 'Phone number is not in step' } });
    expect(card.text()).toContain('too long');
    expect(card.text()).toContain('Until then both sides keep what they have.');
  });

  it('say what only waits for another record, and are no warning then', async () => {
    const reason = { code: 'relation.organisation_unlinked', params: { organisation: 'Acme', customerId: '7' } };
    const card = open({ pairs: [aPair({ properties: ['$company'], waits: [{ property: '$company', reason }] })] });
    await card.sees('1 field waits for a link with Aceros ERP');
    expect(status(card).props.variant).toBe('info');
    expect(card.find(Alert)).toMatchObject({ props: { title: 'Company of the contact waits', variant: 'info' } });
    expect(card.text()).toContain('Waits for another record');
  });

  it('are no task where they have always differed', async () => {
    const card = open({ conflicts: [aConflict({ isFromBefore: true })] });
    await card.sees('1 field has always differed from Aceros ERP');
    expect(status(card).props.variant).toBe('info');
    expect(card.text()).toContain('Different since before they were kept in step');
  });

  it.each([
    ['en-us', 'Company of the contact'],
    ['es-mx', 'Empresa del contacto'],
  ])('call where a record belongs in words of their own (%s)', async (locale, label) => {
    const asked = aConflict({ property: '$company', hubspot: 'Acme (9100)', erp: 'Beta (2)' });
    const card = open({ conflicts: [asked], labels: { $company: 'Primary Associated Company ID' } }, {}, { locale });
    await card.sees(label);
    expect(card.text()).not.toContain('Primary Associated Company ID');
  });

  it('say when they cannot be read, while the figures stay', async () => {
    let calls = 0;
    const answer = customerCard({ pairs: [aPair()] });
    const card = open(
      {},
      { 'GET /cards/customer': () => (++calls === 1 ? refused({ code: 'internal', reference: 'deadbeef' }, 500) : answer) },
    );
    await card.sees('Code for support: deadbeef');
    await card.sees('INV/00231');
    press(card, 'retry-customer');
    await card.sees('In step with Aceros ERP: 4 fields');
  });

  it('name the ERP of each link where there are several', async () => {
    const connections = [aConnection(), aConnection({ id: 'c2', name: 'SAP' })];
    const pairs = [aPair(), aPair({ connectionId: 'c2', customerId: '70' })];
    const card = open({ pairs }, { 'GET /cards/record': linkedView({ connections }) });
    await card.sees('In step with SAP: 4 fields');
    await card.sees('In step with Aceros ERP: 4 fields');
  });
});

describe('a conflict', () => {
  it('stands open with both values and since when, the history behind it folded', async () => {
    const card = open({ conflicts: [aConflict({ erp: null })], changes: [aChange()] });
    await card.sees('1 field differs from Aceros ERP: choose a value');
    expect(status(card).props.variant).toBe('warning');
    for (const words of ['Phone number', 'Different since Nov 12, 2:02 PM', '\\+52 81 1234 5678', 'empty'])
      await card.sees(new RegExp(words));
    expect(folded(card).slice(0, 2)).toEqual([
      ['Fields', true],
      ['History', false],
    ]);
  });

  it.each([
    ['hubspot', 'Keep HubSpot’s', 'Phone number: HubSpot’s value is written to the ERP.'],
    ['erp', 'Keep the ERP’s', 'Phone number: the ERP’s value is written to HubSpot.'],
    ['both', 'Leave both as they are', 'Phone number: both sides keep their value.'],
  ])('is decided with one click: %s', async (answer, label, done) => {
    let conflicts = [aConflict()];
    const card = open(
      {},
      {
        'GET /cards/customer': () => customerCard({ pairs: [aPair()], conflicts }),
        'POST /cards/customer/decide': () => ((conflicts = []), { done: true }),
      },
    );
    await card.sees('1 field differs from Aceros ERP: choose a value');
    expect(card.findByTestId(Button, `${answer}-7-phone`).text).toBe(label);
    press(card, `${answer}-7-phone`);
    await card.sees('In step with Aceros ERP: 4 fields');
    expect(card.server.to('POST /cards/customer/decide')[0]?.body).toEqual({
      ...{ objectTypeId: '0-2', objectId: '101' },
      ...{ connectionId: 'c1', customerId: '7', property: 'phone', answer },
    });
    expect(card.mocks.actions.addAlert.calls[0]?.[0].message).toBe(done);
  });

  it('is read in the order HubSpot, ERP, both, with the button beside each value', async () => {
    const card = open({ conflicts: [aConflict()] }, {}, { locale: 'es-mx' });
    await card.sees('1 campo distinto en Aceros ERP: elija un valor');
    const buttons = card.findAll(Button).map(({ text }) => text);
    const first = buttons.indexOf('Conservar el de HubSpot');
    expect(buttons.slice(first, first + 3)).toEqual(['Conservar el de HubSpot', 'Conservar el del ERP', 'Dejar los dos como están']);
  });

  it.each([
    ['en-us', 'Edited by ana@example.com, Nov 12, 2:00 PM', 'The customer was last edited by Berta Gil, Nov 12, 2:00 PM'],
    ['es-mx', 'Editado por ana@example.com, 12 nov, 2:00 p.m.', 'Última edición del cliente: Berta Gil, 12 nov, 2:00 p.m.'],
  ])('says who edited each side and when, where that is known (%s)', async (locale, here, there) => {
    const by = (name: string) => ({ kind: 'user' as const, name, at: '2026-11-12T20:00:00Z' });
    const card = open({ conflicts: [aConflict({ editedBy: { hubspot: by('ana@example.com'), erp: by('Berta Gil') } })] }, {}, { locale });
    await card.sees('ana@example.com');
    const text = card.text().replaceAll(/[\u202f\u00a0]/g, ' ');
    expect(text).toContain(here);
    expect(text).toContain(there);
  });

  it('cuts a long value, and shows all of it on a click', async () => {
    const card = open({ conflicts: [aConflict({ hubspot: LONG })] });
    await card.sees('1 field differs from Aceros ERP: choose a value');
    expect(card.text()).not.toContain(LONG);
    card.find(Button, ({ text }) => text === 'Show in full').trigger('onClick');
    await card.sees(LONG);
    card.find(Button, ({ text }) => text === 'Show less').trigger('onClick');
    await card.waitFor(() => expect(card.text()).not.toContain(LONG));
  });

  it('is only read by those who may not decide', async () => {
    const card = open({ conflicts: [aConflict()], changes: [aChange()], canDecide: false });
    await card.sees('Ask an administrator of Puente which value is right.');
    expect(status(card).text).toBe('1 field differs from Aceros ERP');
    expect(card.findAll(Button).map(({ text }) => text)).not.toEqual(expect.arrayContaining(['Undo']));
    expect(card.maybeFind(Button, { testId: 'hubspot-7-phone' })).toBeNull();
    expect(card.maybeFind(Button, { testId: 'freeze-7-phone' })).toBeNull();
  });
});

describe('the history of fields', () => {
  it('shows the five fields that changed last, and the others on a click', async () => {
    const changes = Array.from({ length: 7 }, (_, index) => aChange({ id: String(index), property: `p${index}`, after: `value ${index}` }));
    const card = open({ changes });
    await card.sees('value 4');
    expect(card.text()).not.toContain('value 5');
    press(card, 'history-more');
    await card.sees('value 6');
  });

  it.each([
    ['en-us', '2 earlier changes', 'Freeze'],
    ['es-mx', '2 cambios anteriores', 'Congelar'],
  ])('has one row for each field, frozen once, with what came before folded below (%s)', async (locale, earlier, freeze) => {
    const phone = ['5', '4', '3'].map((id) => aChange({ id, after: `value ${id}`, canUndo: id === '4' }));
    const card = open(
      { changes: [phone[0]!, aChange({ id: '9', property: 'city', after: 'value 9' }), ...phone.slice(1)] },
      {},
      { locale },
    );
    await card.sees('value 5');
    expect(folded(card)).toContainEqual([earlier, false]);
    expect(card.text()).toMatch(/value 5.*value 4.*value 3.*value 9/s);
    const buttons = card.findAll(Button).filter(({ props }) => props.testId?.startsWith('freeze-of-'));
    expect(buttons.map(({ props, text }) => [props.testId, text])).toEqual([
      ['freeze-of-5', freeze],
      ['freeze-of-9', freeze],
    ]);
    expect(card.maybeFind(Button, { testId: 'undo-4' })).not.toBeNull();
  });

  it('says when nothing has changed yet', async () => {
    const card = open({}, {}, { locale: 'es-mx' });
    await card.sees('Nada ha cambiado desde que se vinculó este registro.');
  });

  it('takes a change back where it stands, and only where that is possible', async () => {
    let changes = [aChange(), aChange({ id: '2', canUndo: false })];
    const card = open(
      {},
      {
        'GET /cards/customer': () => customerCard({ pairs: [aPair()], changes }),
        'POST /cards/customer/undo': () => (
          (changes = [aChange({ id: '3', rule: 'undo', by: 'ana@example.com' }), ...changes]),
          { done: true }
        ),
      },
    );
    await card.sees('Undo');
    expect(card.maybeFind(Button, { testId: 'undo-2' })).toBeNull();
    card.findByTestId(LoadingButton, 'undo-1-yes').trigger('onClick');
    expect(card.text()).toMatch(/The value before, .* is written to HubSpot/);
    await card.sees('ana@example.com took a change back');
    expect(card.server.to('POST /cards/customer/undo')[0]?.body).toMatchObject({ changeId: '1' });
  });

  it('says that the ERP refused to take a change back, and lets it be tried again', async () => {
    const undoRefused = { code: 'field.refused_by_erp', params: { field: 'Phone', message: 'too long' } };
    const card = open({ changes: [aChange({ undoRefused })] });
    await card.sees(/Not taken back\. .*too long/);
    expect(card.maybeFind(Button, { testId: 'undo-1' })).not.toBeNull();
  });

  it('says why a change cannot be taken back', async () => {
    const card = open({ changes: [aChange()] }, { 'POST /cards/customer/undo': refused({ code: 'not_found', who: 'you' }, 404) });
    await card.sees('Undo');
    card.findByTestId(LoadingButton, 'undo-1-yes').trigger('onClick');
    await card.waitFor(() => expect(card.mocks.actions.addAlert.calls[0]?.[0]).toMatchObject({ title: 'This is no longer there.' }));
  });
});
