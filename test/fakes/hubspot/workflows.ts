import { randomUUID } from 'node:crypto';
import { pause } from '../http.ts';
import { badRequest, notFound } from './errors.ts';
import { signatureHeaders, throughProxy, type Proxy } from './signing.ts';
import { checkInputs, durationMs, faultsOfOutputs, historyText, type StepDefinition } from './steps.ts';
import { OBJECT_TYPE_IDS, SINGULAR, type ObjectType } from './types.ts';

/**
 * `calling`: no answer yet that ends it. `waiting`: it was told to wait. `given_up`: refused, or never answered. `expired`: it went on when its time
 * was over.
 */
type StepState = 'calling' | 'waiting' | 'succeeded' | 'failed' | 'expired' | 'given_up';

/** A step of a workflow, once, for one record. */
export interface StepRun {
  callbackId: string;
  portalId: number;
  /** Without `puente_action_`: `refresh_status`. */
  step: string;
  objectType: ObjectType;
  objectId: string;
  inputs: Readonly<Record<string, string>>;
  state: StepState;
  outputs: Record<string, string>;
  /** What the history of the workflow says. */
  history: string | null;
  startedAt: Date;
  /** Until then it waits. */
  waitsUntil: Date | null;
  endedAt: Date | null;
  /** Of each call: 0 is no answer. */
  statuses: number[];
}

export interface StepStart {
  step: string;
  objectType: ObjectType;
  objectId: string;
  inputs?: Readonly<Record<string, string>>;
}

interface WorkflowHabits {
  /** Wait before a repeat, times the attempt; HubSpot begins with a minute. Default 100 ms. */
  retryMs: number;
  /** Repeats; HubSpot goes on for three days. Default 10. */
  repeats: number;
  /** How long an answer is waited for. Default 20 s. */
  timeoutMs: number;
  /** The same call comes so often, whatever is answered. Default 1. */
  calls: number;
  /** Calls under way at once. Default 20. */
  atOnce: number;
}

interface WorkflowDeps {
  target: string | null;
  clientSecret: string;
  appId: number;
  now(): Date;
  proxy: Proxy;
  steps: readonly StepDefinition[];
  /** The account granted `automation`. */
  mayBeTold(portalId: number): boolean;
}

interface OptionsAnswer {
  options: { label: string; value: string }[];
  after?: string;
  searchable?: boolean;
}

/** HubSpot documents a week. */
const WAITS_MS = 7 * 86_400_000;
const MOST_AT_ONCE = 100;

/** Carries out single steps of workflows, with HubSpot's rules for answers, repeats and waiting. */
export class Workflows {
  readonly habits: WorkflowHabits = { retryMs: 100, repeats: 10, timeoutMs: 20_000, calls: 1, atOnce: 20 };
  /** What HubSpot would not have taken, or would have regretted. */
  readonly faults: string[] = [];
  /** The address of the service that our project's files name `${BACKEND_URL}`. */
  target: string | null;
  private readonly deps: WorkflowDeps;
  private readonly all = new Map<string, StepRun>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly queue: StepRun[] = [];
  private flying = 0;
  private isClosed = false;

  constructor(deps: WorkflowDeps) {
    this.deps = deps;
    this.target = deps.target;
  }

  get steps(): readonly StepDefinition[] {
    return this.deps.steps;
  }

  /** A record reaches a step. */
  start(portalId: number, { step, objectType, objectId, inputs = {} }: StepStart): StepRun {
    const definition = this.definitionOf(step);
    if (!definition.config.objectTypes.includes(SINGULAR[objectType].toUpperCase()))
      throw new Error(`${step} is not offered for ${objectType}`);
    checkInputs(definition, inputs);
    const run: StepRun = {
      ...{ portalId, step, objectType, objectId, inputs, callbackId: `ap-${portalId}-${randomUUID()}-0` },
      ...{ state: 'calling', outputs: {}, history: null, startedAt: this.deps.now(), waitsUntil: null, endedAt: null, statuses: [] },
    };
    this.all.set(run.callbackId, run);
    this.queue.push(run);
    this.callNext();
    return run;
  }

  /** The newest first. */
  runs(portalId: number): StepRun[] {
    this.expire();
    return [...this.all.values()].filter((run) => run.portalId === portalId).toReversed();
  }

  /** As it stands now. */
  run(callbackId: string): StepRun {
    this.expire();
    return this.require(callbackId);
  }

  /** No call is under way; what waits may do so. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  close(): void {
    this.isClosed = true;
    this.queue.length = 0;
  }

  /** What the workflow editor shows for an input. */
  async fetchOptions(
    portalId: number,
    { step, input, objectType, q, after }: { step: string; input: string; objectType: ObjectType; q?: string; after?: string },
  ): Promise<OptionsAnswer> {
    const field = this.definitionOf(step).config.inputFields.find(({ typeDefinition }) => typeDefinition.name === input)?.typeDefinition;
    if (!field?.optionsUrl) throw new Error(`${input} of ${step} fetches no options`);
    const fetchOptions = { ...(q === undefined ? {} : { q }), ...(after === undefined ? {} : { after }) };
    const body = {
      origin: this.origin(portalId),
      objectTypeId: OBJECT_TYPE_IDS[objectType],
      inputFieldName: input,
      inputFields: {},
      fetchOptions,
    };
    const answer = await this.post(this.addressOf(field.optionsUrl), body);
    if (answer?.status !== 200) throw new Error(`Options: ${answer?.status ?? 'no answer'}`);
    return JSON.parse(answer.text) as OptionsAnswer;
  }

  /** The app says what came of steps; all or nothing. Throws what HubSpot answers. */
  complete(portalId: number, inputs: readonly { callbackId?: unknown; outputFields?: unknown; typedOutputs?: unknown }[]): void {
    this.expire();
    if (inputs.length > MOST_AT_ONCE) throw badRequest(`The maximum number of inputs supported in a batch request is ${MOST_AT_ONCE}.`);
    const ended = inputs.map(({ callbackId, outputFields, typedOutputs }) => {
      const run = this.all.get(String(callbackId));
      // Another portal's runs are nothing to this token, and nobody waits for what went on.
      if (run?.portalId !== portalId || run.state !== 'waiting') throw notFound();
      if (typeof typedOutputs !== 'object' || typedOutputs === null) throw badRequest('Some required fields were not set: [typedOutputs]');
      const faults = faultsOfOutputs(this.definitionOf(run.step), outputFields);
      this.faults.push(...faults);
      if (faults.length > 0) throw badRequest(faults.join('; '));
      return { run, outputs: outputFields as Record<string, string> };
    });
    for (const { run, outputs } of ended) this.end(run, outputs);
  }

  /** Sends an earlier call once more, byte by byte. */
  async replay(callbackId: string, as: { step?: string } = {}): Promise<{ status: number; text: string } | null> {
    const run = this.require(callbackId);
    return this.post(this.addressOf(this.definitionOf(as.step ?? run.step).config.actionUrl), this.bodyOf(run));
  }

  bodyOf({ callbackId, portalId, objectType, objectId, inputs }: StepRun): object {
    return {
      callbackId,
      origin: this.origin(portalId),
      context: { source: 'WORKFLOWS', workflowId: 777 },
      object: { objectId: Number(objectId), objectType: SINGULAR[objectType].toUpperCase(), properties: {} },
      inputFields: inputs,
    };
  }

  private callNext(): void {
    while (this.flying < this.habits.atOnce && this.queue.length > 0) {
      const run = this.queue.shift()!;
      this.flying++;
      const work = this.carryOut(run);
      this.underWay.add(work);
      void work.finally(() => {
        this.flying--;
        this.underWay.delete(work);
        this.callNext();
      });
    }
  }

  private async carryOut(run: StepRun): Promise<void> {
    const address = this.addressOf(this.definitionOf(run.step).config.actionUrl);
    for (let attempt = 0; attempt <= this.habits.repeats && !this.isClosed; attempt++) {
      const answers = await Promise.all(Array.from({ length: this.habits.calls }, () => this.post(address, this.bodyOf(run))));
      run.statuses.push(...answers.map((answer) => answer?.status ?? 0));
      const [answer] = answers;
      const waitMs = this.waitAfter(answer ?? null, attempt);
      if (waitMs === null) return this.take(run, answer!);
      await pause(waitMs);
    }
    if (!this.isClosed) this.giveUp(run);
  }

  /** Before the next attempt; null: there is none. */
  private waitAfter(answer: Answer | null, attempt: number): number | null {
    const pauseMs = this.habits.retryMs * (attempt + 1);
    if (answer === null || answer.status >= 500) return pauseMs;
    return answer.status === 429 ? Number(answer.retryAfter ?? pauseMs) : null;
  }

  private take(run: StepRun, { status, text }: Answer): void {
    if (status < 200 || status >= 300) return this.giveUp(run);
    // The app may have told the outcome before its answer arrived.
    if (run.state !== 'calling') return;
    const { outputFields = {} } = JSON.parse(text || '{}') as { outputFields?: Record<string, string> };
    this.faults.push(...faultsOfOutputs(this.definitionOf(run.step), outputFields));
    const state = outputFields['hs_execution_state'];
    if (state !== 'BLOCK' && state !== 'ASYNC') return this.end(run, outputFields);
    if (!this.deps.mayBeTold(run.portalId)) this.faults.push(`${run.step} waits, and nobody may end it`);
    const given = outputFields['hs_expiration_duration'];
    const waitsMs = given === undefined ? WAITS_MS : durationMs(given);
    if (waitsMs === null) return (void this.faults.push(`${given} is no duration`), this.giveUp(run));
    run.state = 'waiting';
    run.waitsUntil = new Date(this.deps.now().getTime() + waitsMs);
  }

  private end(run: StepRun, { hs_execution_state: state, hs_expiration_duration: _, ...outputs }: Record<string, string>): void {
    run.state = state === 'FAIL_CONTINUE' ? 'failed' : 'succeeded';
    run.outputs = outputs;
    run.history = historyText(this.definitionOf(run.step), outputs);
    run.endedAt = this.deps.now();
  }

  private giveUp(run: StepRun): void {
    run.state = 'given_up';
    run.endedAt = this.deps.now();
  }

  private expire(): void {
    const now = this.deps.now();
    for (const run of this.all.values())
      if (run.state === 'waiting' && run.waitsUntil! <= now) Object.assign(run, { state: 'expired', endedAt: run.waitsUntil });
  }

  private async post(uri: string, content: object): Promise<Answer | null> {
    const { clientSecret, now, proxy } = this.deps;
    const body = Buffer.from(JSON.stringify(content));
    const signed = signatureHeaders(clientSecret, { method: 'POST', uri, body, timestamp: now().getTime() });
    // Steps are signed with v2 alone.
    const { 'x-hubspot-signature': signature = '', 'x-hubspot-signature-version': version = '' } = signed;
    const headers = { 'content-type': 'application/json', 'x-hubspot-signature': signature, 'x-hubspot-signature-version': version };
    try {
      const signal = AbortSignal.timeout(this.habits.timeoutMs);
      const response = await fetch(throughProxy(proxy, uri), { method: 'POST', body, headers, signal, redirect: 'manual' });
      return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') };
    } catch {
      return null;
    }
  }

  private addressOf(url: string): string {
    if (this.target === null) throw new Error('Nobody said where the service is');
    return url.replace('${BACKEND_URL}', this.target);
  }

  private definitionOf(step: string): StepDefinition {
    const definition = this.deps.steps.find(({ uid }) => uid === `puente_action_${step}`);
    if (!definition) throw new Error(`No step ${step}`);
    return definition;
  }

  private require(callbackId: string): StepRun {
    const run = this.all.get(callbackId);
    if (!run) throw new Error(`No run ${callbackId}`);
    return run;
  }

  private origin(portalId: number) {
    return { portalId, actionDefinitionId: 55, actionDefinitionVersion: 2, appId: this.deps.appId };
  }
}

interface Answer {
  status: number;
  text: string;
  retryAfter: string | null;
}
