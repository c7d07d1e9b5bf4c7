import type { ReviewDecision, ReviewOutcome } from '../../api/reviews.ts';
import { useAction, useSettings } from '../../hooks/useSettings.tsx';

type Answer = ReviewDecision['answer'];

/** How many the service takes at once. */
const MOST = 200;

/** Of one that is named: what became of it, and where that is taken back. */
const SAID_OF_ONE = { link: 'review.linked.one', not_this: 'review.refused.one', ignore: 'review.ignored.one' } as const;

/** `record`: left out where none is meant. */
interface Named {
  name: string;
  record?: string;
}

const SAID = {
  link: 'review.linked',
  not_this: 'review.refused',
  ignore: 'review.ignored',
  create: 'unmatched.created',
  create_anew: 'review.anew',
} as const;

/** Sends decisions, one or many, and says what became of them. */
export function useDecisions(changed: () => Promise<unknown>) {
  const { t, api, actions } = useSettings();
  const { run, isRunning, failure } = useAction();
  const tell = (answer: Answer, { decided, refused }: ReviewOutcome) => {
    if (decided > 0) actions.addAlert({ type: 'success', message: t(SAID[answer], { count: decided }) });
    if (refused > 0)
      actions.addAlert({
        type: 'warning',
        message: t(answer === 'create' ? 'unmatched.created.partly' : 'review.partly', { count: refused }),
      });
  };
  /** For a dialogue that asks first: it runs, and tells of a failure, by itself. */
  const send = async (answer: Answer, decisions: Omit<ReviewDecision, 'answer'>[]) => {
    const sum: ReviewOutcome = { decided: 0, refused: 0 };
    try {
      for (const portion of portionsOf(decisions)) {
        const { decided, refused } = await api.review(portion.map((decision) => ({ ...decision, answer })));
        sum.decided += decided;
        sum.refused += refused;
      }
    } finally {
      // What was decided before a portion failed stays decided.
      tell(answer, sum);
    }
  };
  const sendAll = async () => tell('ignore', await api.leaveOutUnmatched());
  const createAll = async () => tell('create_anew', await api.createAllAnew());
  const decide = async (answer: Answer, decisions: Omit<ReviewDecision, 'answer'>[]) => {
    if (await run(() => send(answer, decisions))) await changed();
  };
  const decideOne = async (answer: keyof typeof SAID_OF_ONE, decision: Omit<ReviewDecision, 'answer'>, { name, record = '' }: Named) => {
    const message = t(SAID_OF_ONE[answer], { name, record });
    if (await run(() => api.review([{ ...decision, answer }]), message)) await changed();
  };
  return { decide, decideOne, send, sendAll, createAll, isRunning, failure };
}

/** All of nearly one size: the service answers a single decision that it refuses with an error. */
function portionsOf<T>(all: readonly T[]): T[][] {
  const size = Math.ceil(all.length / Math.ceil(all.length / MOST));
  return Array.from({ length: Math.ceil(all.length / size) }, (_, nth) => all.slice(nth * size, (nth + 1) * size));
}
