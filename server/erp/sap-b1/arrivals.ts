import { z } from 'zod';
import type { B1Client } from './client.ts';
import { isRefusal } from './errors.ts';
import { DayText, Text } from './raw.ts';
import { allOf, inGroups, oneOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';

/** When ordered items come: the first day, by item and warehouse. */
export interface Arrivals {
  /** Empty where the server does not tell it: only the day is missing then, not that something is ordered. */
  of(codes: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

const SET = 'PurchaseOrders';
const RawLine = z.object({ ItemCode: Text, WarehouseCode: Text, ShipDate: DayText, LineStatus: Text });
/** The filter travels in the body of a request. */
const AT_ONCE = 100;

export const arrivalKey = (code: string, warehouse: string | null): string => `${code}\n${warehouse ?? ''}`;

export function createArrivals(client: B1Client): Arrivals {
  /** Not every server has cross joins, nor every user the right: asked once for each connection. */
  let isTold = true;

  async function linesOf(codes: readonly string[], signal: AbortSignal): Promise<unknown[]> {
    const open = `${SET}/DocumentStatus eq 'bost_Open'`;
    const filter = allOf(open, oneOf(`${SET}/DocumentLines/ItemCode`, codes));
    const rows = await client.lines(SET, { select: fieldsOf(RawLine), filter }, signal);
    return rows.map((row) => z.object({ [`${SET}/DocumentLines`]: z.unknown() }).parse(row)[`${SET}/DocumentLines`]);
  }

  return {
    async of(codes, signal) {
      const first = new Map<string, string>();
      for (const group of inGroups([...new Set(codes)], AT_ONCE)) {
        if (!isTold) break;
        const rows = await linesOf(group, signal).catch((error: unknown) => {
          if (!isRefusal(error)) throw error;
          isTold = false;
          return [];
        });
        for (const { ItemCode, WarehouseCode, ShipDate, LineStatus } of readableRows(RawLine, rows)) {
          if (ItemCode === null || ShipDate === null || LineStatus !== 'bost_Open') continue;
          const key = arrivalKey(ItemCode, WarehouseCode);
          const known = first.get(key);
          if (known === undefined || ShipDate < known) first.set(key, ShipDate);
        }
      }
      return first;
    },
  };
}
