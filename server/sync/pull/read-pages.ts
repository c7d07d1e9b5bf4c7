import type { Db } from '../../db/index.ts';
import type { Cursor, Page, StreamName, StreamRecord } from '../../erp/shared/contract.ts';
import { takeOrder } from '../../mirror/store-rows.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';
import { streamOf } from '../../streams/index.ts';
import { stateOf } from '../shared/stream-states.ts';

/** A page as the ERP answered it. */
export interface ReadPage<S extends StreamName = StreamName> {
  stream: S;
  /** Taken before the ERP was asked. */
  readOrder: number;
  /** The same of the first page of the stream. */
  began: number;
  page: Page<StreamRecord[S]>;
}

/** What is to be read, and how much of it. */
interface Wanted {
  streams: readonly StreamName[];
  /** Before anything was asked. The first page of a stream goes by it, because most have no second, unless it is compared in time. */
  readOrder: number;
  /** Asked after each page that has a next one: whether that is left to a later slice. */
  isOver(): boolean;
}

interface Pages {
  /** Called when the page before is stored. The next page; null when nothing is left, or the rest is for a later slice; `superseded` when somebody else began to read a stream. */
  take(): Promise<ReadPage | 'superseded' | null>;
  /** Whether something was left to a later slice. */
  isCut(): boolean;
  /** Asks for nothing more. */
  stop(): void;
}

/** Pages that are on their way, or wait, while one is stored. Two were no faster. */
const AHEAD = 1;

/**
 * The pages of these streams, one stream after the other, each asked for as soon as the one before is there; a stream that is compared in
 * time once all before it is stored.
 */
export function readPages(deps: Pick<IncomingDeps, 'db'>, run: ErpRun, wanted: Wanted): Pages {
  const streams = wanted.streams.values();
  let stream = streams.next().value;
  let cursor: Cursor | null | undefined;
  let began = wanted.readOrder;
  let isCut = false;
  let isStopped = false;

  async function readNext(isAwaited: Promise<void>): Promise<ReadPage | 'superseded' | null> {
    const isFirst = cursor === undefined;
    if (stream !== undefined && isFirst && streamOf(stream).isComparedInTime) await isAwaited;
    if (stream === undefined || isCut || isStopped) return null;
    if (isFirst && !(await beginFullRead(deps.db, run, stream))) return 'superseded';
    const isOfTheSlice = isFirst && !streamOf(stream).isComparedInTime;
    const readOrder = isOfTheSlice ? wanted.readOrder : await takeOrder(deps.db);
    if (isFirst) began = readOrder;
    const page = await run.erp.readPage(stream, cursor ?? stateOf(run, stream).cursor, run.context.signal);
    const read = { stream, readOrder, began, page };
    isCut = page.hasMore && wanted.isOver();
    cursor = page.hasMore ? page.next : undefined;
    if (!page.hasMore) stream = streams.next().value;
    return read;
  }

  const asked: { page: ReturnType<Pages['take']>; await(): void }[] = [];
  let last: Promise<unknown> = Promise.resolve();
  function ask(): void {
    const awaited = Promise.withResolvers<void>();
    const page = last.then(() => readNext(awaited.promise));
    // Whoever takes it gets the failure; perhaps nobody does any more.
    page.catch(() => undefined);
    last = page;
    asked.push({ page, await: awaited.resolve });
  }

  return {
    take() {
      while (asked.length <= AHEAD) ask();
      const next = asked.shift()!;
      next.await();
      return next.page;
    },
    isCut: () => isCut,
    stop: () => void (isStopped = true),
  };
}

/** A stream that cannot be asked for changes is read whole each time, as a new generation. False: somebody else began one meanwhile. */
async function beginFullRead(db: Db, run: ErpRun, stream: StreamName): Promise<boolean> {
  const state = stateOf(run, stream);
  if (run.erp.streams[stream]?.read !== 'full' || state.cursor !== null || state.completedAt === null) return true;
  const { portalId, connectionId } = run.scope;
  const known = { portalId, connectionId, stream, generation: state.generation };
  const begun = await db('erpStreams')
    .where(known)
    .update({ generation: state.generation + 1 });
  run.streams[stream] = { ...state, generation: state.generation + 1 };
  return begun > 0;
}
