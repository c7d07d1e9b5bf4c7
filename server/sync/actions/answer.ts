import { waitedUntil, type ActionRun } from './runs.ts';
import { REASONS } from './words.ts';

type Answered = Pick<ActionRun, 'isBlocking' | 'outputs' | 'isFailure' | 'deadlineAt'>;
type Answer = { outputFields: Record<string, string> };

/** What HubSpot is told of a run, by answer and by callback alike. */
export function outputFields({ outputs, isFailure }: Pick<Answered, 'outputs' | 'isFailure'>): Record<string, string> {
  return { ...outputs, hs_execution_state: isFailure ? 'FAIL_CONTINUE' : 'SUCCESS' };
}

/** The answer to a call: however often it comes, what became of the run by then. */
export function answerOf(run: Answered, now: Date): Answer {
  if (run.outputs) return { outputFields: outputFields(run) };
  if (!run.isBlocking) return answerNotInstalled();
  const leftMs = Math.max(1_000, waitedUntil(run).getTime() - now.getTime());
  return { outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: isoDuration(leftMs) } };
}

/** The portal took the app out; its language is not known any more. */
export const answerNotInstalled = (): Answer => ({
  outputFields: outputFields({ outputs: { result: 'failed', reason: REASONS.notConnected.en }, isFailure: true }),
});

/** ISO 8601: `P1DT2H3M4S`. */
export function isoDuration(ms: number): string {
  const all = Math.ceil(ms / 1_000);
  const [days, hours, minutes, seconds] = [Math.floor(all / 86_400), Math.floor(all / 3_600) % 24, Math.floor(all / 60) % 60, all % 60];
  const time = [hours && `${hours}H`, minutes && `${minutes}M`, seconds && `${seconds}S`].filter(Boolean).join('');
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? (days > 0 ? '' : 'T0S') : `T${time}`}`;
}
