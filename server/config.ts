import { z } from 'zod';
import { checkNetwork } from './outbound/addresses.ts';
import { StartFailure } from './shared/start-failure.ts';

type Role = 'web' | 'worker' | 'both';

/** Without any HubSpot credentials this is the playground; with them it is the service. */
type Mode =
  | { kind: 'playground' }
  | { kind: 'service'; publicUrl: string; hubspot: HubSpotConfig; encryptionKeys: EncryptionKey[]; database: DatabaseConfig };

type DatabaseConfig = { kind: 'url'; url: string } | { kind: 'embedded' };

interface HubSpotConfig {
  clientId: string;
  clientSecret: string;
  apiUrl: string;
  authorizeUrl: string;
}

/** 32 bytes under a name of the operator's choice. The first one encrypts, all of them decrypt. */
interface EncryptionKey {
  id: string;
  key: Buffer;
}

export interface Config {
  mode: Mode;
  role: Role;
  port: number;
  dataDir: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** CIDRs of private networks in which ERPs may be reached; `*`: everywhere. */
  allowPrivateAddresses: string[];
  /** Bearer token that `/metrics` asks for; null: only this machine is answered. */
  metricsToken: string | null;
  uninstallGraceDays: number;
  /** Jobs of each kind that one worker process runs at a time. */
  jobConcurrency: number;
  /** Where the EU answers about VAT numbers, for portals that switched that on. */
  viesApiUrl: string;
}

/** The configuration of the real service. */
export type ServiceConfig = Config & { mode: Extract<Mode, { kind: 'service' }> };

/** What a variable must look like is said once, and shown when it does not. */
const text = (help: string) => z.string({ error: help }).min(1, help);
const number = (help: string, least: number, most: number) => z.coerce.number({ error: help }).int(help).min(least, help).max(most, help);
const choice = <const T extends readonly string[]>(values: T) => z.enum(values, { error: `must be one of ${values.join(', ')}` });
const list = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

const url = (help: string) =>
  text(help)
    .refine(isWebAddress, help)
    .transform((value) => value.replace(/\/+$/, ''));
const KEY_HELP = 'must be id:key, several separated by commas, the first of which encrypts; make a key with: openssl rand -base64 32';
const NETWORK_HELP = 'must be networks such as 10.0.0.0/8, separated by commas, or * for all';

const Common = z.object({
  ROLE: choice(['web', 'worker', 'both']).default('both'),
  PORT: number('must be a port number, for example 3000', 0, 65535).default(3000),
  DATA_DIR: text('must be a folder').default('.data'),
  LOG_LEVEL: choice(['debug', 'info', 'warn', 'error']).default('info'),
  ALLOW_PRIVATE_ADDRESSES: z
    .string()
    .default('')
    .transform(list)
    .refine((items) => items.every((item) => item === '*' || checkNetwork(item)), NETWORK_HELP),
  METRICS_TOKEN: text('must not be empty; without it, /metrics answers only this machine').optional(),
  UNINSTALL_GRACE_DAYS: number('must be a number of days from 0 to 365', 0, 365).default(30),
  JOB_CONCURRENCY: number('must be a number from 1 to 64', 1, 64).default(8),
  VIES_API_URL: url('must be an address such as https://ec.europa.eu/taxation_customs/vies/rest-api').default(
    'https://ec.europa.eu/taxation_customs/vies/rest-api',
  ),
});

const Service = Common.extend({
  PUBLIC_URL: url('must be the address HubSpot reaches this service at: https://…, or http://localhost… while developing')
    .refine(isSecure, 'must begin with https:// (http:// only for localhost)')
    .refine(isOrigin, 'must be an address without a path, query or credentials: HubSpot and the install come to its root'),
  HUBSPOT_CLIENT_ID: text("must be the client id from the app's Auth page in HubSpot"),
  HUBSPOT_CLIENT_SECRET: text("must be the client secret from the app's Auth page in HubSpot"),
  HUBSPOT_API_URL: url('must be an address such as https://api.hubapi.com').default('https://api.hubapi.com'),
  HUBSPOT_AUTHORIZE_URL: url('must be an address such as https://app.hubspot.com/oauth/authorize').default(
    'https://app.hubspot.com/oauth/authorize',
  ),
  ENCRYPTION_KEYS: text(KEY_HELP).transform(list).refine(areKeys, KEY_HELP).transform(toKeys),
  USE_EMBEDDED_DATABASE: choice(['true', 'false']).default('false'),
  DATABASE_URL: text('must be like postgres://user:password@host:5432/database')
    .refine(isPostgres, 'must begin with postgres:// or postgresql://')
    .optional(),
});

/** Reads the environment once; a bad one is refused with every bad variable and how to make it good. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = present(env);
  const isPlayground = !Object.keys(set).some((name) => name.startsWith('HUBSPOT_'));
  if (isPlayground) return { ...commonOf(parse(Common, set)), mode: { kind: 'playground' } };

  const values = parse(Service, set, requireDatabase(set));
  return {
    ...commonOf(values),
    mode: {
      kind: 'service',
      publicUrl: values.PUBLIC_URL,
      hubspot: {
        clientId: values.HUBSPOT_CLIENT_ID,
        clientSecret: values.HUBSPOT_CLIENT_SECRET,
        apiUrl: values.HUBSPOT_API_URL,
        authorizeUrl: values.HUBSPOT_AUTHORIZE_URL,
      },
      encryptionKeys: values.ENCRYPTION_KEYS,
      database: databaseOf(values.DATABASE_URL),
    },
  };
}

/** For `npm run migrate`, which needs to know nothing but the database. */
export function loadDatabaseConfig(env: Readonly<Record<string, string | undefined>>): { database: DatabaseConfig; dataDir: string } {
  const set = present(env);
  const values = parse(Service.pick({ DATABASE_URL: true, DATA_DIR: true, USE_EMBEDDED_DATABASE: true }), set, requireDatabase(set));
  return { database: databaseOf(values.DATABASE_URL), dataDir: values.DATA_DIR };
}

/** An empty line in an env file means "not set". */
function present(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
}

function databaseOf(databaseUrl: string | undefined): DatabaseConfig {
  return databaseUrl === undefined ? { kind: 'embedded' } : { kind: 'url', url: databaseUrl };
}

function commonOf(values: z.output<typeof Common>): Omit<Config, 'mode'> {
  return {
    role: values.ROLE,
    port: values.PORT,
    dataDir: values.DATA_DIR,
    logLevel: values.LOG_LEVEL,
    allowPrivateAddresses: values.ALLOW_PRIVATE_ADDRESSES,
    metricsToken: values.METRICS_TOKEN ?? null,
    uninstallGraceDays: values.UNINSTALL_GRACE_DAYS,
    jobConcurrency: values.JOB_CONCURRENCY,
    viesApiUrl: values.VIES_API_URL,
  };
}

/** Real customers' data must not end up in the embedded database because a line was forgotten. */
function requireDatabase(set: Record<string, unknown>): string[] {
  if ('DATABASE_URL' in set || set['USE_EMBEDDED_DATABASE'] === 'true') return [];
  return [
    'DATABASE_URL: must be like postgres://user:password@host:5432/database; set USE_EMBEDDED_DATABASE=true if you want the embedded one',
  ];
}

function parse<T extends z.ZodType>(schema: T, set: Record<string, unknown>, alreadyWrong: string[] = []): z.output<T> {
  const parsed = schema.safeParse(set);
  if (parsed.success && alreadyWrong.length === 0) return parsed.data;
  const wrong = new Map<string, string>();
  for (const { path, message } of parsed.error?.issues ?? []) {
    const name = String(path[0]);
    if (!wrong.has(name)) wrong.set(name, `${name}${name in set ? '' : ' (not set)'}: ${message}`);
  }
  throw new ConfigError([...wrong.values(), ...alreadyWrong]);
}

/** Says what is wrong with every variable; never shows a value, which may be a secret. */
export class ConfigError extends StartFailure {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    const hint = 'Without any HUBSPOT_ variable the playground starts instead.';
    super(`The configuration cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}\n${hint}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

function isWebAddress(value: string): boolean {
  return /^https?:$/.test(parseUrl(value)?.protocol ?? '');
}

function isSecure(value: string): boolean {
  const { protocol, hostname } = parseUrl(value) ?? {};
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname ?? ''));
}

function isOrigin(value: string): boolean {
  const address = parseUrl(value);
  return address === null || address.href === `${address.origin}/`;
}

function isPostgres(value: string): boolean {
  return /^postgres(ql)?:$/.test(parseUrl(value)?.protocol ?? '');
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

function areKeys(items: string[]): boolean {
  const ids = items.map((item) => item.split(':')[0]);
  return items.length > 0 && new Set(ids).size === ids.length && items.every((item) => /^[\w-]{1,20}:[A-Za-z0-9+/]{43}=$/.test(item));
}

function toKeys(items: string[]): EncryptionKey[] {
  return items.map((item) => {
    const [id = '', key = ''] = item.split(':');
    return { id, key: Buffer.from(key, 'base64') };
  });
}
