import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from '@jest/globals';

interface HintReceiver {
  /** Where an ERP is to call. */
  url(): string;
  /** The bodies of all calls since the test began. */
  received(): readonly unknown[];
}

/** Stands where an ERP's change hints arrive. Call it once, at the top of the file or of a `describe`. */
export function useHintReceiver(): HintReceiver {
  let bodies: unknown[] = [];
  let url = '';
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      res.end();
    });
  });
  beforeEach(async () => {
    bodies = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/erp-hints/random`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: () => url, received: () => bodies };
}
