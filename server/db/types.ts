import pg from 'pg';

const { builtins } = pg.types;
const TEXT_ARRAY = 1009;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
const DATE_ARRAY = 1182;

type Parse = (value: string) => unknown;
// The typings know no array types.
const parserOf = pg.types.getTypeParser as (oid: number, format?: string) => Parse;
const textArray = parserOf(TEXT_ARRAY) as (value: string) => (string | null)[];

/** Amounts and days stay text: a float loses cents, a Date would shift a calendar day by the time zone. */
const parsers = new Map<number, Parse>([
  [builtins.INT8, safeInteger],
  [builtins.NUMERIC, String],
  [builtins.DATE, String],
  [INT8_ARRAY, (value) => textArray(value).map((item) => (item === null ? null : safeInteger(item)))],
  [NUMERIC_ARRAY, textArray],
  [DATE_ARRAY, textArray],
]);

/** Given to each connection, so that the process-wide parsers, which the job queue uses too, stay as they are. */
export const columnTypes = {
  getTypeParser: (oid: number, format?: string): Parse => (format === 'binary' ? undefined : parsers.get(oid)) ?? parserOf(oid, format),
};

function safeInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`The database returned ${value}, which a JavaScript number cannot hold exactly.`);
  return number;
}
