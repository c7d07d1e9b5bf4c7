import { erpRegistry } from '../../../server/erp/registry.ts';
import type { Cursor, ErpConnector, StreamName } from '../../../server/erp/shared/contract.ts';
import { STREAMS, streamOf } from '../../../server/streams/index.ts';
import { createLog } from '../../../server/shared/log.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import type { ErpAddress } from '../../support/world.ts';
import { countTraffic, type Traffic } from './traffic.ts';

/** What reading costs an ERP. */
export interface MeasuredReading {
  invoices: number;
  /** From the beginning to the end. */
  first: Traffic;
  /** Later, when nothing has happened for hours. */
  quiet: Traffic;
}

type Cursors = Partial<Record<StreamName, Cursor>>;
const HOUR_MS = 3_600_000;

/** Reads everything, then what changed, which is nothing. */
export async function measureReading({ system, settings }: ErpAddress): Promise<MeasuredReading> {
  const definition = erpRegistry.get(system);
  if (!definition) throw new Error(`No ERP is called ${system}`);
  const outbound = createOutbound({ allowPrivateAddresses: ['*'], log: createLog('silent') });
  const traffic = countTraffic(String(settings['url']));
  let passedMs = 0;
  const erp = definition.connect(definition.settings.parse(settings), {
    now: () => new Date(Date.now() + passedMs),
    timeZone: 'UTC',
    fetch: (url, init) => outbound.fetch(url, init),
  });
  const all = await readToTheEnd(erp, {});
  const first = traffic.take();
  // The last minutes before a reading are read again by the next one.
  passedMs += HOUR_MS;
  const settled = await readToTheEnd(erp, all.cursors);
  passedMs += HOUR_MS;
  traffic.take();
  await readToTheEnd(erp, settled.cursors);
  const quiet = traffic.take();
  traffic.stop();
  await outbound.close();
  return { invoices: all.invoices, first, quiet };
}

async function readToTheEnd(erp: ErpConnector, from: Cursors): Promise<{ cursors: Cursors; invoices: number }> {
  const cursors: Cursors = {};
  let invoices = 0;
  // Those of a catalog are read where somebody wants one.
  for (const stream of STREAMS.filter((name) => !streamOf(name).startsOff)) {
    let cursor: Cursor | null = from[stream] ?? null;
    for (let hasMore = true; hasMore;) {
      const page: { records: unknown[]; next: Cursor; hasMore: boolean } = await erp.readPage(stream, cursor, AbortSignal.timeout(60_000));
      ({ next: cursor, hasMore } = page);
      if (stream === 'invoices') invoices += page.records.length;
    }
    if (cursor !== null) cursors[stream] = cursor;
  }
  return { cursors, invoices };
}
