import { parseArgs } from 'node:util';
import { StartFailure } from '../../server/shared/start-failure.ts';
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

const HELP = `npm start [-- options]   starts the playground: the service, its database, and doubles of HubSpot and an ERP

  --fresh                      installed only; connect the ERP by hand on the settings page
  --erp NAME                   ${[...ERPS.keys()].join(', ')}; default ${[...ERPS.keys()][0]}
  --odoo-version VERSION       16, 17, 18 or 19; default 18
  --customers N, --invoices N  how big the company is; default 260 and 2600
  --help                       this text

  PORT=3001 npm start          another port than 3000; DATA_DIR is the folder of its database
  With HUBSPOT_ variables set the service itself starts instead: README.md, "Running it for real".`;

/** Null: only help was asked for. */
export function parseOptions(argv: readonly string[]): PlaygroundOptions | null {
  const { help, fresh, erp, customers, invoices, ...rest } = parse(argv);
  if (help === true) return null;
  if (typeof erp !== 'string' || !ERPS.has(erp)) throw new StartFailure(`--erp must be one of ${[...ERPS.keys()].join(', ')}`);
  return { fresh: fresh === true, erp, customers: countOf('customers', customers), invoices: countOf('invoices', invoices), rest };
}

export const showHelp = (): void => void process.stdout.write(`${HELP}\n`);

function parse(argv: readonly string[]): Record<string, string | boolean | undefined> {
  const versions = Object.fromEntries([...ERPS.keys()].map((name) => [`${name}-version`, { type: 'string' as const }]));
  const options = {
    help: { type: 'boolean' as const, default: false },
    fresh: { type: 'boolean' as const, default: false },
    erp: { type: 'string' as const, default: [...ERPS.keys()][0] ?? '' },
    customers: { type: 'string' as const, default: '260' },
    invoices: { type: 'string' as const, default: '2600' },
    ...versions,
  };
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    // Its further sentences are about arguments that begin with a dash.
    const [why] = (cause instanceof Error ? cause.message : String(cause)).split(/\. |\n/);
    throw new StartFailure(`${why}.\n\n${HELP}`, { cause });
  }
}

function countOf(name: string, said: string | boolean | undefined): number {
  const count = Number(said);
  if (!Number.isInteger(count) || count < 1 || count > 100_000) throw new StartFailure(`--${name} must be a number from 1 to 100000`);
  return count;
}
