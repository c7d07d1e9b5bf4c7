import type { RequestHandler, Response } from 'express';
import type { ActionDeps } from '../../sync/actions/action.ts';
import { acceptRuns, answerNow } from '../../sync/actions/accept.ts';
import { answerNotInstalled, answerOf } from '../../sync/actions/answer.ts';
import { actionNamed } from '../../sync/actions/registry.ts';
import type { AskedRun, StoredRun } from '../../sync/actions/runs.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { batchCalls } from '../batch-calls.ts';
import { NotFoundError } from '../failures.ts';
import { createThrottle } from '../throttle.ts';
import { readCall } from './request.ts';

export type StepDeps = ActionDeps;

/** Stored in one statement. */
const RUNS_AT_ONCE = 500;
/** Of one portal. HubSpot sends some 20 a second; thousands of records may enrol at once. */
const LIMITS = { perSecond: 200, burst: 4_000 };
export type StepLimits = typeof LIMITS;
const AGAIN_MS = 2_000;
/** HubSpot waits 20 s or more; nobody promises how long. */
const ANSWER_WITHIN_MS = 4_000;

interface Waiting {
  asked: AskedRun;
  stored: StoredRun | undefined;
}

/** Stores the run and answers "wait", in one statement for all that come at once; a run that is known is answered as it stands. */
export function runStep(deps: StepDeps, limits: StepLimits = LIMITS): RequestHandler {
  const throttle = createThrottle({ ...limits, now: deps.now });
  const accept = batchCalls<Waiting>(async (waiting) => {
    const stored = await acceptRuns(
      deps,
      waiting.map(({ asked }) => asked),
    );
    const byRun = new Map(stored.map((one) => [keyOf(one.askedPortalId, one.askedCallbackId), one]));
    for (const one of waiting) one.stored = byRun.get(keyOf(one.asked.portalId, one.asked.callbackId));
  }, RUNS_AT_ONCE);
  return async (req, res) => {
    const action = actionNamed(String(req.params['action']));
    if (!action) throw new NotFoundError('No such step', { code: 'not_found' });
    const { inputs, ...call } = readCall(action.design, req.body);
    if (!throttle(String(call.portalId))) return comeAgain(res);
    const deadlineAt = new Date(deps.now().getTime() + action.waitsMs(inputs));
    const waiting: Waiting = { asked: { ...call, action: action.design.name, inputs, deadlineAt }, stored: undefined };
    await accept([waiting]);
    await answer(deps, res, waiting);
  };
}

const keyOf = (portalId: number, callbackId: string): string => `${portalId} ${callbackId}`;

async function answer(deps: StepDeps, res: Response, { asked, stored }: Waiting): Promise<void> {
  const run = stored?.run ?? null;
  if (!run) return stored?.isInstalled === false ? void res.json(answerNotInstalled()) : comeAgain(res);
  if (run.action !== asked.action)
    throw new InvalidInputError('This run is one of another step', { code: 'input.invalid', params: { field: 'callbackId' } });
  if (!run.isBlocking) await answerNow(deps, run, AbortSignal.timeout(ANSWER_WITHIN_MS));
  res.json(answerOf(run, deps.now()));
}

/** HubSpot repeats the call; it takes `Retry-After` as milliseconds. */
const comeAgain = (res: Response): void => void res.status(429).set('Retry-After', String(AGAIN_MS)).end();
