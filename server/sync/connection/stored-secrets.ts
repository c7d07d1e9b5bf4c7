import type { ErpDefinition } from '../../erp/shared/contract.ts';
import { InvalidInputError } from '../../shared/errors.ts';

type Entered = Record<string, unknown>;

interface StoredSettings {
  settings: Entered;
  /** What of them a person may see again. */
  shown: Entered;
}

/**
 * What was entered, completed by what is stored: a secret is never shown again, so leaving it blank keeps it; what is shown and then
 * emptied is meant to be empty. A stored secret is only ever sent where it was sent before: whoever may change the address could
 * otherwise read it there.
 */
export function fillInStoredSecrets(definition: ErpDefinition<unknown>, stored: StoredSettings, entered: Entered): Entered {
  const { settings, shown } = stored;
  const isBlank = (name: string): boolean => entered[name] === undefined || entered[name] === null || entered[name] === '';
  const given = Object.fromEntries(Object.entries(entered).filter(([name]) => name in shown || !isBlank(name)));
  const complete = { ...settings, ...given };
  const kept = Object.keys(settings).filter((name) => !(name in shown) && isBlank(name));
  const before = definition.settings.safeParse(settings);
  const isSamePlace = before.success && placeOf(definition, before.data) === placeOf(definition, definition.settings.parse(complete));
  if (isSamePlace || kept.length === 0) return complete;
  throw new InvalidInputError('A stored secret is not sent to another place', {
    code: 'connection.secret_needed',
    params: { fields: kept.join(', ') },
  });
}

/** Where secrets go, as the ERP's own schema understands it: another spelling of an address is the same place. */
function placeOf({ destination }: ErpDefinition<unknown>, understood: unknown): string {
  const place = (value: unknown): unknown => (typeof value === 'string' && URL.canParse(value) ? new URL(value).href : (value ?? null));
  return JSON.stringify(destination.map((name) => place((understood as Entered)[name])));
}
