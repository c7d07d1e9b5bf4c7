import type { Figure } from '../bench/bench.ts';

/** One part of the run. Faults are what must not be, whatever the machine; figures depend on it. */
export interface Part {
  figures: Figure[];
  faults: string[];
}
