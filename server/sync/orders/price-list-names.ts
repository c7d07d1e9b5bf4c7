import { PuenteError } from '../../shared/errors.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { askErp, type DealDeps } from './deal-context.ts';
import type { ErpPrices } from './erp-prices.ts';

type Names = ReadonlyMap<string, string>;

const KEPT_MS = 3_600_000;
const CONNECTIONS_KEPT = 200;
/** By connection, in this process: people look at checklists all day, and lists are hardly ever renamed. */
const kept = new Map<ConnectionId, { names: Names; readAt: number }>();

/** What the ERP calls its price lists, by id; empty: it does not answer, and nobody waits for names. */
export async function priceListNames(deps: DealDeps, scope: ConnectionScope): Promise<Names> {
  const now = deps.now().getTime();
  const known = kept.get(scope.connectionId);
  if (known && Math.abs(now - known.readAt) < KEPT_MS) return known.names;
  try {
    const choices = await askErp(deps, scope, async (erp, signal) => erp.capabilities.orders?.choices(signal) ?? null);
    const names = new Map((choices?.priceLists ?? []).map(({ id, name }) => [id, name]));
    if (kept.size >= CONNECTIONS_KEPT) kept.clear();
    kept.set(scope.connectionId, { names, readAt: now });
    return names;
  } catch (error) {
    if (!(error instanceof PuenteError)) throw error;
    return known?.names ?? new Map();
  }
}

/** A list that the ERP does not name is called by its number. */
export function listNameOf(prices: ErpPrices, names: Names): string | null {
  if (prices.state !== 'known' || prices.listId === null) return null;
  return names.get(prices.listId) ?? prices.listId;
}
