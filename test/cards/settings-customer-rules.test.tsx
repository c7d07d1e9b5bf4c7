import { describe, expect, it } from '@jest/globals';
import { Alert, Button, Input, MultiSelect, SearchInput, Select, Tabs, TextArea, Toggle } from '@hubspot/ui-extensions';
import type { CustomerRules } from '../../hubspot-app/app/settings/api/customers.ts';
import { openCustomers, type CustomersPage } from './settings-customers-page.tsx';
import { aCustomersView, aField, aLine, aProperty, customerRules, FIELDS, objectRules, PROPERTIES } from './settings-customers-views.ts';
import { addCondition } from './settings-page.tsx';

const optionsOf = (page: CustomersPage, name: string) => page.find(Select, { name }).props.options.map(({ label }) => label);
const choose = async (page: CustomersPage, name: string, value: string) => {
  page.find(Select, { name }).props.onChange?.(value);
  await page.waitFor(() => expect(page.maybeFind(Select, { name })?.props.value ?? value).toBe(value));
};
async function saved(page: CustomersPage): Promise<CustomerRules> {
  page.press('save-customers-c1');
  return ((await page.sent('/customers')) as { rules: CustomerRules }).rules;
}
const openContacts = async (page: CustomersPage) => {
  await page.sees('When a company becomes a customer in the ERP');
  (page.find(Tabs, { variant: 'enclosed' }).props as { onSelectedChange: (tab: string) => void }).onSelectedChange('contacts');
  await page.sees('When a contact becomes a customer in the ERP');
};

describe('when a customer is created', () => {
  it('is asked of lifecycle stage and lead status first, then of every other property', async () => {
    const page = await openCustomers(aCustomersView());
    await page.sees('Create in the ERP when');
    expect(optionsOf(page, 'when-companies-0').slice(0, 4)).toEqual([
      'Lifecycle stage',
      'Lead status',
      'Member of a HubSpot list',
      'Company name',
    ]);
    expect(page.find(MultiSelect, { name: 'when-companies-0-values' }).props.options.map(({ label }) => label)).toEqual([
      'Lead',
      'Opportunity',
      'Customer',
    ]);
  });

  it('offers the company above once, although HubSpot has a property of that name too, and keeps a condition on either', async () => {
    const twins = [aProperty('hs_parent_company_id', 'Parent Company'), aProperty('$parent_company', 'Parent company')];
    const properties = { companies: [...PROPERTIES, ...twins], contacts: [] };
    const page = await openCustomers(aCustomersView({ properties }));
    await page.sees('Create in the ERP when');
    const parents = (labels: string[]) => labels.filter((label) => /parent company/i.test(label));
    expect(parents(optionsOf(page, 'add-when-companies'))).toEqual(['Parent Company']);
    const rules = customerRules({ createWhen: [{ property: '$parent_company', values: [] }] });
    const kept = await openCustomers(aCustomersView({ properties, rules }));
    await kept.sees('Create in the ERP when');
    expect(kept.find(Select, { name: 'when-companies-0' }).props.value).toBe('$parent_company');
    expect(optionsOf(kept, 'when-companies-0')).toContain('Parent company');
  });

  it('has several conditions, added and removed, with values from a list or written', async () => {
    const page = await openCustomers(aCustomersView());
    await page.sees('Create in the ERP when');
    addCondition(page, 'add-when-companies');
    await page.sees('or property');
    page.find(MultiSelect, { name: 'when-companies-1-values' }).props.onChange?.(['open']);
    page.find(Select, { name: 'add-when-companies' }).props.onChange?.('name');
    await page.waitFor(() => expect(page.maybeFind(Select, { name: 'when-companies-2' })).not.toBeNull());
    page.find(TextArea, { name: 'when-companies-2-values' }).props.onChange?.('Aceros\n\nBombas');
    page.press('remove-when-companies-0');
    await page.waitFor(() => expect(page.maybeFind(Select, { name: 'when-companies-2' })).toBeNull());
    expect((await saved(page)).companies.createWhen).toEqual([
      { property: 'hs_lead_status', values: ['open'] },
      { property: 'name', values: ['Aceros', 'Bombas'] },
    ]);
  });

  it('may be membership of a list, which is found by its name and kept with it', async () => {
    const lists = [
      { id: '12', name: 'Clientes 2026' },
      { id: '15', name: 'Distribuidores' },
    ];
    const routes = { 'GET /settings/lists/search': { lists, hasMore: true } };
    const page = await openCustomers(aCustomersView({ rules: customerRules({ createWhen: [] }) }), { routes });
    await page.sees('Create in the ERP when');
    page.find(Select, { name: 'add-when-companies' }).props.onChange?.('$lists');
    await page.sees('There are more lists: type part of the name.');
    await page.sees('Who joins the list is found within a quarter of an hour. Who leaves it stays what it is.');
    expect(page.find(MultiSelect, { name: 'when-companies-0-lists' }).props.description).toBe('Choose at least one.');
    page.find(SearchInput, { name: 'when-companies-0-search' }).props.onInput?.('distri');
    await page.waitFor(() =>
      expect(page.server.to('GET /settings/lists/search').at(-1)?.query).toEqual({ objectType: 'companies', query: 'distri' }),
    );
    await page.waitFor(() =>
      expect(page.find(MultiSelect, { name: 'when-companies-0-lists' }).props.options).toEqual([
        { value: '12', label: 'Clientes 2026' },
        { value: '15', label: 'Distribuidores' },
      ]),
    );
    page.find(MultiSelect, { name: 'when-companies-0-lists' }).props.onChange?.(['15']);
    expect((await saved(page)).companies.createWhen).toEqual([{ property: '$lists', values: ['15'], names: { 15: 'Distribuidores' } }]);
  });

  it('shows the lists that were chosen by their names while HubSpot lets none be read', async () => {
    const rules = customerRules({ createWhen: [{ property: '$lists', values: ['15'], names: { 15: 'Distribuidores' } }] });
    const refused = { 'GET /settings/lists/search': { status: 403, body: { code: 'record_lists.no_permission', who: 'administrator' } } };
    const page = await openCustomers(aCustomersView({ rules }), { routes: refused, locale: 'es-mx' });
    await page.sees('es una de estas listas');
    expect(page.find(MultiSelect, { name: 'when-companies-0-lists' }).props.options).toEqual([{ value: '15', label: 'Distribuidores' }]);
  });

  it('starts with no values when another property is chosen', async () => {
    const page = await openCustomers(aCustomersView());
    await page.sees('Create in the ERP when');
    await choose(page, 'when-companies-0', 'hs_lead_status');
    expect((await saved(page)).companies.createWhen).toEqual([{ property: 'hs_lead_status', values: [] }]);
  });

  it('keeps a property in sight that HubSpot no longer has', async () => {
    const rules = customerRules({ createWhen: [{ property: 'old_stage', values: ['won'] }] });
    const page = await openCustomers(aCustomersView({ rules }));
    await page.sees('Create in the ERP when');
    expect(optionsOf(page, 'when-companies-0')[0]).toBe('old_stage (no longer there)');
  });

  it.each([
    [
      'en-us',
      ['Contacts of a company that is a customer become its contact persons', 'Contacts without a company become customers of their own'],
    ],
    [
      'es-mx',
      [
        'Los contactos de una empresa que es cliente pasan a ser sus personas de contacto',
        'Los contactos sin empresa pasan a ser clientes por sí mismos',
      ],
    ],
  ])('asks of contacts what they become (%s)', async (locale, labels) => {
    const page = await openCustomers(aCustomersView(), { locale });
    await page.waitFor(() => expect(page.maybeFind(Tabs, { variant: 'enclosed' })).not.toBeNull());
    expect(page.findAll(Toggle).filter(({ props }) => props.name?.startsWith('customers-'))).toHaveLength(2);
    (page.find(Tabs, { variant: 'enclosed' }).props as { onSelectedChange: (tab: string) => void }).onSelectedChange('contacts');
    await page.waitFor(() => expect(page.findAll(Toggle).map(({ props }) => props.label)).toEqual(expect.arrayContaining(labels)));
  });

  it('saves the switches of contacts beside what is set for companies', async () => {
    const page = await openCustomers(aCustomersView());
    await openContacts(page);
    page.find(Toggle, { name: 'customers-contacts-makesConsumers' }).props.onChange?.(true);
    await page.waitFor(() => expect(page.find(Toggle, { name: 'customers-contacts-makesConsumers' }).props.checked).toBe(true));
    const rules = await saved(page);
    expect(rules.contacts).toMatchObject({ makesConsumers: true, makesContactPersons: true });
    expect(rules.companies).toEqual(objectRules());
  });
});

describe('what new customers get', () => {
  it('names what is required and given by nobody, where it can be given', async () => {
    const page = await openCustomers(aCustomersView());
    await page.sees('What new customers get');
    expect(page.find(Alert).props.title).toBe('The ERP makes no customer without this: Series');
    expect(page.find(Select, { name: 'default-companies-series' }).props).toMatchObject({
      error: true,
      validationMessage: 'Required: give a value, or map a property below.',
    });
    await page.sees('Given when a customer is made, and not changed afterwards.');
    await choose(page, 'default-companies-series', '9');
    await page.waitFor(() => expect(page.text()).not.toContain('The ERP makes no customer without this'));
    expect((await saved(page)).companies.defaults).toEqual({ property_payment_term_id: '2', series: '9' });
  });

  it('misses nothing where none is created', async () => {
    const page = await openCustomers(aCustomersView({ rules: customerRules({ createWhen: [], mayCreateByHand: false }) }));
    await page.sees('What new customers get');
    expect(page.maybeFind(Alert)).toBeNull();
    addCondition(page, 'add-when-companies');
    const titles = () => page.findAll(Alert).map(({ props }) => props.title);
    await page.waitFor(() => expect(titles()).toContain('The ERP makes no customer without this: Series'));
  });

  it('does not count as given what only comes from the ERP', async () => {
    const mapping = [aLine('name', 'name'), aLine('rfc', 'vat', { direction: 'to_hubspot' })];
    const page = await openCustomers(aCustomersView({ rules: customerRules({ mapping }) }));
    await page.sees('What new customers get');
    expect(page.find(Alert).props.title).toBe('The ERP makes no customer without these: Tax ID, Series');
  });

  it('offers what finance decides first, and any other field that can be written', async () => {
    const page = await openCustomers(aCustomersView());
    await page.sees('What new customers get');
    const shown = page.findAll(Select).filter(({ props }) => props.name?.startsWith('default-'));
    expect(shown.map(({ props }) => props.label)).toEqual(['Series', 'Payment terms', 'Price list', 'Salesperson']);
    expect(optionsOf(page, 'add-default-companies')).toEqual(['Name', 'Phone', 'Tax ID', 'Country', 'Notes', 'Customer since']);
    await choose(page, 'add-default-companies', 'comment');
    page.press('add-default-companies');
    await page.waitFor(() => expect(page.maybeFind(Input, { name: 'default-companies-comment' })).not.toBeNull());
    page.find(Input, { name: 'default-companies-comment' }).props.onChange?.('From HubSpot');
    await page.waitFor(() => expect(page.find(Input, { name: 'default-companies-comment' }).props.value).toBe('From HubSpot'));
    page.find(Input, { name: 'default-companies-comment' }).props.onChange?.('');
    await page.waitFor(() => expect(page.find(Input, { name: 'default-companies-comment' }).props.value).toBe(''));
    expect((await saved(page)).companies.defaults).toEqual({ property_payment_term_id: '2' });
  });

  it('keeps a value in sight that the ERP no longer offers', async () => {
    const page = await openCustomers(aCustomersView({ rules: customerRules({ defaults: { property_payment_term_id: '88' } }) }));
    await page.sees('What new customers get');
    expect(optionsOf(page, 'default-companies-property_payment_term_id')).toEqual(['The ERP decides', '88', 'Immediate', '30 days']);
  });
});

describe('a new line of the mapping', () => {
  const add = async (view = aCustomersView(), options: Parameters<typeof openCustomers>[1] = {}) => {
    const page = await openCustomers(view, options);
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'add-field-companies')).not.toBeNull());
    page.press('add-field-companies');
    await page.waitFor(() => expect(page.maybeFind(Select, { name: 'add-property-companies' })).not.toBeNull());
    return page;
  };

  it('offers only what fits, and says how many do not and why', async () => {
    const page = await add();
    expect(optionsOf(page, 'add-erp-field-companies')).toContain('Customer since (date)');
    await choose(page, 'add-property-companies', 'lifecyclestage');
    await page.reads('2 fields are not offered: they hold another kind of value than "Lifecycle stage" (choice).');
    expect(optionsOf(page, 'add-erp-field-companies')).toEqual([
      'Choose',
      'Payment terms (choice)',
      'Price list (choice)',
      'Series (choice)',
      'Notes (text)',
    ]);
  });

  it('does not join two that nobody can write', async () => {
    const page = await add();
    await choose(page, 'add-property-companies', 'credit_limit');
    await page.reads(
      '1 field is not offered: it can only be read from the ERP, and HubSpot fills "Credit limit" itself, so nothing could be written.',
    );
    expect(optionsOf(page, 'add-erp-field-companies')).not.toContain('Total receivable (number)');
  });

  it('goes as far as both sides allow, with values of the same name joined', async () => {
    const properties = [...PROPERTIES, aProperty('terms', 'Terms', { type: 'choice', options: [{ value: 'a', label: '30 DAYS' }] })];
    const page = await add(aCustomersView({ properties: { companies: properties, contacts: [] } }));
    await choose(page, 'add-property-companies', 'terms');
    await choose(page, 'add-erp-field-companies', 'property_payment_term_id');
    page.press('take-field-companies');
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'edit-companies-property_payment_term_id')).not.toBeNull());
    page.press('add-field-companies');
    await page.waitFor(() => expect(page.maybeFind(Select, { name: 'add-property-companies' })).not.toBeNull());
    await choose(page, 'add-property-companies', 'annualrevenue');
    await choose(page, 'add-erp-field-companies', 'credit');
    page.press('take-field-companies');
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'edit-companies-credit')).not.toBeNull());
    expect((await saved(page)).companies.mapping.slice(-2)).toEqual([
      aLine('terms', 'property_payment_term_id', { translation: [{ hubspot: 'a', erp: '2' }] }),
      aLine('annualrevenue', 'credit', { direction: 'to_hubspot' }),
    ]);
  });

  it.each([
    ['en-us', 'Create a HubSpot property like "Customer since"', 'HubSpot has a property "Customer since" now.'],
    ['es-mx', 'Crear una propiedad de HubSpot como «Customer since»', 'HubSpot ya tiene la propiedad «Customer since».'],
  ])('can make the property that HubSpot lacks (%s)', async (locale, label, success) => {
    const made = aProperty('erp_since', 'Customer since', { type: 'date' });
    let properties = PROPERTIES;
    const page = await add((() => aCustomersView({ properties: { companies: properties, contacts: [] } })) as never, {
      locale,
      routes: {
        'POST /settings/customers/property': () => {
          properties = [...PROPERTIES, made];
          return made;
        },
      },
    });
    await choose(page, 'add-erp-field-companies', 'x_since');
    await page.reads(label);
    page.press('like-field-companies');
    expect(await page.sent('/customers/property')).toEqual({ connectionId: 'c1', objectType: 'companies', field: 'x_since' });
    await page.waitFor(() => expect(page.find(Select, { name: 'add-property-companies' }).props.value).toBe('erp_since'));
    await page.waitFor(() => expect(page.alerts()).toEqual([success]));
  });

  it('does not offer what has a line already', async () => {
    const page = await add();
    expect(optionsOf(page, 'add-property-companies')).not.toContain('Phone number (text)');
    expect(optionsOf(page, 'add-erp-field-companies')).not.toContain('Phone (text)');
  });

  it('takes every field of an ERP that has a word of its own for yes and no only with its kind', async () => {
    const fields = [...FIELDS, aField('is_vip', 'VIP', { type: 'boolean' })];
    const page = await add(aCustomersView({ fields: { companies: fields, contacts: [] } }));
    await choose(page, 'add-property-companies', 'lifecyclestage');
    expect(optionsOf(page, 'add-erp-field-companies')).toContain('VIP (yes or no)');
    await choose(page, 'add-erp-field-companies', 'is_vip');
    expect(optionsOf(page, 'add-property-companies')).toEqual(['Choose', 'Lifecycle stage (choice)', 'Lead status (choice)']);
  });
});
