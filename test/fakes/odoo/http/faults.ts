/** A bad day of the server or of the road to it. */
export type Fault =
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string> }
  /** The proxy's HTML page. */
  | { kind: 'badGateway'; status?: 502 | 503 | 504 }
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

interface Planned {
  fault: Fault;
  match: FaultMatch;
  left: number;
}

export class Faults {
  private planned: Planned[] = [];
  private readonly hanging = new Set<() => void>();

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
    for (const go of this.hanging) go();
    this.hanging.clear();
  }

  take(call: FaultyCall): Fault | null {
    const hit = this.planned.find(({ match }) => matches(match, call));
    if (!hit) return null;
    hit.left--;
    if (hit.left <= 0) this.planned = this.planned.filter((one) => one !== hit);
    return hit.fault;
  }

  hang(): Promise<void> {
    return new Promise((resolve) => this.hanging.add(resolve));
  }
}

const matches = (match: FaultMatch, call: FaultyCall): boolean =>
  (match.path === undefined || call.path.startsWith(match.path)) &&
  (match.model === undefined || match.model === call.model) &&
  (match.method === undefined || [match.method].flat().includes(call.method));
