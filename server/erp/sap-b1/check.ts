import type { ErpNotice } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { B1_STREAMS } from './streams.ts';

/** Goes the way a reading goes, and stops at the first thing that is wrong, with its name: address and login first, then each right. */
export async function checkB1(connection: Connection, signal: AbortSignal): Promise<ErpNotice[]> {
  await connection.client.version(signal);
  await connection.company.read(signal);
  for (const [, { check }] of B1_STREAMS) await check?.(connection, signal);
  return [];
}
