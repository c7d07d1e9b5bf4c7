import type { ErpIdentity } from '../../erp/shared/contract.ts';

/**
 * Whether two identities are of one installation, perhaps read with different rights. What no copy has decides where both know it. Otherwise
 * they go by one name, or the companies that both see are the same ones: of a copy at another address too, hence `perhaps`.
 */
export function compareInstallations(known: ErpIdentity, found: ErpIdentity): 'same' | 'perhaps' | 'other' {
  if (known.proof && found.proof) return known.proof === found.proof ? 'same' : 'other';
  if (known.founded && found.founded && known.founded !== found.founded) return 'other';
  if (known.key === found.key) return 'same';
  if (!haveSameCompanies(known, found)) return 'other';
  return known.address === found.address ? 'same' : 'perhaps';
}

function haveSameCompanies(known: ErpIdentity, found: ErpIdentity): boolean {
  const origins = new Map(known.companies.map(({ id, origin }) => [id, origin]));
  const seenByBoth = found.companies.filter(({ id, origin }) => origin !== undefined && origins.get(id) !== undefined);
  return seenByBoth.length > 0 && seenByBoth.every(({ id, origin }) => origins.get(id) === origin);
}

/** What is known from now on: a proof that these credentials may not read was read before. */
export function mergeIdentities({ proof }: ErpIdentity, found: ErpIdentity): ErpIdentity {
  return { ...(proof !== undefined && { proof }), ...found };
}
