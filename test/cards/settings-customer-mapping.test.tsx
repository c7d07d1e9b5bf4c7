import { describe, expect, it } from '@jest/globals';
import { Button, Input, Select, Tab, Table, TableRow, Tabs, Tag } from '@hubspot/ui-extensions';
import type { CustomerRules, FieldMapping } from '../../hubspot-app/app/settings/api/customers.ts';
import { readable, refused } from './host.ts';
import { openCustomers, type CustomersPage } from './settings-customers-page.tsx';
import { aCustomersView, aLine, aProperty, customerRules, FIELDS, PROPERTIES } from './settings-customers-views.ts';

const rows = (page: CustomersPage) => page.find(Table).findAll(TableRow).map(readable);
const withMapping = (...mapping: FieldMapping[]) => aCustomersView({ rules: customerRules({ mapping }) });
async function edit(page: CustomersPage, field: string) {
  await page.waitFor(() => expect(page.maybeFindByTestId(Button, `edit-companies-${field}`)).not.toBeNull());
  page.press(`edit-companies-${field}`);
  await page.waitFor(() => expect(page.maybeFind(Select, { name: `rule-companies-${field}` })).not.toBeNull());
}
const choose = async (page: CustomersPage, name: string, value: string) => {
  page.find(Select, { name }).props.onChange?.(value);
  await page.waitFor(() => expect(page.find(Select, { name }).props.value).toBe(value));
};
async function saved(page: CustomersPage): Promise<FieldMapping[]> {
  page.press('save-customers-c1');
  return ((await page.sent('/customers')) as { rules: CustomerRules }).rules.companies.mapping;
}

describe('the mapping', () => {
  it('has one line per field: both names with the values of today, which way, and the rule in words', async () => {
    const page = await openCustomers(aCustomersView());
    await page.reads('Below each name: today’s value on Aceros del Norte in HubSpot and on Aceros del Norte S.A. de C.V. in the ERP.');
    expect(rows(page)).toEqual([
      'HubSpotERPRule',
      'Company nameAceros del Norte→ to the ERPNameAceros del Norte S.A. de C.V.fill if emptyChange',
      'Phone number81 1234↔ both waysPhone+52 81 1234 5678ERP winsChange',
      'RFCempty↔ both waysTax IDANO950101AB1ask meChange',
      'Country/\u200bregionMéxico← to HubSpotCountryMexicoERP winsChangeif one side is emptied, the other is emptied too',
      'Company ownerAna López↔ both waysSalespersonAna LopezHubSpot winsChange',
    ]);
  });

  it.each([
    ['en', 'Tax ID', '"Tax ID" is called FederalTaxID by the ERP.'],
    ['es-mx', 'ID fiscal (RFC)', 'El ERP llama FederalTaxID a «ID fiscal (RFC)».'],
  ])('calls a field that has a technical name only by what it is (%s)', async (locale, words, named) => {
    const field = { ...FIELDS[0]!, name: 'FederalTaxID', label: 'FederalTaxID' };
    const view = { ...withMapping(aLine('rfc', 'FederalTaxID')), fields: { companies: [field], contacts: [] } };
    const page = await openCustomers(view, { locale });
    await edit(page, 'FederalTaxID');
    expect(rows(page)[1]).toContain(words);
    expect(rows(page)[1]).not.toContain('FederalTaxID');
    await page.reads(named);
  });

  it('says the same in Spanish', async () => {
    const page = await openCustomers(aCustomersView(), { locale: 'es-mx' });
    await page.reads('el valor de hoy en Aceros del Norte de HubSpot y en Aceros del Norte S.A. de C.V. del ERP.');
    expect(rows(page).slice(2, 5)).toEqual([
      'Teléfono81 1234↔ ambos sentidosTeléfono+52 81 1234 5678gana el ERPCambiar',
      'RFCvacío↔ ambos sentidosID fiscal (RFC)ANO950101AB1preguntarmeCambiar',
      'País o regiónMéxico← a HubSpotPaísMexicogana el ERPCambiarsi un lado se vacía, el otro también',
    ]);
  });

  it('works without a record to show: nothing linked yet, or no answer', async () => {
    const none = await openCustomers(aCustomersView(), { routes: { 'POST /settings/customers/sample': { pair: null } } });
    await none.sees('Nothing is linked yet.');
    expect(rows(none)[2]).toBe('Phone number↔ both waysPhoneERP winsChange');
    let calls = 0;
    const away = await openCustomers(aCustomersView(), {
      routes: { 'POST /settings/customers/sample': () => (++calls === 1 ? refused({ code: 'connection.unreachable' }) : { pair: null }) },
    });
    await away.sees('Values of a record cannot be shown now: The ERP does not answer. The mapping works without them.');
    expect(rows(away)).toHaveLength(6);
    away.press('retry-sample');
    await away.sees('Nothing is linked yet.');
  });

  it('cuts a value of a page to a line', async () => {
    const pair = {
      recordId: '1',
      recordName: 'A',
      url: 'https://x',
      customerName: 'B',
      properties: { phone: 'x'.repeat(500) },
      fields: {},
    };
    const page = await openCustomers(withMapping(aLine('phone', 'phone')), { routes: { 'POST /settings/customers/sample': { pair } } });
    await page.sees('today’s value');
    expect(rows(page)[1]!.replaceAll('\u200b', '')).toContain(`Phone number${'x'.repeat(59)}…↔`);
  });

  it('marks a line whose property or field is gone, or that no longer fits', async () => {
    const page = await openCustomers(
      withMapping(aLine('old', 'comment'), aLine('name', 'old_field'), aLine('annualrevenue', 'x_since'), aLine('credit_limit', 'credit')),
    );
    await page.sees('No longer in HubSpot');
    expect(page.find(Table).findAll(Tag).map(readable)).toEqual([
      'No longer in HubSpot',
      'No longer in the ERP',
      'Different kinds of values',
      'Neither side can be written',
    ]);
  });
});

describe('a line of the mapping', () => {
  it('is edited in place, right below it', async () => {
    const page = await openCustomers(aCustomersView());
    await edit(page, 'phone');
    expect(rows(page)[3]).toContain('If both sides changed, the ERP’s value counts; HubSpot’s is kept in the history.');
    await choose(page, 'rule-companies-phone', 'ask');
    await choose(page, 'emptied-companies-phone', 'clear');
    await page.reads('both keep their value until you decide; you find it under "To decide".');
    expect((await saved(page))[1]).toEqual(aLine('phone', 'phone', { rule: 'ask', whenEmptied: 'clear' }));
  });

  it('lets the side win that is followed, when it goes one way, and says what that means', async () => {
    const page = await openCustomers(aCustomersView());
    await edit(page, 'phone');
    await choose(page, 'direction-companies-phone', 'to_erp');
    await page.sees('What somebody changes in the ERP is put right from HubSpot.');
    expect(page.find(Select, { name: 'rule-companies-phone' }).props.value).toBe('hubspot_wins');
    await choose(page, 'direction-companies-phone', 'to_hubspot');
    await page.sees('What somebody changes in HubSpot is put right from the ERP.');
    expect((await saved(page))[1]).toEqual(aLine('phone', 'phone', { direction: 'to_hubspot', rule: 'erp_wins' }));
  });

  it('goes only the way that both sides allow, and says why', async () => {
    const page = await openCustomers(
      withMapping(aLine('credit_limit', 'comment', { direction: 'to_erp' }), aLine('annualrevenue', 'credit', { direction: 'to_hubspot' })),
    );
    await edit(page, 'comment');
    await page.reads('"Credit limit" cannot be changed from outside HubSpot, so it only goes to the ERP.');
    expect(page.find(Select, { name: 'direction-companies-comment' }).props.options.map(({ label }) => label)).toEqual(['→ to the ERP']);
    await edit(page, 'credit');
    await page.reads('"Total receivable" cannot be changed from outside the ERP, so it only goes to HubSpot.');
    expect(page.find(Select, { name: 'direction-companies-credit' }).props.options.map(({ label }) => label)).toEqual(['← to HubSpot']);
  });

  it.each([
    ['en-us', '"RFC" is text, "Days to pay" in the ERP a number: what cannot be read as one is not sent'],
    ['es-mx', '«RFC» es texto y «Days to pay» en el ERP es número: lo que no se puede leer así no se envía'],
  ])('says what becomes of a text where the other side takes none (%s)', async (locale, words) => {
    const days = { ...FIELDS[0]!, name: 'days', label: 'Days to pay', type: 'number' as const, isRequired: false };
    const view = { ...withMapping(aLine('rfc', 'days')), fields: { companies: [days], contacts: [] } };
    const page = await openCustomers(view, { locale });
    await edit(page, 'days');
    await page.reads(words);
    await choose(page, 'direction-companies-days', 'to_hubspot');
    await page.waitFor(() => expect(page.words()).not.toContain(words));
  });

  it('says of which contacts a field is kept in step where not all have it', async () => {
    const city = { ...FIELDS[0]!, name: 'city', label: 'City', isRequired: false, heldBy: 'customers' as const };
    const rules = customerRules();
    const contacts = { ...rules.contacts, mapping: [aLine('phone', 'city')] };
    const page = await openCustomers({
      ...aCustomersView({ rules: { ...rules, contacts } }),
      fields: { companies: FIELDS, contacts: [city] },
    });
    await page.waitFor(() => expect(page.maybeFind(Tab, { tabId: 'contacts' })).not.toBeNull());
    (page.find(Tabs, { selected: 'companies' }).props as { onSelectedChange: (tab: string) => void }).onSelectedChange('contacts');
    await page.reads('Only of contacts without a company: contact persons of a company have no such field in the ERP.');
  });

  it('is removed', async () => {
    const page = await openCustomers(aCustomersView());
    await edit(page, 'phone');
    page.press('remove-companies-phone');
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'edit-companies-phone')).toBeNull());
    expect((await saved(page)).map(({ field }) => field)).toEqual(['name', 'vat', 'country_id', 'user_id']);
  });
});

describe('what values are called on the other side', () => {
  it('is a table of both lists; values of the same name are one another’s by themselves', async () => {
    const page = await openCustomers(aCustomersView());
    await edit(page, 'user_id');
    await page.sees('1 of 3 values has no partner: records with it keep what they have and are listed.');
    const partner = (owner: string) => page.find(Select, { name: `translation-companies-user_id-${owner}` }).props;
    expect(['71', '72', '73'].map((owner) => partner(owner).value)).toEqual(['5', '6', '']);
    expect(partner('73').label).toBe('Is the same as "Rita Olmo"');
    await choose(page, 'translation-companies-user_id-73', '6');
    await page.sees('0 of 3 values have no partner');
    page.press('propose-companies-user_id');
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'propose-companies-user_id')).toBeNull());
    expect((await saved(page))[4]?.translation).toEqual([
      { hubspot: '71', erp: '5' },
      { hubspot: '73', erp: '6' },
      { hubspot: '72', erp: '6' },
    ]);
  });

  it('is asked from the side that is read', async () => {
    const owner = aLine('hubspot_owner_id', 'user_id', { direction: 'to_hubspot' });
    const page = await openCustomers(withMapping(owner));
    await edit(page, 'user_id');
    await choose(page, 'translation-companies-user_id-6', '73');
    expect((await saved(page))[0]?.translation).toEqual([{ hubspot: '73', erp: '6' }]);
  });

  it('is written beside the list where HubSpot has a text', async () => {
    const page = await openCustomers(aCustomersView());
    await edit(page, 'country_id');
    await page.sees('Values of the same name are recognised by themselves.');
    page.find(Input, { name: 'translation-text-companies-country_id' }).props.onInput?.('Méjico');
    await choose(page, 'translation-value-companies-country_id', 'MX');
    page.press('translate-companies-country_id');
    await page.reads('"Méjico" means Mexico');
    expect((await saved(page))[3]?.translation).toEqual([{ hubspot: 'Méjico', erp: 'MX' }]);
    page.press('forget-companies-country_id-Méjico');
    await page.waitFor(() => expect(page.words()).not.toContain('"Méjico" means Mexico'));
  });

  it('claims nothing of countries, which are recognised by name and code', async () => {
    const country = aProperty('country', 'Country', { type: 'choice', options: [{ value: 'Mexiko', label: 'Mexiko' }] });
    const properties = { companies: [...PROPERTIES.filter(({ name }) => name !== 'country'), country], contacts: [] };
    const page = await openCustomers(aCustomersView({ properties }));
    await edit(page, 'country_id');
    await page.sees('Countries and states are recognised by their name or code.');
    expect(page.words()).not.toContain('no partner');
  });

  it('has pages of 25', async () => {
    const owners = Array.from({ length: 60 }, (_, at) => ({ value: `o${at}`, label: `Owner ${at}` }));
    const properties = { companies: [aProperty('hubspot_owner_id', 'Owner', { type: 'choice', options: owners })], contacts: [] };
    const rules = customerRules({ mapping: [aLine('hubspot_owner_id', 'user_id')] });
    const page = await openCustomers(aCustomersView({ properties, rules, fields: { companies: FIELDS, contacts: [] } }));
    await edit(page, 'user_id');
    const table = () => page.find(Table, { paginated: true });
    expect(table().props).toMatchObject({ page: 1, pageCount: 3 });
    (table().props as { onPageChange: (page: number) => void }).onPageChange(3);
    await page.waitFor(() =>
      expect(
        table()
          .findAll(Select)
          .map(({ props }) => props.label),
      ).toHaveLength(10),
    );
  });
});

describe('the rules that can be chosen for a line', () => {
  const offered = (page: CustomersPage) => page.find(Select, { name: 'rule-companies-phone' }).props.options.map(({ value }) => value);

  it('are those by which a side wins that is written somewhere', async () => {
    const page = await openCustomers(withMapping(aLine('phone', 'phone')));
    await edit(page, 'phone');
    expect(offered(page)).toEqual(['erp_wins', 'hubspot_wins', 'fill_if_empty', 'ask']);
    await choose(page, 'direction-companies-phone', 'to_erp');
    expect(offered(page)).toEqual(['hubspot_wins', 'fill_if_empty', 'ask']);
    await choose(page, 'direction-companies-phone', 'to_hubspot');
    expect(offered(page)).toEqual(['erp_wins', 'fill_if_empty', 'ask']);
  });

  it.each([
    ['en-us', 'Cannot win: never written', 'What HubSpot says goes to the ERP; where both were edited, both keep their value.'],
    ['es-mx', 'No puede ganar: nunca se escribe', 'Lo que dice HubSpot va al ERP; donde se editó en ambos, cada uno conserva su valor.'],
  ])('keep what was saved before, with what it does (%s)', async (locale, mark, does) => {
    const page = await openCustomers(withMapping(aLine('phone', 'phone', { direction: 'to_erp', rule: 'erp_wins' })), { locale });
    await page.reads(mark);
    await edit(page, 'phone');
    await page.reads(does);
    expect(offered(page)).toEqual(['erp_wins', 'hubspot_wins', 'fill_if_empty', 'ask']);
    await choose(page, 'rule-companies-phone', 'hubspot_wins');
    expect(page.words()).not.toContain(mark);
    expect(offered(page)).not.toContain('erp_wins');
  });
});
