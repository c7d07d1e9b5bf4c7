import type { PropertyChoice, SettingsOverview } from '../../../hubspot-app/app/settings/api/types.ts';
import { PuenteError, TransientError } from '../../shared/errors.ts';
import type { PropertyDefinition } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, ORGANISATION, PERSON, perObjectType } from '../../shared/object-types.ts';
import type { Portal } from '../../portals/portals.ts';
import type { SettingsDeps } from './request.ts';

type Choices = SettingsOverview['taxIdProperties'];
interface TaxIdChoices {
  choices: Choices;
  /** HubSpot did not say; the choices are those of before, or none. */
  failure: PuenteError | null;
}

interface Held extends TaxIdChoices {
  settingsRevision: number;
  askAgainAt: number;
}

export const NO_CHOICES: Choices = perObjectType(CUSTOMER_OBJECT_TYPES, () => []);
/** The page asks every ten seconds while it is open. */
const FRESH_MS = 5 * 60_000;
const AGAIN_AFTER_FAILURE_MS = 60_000;
/** The page waits for it. */
const PATIENCE_MS = 5_000;
const PORTALS_HELD = 1_000;

/** The properties that can hold a tax id, remembered for some minutes by this process and until the settings change. */
export function createTaxIdChoices({
  openHubSpot,
  now,
}: Pick<SettingsDeps, 'openHubSpot' | 'now'>): (portal: Portal) => Promise<TaxIdChoices> {
  const held = new Map<PortalId, Held>();
  return async ({ portalId, settingsRevision }) => {
    const known = held.get(portalId);
    const time = now().getTime();
    if (known?.settingsRevision === settingsRevision && time < known.askAgainAt) return known;
    const read = await ask({ openHubSpot }, portalId, known?.choices ?? NO_CHOICES);
    const askAgainAt = time + (read.failure ? AGAIN_AFTER_FAILURE_MS : FRESH_MS);
    if (held.size >= PORTALS_HELD) held.clear();
    held.set(portalId, { ...read, settingsRevision, askAgainAt });
    return read;
  };
}

async function ask({ openHubSpot }: Pick<SettingsDeps, 'openHubSpot'>, portalId: PortalId, before: Choices): Promise<TaxIdChoices> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const hubspot = await openHubSpot(portalId);
    const read = await Promise.all(CUSTOMER_OBJECT_TYPES.map((type) => hubspot.listProperties(type, { priority: 'interactive', signal })));
    const [organisations, persons] = read.map(toChoices);
    return { choices: { [ORGANISATION]: organisations!, [PERSON]: persons! }, failure: null };
  } catch (error) {
    if (error instanceof PuenteError) return { choices: before, failure: error };
    if (!signal.aborted) throw error;
    const failure = new TransientError('HubSpot did not answer in time', { code: 'hubspot.timeout', cause: error });
    return { choices: before, failure };
  }
}

/** How tax ids are called where our customers live; a property with such a name is offered first. */
const LOOKS_LIKE_TAX_ID = /(^|[^a-z])(rfc|vat|tax|nif|cif|cuit|rut|ruc|nit|ein|gst|steuer|fiscal)/i;

function toChoices(definitions: PropertyDefinition[]): PropertyChoice[] {
  return definitions
    .filter(({ type, archived, calculated, groupName }) => type === 'string' && !archived && !calculated && groupName !== 'puente')
    .map(({ name, label }) => ({ name, label, isProposed: LOOKS_LIKE_TAX_ID.test(`${name} ${label}`) }))
    .sort((a, b) => Number(b.isProposed) - Number(a.isProposed) || a.label.localeCompare(b.label));
}
