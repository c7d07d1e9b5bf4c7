import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHubSpotClient } from '../../server/hubspot/client.ts';
import { readLineItems } from '../../server/hubspot/line-items.ts';
import type { HubSpotClient } from '../../server/hubspot/contract.ts';
import { CATALOG_SCOPES, QUOTE_SCOPES } from '../../server/hubspot/scopes.ts';
import { recordId, type RecordId } from '../../server/shared/ids.ts';
import { readChangedRecords } from '../../server/sync/inbox/changed-records.ts';
import { isSigned, SIGNATURE_PROPERTIES } from '../../server/sync/orders/signed-quotes.ts';
import { recordingLog } from '../support/log.ts';
import { startHubSpotFake, type HubSpotFake, type Portal } from './hubspot/index.ts';
import { SCOPES } from './hubspot/test-api.ts';

// The client's calls about quotes, on the double that keeps HubSpot's rules for objects.
const live = { priority: 'live' } as const;
let fake: HubSpotFake;
let portal: Portal;
let client: HubSpotClient;

beforeEach(async () => {
  fake = await startHubSpotFake();
  portal = fake.addPortal({ portalId: 7 });
  const token = portal.install([...SCOPES, ...CATALOG_SCOPES, ...QUOTE_SCOPES]).access_token;
  client = createHubSpotClient({
    ...{ apiUrl: fake.url, accessToken: async () => token, refreshAfter401: async () => token, lease: async () => undefined },
    ...{ log: recordingLog(), now: () => new Date(), timeoutMs: 2_000 },
  });
});
afterEach(() => fake.close());

const aQuote = (): [deal: RecordId, quote: RecordId] => {
  const deal = portal.users.createDeal({ dealname: 'Support' });
  return [recordId(deal), recordId(portal.users.createQuote(deal))];
};
async function changedSince(since: number): Promise<[RecordId, boolean][]> {
  const asked = { objectType: 'quotes', since, filters: [], properties: SIGNATURE_PROPERTIES } as const;
  const found: [RecordId, boolean][] = [];
  for await (const records of readChangedRecords(client, asked, undefined))
    found.push(...records.map(({ id, properties }): [RecordId, boolean] => [id, isSigned(properties)]));
  return found;
}

describe('quotes', () => {
  it('are of a deal, found when they change, and their history says when they were signed', async () => {
    const since = Date.now() - 1_000;
    const [deal, quote] = aQuote();
    expect(await changedSince(since)).toEqual([[quote, false]]);
    portal.users.signQuote(quote);
    portal.users.endQuote(quote, 'EXPIRED');
    expect(await changedSince(since)).toEqual([[quote, true]]);
    expect(await client.associatedIds('deals', [deal], 'quotes', live)).toEqual(new Map([[deal, [quote]]]));
    expect(await client.associatedIds('quotes', [quote], 'deals', live)).toEqual(new Map([[quote, [deal]]]));
    const request = { ids: [quote], properties: SIGNATURE_PROPERTIES };
    const history = (await client.propertyHistories('quotes', request, live)).get(quote)!;
    expect(history['hs_sign_status']!.map(({ value }) => value)).toEqual(['ESIGN_COMPLETED', 'ESIGN_PENDING']);
    expect(history['hs_sign_status']![0]!.at.getTime()).toBeGreaterThan(since);
  });

  it('count as signed when their buyer accepts them, and as nothing when they are withdrawn', async () => {
    const [[, accepted], [, withdrawn]] = [aQuote(), aQuote()];
    portal.users.endQuote(accepted, 'ACCEPTED');
    portal.users.signQuote(withdrawn);
    portal.users.endQuote(withdrawn, 'VOID');
    expect(new Map(await changedSince(0))).toEqual(
      new Map([
        [accepted, true],
        [withdrawn, false],
      ]),
    );
  });

  it('have copies of the lines that their deal had', async () => {
    const deal = portal.users.createDeal({ dealname: 'Support' });
    const sold = { quantity: '2', price: '50', hs_discount_percentage: '10', recurringbillingfrequency: 'monthly' };
    const line = portal.users.addLine(deal, { name: 'Hours', ...sold });
    const quote = recordId(portal.users.createQuote(deal));
    portal.users.edit('line_items', line, { price: '60' });
    const read = await readLineItems(client, { objectType: 'quotes', ids: [quote], properties: Object.keys(sold) }, live);
    expect(read.get(quote)).toMatchObject([{ properties: sold }]);
    expect(read.get(quote)![0]!.id).not.toBe(line);
    const asked = { ids: [quote], properties: ['hs_quote_amount'] };
    expect((await client.batchRead('quotes', asked, live)).get(quote)!.properties).toMatchObject({ hs_quote_amount: '90.00' });
  });

  it('are read with a scope of their own', async () => {
    const [deal, quote] = aQuote();
    portal.withdrawScopes(...QUOTE_SCOPES);
    const refused = { code: 'hubspot.scope_missing' };
    await expect(changedSince(0)).rejects.toMatchObject(refused);
    await expect(client.associatedIds('deals', [deal], 'quotes', live)).rejects.toMatchObject(refused);
    const request = { ids: [quote], properties: SIGNATURE_PROPERTIES };
    await expect(client.propertyHistories('quotes', request, live)).rejects.toMatchObject(refused);
  });
});
