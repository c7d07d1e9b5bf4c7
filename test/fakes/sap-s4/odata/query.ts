import { badGateway, badRequest, tookTooLong, unknownProperty } from '../errors.ts';
import type { EntityType, Property } from '../schema.ts';
import { keyOf, type Row, type Store } from '../store.ts';
import { compileFilter, EVERYTHING, type Filter } from './filter.ts';
import { shapeOf, type ShapeContext } from './shape.ts';
import { comparable } from './values.ts';

export interface QueryRules {
  /** Rows of an answer at most; what is left is behind `__next`. */
  pageSize: number;
  /** `$expand` beside `$select` is refused, as some tenants do. */
  refusesExpandWithSelect: boolean;
}
interface ReadPage {
  body: { results: Record<string, unknown>[]; __count?: string; __next?: string };
  rows: number;
}

const OPTIONS = new Set(['$filter', '$select', '$expand', '$orderby', '$top', '$skip', '$skiptoken', '$inlinecount', '$format']);
const CUBE = 'A_OperationalAcctgDocItemCube';

export function checkOptions(options: URLSearchParams): void {
  for (const name of options.keys())
    if (name.startsWith('$') && !OPTIONS.has(name)) throw badRequest(`Invalid system query option '${name}'`);
  const format = options.get('$format');
  if (format !== null && format !== 'json') throw badRequest(`Format '${format}' is not supported`);
}

/** A page of the rows given, or of the whole set. */
export function readSet(
  context: ShapeContext & { rules: QueryRules; url: URL },
  type: EntityType,
  options: URLSearchParams,
  given?: readonly Row[],
): ReadPage {
  const { rules } = context;
  const expand = options.get('$expand') ?? '';
  const select = options.get('$select') ?? '';
  if (rules.refusesExpandWithSelect && expand !== '' && select !== '') throw badRequest('$expand and $select cannot be combined here');
  const shape = shapeOf(context, type, { select, expand });
  const found = ordered(matching(context, type, options, given), type, options.get('$orderby'));
  const [top, token] = [countOf(options, '$top'), options.get('$skiptoken')];
  const from = (countOf(options, '$skip') ?? 0) + (token === null ? 0 : placeOf(token));
  // Whoever does not say how much is wanted gets nothing: SAP's own sandbox answers so.
  if (top === null && !given) throw badGateway();
  // `$top` counts from where the first page began.
  const wanted = top === null ? found.length : Math.max(0, top - (token === null ? 0 : placeOf(token)));
  const rows = found.slice(from, from + Math.min(wanted, rules.pageSize));
  const hasMore = rows.length < wanted && from + rows.length < found.length;
  return {
    body: {
      results: rows.map(shape),
      ...(options.get('$inlinecount') === 'allpages' ? { __count: String(found.length) } : {}),
      ...(hasMore ? { __next: nextOf(context.url, context.root, (token === null ? 0 : placeOf(token)) + rows.length) } : {}),
    },
    rows: rows.length,
  };
}

export function countSet(context: ShapeContext, type: EntityType, options: URLSearchParams, given?: readonly Row[]): number {
  return matching(context, type, options, given).length;
}

function matching(context: ShapeContext, type: EntityType, options: URLSearchParams, given?: readonly Row[]): Row[] {
  const source = options.get('$filter') ?? '';
  const filter = source.trim() === '' ? EVERYTHING : compileFilter(source, type, context.format);
  // Made for the display of single accounts, not for extracts: what is not confined runs until the web server gives up.
  if (type.set === CUBE && !given && !filter.confines.has('CompanyCode')) throw tookTooLong();
  const found = candidates(context.store, type, filter, given).filter((row) => filter.matches(row));
  const { hiddenCompanies } = context;
  // Nothing is refused: what may not be seen is left out.
  return type.set === CUBE && hiddenCompanies.size > 0 ? found.filter((row) => !hiddenCompanies.has(String(row['CompanyCode']))) : found;
}

function candidates(store: Store, type: EntityType, { points }: Filter, given?: readonly Row[]): readonly Row[] {
  if (given) return given;
  const table = store.table(type.set);
  if (!points) return table.list();
  return [...points.values].flatMap((value) => table.by(points.field, value)).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Rows that the order does not tell apart come as the database likes, each time another way. */
function ordered(rows: Row[], type: EntityType, order: string | null): Row[] {
  const by = (order ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => orderOf(type, part.trim()));
  const isTotal = type.key.every((property) => by.some((one) => one.property === property));
  if (type.key.every((property, index) => by[index]?.property === property && by[index].sign === 1)) return rows;
  const start = isTotal ? rows : rotated(rows);
  return start
    .map((row) => ({ row, values: by.map(({ property }) => comparable(row, property)) }))
    .sort((a, b) => {
      for (const [index, { sign }] of by.entries()) {
        const [left, right] = [a.values[index]!, b.values[index]!];
        if (left !== right) return left < right ? -sign : sign;
      }
      return 0;
    })
    .map(({ row }) => row);
}

function orderOf(type: EntityType, part: string): { property: Property; sign: 1 | -1 } {
  const [name = '', direction = 'asc', ...rest] = part.split(/\s+/);
  const property = type.properties.get(name);
  if (!property) throw unknownProperty(name, type.type);
  if (rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) throw badRequest(`Invalid order '${part}'`);
  return { property, sign: direction === 'desc' ? -1 : 1 };
}

let turn = 0;
function rotated(rows: readonly Row[]): Row[] {
  const at = rows.length === 0 ? 0 : (turn++ * 7919) % rows.length;
  return [...rows.slice(at), ...rows.slice(0, at)];
}

function countOf(options: URLSearchParams, name: string): number | null {
  const text = options.get(name);
  if (text === null) return null;
  if (!/^\d+$/.test(text)) throw badRequest(`Invalid value '${text}' for ${name}`);
  return Number(text);
}

function placeOf(token: string): number {
  const place = Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(place)) throw badRequest('Invalid skip token');
  return place;
}

/** Everything that was asked, and where it goes on. */
function nextOf(url: URL, root: string, place: number): string {
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)skiptoken=/.test(part));
  const token = Buffer.from(String(place)).toString('base64url');
  return `${new URL(root).origin}${url.pathname}?${[...kept, `$skiptoken=${token}`].join('&')}`;
}
