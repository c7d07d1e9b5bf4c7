import { describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { readLineItems } from '../../server/hubspot/line-items.ts';
import { recordId } from '../../server/shared/ids.ts';
import { useNock } from '../support/nock.ts';
import { aClient, API, live } from './a-client.ts';

useNock();

const LINES = '/crm/objects/2026-09/line_items/batch/read';
const dealIds = ['1', '2', '3'].map(recordId);

describe('the lines of deals', () => {
  it('come by deal, a hundred at a time, without those that went meanwhile', async () => {
    const many = Array.from({ length: 101 }, (_, index) => 1_000 + index);
    nock(API)
      .post('/crm/associations/2026-09/deals/line_items/batch/read', { inputs: [{ id: '1' }, { id: '2' }, { id: '3' }] })
      .reply(207, {
        results: [
          { from: { id: '1' }, to: many.map((toObjectId) => ({ toObjectId })) },
          { from: { id: '2' }, to: [{ toObjectId: 5 }] },
        ],
        errors: [{ category: 'OBJECT_NOT_FOUND', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', message: 'none' }],
      });
    nock(API)
      .post(LINES, (body) => body.inputs.length === 100 && body.properties.includes('quantity'))
      .reply(200, { results: many.slice(0, 100).map((id) => ({ id, properties: { quantity: '1' } })) })
      .post(LINES, (body) => body.inputs.length === 2)
      .reply(207, {
        results: [{ id: 5, properties: { quantity: '3' } }],
        errors: [{ category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['1100'] } }],
      });
    const lines = await readLineItems(aClient().client, { objectType: 'deals', ids: dealIds, properties: ['quantity'] }, live);
    expect([...lines].map(([dealId, of]) => [dealId, of.length])).toEqual([
      ['1', 100],
      ['2', 1],
    ]);
    expect(lines.get(recordId('2'))).toMatchObject([{ id: '5', properties: { quantity: '3' } }]);
  });

  it('are not asked for where no deal has any', async () => {
    nock(API)
      .post('/crm/associations/2026-09/deals/line_items/batch/read')
      .reply(207, { errors: [{ category: 'OBJECT_NOT_FOUND', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', message: 'none' }] });
    expect(await readLineItems(aClient().client, { objectType: 'deals', ids: dealIds, properties: [] }, live)).toEqual(new Map());
  });
});
