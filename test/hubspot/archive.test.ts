import { describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { TransientError } from '../../server/shared/errors.ts';
import { recordId } from '../../server/shared/ids.ts';
import { useNock } from '../support/nock.ts';
import { aClient, API, failureOf, live } from './a-client.ts';

useNock();

const ARCHIVE = '/crm/objects/2026-09/companies/batch/archive';

describe('archiving a batch', () => {
  it('names the records, and takes the empty answer for done', async () => {
    const call = nock(API)
      .post(ARCHIVE, { inputs: [{ id: '1' }, { id: '2' }] })
      .reply(204);
    await aClient().client.batchArchive('companies', [recordId('1'), recordId('2')], live);
    expect(call.isDone()).toBe(true);
  });

  it('of nothing asks nothing', async () => {
    await aClient().client.batchArchive('companies', [], live);
  });

  it('without an answer leaves no doubt, because twice is the same as once', async () => {
    nock(API).post(ARCHIVE).replyWithError('socket hang up');
    expect(await failureOf(aClient().client.batchArchive('companies', [recordId('1')], live))).toBeInstanceOf(TransientError);
  });
});
