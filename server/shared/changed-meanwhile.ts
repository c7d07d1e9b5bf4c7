import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError } from './errors.ts';

/**
 * Throws if somebody else changed what a person edited: `was` is what that person saw of it. Undefined: the page is of before it said so. A call that
 * HubSpot repeats finds what it wrote.
 */
export function requireUnchanged(stored: object, patch: object, was: object | undefined): void {
  const isStored = (part: object): boolean =>
    Object.entries(part).every(([name, value]) => isDeepStrictEqual(Reflect.get(stored, name), value));
  if (was !== undefined && !isStored(was) && !isStored(patch))
    throw new InvalidInputError('Somebody else changed this meanwhile', { code: 'settings.changed_meanwhile' });
}
