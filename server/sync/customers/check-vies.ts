import type { PortalId } from '../../shared/ids.ts';
import type { Command } from '../commands/command-rows.ts';
import type { CommandRun, Prepared } from '../commands/handler.ts';
import type { Finding } from '../fields/convert-value.ts';
import { asksVies, notInVies, type ViesDeps } from '../fields/check-vies.ts';
import type { BuiltCustomer } from './build-customer.ts';

type Create = Command<'createCustomer'>;
type Known = Pick<BuiltCustomer, 'taxId' | 'country'>;

/** A tax id that VIES does not know waits for a person, unless one asked for this customer: the card told. Not to know stops nothing. */
export async function waitForVies({ deps, run }: CommandRun, command: Create, built: Known): Promise<Prepared<'createCustomer'> | null> {
  if (command.askedBy.kind === 'person') return null;
  const { signal } = run.context;
  const finding = await ask(deps, command.portalId, built, signal);
  // A process that ends knows less than one that was not answered.
  signal.throwIfAborted();
  return finding && { kind: 'waiting', waitingFor: finding.code, params: finding.params };
}

/** A card waits for it. */
const PATIENCE_MS = 3_000;

/** For the card that offers to make this customer. */
export async function viesWarnings(deps: ViesDeps, portalId: PortalId, built: Known): Promise<Finding[]> {
  const finding = await ask(deps, portalId, built, AbortSignal.timeout(PATIENCE_MS));
  return finding ? [finding] : [];
}

async function ask(
  { db, checkVat }: ViesDeps,
  portalId: PortalId,
  { taxId, country }: Known,
  signal: AbortSignal,
): Promise<Finding | null> {
  if (taxId === null || !(await asksVies(db, portalId))) return null;
  return (await checkVat(taxId, country, signal)) === 'invalid' ? notInVies(taxId) : null;
}
