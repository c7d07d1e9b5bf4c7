import type { RefusedInput } from '../../hubspot/contract.ts';
import { raiseProblems } from '../../portals/problems.ts';
import { isPropertyName, propertyNamed, type Values } from '../../records/catalogue/index.ts';
import type { Push } from './slice.ts';
import type { ObjectType } from '../../shared/object-types.ts';

/** Of those sent: a refusal that names a property we left out is about the record. */
export function namesOurProperty(sent: readonly { values: Values }[], { code, properties }: Omit<RefusedInput, 'id'>): boolean {
  if (code === 'hubspot.already_exists') return false;
  return properties.some((property) => sent.some(({ values }) => Object.hasOwn(values, property)) && !isAboutItsValue(property, code));
}

/** Of HubSpot's own properties a rule may refuse one value; ours take whatever we write, unless somebody changed them. */
const isAboutItsValue = (property: string, code: string): boolean =>
  isPropertyName(property) &&
  (propertyNamed(property).isStandard ?? false) &&
  !['hubspot.property_gone', 'hubspot.property_read_only'].includes(code);

/** HubSpot refuses one of our properties: it is left out for this portal until an administrator or the provisioning repairs it. */
export async function stopProperties(
  { deps, portal, writable }: Pick<Push, 'deps' | 'portal' | 'writable'>,
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
