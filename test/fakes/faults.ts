import type { FakeRequest } from './http.ts';

type FaultKind =
  /** Answers `status` without doing anything; with `afterWork` it was done, and a proxy gave up waiting. */
  | 'status'
  /** Ends the connection without doing anything. */
  | 'reset'
  /** Does it, answers half of the body and ends the connection. */
  | 'cutOff'
  /** Does nothing and never answers, until the faults are cleared; with `afterWork` it does it. */
  | 'hang'
  /** Does it and ends the connection without an answer. */
  | 'doneButNoAnswer'
  /** Does it after `ms`. */
  | 'slow';

export interface Fault {
  kind: FaultKind;
  /** Default 500. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Default 1 s. */
  ms?: number;
  /** Of `status` and `hang`. Default false. */
  afterWork?: boolean;
}

/** A pattern sees `METHOD /path?query`. */
type RequestMatch = RegExp | ((request: FakeRequest) => boolean);

interface PlannedFault extends Fault {
  match?: RequestMatch;
  /** Default 1; `Infinity` until cleared. */
  times?: number;
}

interface RandomFaults {
  /** Share of requests that meet a fault, 0 to 1. */
  rate: number;
  faults: readonly Fault[];
  match?: RequestMatch;
  /** The same seed gives the same bad days. */
  seed?: number;
}

export class Faults {
  /** The random ones that somebody met. */
  readonly met: Fault[] = [];
  private planned: (PlannedFault & { left: number })[] = [];
  private random_: (RandomFaults & { draw: () => number }) | null = null;
  private readonly hanging = new Set<() => void>();

  next(fault: PlannedFault): void {
    this.planned.push({ ...fault, left: fault.times ?? 1 });
  }

  /** For soak runs; replaces the random faults set before, `rate: 0` ends them. */
  random(random: RandomFaults): void {
    this.random_ = { ...random, draw: drawsFrom(random.seed ?? 1) };
  }

  /** Ends all faults and cuts the calls that hang. */
  clear(): void {
    this.planned = [];
    this.random_ = null;
    for (const go of this.hanging) go();
    this.hanging.clear();
  }

  /** Planned faults that nobody has met yet. */
  pending(): number {
    return this.planned.length;
  }

  take(request: FakeRequest): Fault | null {
    const hit = this.planned.find(({ match }) => matches(match, request));
    if (hit) {
      hit.left--;
      if (hit.left <= 0) this.planned = this.planned.filter((fault) => fault !== hit);
      return hit;
    }
    const { random_ } = this;
    if (!random_ || !matches(random_.match, request) || random_.draw() >= random_.rate) return null;
    const fault = random_.faults[Math.floor(random_.draw() * random_.faults.length)] ?? null;
    if (fault) this.met.push(fault);
    return fault;
  }

  hang(): Promise<void> {
    return new Promise((resolve) => this.hanging.add(resolve));
  }
}

function matches(match: RequestMatch | undefined, request: FakeRequest): boolean {
  if (match === undefined) return true;
  return match instanceof RegExp ? match.test(`${request.method} ${request.path}`) : match(request);
}

/** mulberry32: numbers from 0 to 1, the same for the same seed. */
export function drawsFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
