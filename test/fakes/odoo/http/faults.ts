import { drawsFrom } from '../../faults.ts';

/** A bad day of the server or of the road to it. */
export type Fault =
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string> }
  /** The proxy's HTML page; with `afterWork` the proxy only gave up waiting. */
  | { kind: 'badGateway'; status?: 502 | 503 | 504; afterWork?: boolean }
  /** Connection closed without an answer; with `afterWork` the work was done. */
  | { kind: 'reset'; afterWork?: boolean }
  /** Half of the answer, then the connection closes. */
  | { kind: 'cutOff' }
  /** No answer until the fault is cleared or the server closes. */
  | { kind: 'hang'; afterWork?: boolean }
  | { kind: 'slow'; ms: number }
  /** A proxy whose clock is wrong by so much writes the Date header. */
  | { kind: 'wrongDate'; ms: number }
  | { kind: 'accessDenied' }
  | { kind: 'error'; name: string; message: string; status: number };

interface FaultMatch {
  path?: string;
  model?: string;
  /** One or any of several. */
  method?: string | readonly string[];
}

interface FaultyCall {
  path: string;
  model: string;
  method: string;
}

interface RandomFaults {
  /** Share of calls that meet a fault, 0 to 1. */
  rate: number;
  faults: readonly Fault[];
  match: readonly FaultMatch[];
  /** The same seed gives the same bad days. */
  seed: number;
}

interface Planned {
  fault: Fault;
  match: FaultMatch;
  left: number;
}

export class Faults {
  /** The random ones that somebody met. */
  readonly met: Fault[] = [];
  private planned: Planned[] = [];
  private bad: (RandomFaults & { draw: () => number }) | null = null;
  private readonly hanging = new Set<() => void>();

  /** Until they are cleared. */
  random(random: RandomFaults): void {
    this.bad = { ...random, draw: drawsFrom(random.seed) };
  }

  once(fault: Fault, match: FaultMatch = {}): void {
    this.times(1, fault, match);
  }

  times(count: number, fault: Fault, match: FaultMatch = {}): void {
    this.planned.push({ fault, match, left: count });
  }

  always(fault: Fault, match: FaultMatch = {}): void {
    this.times(Infinity, fault, match);
  }

  /** Ends all faults; hanging calls are answered now. */
  clear(): void {
    this.planned = [];
    this.bad = null;
    for (const go of this.hanging) go();
    this.hanging.clear();
  }

  take(call: FaultyCall): Fault | null {
    const hit = this.planned.find(({ match }) => matches(match, call));
    if (!hit) return this.draw(call);
    hit.left--;
    if (hit.left <= 0) this.planned = this.planned.filter((one) => one !== hit);
    return hit.fault;
  }

  private draw(call: FaultyCall): Fault | null {
    const { bad } = this;
    if (!bad?.match.some((match) => matches(match, call)) || bad.draw() >= bad.rate) return null;
    const fault = bad.faults[Math.floor(bad.draw() * bad.faults.length)] ?? null;
    if (fault) this.met.push(fault);
    return fault;
  }

  hang(): Promise<void> {
    return new Promise((resolve) => this.hanging.add(resolve));
  }
}

const matches = (match: FaultMatch, call: FaultyCall): boolean =>
  (match.path === undefined || call.path.startsWith(match.path)) &&
  (match.model === undefined || match.model === call.model) &&
  (match.method === undefined || [match.method].flat().includes(call.method));
