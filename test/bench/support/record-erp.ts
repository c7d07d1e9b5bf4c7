import { erpRegistry } from '../../../server/erp/registry.ts';
import { STREAMS, type Cursor, type ErpConnector, type StreamName } from '../../../server/erp/contract.ts';
import { createLog } from '../../../server/log.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import type { ErpAddress } from '../../support/world.ts';
import type { RecordedCall } from './bare-loop.ts';

/** The calls it takes to read an ERP from the beginning to the end. */
export async function recordFullRead({ system, settings }: ErpAddress): Promise<RecordedCall[]> {
  const definition = erpRegistry.get(system);
  if (!definition) throw new Error(`No ERP is called ${system}`);
  const outbound = createOutbound({ allowPrivateAddresses: ['*'], log: createLog('silent') });
  const calls: RecordedCall[] = [];
  const erp = definition.connect(definition.settings.parse(settings), {
    now: () => new Date(),
    fetch(url, init = {}) {
      calls.push({ url, method: init.method ?? 'GET', headers: init.headers ?? {}, body: init.body ?? '' });
      return outbound.fetch(url, init);
    },
  });
  for (const stream of STREAMS) await readToTheEnd(erp, stream);
  await outbound.close();
  return calls;
}

async function readToTheEnd(erp: ErpConnector, stream: StreamName): Promise<void> {
  let cursor: Cursor | null = null;
  for (let hasMore = true; hasMore;) {
    const page: { next: Cursor; hasMore: boolean } = await erp.readPage(stream, cursor, AbortSignal.timeout(60_000));
    ({ next: cursor, hasMore } = page);
  }
}
