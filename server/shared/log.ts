import pino from 'pino';

/** Facts as fields with the same names everywhere; never secrets, never customer data. An error goes into `err`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** ERROR: a person must act now. WARN: it healed, or the customer has to act. INFO: work done. DEBUG: why. */
export interface Log {
  error(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  debug(fields: LogFields, message: string): void;
}

type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export function createLog(level: LogLevel, destination?: { write(line: string): void }): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
    serializers: { err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

// Nothing logs these on purpose; this catches a request or an error object that carries one along.
const SECRETS = [
  'authorization',
  'Authorization',
  'cookie',
  'Cookie',
  'password',
  'apiKey',
  'api_key',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'clientSecret',
  'client_secret',
  'token',
  'secret',
  'connectionString',
];

/** Name, message, stack and the facts of our own errors. Foreign errors may drag whole requests along, so other fields stay out. */
function describeError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return String(error);
  const { name, message, stack, cause, code, params, help, correlationId } = error as Partial<Error> & Record<string, unknown>;
  const texts = { message: fit(message ?? ''), stack: fit(stack ?? '') };
  const described = { type: name, code, params, help, correlationId, ...texts };
  return cause === undefined ? described : { ...described, cause: describeError(cause) };
}

const LONGEST = 4_000;
/** A remote's text may have any length, and a line of 190 MB takes seconds to write. What is left over the limit at first keeps credentials whole. */
const fit = (text: string): string => withoutCredentials(text.slice(0, 2 * LONGEST)).slice(0, LONGEST);

/** Database and HTTP libraries put whole addresses into messages. */
function withoutCredentials(text: string): string {
  return text.replace(/(\w+:\/\/)[^\s/@]+@/g, '$1[secret]@');
}
