import { afterAll, afterEach, beforeAll } from '@jest/globals';
import nock from 'nock';

/** Only answers written down in the test, and this machine's own servers. Call it once at the top of a file. */
export function useNock(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    nock.enableNetConnect('127.0.0.1');
  });
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    if (unused.length > 0) throw new Error(`Not asked for: ${unused.join(', ')}`);
  });
  // Node's http module is shared by all test files of a process: left patched, the next file's requests would hang.
  afterAll(() => nock.restore());
}
