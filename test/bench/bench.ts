import type { ErpKit } from './erps/index.ts';

/** What a benchmark is given. */
export interface BenchContext {
  erp: ErpKit;
  /** Small sizes, to see that everything runs; the figures mean little. */
  isQuick: boolean;
  /** A line for whoever waits. */
  tell(text: string): void;
}

export interface Figure {
  what: string;
  measured: string;
  /** What it has to reach, in words; figures without one inform. */
  target?: string;
  isMet?: boolean;
  /** The numbers behind it. */
  details: string;
}

export interface Bench {
  name: string;
  run(context: BenchContext): Promise<Figure[]>;
}

export const atLeast = (value: number, bound: number): Pick<Figure, 'target' | 'isMet'> => ({
  target: `≥ ${bound}`,
  isMet: value >= bound,
});

export const atMost = (value: number, bound: number, unit = ''): Pick<Figure, 'target' | 'isMet'> => ({
  target: `≤ ${bound}${unit}`,
  isMet: value <= bound,
});

/** 12345.678 → `12,346`; small numbers keep three figures. */
export function inFigures(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

export const seconds = (ms: number): string => `${inFigures(ms / 1000)} s`;

/** Said in the table, so that nobody takes it for measured. */
export const notMeasured = (what: string, details: string): Figure[] => [{ what, measured: 'not measured for this ERP', details }];
