import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Faults } from './faults.ts';
import { serve, type FakeServer } from './http.ts';

let faults: Faults;
let server: FakeServer;
let done: string[];

beforeEach(async () => {
  faults = new Faults();
  done = [];
  server = await serve({
    faults,
    handle: ({ path }) => {
      done.push(path);
      return { status: 200, body: { path } };
    },
  });
});

afterEach(() => server.close());

const get = async (path: string) => (await fetch(server.url + path)).status;

describe('bad days of a fake', () => {
  it('come to the requests they are meant for, as often as told', async () => {
    faults.next({ kind: 'status', status: 503, match: /^GET \/a/, times: 2 });
    const statuses = [];
    for (const path of ['/b', '/a', '/a', '/a']) statuses.push(await get(path));
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(done).toEqual(['/b', '/a']);
  });

  it('hang without doing anything until they are cleared', async () => {
    faults.next({ kind: 'hang' });
    const hanging = get('/a').then(
      () => 'answered',
      () => 'cut',
    );
    while (faults.pending() > 0) await new Promise(setImmediate);
    faults.clear();
    expect(await hanging).toBe('cut');
    expect(done).toEqual([]);
  });

  it('hide what was done: a proxy gave up, or nothing is heard any more', async () => {
    faults.next({ kind: 'status', status: 504, afterWork: true });
    expect(await get('/a')).toBe(504);
    faults.next({ kind: 'hang', afterWork: true });
    const hanging = get('/b').catch(() => 'cut');
    while (done.length < 2) await new Promise(setImmediate);
    faults.clear();
    expect(await hanging).toBe('cut');
    expect(done).toEqual(['/a', '/b']);
  });

  it('are slow, but do it', async () => {
    faults.next({ kind: 'slow', ms: 30 });
    const startedAt = performance.now();
    expect(await get('/a')).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29);
  });

  it('strike at random, the same way for the same seed', async () => {
    const soak = async () => {
      faults.random({
        rate: 0.3,
        seed: 5,
        faults: [
          { kind: 'status', status: 500 },
          { kind: 'status', status: 502 },
        ],
      });
      const statuses = [];
      for (let call = 0; call < 100; call++) statuses.push(await get('/a'));
      return statuses;
    };
    const first = await soak();
    const struck = first.filter((status) => status !== 200);
    expect(struck.length).toBeGreaterThan(15);
    expect(struck.length).toBeLessThan(45);
    expect(new Set(struck)).toEqual(new Set([500, 502]));
    expect(faults.met).toHaveLength(struck.length);
    expect(await soak()).toEqual(first);
  });
});
