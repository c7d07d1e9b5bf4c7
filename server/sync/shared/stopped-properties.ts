import type { RefusedInput } from '../../hubspot/contract.ts';
import { raiseProblems } from '../../portals/problems.ts';
import { isPropertyName, propertyNamed, type Values } from '../../records/catalogue/index.ts';
import type { ObjectType } from '../../shared/object-types.ts';
import type { SyncDeps, SyncPortal } from './deps.ts';
import type { Writable } from './property-values.ts';

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

interface Writing {
  deps: Pick<SyncDeps, 'db' | 'now'>;
  portal: Pick<SyncPortal, 'portalId'>;
  /** Shrinks by what is stopped. */
  writable: Writable;
}

/** HubSpot refuses one of our properties: it is left out for this portal until an administrator or the provisioning repairs it. */
export async function stopProperties(
  { deps, portal, writable }: Writing,
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
