import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { propertiesOf } from '../../../server/records/catalogue/index.ts';
import { startHubSpotFake, type HubSpotFake } from '../../fakes/hubspot/index.ts';
import { describeOurs } from './properties.ts';

let hubspot: HubSpotFake;
beforeEach(async () => {
  hubspot = await startHubSpotFake();
});
afterEach(() => hubspot.close());

it("the product page shows all of HubSpot's own properties that the app writes, but for the cost, which nobody switched on", () => {
  const portal = hubspot.addPortal({ portalId: 7, companyCurrency: 'MXN', additionalCurrencies: ['USD'] });
  const shown = describeOurs(portal, 'products', { recurringbillingfrequency: 'monthly' });
  const there = portal.crm.definitions('products');
  const written = propertiesOf('products').filter(({ name, isStandard }) => isStandard && there.get(name) && !name.includes('cost'));
  expect(shown.map(({ name }) => name).sort()).toEqual(written.map(({ name }) => name).sort());
  expect(shown.find(({ name }) => name === 'recurringbillingfrequency')).toMatchObject({ label: 'Billing frequency', value: 'monthly' });
});
