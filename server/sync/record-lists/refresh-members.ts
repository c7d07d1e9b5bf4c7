import type { CallOptions, HubSpotClient } from '../../hubspot/contract.ts';
import { MEMBERS_PER_CALL } from '../../hubspot/lists.ts';
import type { RecordId } from '../../shared/ids.ts';

/**
 * Makes these records the members of a list, and no others. Who is a member and stays one is left alone: workflows start from becoming one.
 * Returns how many of them HubSpot does not have.
 */
export async function refreshMembers(
  hubspot: HubSpotClient,
  listId: string,
  ids: readonly RecordId[],
  options: CallOptions,
): Promise<number> {
  const members = await allMembers(hubspot, listId, options);
  const wanted = new Set(ids);
  const changes = [
    ...ids.filter((id) => !members.has(id)).map((id) => ({ id, isAdded: true })),
    ...[...members].filter((id) => !wanted.has(id)).map((id) => ({ id, isAdded: false })),
  ];
  let missing = 0;
  for (let at = 0; at < changes.length; at += MEMBERS_PER_CALL) {
    const portion = changes.slice(at, at + MEMBERS_PER_CALL);
    const idsOf = (isAdded: boolean) => portion.filter((change) => change.isAdded === isAdded).map(({ id }) => id);
    const add = idsOf(true);
    const answer = await hubspot.changeMembers(listId, { add, remove: idsOf(false) }, options);
    missing += answer.missing.filter((id) => add.includes(id)).length;
  }
  return missing;
}

async function allMembers(hubspot: HubSpotClient, listId: string, options: CallOptions): Promise<Set<RecordId>> {
  const members = new Set<RecordId>();
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<HubSpotClient['listMembers']>> = await hubspot.listMembers(listId, after, options);
    for (const id of page.ids) members.add(id);
    after = page.after;
  } while (after !== null);
  return members;
}
