import type { CatalogChoices } from '../../../hubspot-app/app/settings/api/catalog.ts';
import type { Notice } from '../../../hubspot-app/app/settings/api/types.ts';
import type { ErpCapabilities } from '../../erp/shared/contract.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { ConnectionScope } from '../../sync/shared/job-data.ts';
import { whilePersonWaits } from './request.ts';

interface Answer {
  /** Null: the ERP does not answer now, and `trouble` says why. */
  choices: CatalogChoices | null;
  trouble: Notice | null;
}
type AskChoices = (scope: ConnectionScope, catalog: ErpCapabilities['catalog']) => Promise<Answer>;

/** The page asks again and again while it is open, and waits 12 s at most. */
const FRESH_MS = 60_000;
const PATIENCE_MS = 8_000;
const CONNECTIONS_HELD = 1_000;

/** What can be chosen in an ERP, remembered for a minute by this process. Without it the page shows what is saved; an error of ours is one. */
export function createCatalogChoices({ now }: { now(): Date }): AskChoices {
  const held = new Map<string, { answer: Answer; askedAt: number }>();
  return async ({ connectionId }, catalog) => {
    const time = now().getTime();
    const known = held.get(connectionId);
    if (known && time - known.askedAt < FRESH_MS) return known.answer;
    const answer = await catalog
      .choices(whilePersonWaits({ erpAnswersWithinMs: PATIENCE_MS }))
      .then((choices): Answer => ({ choices, trouble: null }), troubleOf);
    if (held.size >= CONNECTIONS_HELD) held.clear();
    held.set(connectionId, { answer, askedAt: time });
    return answer;
  };
}

function troubleOf(error: unknown): Answer {
  if (!(error instanceof PuenteError)) throw error;
  return { choices: null, trouble: { code: error.code, params: error.params } };
}
