import { describe, expect, it } from '@jest/globals';
import { batchCalls } from '../../server/http/batch-calls.ts';

function someWork() {
  const done: (readonly number[])[] = [];
  const turns: PromiseWithResolvers<void>[] = [];
  const bring = batchCalls<number>((items) => {
    done.push([...items]);
    const turn = Promise.withResolvers<void>();
    turns.push(turn);
    return turn.promise;
  }, 4);
  return { done, turns, bring };
}

const aTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('work done together', () => {
  it('begins at once when nothing is under way', async () => {
    const { done, turns, bring } = someWork();
    const first = bring([1]);
    await aTurn();
    expect(done).toEqual([[1]]);
    turns[0]?.resolve();
    await first;
    const second = bring([2]);
    await aTurn();
    expect(done).toEqual([[1], [2]]);
    turns[1]?.resolve();
    await second;
  });

  it('holds all that came meanwhile, up to the most, one after the other', async () => {
    const { done, turns, bring } = someWork();
    const ended: string[] = [];
    const first = bring([1]).then(() => ended.push('1'));
    await aTurn();
    const meanwhile = [[2, 3], [4, 5], [6], [7, 8, 9, 10, 11]].map((items) => bring(items).then(() => ended.push(String(items))));
    for (let turn = 0; turn < 4; turn++) {
      await aTurn();
      expect(done).toHaveLength(turn + 1);
      turns[turn]?.resolve();
    }
    await Promise.all([first, ...meanwhile]);
    // More than the most is done alone.
    expect(done).toEqual([[1], [2, 3, 4, 5], [6], [7, 8, 9, 10, 11]]);
    expect(ended).toEqual(['1', '2,3', '4,5', '6', '7,8,9,10,11']);
  });

  it('fails for those who brought it, and not for those who come after', async () => {
    const { turns, bring } = someWork();
    const first = bring([1]);
    await aTurn();
    const [second, third] = [bring([2]), bring([3])];
    turns[0]?.reject(new Error('no disk'));
    await expect(first).rejects.toThrow('no disk');
    await aTurn();
    turns[1]?.reject(new Error('no queue'));
    await expect(second).rejects.toThrow('no queue');
    await expect(third).rejects.toThrow('no queue');
    const fourth = bring([4]);
    await aTurn();
    turns[2]?.resolve();
    await fourth;
  });
});
