import type { RefusedInput } from '../../hubspot/contract.ts';
import { raiseProblems } from '../../portals/problems.ts';
import { isPropertyName } from '../../records/catalogue/index.ts';
import type { Push } from './slice.ts';
import type { ObjectType } from '../../shared/object-types.ts';

/** HubSpot refuses one of our properties: it is left out for this portal until an administrator or the provisioning repairs it. */
export async function stopProperties(
  { deps, portal, writable }: Push,
  objectType: ObjectType,
  refusal: Omit<RefusedInput, 'id'>,
): Promise<void> {
  const named = refusal.properties
    .filter((property) => isPropertyName(property))
    .filter((property) => writable[objectType].delete(property));
  for (const name of named) {
    await deps
      .db('hubspotProperties')
      .where({ portalId: portal.portalId, objectType, name })
      .update({ state: 'stopped', detail: JSON.stringify({ reason: refusal.code }) });
  }
  const problems = named.map((name) => ({
    code: 'property.stopped',
    connectionId: null,
    subjectKind: 'property' as const,
    subject: `${objectType}.${name}`,
    params: { objectType, property: name, reason: refusal.code },
  }));
  await raiseProblems(deps.db, portal.portalId, problems, deps.now());
}
