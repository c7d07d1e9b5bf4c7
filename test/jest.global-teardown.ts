import { stopTestServer } from './support/test-server.ts';

export default async function globalTeardown(): Promise<void> {
  await stopTestServer();
}
