import type { ReviewDecision, ReviewOutcome } from '../../api/reviews.ts';
import { useAction, useSettings } from '../../hooks/useSettings.tsx';

type Answer = ReviewDecision['answer'];

const SAID = { link: 'review.linked', not_this: 'review.refused', ignore: 'review.ignored' } as const;

/** Sends decisions, one or many, and says what became of them. */
export function useDecisions(changed: () => Promise<unknown>) {
  const { t, api, actions } = useSettings();
  const { run, isRunning, failure } = useAction();
  const tell = (answer: Answer, { decided, refused }: ReviewOutcome) => {
    if (decided > 0) actions.addAlert({ type: 'success', message: t(SAID[answer], { count: decided }) });
    if (refused > 0) actions.addAlert({ type: 'warning', message: t('review.partly', { count: refused }) });
  };
  /** For a dialogue that asks first: it runs, and tells of a failure, by itself. */
  const send = async (answer: Answer, decisions: Omit<ReviewDecision, 'answer'>[]) =>
    tell(answer, await api.review(decisions.map((decision) => ({ ...decision, answer }))));
  const sendAll = async () => tell('ignore', await api.leaveOutUnmatched());
  const decide = async (answer: Answer, decisions: Omit<ReviewDecision, 'answer'>[]) => {
    if (await run(() => send(answer, decisions))) await changed();
  };
  return { decide, send, sendAll, isRunning, failure };
}
