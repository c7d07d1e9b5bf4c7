import type { CreateCondition } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { PropertyVersion } from '../../hubspot/contract.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import { HISTORY_BATCH_SIZE } from '../../hubspot/histories.ts';
import type { RecordId } from '../../shared/ids.ts';
import { DEAL, QUOTE } from '../../shared/object-types.ts';
import type { SignedFigures } from '../commands/command-facts.ts';
import { findMet } from '../fields/rules.ts';
import { cameToHoldAt } from './came-within.ts';
import { readSignedFigures } from './signed-figures.ts';
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

interface Signed {
  /** That says so. */
  property: string;
  figures: SignedFigures;
}

/** Of these deals, those of which a quote was signed since then, and over what; of more than one the last. Where the account withholds its quotes: none. */
export async function findSigned(run: DealRun, deals: readonly { id: RecordId; since: Date }[]): Promise<ReadonlyMap<RecordId, Signed>> {
  try {
    return await readSigned(run, deals);
  } catch (error) {
    if (!isWithheld(QUOTE, error)) throw error;
    return new Map();
  }
}

async function readSigned(run: DealRun, deals: readonly { id: RecordId; since: Date }[]): Promise<ReadonlyMap<RecordId, Signed>> {
  if (deals.length === 0) return new Map();
  const { deps, hubspot, priority, signal } = run;
  const options = { priority, ...(signal ? { signal } : {}) };
  const quotesOf = await hubspot.associatedIds(
    DEAL,
    deals.map(({ id }) => id),
    QUOTE,
    options,
  );
  const ids = [...new Set([...quotesOf.values()].flat())];
  const histories = new Map<RecordId, History>();
  for (let start = 0; start < ids.length; start += HISTORY_BATCH_SIZE) {
    const request = { ids: ids.slice(start, start + HISTORY_BATCH_SIZE), properties: SIGNATURE_PROPERTIES };
    for (const [id, history] of await hubspot.propertyHistories(QUOTE, request, options)) histories.set(id, history);
  }
  const last = new Map(
    deals.flatMap(({ id, since }) => {
      const signatures = (quotesOf.get(id) ?? []).flatMap((quoteId) => {
        const signature = signatureOf(histories.get(quoteId) ?? {}, { since, now: deps.now() });
        return signature ? [{ quoteId, ...signature }] : [];
      });
      const newest = signatures.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
      return newest ? [[id, newest] as const] : [];
    }),
  );
  const figures = await readSignedFigures(run, [...new Set([...last.values()].map(({ quoteId }) => quoteId))]);
  return new Map([...last].map(([id, { property, quoteId }]) => [id, { property, figures: figures.get(quoteId)! }]));
}

type History = Readonly<Record<string, readonly PropertyVersion[]>>;

function signatureOf(history: History, { since, now }: { since: Date; now: Date }): { property: string; at: Date } | undefined {
  const held = Object.fromEntries(Object.entries(history).map(([name, versions]) => [name, versions[0]?.value ?? null]));
  if (!isSigned(held)) return undefined;
  for (const condition of SIGNED) {
    const { property } = condition;
    const isMet = (value: string): boolean => findMet([condition], { [property]: value }) !== undefined;
    const at = cameToHoldAt(history[property] ?? [], { isMet, since, now });
    if (at) return { property, at };
  }
  return undefined;
}
