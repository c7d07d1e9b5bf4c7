import { describe, expect, it } from '@jest/globals';
import { placeOf } from './page/places.ts';

const PAGE = 'http://localhost:3000/#/companies/1';

describe('an address of HubSpot', () => {
  it.each([
    ['https://app.hubspot.com/contacts/4711/record/0-2/9100000022', '#/companies/9100000022'],
    ['https://app-eu1.hubspot.com/contacts/4711/record/0-7/5', '#/products/5'],
    ['https://app.hubspot.com/contacts/4711/objectLists/12', '#/lists/12'],
    ['/integrations-settings/4711/installed', '#/settings'],
    ['https://app.hubspot.com/settings/4711/users', '#/settings'],
    ['/workflows/4711', '#/workflows'],
  ])('leads to the same on the page: %s', (href, place) => {
    expect(placeOf(href, PAGE)).toBe(place);
  });

  it.each([['http://127.0.0.1:8069/web#id=5'], ['https://example.com/workflows/4711'], ['#/contacts']])(
    'is not seen in another one: %s',
    (href) => {
      expect(placeOf(href, PAGE)).toBeNull();
    },
  );
});
