import { parseArgs } from 'node:util';
import { ERPS } from './erps/index.ts';

export interface PlaygroundOptions {
  /** Leaves the ERP unconnected, to walk through the settings by hand. */
  fresh: boolean;
  erp: string;
  /** How big the company is. */
  customers: number;
  invoices: number;
  /** Whatever else was said; each ERP knows its own. */
  rest: Record<string, string | boolean | undefined>;
}

export function parseOptions(argv: readonly string[]): PlaygroundOptions {
  const versions = Object.fromEntries([...ERPS.keys()].map((name) => [`${name}-version`, { type: 'string' as const }]));
  const { values } = parseArgs({
    args: [...argv],
    options: {
      fresh: { type: 'boolean', default: false },
      erp: { type: 'string', default: [...ERPS.keys()][0] ?? '' },
      customers: { type: 'string', default: '260' },
      invoices: { type: 'string', default: '2600' },
      ...versions,
    },
  });
  const { fresh, erp, customers, invoices, ...rest } = values as Record<string, string | boolean | undefined>;
  if (typeof erp !== 'string' || !ERPS.has(erp)) throw new Error(`--erp must be one of ${[...ERPS.keys()].join(', ')}`);
  return { fresh: fresh === true, erp, customers: countOf('customers', customers), invoices: countOf('invoices', invoices), rest };
}

function countOf(name: string, said: string | boolean | undefined): number {
  const count = Number(said);
  if (!Number.isInteger(count) || count < 1 || count > 100_000) throw new Error(`--${name} must be a number from 1 to 100000`);
  return count;
}
