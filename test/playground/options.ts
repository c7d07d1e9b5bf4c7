import { parseArgs } from 'node:util';
import { ERPS } from './erps/index.ts';

export interface PlaygroundOptions {
  /** Leaves the ERP unconnected, to walk through the settings by hand. */
  fresh: boolean;
  erp: string;
  /** Whatever else was said; each ERP knows its own. */
  rest: Record<string, string | boolean | undefined>;
}

export function parseOptions(argv: readonly string[]): PlaygroundOptions {
  const versions = Object.fromEntries([...ERPS.keys()].map((name) => [`${name}-version`, { type: 'string' as const }]));
  const { values } = parseArgs({
    args: [...argv],
    options: { fresh: { type: 'boolean', default: false }, erp: { type: 'string', default: [...ERPS.keys()][0] ?? '' }, ...versions },
  });
  const { fresh, erp, ...rest } = values;
  if (typeof erp !== 'string' || !ERPS.has(erp)) throw new Error(`--erp must be one of ${[...ERPS.keys()].join(', ')}`);
  return { fresh: fresh === true, erp, rest: rest as PlaygroundOptions['rest'] };
}
