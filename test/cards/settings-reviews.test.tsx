import { describe, expect, it } from '@jest/globals';
import { Button, Checkbox } from '@hubspot/ui-extensions';
import { compare } from '../../hubspot-app/app/settings/components/reviews/compare.ts';
import { readable, refused } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { aDoubtfulCreation, anOverview, aReviewed, aReviewGroup, someCreations, someReviews, someUnmatched } from './settings-views.ts';

const DECIDED = { decided: 1, refused: 0 };
const toDecide = { customers: 42, creations: 1, fields: 3, archivals: 0, products: 2 };

async function openReviews(routes = {}) {
  const page = openSettings({
    'GET /settings/overview': anOverview({ toDecide }),
    'GET /settings/reviews': someReviews(),
    'POST /settings/reviews/decide': DECIDED,
    ...routes,
  });
  await page.openTab('review');
  await page.sees('Aceros del Norte');
  return page;
}

const pair = { connectionId: 'c1', customerId: '7', objectType: 'companies', recordId: '101' };
const other = { ...pair, customerId: '9' };
const decisions = (page: Awaited<ReturnType<typeof openReviews>>) =>
  page.waitFor(() => expect(page.server.to('POST /settings/reviews/decide').length).toBeGreaterThan(0));

describe('customers to decide', () => {
  it('stand under the record that they fit, with what they owe and only what differs', async () => {
    const page = await openReviews();
    await page.sees('Fits 2 customers');
    await page.sees('Owes $41,000 MXN');
    await page.sees('Owes nothing');
    await page.sees('Found because it has the same tax ID');
    // Spelled otherwise is the same; a city that HubSpot lacks is not.
    const words = readable(page.getRootNode());
    expect(words).toContain('What differsIn HubSpotIn the ERPNameAceros del NorteACEROS DEL NORTE SACity–Monterrey');
    await page.sees('The same in both: Tax ID.');
    expect(page.text()).toContain('pagos@aceros.mx');
  });

  it('are linked, refused one by one, or left out', async () => {
    const page = await openReviews();
    page.press('link-7-101');
    expect(await page.sent('/reviews/decide')).toEqual({ decisions: [{ ...pair, answer: 'link' }] });
    page.press('not-9-101');
    await page.waitFor(() =>
      expect(page.server.to('POST /settings/reviews/decide').at(-1)?.body).toEqual({ decisions: [{ ...other, answer: 'not_this' }] }),
    );
    page.press('ignore-7');
    await page.waitFor(() =>
      expect(page.server.to('POST /settings/reviews/decide').at(-1)?.body).toEqual({
        decisions: [{ ...pair, recordId: null, answer: 'ignore' }],
      }),
    );
    await page.waitFor(() => expect(page.server.to('GET /settings/reviews').length).toBe(4));
    expect(page.alerts()).toEqual([
      '"ACEROS DEL NORTE SA" is linked to "Aceros del Norte". To take it back: "Undo" under "Decided", below.',
      '"Aceros del Norte" is not offered for "Aceros del Norte" again. To take it back: "Undo" under "Decided", below.',
      '"ACEROS DEL NORTE SA" is left out. To take it back: "Undo" under "Decided", below.',
    ]);
  });

  it('are decided all at once, and those that changed meanwhile are counted', async () => {
    const page = await openReviews({ 'POST /settings/reviews/decide': { decided: 1, refused: 1 } });
    page.press('all-link-101-yes');
    expect(await page.sent('/reviews/decide')).toEqual({
      decisions: [
        { ...pair, answer: 'link' },
        { ...other, answer: 'link' },
      ],
    });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Linked.', '1 of them had changed meanwhile and was left as it is.']));
  });

  it('are decided in portions that the service takes, and counted together', async () => {
    const others = Array.from({ length: 399 }, (_, nth) => ({ connectionId: 'c1', customerId: `more-${nth}` }));
    const page = await openReviews({
      'GET /settings/reviews': someReviews({ groups: [aReviewGroup({ others })] }),
      'POST /settings/reviews/decide': { decided: 100, refused: 1 },
    });
    await page.sees('Fits 401 customers');
    await page.sees('399 more match; they appear once you decide these.');
    await page.sees('All 401:');
    page.press('all-not_this-101-yes');
    await page.waitFor(() =>
      expect(page.alerts()).toEqual(['300 pairs will not be offered again.', '3 of them had changed meanwhile and were left as they are.']),
    );
    const sent = page.server.to('POST /settings/reviews/decide').map(({ body }) => (body as { decisions: unknown[] }).decisions);
    expect(sent.map(({ length }) => length)).toEqual([134, 134, 133]);
    expect(sent.flat()[0]).toEqual({ ...pair, answer: 'not_this' });
    expect(sent.flat()[400]).toEqual({ ...pair, customerId: 'more-398', answer: 'not_this' });
  });

  it('that were decided before a portion failed are told all the same', async () => {
    const others = Array.from({ length: 300 }, (_, nth) => ({ connectionId: 'c1', customerId: `more-${nth}` }));
    let calls = 0;
    const page = await openReviews({
      'GET /settings/reviews': someReviews({ groups: [aReviewGroup({ others })] }),
      'POST /settings/reviews/decide': () =>
        ++calls === 1 ? { decided: 151, refused: 0 } : refused({ code: 'not_found', who: 'you' }, 404),
    });
    page.press('all-link-101-yes');
    await page.sees('This is no longer there.');
    expect(page.alerts()).toEqual(['151 linked.']);
    expect(calls).toBe(2);
  });

  it('show each record that fits', async () => {
    const candidates = [
      { recordId: '101', rule: 'tax_id', creation: null },
      { recordId: '102', rule: 'email', creation: null },
    ];
    const second = { recordId: '102', name: null, url: 'https://app.hubspot.com/102', facts: null };
    const group = aReviewGroup({ records: [...aReviewGroup().records, second], customers: [aReviewed({ candidates })] });
    const page = await openReviews({ 'GET /settings/reviews': someReviews({ groups: [group] }) });
    await page.sees('Fits 2 records');
    await page.sees('Record 102');
    page.press('link-7-102');
    expect(await page.sent('/reviews/decide')).toEqual({ decisions: [{ ...pair, recordId: '102', answer: 'link' }] });
  });

  it('are counted on the tab, with the way to what waits elsewhere', async () => {
    const page = await openReviews();
    await page.sees('3 fields of customers');
    await page.sees('2 products');
    expect(page.text()).not.toContain('to archive');
    page.press('decide-products');
    await page.waitFor(() => expect(page.server.to('GET /settings/catalog').length).toBeGreaterThan(0));
  });

  it('say why a decision was refused', async () => {
    const page = await openReviews({ 'POST /settings/reviews/decide': refused({ code: 'not_found', who: 'you' }, 404) });
    page.press('link-7-101');
    await decisions(page);
    await page.sees('This is no longer there.');
  });

  it('say that HubSpot is silent, and can be decided all the same', async () => {
    const silent = aReviewGroup({ records: aReviewGroup().records.map((record) => ({ ...record, facts: null })) });
    const page = await openReviews({ 'GET /settings/reviews': someReviews({ groups: [silent] }) });
    await page.sees('HubSpot did not answer in time');
    expect(page.text()).not.toContain('What differs');
    page.press('link-7-101');
    await decisions(page);
  });
});

describe('customers that are not in HubSpot', () => {
  it('are left out, those chosen or all of them', async () => {
    const page = await openReviews({
      'GET /settings/reviews/unmatched': someUnmatched(),
      'POST /settings/reviews/leave-out': { decided: 40, refused: 0 },
    });
    await page.sees('Not found in HubSpot');
    await page.sees('$300 USD');
    page.find(Checkbox, { testId: 'choose-10' }).props.onChange?.(true, '');
    await page.sees('Leave 1 selected out');
    page.press('unmatched-ignore-chosen');
    expect(await page.sent('/reviews/decide')).toEqual({
      decisions: [{ connectionId: 'c1', customerId: '10', objectType: 'contacts', recordId: null, answer: 'ignore' }],
    });
    await page.sees('Leave selected out');
    page.press('unmatched-ignore-all-yes');
    await page.waitFor(() => expect(page.alerts().at(-1)).toBe('40 left out. They can be linked later on their cards.'));
  });
});

describe('customers whose record was deleted before their ERP was connected again', () => {
  it('get a new one, those chosen or all of them', async () => {
    const [first, second] = someUnmatched().customers;
    const page = await openReviews({
      'GET /settings/reviews/unmatched': someUnmatched({ deleted: 30, customers: [{ ...first!, isDeleted: true }, second!] }),
      'POST /settings/reviews/create-anew': { decided: 30, refused: 0 },
    });
    await page.sees('30 had HubSpot records that were deleted');
    await page.sees('Contact · record deleted in HubSpot');
    for (const id of ['8', '10']) page.find(Checkbox, { testId: `choose-${id}` }).props.onChange?.(true, '');
    await page.sees('Recreate 1 selected');
    page.press('unmatched-anew-chosen');
    expect(await page.sent('/reviews/decide')).toEqual({
      decisions: [{ connectionId: 'c1', customerId: '8', objectType: 'contacts', recordId: null, answer: 'create_anew' }],
    });
    await page.sees('Recreate selected');
    page.press('unmatched-anew-all-yes');
    await page.waitFor(() => expect(page.alerts().at(-1)).toBe('30 are looked for again, and created if missing records are.'));
  });
});

describe('comparing', () => {
  it('takes one of several e-mail addresses for the same, and leaves out what HubSpot keeps nothing of', () => {
    const hubspot = { name: ['Ana Núñez'], email: ['ana@acme.mx'], phone: ['+52 (81) 1234'], organisation: [] };
    const erp = {
      name: ['ANA NUNEZ'],
      email: ['old@acme.mx', 'Ana@acme.mx'],
      phone: ['52811234'],
      domain: ['acme.mx'],
      organisation: ['Acme'],
    };
    expect(compare(hubspot, erp)).toEqual({
      differences: [{ fact: 'organisation', hubspot: null, erp: 'Acme' }],
      ...{ same: ['name', 'email', 'phone'], isNameByForm: false },
      others: ['acme.mx'],
    });
  });

  it.each([
    ['name', ['name'], []],
    ['domain_and_name', ['name'], []],
    ['tax_id', [], ['name']],
  ])('by which a customer was found (%s) does not stand under what differs', (rule, same, differing) => {
    const { same: found, isNameByForm, differences } = compare({ name: ['Acme'] }, { name: ['ACME, S.A. de C.V.'] }, rule);
    expect([found, isNameByForm, differences.map(({ fact }) => fact)]).toEqual([same, same.length > 0, differing]);
  });

  it.each([
    [[], ['XAXX010101000'], []],
    [['xexx-010101-000'], ['XAXX010101000'], []],
    [['ANO950101AB1'], ['MXXAXX010101000'], [{ fact: 'taxId', hubspot: 'ANO950101AB1', erp: null }]],
    [['ANO950101AB1'], ['BNO950101AB1'], [{ fact: 'taxId', hubspot: 'ANO950101AB1', erp: 'BNO950101AB1' }]],
  ])('takes a generic tax id for none: %j and %j', (hubspot, erp, differences) => {
    expect(compare({ taxId: hubspot }, { taxId: erp })).toMatchObject({ differences, same: [], others: [] });
    expect(compare(null, { taxId: ['XAXX010101000'] }).others).toEqual([]);
  });
});

describe('records that shall become customers and may be some', () => {
  const routes = { 'GET /settings/reviews/creations': someCreations(), 'POST /settings/reviews/creations/decide': { done: true } };
  const asked = { connectionId: 'c1', key: 'HS-4711-C101-1', customerId: null };

  it('stand beside the customer that they may be and the record that it is', async () => {
    const page = await openReviews(routes);
    await page.sees('New customers to decide');
    await page.sees('A rule asked for it, 8:00 AM');
    const words = ['It has the same tax ID', 'This customer is linked to another HubSpot record:', 'Aceros (matriz)', 'Move the link here'];
    for (const text of words) await page.sees(text);
    expect(readable(page.getRootNode())).toContain('What differsIn HubSpotIn the ERPNameAceros del NorteACEROS DEL NORTE SACity–Monterrey');
  });

  it('are made anyway, linked instead or left, after a yes', async () => {
    const page = await openReviews(routes);
    await page.sees('New customers to decide');
    page.press('create-HS-4711-C101-1-yes');
    expect(await page.sent('/reviews/creations/decide')).toEqual({ ...asked, answer: 'create' });
    await page.waitFor(() => expect(page.alerts()).toEqual(['It is being made in the ERP.']));
    page.press('link-HS-4711-C101-1-7-yes');
    await page.waitFor(() => expect(page.alerts()).toHaveLength(2));
    expect(await page.sent('/reviews/creations/decide')).toEqual({ ...asked, customerId: '7', answer: 'link' });
    page.press('leave-HS-4711-C101-1-yes');
    await page.waitFor(() => expect(page.alerts().at(-1)).toBe('Left without a customer.'));
    expect(await page.sent('/reviews/creations/decide')).toEqual({ ...asked, answer: 'leave' });
  });

  it('say that somebody was faster', async () => {
    const page = await openReviews({
      ...routes,
      'POST /settings/reviews/creations/decide': refused({ code: 'command.decided', params: {}, who: 'you' }, 400),
    });
    await page.sees('New customers to decide');
    page.press('leave-HS-4711-C101-1-yes');
    await page.sees('Somebody decided this meanwhile');
  });

  it('of which only the ERP knows more are named', async () => {
    const creation = aDoubtfulCreation({ customers: [], named: 'Acme' });
    const page = await openReviews({ ...routes, 'GET /settings/reviews/creations': someCreations([creation]) });
    await page.sees('In the ERP: Acme. Puente has not read more of it');
  });
});

describe('a customer that fits a record which shall become one itself', () => {
  const candidates = [{ recordId: '101', rule: 'name', creation: { key: 'HS-4711-C101-1', erp: 'Odoo MX' } }];
  const created = { connectionId: 'c1', key: 'HS-4711-C101-1', answer: 'create', customerId: null };
  const routesOf = (...customers: string[]) => {
    const group = aReviewGroup({ customers: customers.map((customerId) => aReviewed({ customerId, candidates })) });
    return { 'GET /settings/reviews': someReviews({ groups: [group] }), 'POST /settings/reviews/creations/decide': { done: true } };
  };
  const buttons = (page: Awaited<ReturnType<typeof openReviews>>) => page.findAll(Button).map(({ props }) => props.testId);

  it('has no silent "Not this one": the button says that a new one is made, and asks first', async () => {
    const page = await openReviews(routesOf('7'));
    await page.sees('Not this customer: create \\"Aceros del Norte\\" in Odoo MX');
    expect(page.text()).toContain('A new customer is created in Odoo MX from');
    expect(buttons(page)).not.toContain('not-7-101');
    expect(page.findByTestId(Button, 'new-7-101').props.onClick).toBeUndefined();
    page.press('new-7-101-yes');
    expect(await page.sent('/reviews/creations/decide')).toEqual(created);
    await page.waitFor(() => expect(page.alerts()).toEqual(['It is being made in the ERP.']));
  });

  it('among several is only left out; that it is none of them makes a new one, after a yes', async () => {
    const page = await openReviews(routesOf('7', '9'));
    await page.sees('All 2:');
    expect(buttons(page)).toEqual(expect.arrayContaining(['not-7-101', 'not-9-101', 'new-c1-101']));
    expect(buttons(page)).not.toContain('all-not_this-101');
    page.press('new-c1-101-yes');
    expect(await page.sent('/reviews/creations/decide')).toEqual(created);
  });
});
