import { describe, expect, it } from '@jest/globals';
import { Button, StatusTag } from '@hubspot/ui-extensions';
import type { CustomerCard } from '../../hubspot-app/app/cards/api/customers.ts';
import { aChange, aPair, customerCard } from './customers.ts';
import { openTab } from './tab.tsx';

type Card = ReturnType<typeof openTab>;

/** A linked company whose fields are kept in step. */
const open = (
  customer: Partial<CustomerCard>,
  routes: Parameters<typeof openTab>[0] = {},
  options: Parameters<typeof openTab>[1] = {},
): Card => openTab({ 'GET /cards/customer': customerCard({ pairs: [aPair()], ...customer }), ...routes }, options);

const press = (card: Card, testId: string) => card.findByTestId(Button, testId).trigger('onClick');

describe('freezing', () => {
  const freezing = (pair = aPair()) => {
    let current = pair;
    const change = (next: typeof pair) => ((current = next), { done: true });
    return {
      'GET /cards/customer': () => customerCard({ pairs: [current], changes: [aChange()] }),
      'POST /cards/customer/freeze': ({ body }: { body: Record<string, unknown> }) =>
        body['property'] === null
          ? change(aPair({ isFrozen: body['isFrozen'] === true }))
          : change(aPair({ frozen: body['isFrozen'] === true ? ['phone'] : [] })),
    };
  };

  it('says what it means, and leaves one field alone, from its history or from the list', async () => {
    const card = open({}, freezing());
    await card.sees('Puente writes it neither to HubSpot nor to Aceros ERP');
    press(card, 'freeze-of-1');
    await card.sees('3 of 4 fields');
    expect(card.findByTestId(StatusTag, 'fields-7-1').text).toBe('1 frozen');
    expect(card.mocks.actions.addAlert.calls[0]?.[0].message).toBe('Phone number is frozen: both sides keep what they have.');
    expect(card.findByTestId(Button, 'freeze-7-phone').text).toBe('Unfreeze');
    press(card, 'freeze-7-phone');
    await card.sees('In step with Aceros ERP: 4 fields');
    expect(card.server.to('POST /cards/customer/freeze').map(({ body }) => [body['property'], body['isFrozen']])).toEqual([
      ['phone', true],
      ['phone', false],
    ]);
  });

  it('freezes the whole record, and lets it go on', async () => {
    const card = open({}, freezing(), { locale: 'es-mx' });
    await card.sees('Congelar todo el registro');
    press(card, 'freeze-all-7');
    await card.sees('Congelado: ningún campo se mantiene igual que en Aceros ERP');
    expect(card.maybeFind(Button, { testId: 'freeze-7-phone' })).toBeNull();
    press(card, 'freeze-all-7');
    await card.sees('Igual en Aceros ERP: 4 campos');
    expect(card.server.to('POST /cards/customer/freeze').map(({ body }) => body['property'])).toEqual([null, null]);
  });
});
