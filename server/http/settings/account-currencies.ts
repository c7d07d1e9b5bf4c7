import type { Notice } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Portal } from '../../portals/portals.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { SettingsDeps } from './request.ts';

interface AccountCurrencies {
  /** The account's own first. */
  currencies: string[];
  /** Why HubSpot does not answer now: its own currency can be chosen for all the same. */
  hubspotTrouble: Notice | null;
}

/** The currencies of a HubSpot account, asked of it now. */
export async function loadCurrencies(
  { openHubSpot }: Pick<SettingsDeps, 'openHubSpot'>,
  { portalId, companyCurrency }: Portal,
): Promise<AccountCurrencies> {
  try {
    const account = await (await openHubSpot(portalId)).accountDetails({ priority: 'interactive' });
    return { currencies: known([account.companyCurrency ?? companyCurrency, ...account.additionalCurrencies]), hubspotTrouble: null };
  } catch (error) {
    if (!(error instanceof PuenteError)) throw error;
    return { currencies: known([companyCurrency]), hubspotTrouble: { code: error.code, params: error.params } };
  }
}

const known = (currencies: (string | null)[]): string[] => [...new Set(currencies.filter((currency) => currency !== null))];
