import type { CreateCondition } from '../../../hubspot-app/app/settings/api/customers.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import { HISTORY_BATCH_SIZE } from '../../hubspot/histories.ts';
import type { RecordId } from '../../shared/ids.ts';
import { DEAL, QUOTE } from '../../shared/object-types.ts';
import { findMet } from '../fields/rules.ts';
import { cameWithin } from './came-within.ts';
import type { DealRun } from './write-order-numbers.ts';

/**
 * Any of these says that a quote was signed, or that its buyer accepted it. HubSpot documents the acceptance of its newer quotes; of a live account's quotes
 * a public project reports the states of signatures (September 2026), which stay when such a quote expires.
 */
const SIGNED: readonly CreateCondition[] = [
  { property: 'hs_quote_status', values: ['ACCEPTED'] },
  { property: 'hs_status', values: ['ACCEPTED'] },
  { property: 'hs_sign_status', values: ['ESIGN_COMPLETED', 'MANUALLY_SIGNED'] },
  { property: 'hs_quote_esign_status', values: ['SIGNED'] },
];
const WITHDRAWN: CreateCondition = { property: 'hs_quote_status', values: ['VOID', 'ARCHIVED'] };
export const SIGNATURE_PROPERTIES = [...new Set([...SIGNED, WITHDRAWN].map(({ property }) => property))];

/** As it is now. */
export const isSigned = (properties: Record<string, string | null>): boolean =>
  findMet(SIGNED, properties) !== undefined && !findMet([WITHDRAWN], properties);

/** Of these deals, those of which a quote was signed since then, with the property that says so. Where the account withholds its quotes: none. */
export async function findSigned(run: DealRun, deals: readonly { id: RecordId; since: Date }[]): Promise<Map<RecordId, string>> {
  try {
    return await readSigned(run, deals);
  } catch (error) {
    if (!isWithheld(QUOTE, error)) throw error;
    return new Map();
  }
}

async function readSigned(
  { deps, hubspot, priority, signal }: DealRun,
  deals: readonly { id: RecordId; since: Date }[],
): Promise<Map<RecordId, string>> {
  if (deals.length === 0) return new Map();
  const options = { priority, ...(signal ? { signal } : {}) };
  const quotesOf = await hubspot.associatedIds(
    DEAL,
    deals.map(({ id }) => id),
    QUOTE,
    options,
  );
  const ids = [...new Set([...quotesOf.values()].flat())];
  const histories: Awaited<ReturnType<typeof hubspot.propertyHistories>> = new Map();
  for (let start = 0; start < ids.length; start += HISTORY_BATCH_SIZE) {
    const request = { ids: ids.slice(start, start + HISTORY_BATCH_SIZE), properties: SIGNATURE_PROPERTIES };
    for (const [id, history] of await hubspot.propertyHistories(QUOTE, request, options)) histories.set(id, history);
  }
  const signedBy = (quote: RecordId, since: Date): string | undefined => {
    const history = histories.get(quote) ?? {};
    const now = Object.fromEntries(Object.entries(history).map(([name, versions]) => [name, versions[0]?.value ?? null]));
    if (!isSigned(now)) return undefined;
    return SIGNED.find((condition) => {
      const isMet = (value: string): boolean => findMet([condition], { [condition.property]: value }) !== undefined;
      return cameWithin(history[condition.property] ?? [], { isMet, since, now: deps.now() });
    })?.property;
  };
  return new Map(
    deals.flatMap(({ id, since }) => {
      const property = (quotesOf.get(id) ?? []).map((quote) => signedBy(quote, since)).find((one) => one !== undefined);
      return property === undefined ? [] : [[id, property] as const];
    }),
  );
}
