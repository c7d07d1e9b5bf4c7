import { sapB1 } from '../../../server/erp/sap-b1/index.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import type { ErpConnector } from '../../../server/erp/shared/contract.ts';
import { recordingLog } from '../../support/log.ts';
import type { B1Harness } from './harness.ts';

type Row = Record<string, unknown>;
/** What a broken row of an answer looks like. */
export type Break = (row: Row) => Row;

/** The connector, with rows of answers broken on their way. */
export function connectThrough(harness: B1Harness, broken: Break): ErpConnector {
  const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
  const fetch = async (...[url, init]: Parameters<typeof outbound.fetch>): Promise<Response> => {
    const response = await outbound.fetch(url, init);
    const text = await response.text();
    if (!text.startsWith('{')) return new Response(text || null, { status: response.status, headers: response.headers });
    const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
    const reviver = (_key: string, value: unknown): unknown => (isRow(value) ? broken(value) : value);
    return new Response(JSON.stringify(JSON.parse(text, reviver)), { status: response.status, headers: response.headers });
  };
  return sapB1.connect(sapB1.settings.parse(harness.settings), { fetch, now: harness.now, timeZone: 'UTC' });
}
