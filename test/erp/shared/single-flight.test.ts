import { describe, expect, it } from '@jest/globals';
import { singleFlight } from '../../../server/erp/shared/single-flight.ts';

const never = new AbortController().signal;

/** Tasks that end when the test says so. */
function tasks() {
  const started: PromiseWithResolvers<string>[] = [];
  const task = (): Promise<string> => {
    started.push(Promise.withResolvers());
    return started.at(-1)!.promise;
  };
  return { started, task };
}

describe('a task in single flight', () => {
  it('is run once for all who ask, and its answer is kept', async () => {
    const { started, task } = tasks();
    const flight = singleFlight(task);
    const both = Promise.all([flight.get(never), flight.get(never)]);
    started[0]?.resolve('one');
    expect(await both).toEqual(['one', 'one']);
    expect(await flight.get(never)).toBe('one');
    expect(started).toHaveLength(1);
  });

  it('is run again after a failure, for whoever asks then', async () => {
    const { started, task } = tasks();
    const flight = singleFlight(task);
    const first = flight.get(never);
    started[0]?.reject(new Error('down'));
    await expect(first).rejects.toThrow('down');
    const second = flight.get(never);
    started[1]?.resolve('up');
    expect(await second).toBe('up');
  });

  it('goes on for the others when one gives up', async () => {
    const { started, task } = tasks();
    const flight = singleFlight(task);
    const impatient = new AbortController();
    const [gone, patient] = [flight.get(impatient.signal), flight.get(never)];
    impatient.abort(new Error('stopping'));
    await expect(gone).rejects.toThrow('stopping');
    started[0]?.resolve('one');
    expect(await patient).toBe('one');
    expect(started).toHaveLength(1);
  });

  it('is forgotten once by all who found the same answer stale', async () => {
    const { started, task } = tasks();
    const flight = singleFlight(task);
    const first = flight.get(never);
    started[0]?.resolve('old');
    const old = await first;
    flight.forget(old);
    const second = flight.get(never);
    started[1]?.resolve('new');
    await second;
    flight.forget(old);
    expect(await flight.get(never)).toBe('new');
  });

  it('is run again after a while where one is named, and not before', async () => {
    const { started, task } = tasks();
    let at = 0;
    const flight = singleFlight(task, { forMs: 1_000, now: () => new Date(at) });
    const ask = async (answer: string) => {
      const asked = flight.get(never);
      started.at(-1)?.resolve(answer);
      return asked;
    };
    expect(await ask('one')).toBe('one');
    at = 1_000;
    expect(await ask('two')).toBe('one');
    at = 1_001;
    expect(await ask('three')).toBe('three');
  });
});
