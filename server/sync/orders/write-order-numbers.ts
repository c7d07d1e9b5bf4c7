import type { CallPriority, HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import { plainOrderNumber } from '../../mirror/order-number.ts';
import { ORDER_NUMBER } from '../../records/catalogue/index.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { SyncDeps, SyncPortal } from '../shared/deps.ts';
import { changeTie, loadTies, type TiedOrder } from './order-ties.ts';

export interface DealRun {
  deps: SyncDeps;
  portal: SyncPortal;
  hubspot: HubSpotClient;
  priority: CallPriority;
  signal?: AbortSignal;
}

/**
 * The number of the order that was made of a deal goes to the deal, where none stands or the one of its quotation, so that invoices find it as they
 * do one that a person typed. The records say it from then on; answers whose. What a person typed instead, or took away, stays.
 */
export async function writeOrderNumbers(
  { deps, portal, hubspot, priority }: DealRun,
  deals: readonly HubSpotRecord[],
): Promise<ReadonlySet<RecordId>> {
  const { portalId } = portal;
  const ties = await loadTies(
    deps.db,
    portalId,
    deals.map(({ id }) => id),
  );
  const numbered = deals.flatMap((deal): NumberedDeal[] => {
    const own = ties.filter(({ dealId }) => dealId === deal.id);
    const tie = own.find(({ number, status }) => number !== null && status !== 'cancelled');
    return tie && isToWrite(tie, own, deal.properties[ORDER_NUMBER]) ? [{ deal, tie, number: tie.number! }] : [];
  });
  const written = await writeNumbers({ hubspot, priority }, numbered);
  for (const { deal, tie, number } of written) {
    deal.properties[ORDER_NUMBER] = number;
    await changeTie(deps.db, { portalId, connectionId: tie.connectionId }, tie.orderId, { numberWritten: number });
  }
  return new Set(written.map(({ deal }) => deal.id));
}

interface NumberedDeal {
  deal: HubSpotRecord;
  tie: TiedOrder;
  number: string;
}

/** In one call. Those that a rule of the account's refuses are left out; their card shows the order all the same. */
async function writeNumbers(
  { hubspot, priority }: Pick<DealRun, 'hubspot' | 'priority'>,
  numbered: readonly NumberedDeal[],
): Promise<NumberedDeal[]> {
  if (numbered.length === 0) return [];
  const inputs = numbered.map(({ deal: { id }, number }) => ({ id, properties: { [ORDER_NUMBER]: number } }));
  try {
    const { written } = await hubspot.batchUpdate(DEAL, inputs, { priority });
    const ids = new Set(written.map(({ id }) => id));
    return numbered.filter(({ deal }) => ids.has(deal.id));
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    if (numbered.length === 1) return [];
    const alone: NumberedDeal[] = [];
    for (const one of numbered) alone.push(...(await writeNumbers({ hubspot, priority }, [one])));
    return alone;
  }
}

/** Who wrote the number of its quotation may have died before that was noted: it is told by the number itself. */
function isToWrite({ number, numberWritten }: TiedOrder, own: readonly TiedOrder[], typed: string | null | undefined): boolean {
  if (numberWritten === number) return false;
  const held = plainOrderNumber(typed ?? '');
  const ours = [numberWritten, ...own.filter(({ how }) => how === 'created').map((tie) => tie.number)];
  return held === '' || ours.some((one) => one !== null && held === plainOrderNumber(one));
}
