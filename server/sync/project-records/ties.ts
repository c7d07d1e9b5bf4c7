import { RecordRejectedError } from '../../shared/errors.ts';
import type { RecordId } from '../../shared/ids.ts';
import { DEAL, ORGANISATION, type ProjectObjectType } from '../../shared/object-types.ts';
import type { Run } from './slice.ts';

/** The records that one of ours is tied to by us. */
export interface Ties {
  dealIds: RecordId[];
  companyIds: RecordId[];
}

/** The primary company of each deal, as HubSpot has it now. */
export async function companiesOfDeals({ hubspot, options }: Run, dealIds: readonly RecordId[]): Promise<Map<RecordId, RecordId>> {
  const found = await hubspot.associatedIds(DEAL, dealIds, ORGANISATION, options);
  return new Map([...found].flatMap(([dealId, [company]]) => (company ? [[dealId, company] as const] : [])));
}

/** Ties that we made go with what they stood for; what people tied stays. Returns those that stand now. */
export async function tieRecord(
  run: Run,
  record: { objectType: ProjectObjectType; id: RecordId },
  { before, wanted }: { before: Ties; wanted: Ties },
): Promise<Ties> {
  const change = async (type: typeof DEAL | typeof ORGANISATION, had: RecordId[], has: RecordId[]): Promise<RecordId[]> => {
    const standing = had.filter((id) => has.includes(id));
    for (const id of has) if (!had.includes(id) && (await tie(run, record, { objectType: type, id }))) standing.push(id);
    for (const id of had) if (!has.includes(id)) await untie(run, record, { objectType: type, id });
    return standing;
  };
  return {
    dealIds: await change(DEAL, before.dealIds, wanted.dealIds),
    companyIds: await change(ORGANISATION, before.companyIds, wanted.companyIds),
  };
}

type From = { objectType: ProjectObjectType; id: RecordId };
type To = { objectType: typeof DEAL | typeof ORGANISATION; id: RecordId };

/** False: one of the two was deleted meanwhile. */
async function tie({ hubspot, options }: Run, from: From, to: To): Promise<boolean> {
  try {
    await hubspot.associate(from, to, options);
    return true;
  } catch (error) {
    if (error instanceof RecordRejectedError) return false;
    throw error;
  }
}

async function untie({ hubspot, options }: Run, from: From, to: To): Promise<void> {
  try {
    await hubspot.dissociate(from, to, options);
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
  }
}
