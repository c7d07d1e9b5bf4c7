import { describe, expect, it, jest } from '@jest/globals';
import nock from 'nock';
import { recordId } from '../../server/shared/ids.ts';
import { useNock } from '../support/nock.ts';
import { aClient, API, live } from './a-client.ts';

useNock();

interface Body {
  inputs: { recordId: string }[];
}

/** HubSpot, where a part of each answer fails that one of these stands in, and those who are in no list are not named. */
function failingFor(culprits: readonly string[], members: readonly string[]) {
  const asked: number[] = [];
  nock(API)
    .post(/memberships\/batch\/read/)
    .times(100)
    .optionally()
    .reply(200, async (request: Request) => {
      const ids = ((await request.json()) as Body).inputs.map(({ recordId: id }) => id);
      asked.push(ids.length);
      const results = ids.filter((id) => members.includes(id) && !culprits.includes(id));
      return {
        results: results.map((id) => ({ recordId: id, recordListMemberships: [{ listId: '7' }] })),
        ...(ids.some((id) => culprits.includes(id)) && { errors: [{ category: 'INTERNAL_ERROR' }] }),
      };
    });
  return asked;
}

const IDS = Array.from({ length: 100 }, (_, at) => recordId(String(at + 1)));

describe('the lists of many records, of which a part of the answer fails', () => {
  it('are told of all but the one that failed', async () => {
    const asked = failingFor(['73'], ['5']);
    const told = await aClient().client.membershipsOf('companies', IDS, live);
    expect(IDS.filter((id) => !told.has(id))).toEqual(['73']);
    expect([told.get(recordId('5')), told.get(recordId('72'))]).toEqual([['7'], []]);
    expect(asked.length).toBeLessThan(17);
  });

  it('are asked for no more often than that, however many fail', async () => {
    const asked = failingFor(IDS, []);
    expect((await aClient().client.membershipsOf('companies', IDS, live)).size).toBe(0);
    expect(asked.length).toBeLessThan(18);
  });

  it('are waited for less long than other answers', async () => {
    failingFor([], []);
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    await aClient().client.membershipsOf('companies', IDS, live);
    expect(timeout.mock.calls).toEqual([[10_000]]);
    timeout.mockRestore();
  });
});
