import { describe, expect, it } from '@jest/globals';
import { StatusTag } from '@hubspot/ui-extensions';
import type { CustomerCard } from '../../hubspot-app/app/cards/api/customers.ts';
import { aPair, customerCard } from './customers.ts';
import { openTab } from './tab.tsx';
import { aCustomer, linkedView } from './views.ts';

type Card = ReturnType<typeof openTab>;

const open = (
  customer: Partial<CustomerCard>,
  routes: Parameters<typeof openTab>[0] = {},
  options: Parameters<typeof openTab>[1] = {},
): Card => openTab({ 'GET /cards/customer': customerCard(customer), ...routes }, options);
const status = (card: Card) => card.findByTestId(StatusTag, 'fields-7');

describe('the fields of a linked record', () => {
  it('name the customer where two of one ERP are on the record', async () => {
    const customers = [aCustomer({ id: '7', name: 'Norte', number: null }), aCustomer({ id: '8', name: 'Sur', number: 'C-8' })];
    const pairs = [aPair(), aPair({ customerId: '8' })];
    const card = open({ pairs }, { 'GET /cards/record': linkedView({ customers, canDecide: false }) });
    await card.sees('In step with Norte (Aceros ERP): 4 fields');
    await card.sees('In step with Sur · C-8 (Aceros ERP): 4 fields');
  });

  it.each([
    ['en-us', 'undo', '1 field differs from Aceros ERP', 'Differs since Nov 12, 2:02 PM, because Alma Ruiz took a change back.'],
    ['es-mx', 'undo', '1 campo difiere de Aceros ERP', 'Alma Ruiz deshizo un cambio. Los dos lados conservan su valor'],
    [
      'en-us',
      'person',
      '1 field differs from Aceros ERP',
      'because Alma Ruiz left both values. Both sides keep their value until one is edited',
    ],
  ] as const)('are not called in step where a person left both sides different (%s, %s)', async (locale, rule, sentence, why) => {
    const differs = [{ property: 'phone', since: '2026-11-12T20:02:00Z', rule, by: 'Alma Ruiz' }];
    const card = open({ pairs: [aPair({ differs })] }, {}, { locale });
    await card.sees(sentence);
    expect(status(card).props.variant).toBe('info');
    expect(card.text()).toContain(why);
  });

  it.each([
    ['en-us', 'In step with Aceros ERP, 1 value worth a look', 'The check digit of the tax ID BNU150312AB8 does not fit'],
    ['es-mx', 'Al día con Aceros ERP, 1 valor por revisar', 'El dígito verificador del RFC BNU150312AB8 no cuadra'],
  ])('are worth a look where a tax id is doubtful on both sides (%s)', async (locale, sentence, what) => {
    const reason = { code: 'customer.tax_id_check_digit', params: { taxId: 'BNU150312AB8' } };
    const card = open({ pairs: [aPair({ warnings: [{ property: 'phone', reason }] })] }, {}, { locale });
    await card.sees(sentence);
    expect(status(card).props.variant).toBe('warning');
    expect(card.text()).toContain(what);
  });

  it('are counted apart where the rule leaves both sides different', async () => {
    const differs = [{ property: 'phone', since: '2026-11-12T20:02:00Z', rule: 'fill_if_empty' as const, by: null }];
    const card = open({ pairs: [aPair({ differs })] });
    await card.sees('In step with Aceros ERP: 3 of 4 fields');
    expect(card.findByTestId(StatusTag, 'fields-7-1').text).toBe('1 left different by its rule');
    expect(card.text()).toContain('its rule leaves both as they are. Both sides keep their value');
  });
});
