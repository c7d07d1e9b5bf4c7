import { describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { ReconnectError, RecordRejectedError, TransientError } from '../../server/shared/errors.ts';
import { useNock } from '../support/nock.ts';
import { aClient, API, failureOf, live } from './a-client.ts';

useNock();

const UPSERT = '/crm/objects/2026-03/products/batch/upsert';
const anInput = (id: string, properties: Record<string, string> = { price: '12.50' }) => ({ id, properties });
const upsert = (client: ReturnType<typeof aClient>['client'], ...inputs: ReturnType<typeof anInput>[]) =>
  client.batchUpsert('products', { idProperty: 'erp_product_key', inputs }, live);

describe('upserting a batch', () => {
  it('says of each record whether it is new, and which key it stands for', async () => {
    nock(API)
      .post(UPSERT, {
        inputs: [
          { id: 'odoo:1:7', idProperty: 'erp_product_key', properties: { price: '12.50' }, objectWriteTraceId: '0' },
          { id: 'odoo:1:8', idProperty: 'erp_product_key', properties: { price: '1' }, objectWriteTraceId: '1' },
        ],
      })
      .reply(200, {
        results: [
          { id: 31, new: true, objectWriteTraceId: '1', properties: { price: '1' } },
          { id: 30, new: false, properties: { price: '12.5', erp_product_key: 'ODOO:1:7' } },
        ],
      });
    const outcome = await upsert(aClient().client, anInput('odoo:1:7'), anInput('odoo:1:8', { price: '1' }));
    expect(outcome).toEqual({
      written: [
        { id: '31', key: 'odoo:1:8', isNew: true, properties: { price: '1' }, archived: false },
        { id: '30', key: 'odoo:1:7', isNew: false, properties: { price: '12.5', erp_product_key: 'ODOO:1:7' }, archived: false },
      ],
      refused: [],
    });
  });

  it('attributes each refusal to its key, and a nameless one to the keys that nothing was written for', async () => {
    nock(API)
      .post(UPSERT)
      .reply(207, {
        results: [{ id: '30', new: false, objectWriteTraceId: '0', properties: {} }],
        errors: [
          {
            category: 'VALIDATION_ERROR',
            context: { objectWriteTraceId: ['1'] },
            errors: [{ code: 'INVALID_DOUBLE', message: 'x was not a valid number.', context: { propertyName: ['price'] } }],
          },
          { message: 'something else' },
        ],
      });
    const outcome = await upsert(aClient().client, anInput('a'), anInput('b'), anInput('c'));
    expect(outcome.written.map(({ key }) => key)).toEqual(['a']);
    expect(outcome.refused.map(({ id, properties }) => [id, properties])).toEqual([
      ['b', ['price']],
      ['c', []],
    ]);
  });

  it('is refused as a whole where HubSpot says so, and asked again after an answer that says nothing', async () => {
    const { client } = aClient();
    nock(API)
      .post(UPSERT)
      .reply(400, { category: 'VALIDATION_ERROR', message: 'Duplicate', errors: [{ code: 'CONFLICTING_UNIQUE_VALUE', message: 'taken' }] });
    const refusal = await failureOf(upsert(client, anInput('a')));
    expect(refusal).toBeInstanceOf(RecordRejectedError);
    expect(refusal).toMatchObject({ code: 'hubspot.already_exists' });
    nock(API)
      .post(UPSERT)
      .reply(200, { results: [{ id: '1', new: true, properties: {} }] });
    expect(await failureOf(upsert(client, anInput('a')))).toBeInstanceOf(TransientError);
    nock(API).post(UPSERT).replyWithError('socket hang up');
    expect(await failureOf(upsert(client, anInput('a')))).toBeInstanceOf(TransientError);
  });

  it('refuses to send one key twice or more than a batch holds, and sends nothing for nothing', async () => {
    const { client } = aClient();
    await expect(upsert(client, anInput('a'), anInput('a'))).rejects.toThrow('twice');
    await expect(upsert(client, ...Array.from({ length: 101 }, (_, index) => anInput(String(index))))).rejects.toThrow('100');
    expect(await upsert(client)).toEqual({ written: [], refused: [] });
  });

  it('leaves the portal running where the account did not grant the scope of products', async () => {
    const missed: ReconnectError[] = [];
    const { client } = aClient({ onReconnectNeeded: async (error) => void missed.push(error) });
    nock(API).post(UPSERT).reply(403, { category: 'MISSING_SCOPES', message: 'no' });
    expect(await failureOf(upsert(client, anInput('a')))).toMatchObject({ code: 'hubspot.scope_missing' });
    nock(API).get('/crm/properties/2026-09/products').reply(403, { category: 'MISSING_SCOPES', message: 'no' });
    expect(await failureOf(client.listProperties('products', live))).toMatchObject({ code: 'hubspot.scope_missing' });
    expect(missed).toEqual([]);
    nock(API).get('/crm/properties/2026-09/deals').reply(403, { category: 'MISSING_SCOPES', message: 'no' });
    expect(await failureOf(client.listProperties('deals', live))).toBeInstanceOf(ReconnectError);
    expect(missed).toHaveLength(1);
  });
});
