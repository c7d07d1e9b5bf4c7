import { badRequest, invalidFilter, unknownProperty } from '../errors.ts';
import type { EntityType, Property } from '../schema.ts';
import type { Row } from '../store.ts';
import { tokens, type Token } from './tokens.ts';
import { comparable, internalLiteral, internalText, type NumberFormat } from './values.ts';

export interface Filter {
  matches(row: Row): boolean;
  /** Only rows with one of these values can match, which an index finds. */
  points: { field: string; values: ReadonlySet<string> } | null;
  /** What every row that matches is confined by. */
  confines: ReadonlySet<string>;
}
type Comparable = string | number | boolean;

const COMPARE: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};
const TEXT_FUNCTIONS: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  // The part comes first.
  substringof: (part, text) => text.includes(part),
};
/** No more parts than a real parser takes before it gives up. */
const MOST_CONDITIONS = 300;

export const EVERYTHING: Filter = { matches: () => true, points: null, confines: new Set() };

export function compileFilter(source: string, type: EntityType, format: NumberFormat): Filter {
  return new Parser(tokens(source), type, format).whole();
}

class Parser {
  private at = 0;
  private conditions = 0;
  private readonly list: readonly Token[];
  private readonly type: EntityType;
  private readonly format: NumberFormat;

  constructor(list: readonly Token[], type: EntityType, format: NumberFormat) {
    this.list = list;
    this.type = type;
    this.format = format;
  }

  whole(): Filter {
    const filter = this.or();
    const left = this.list[this.at];
    if (left) throw invalidFilter(left.text);
    return filter;
  }

  private or(): Filter {
    const parts = [this.and()];
    while (this.skip('or')) parts.push(this.and());
    return parts.length === 1 ? parts[0]! : eitherOf(parts);
  }

  private and(): Filter {
    let left = this.not();
    while (this.skip('and')) left = bothOf(left, this.not());
    return left;
  }

  private not(): Filter {
    if (!this.skip('not')) return this.primary();
    const inner = this.not();
    return { ...EVERYTHING, matches: (row) => !inner.matches(row) };
  }

  private primary(): Filter {
    if (this.skip('(')) {
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    if (++this.conditions > MOST_CONDITIONS) throw badRequest('The filter is too complex');
    const token = this.take();
    const call = token.kind === 'word' ? TEXT_FUNCTIONS[token.text] : undefined;
    if (call && this.skip('(')) return this.textFunction(call);
    if (token.kind !== 'word') throw invalidFilter(token.text);
    return this.comparison(this.property(token.text));
  }

  private textFunction(call: (a: string, b: string) => boolean): Filter {
    const first = this.textArgument();
    this.expect(',');
    const second = this.textArgument();
    this.expect(')');
    if (this.skip('eq')) {
      const wanted = this.take().text;
      if (wanted !== 'true' && wanted !== 'false') throw invalidFilter(wanted);
      return { ...EVERYTHING, matches: (row) => call(first(row), second(row)) === (wanted === 'true') };
    }
    return { ...EVERYTHING, matches: (row) => call(first(row), second(row)) };
  }

  private textArgument(): (row: Row) => string {
    const token = this.take();
    if (token.kind === 'quoted' && token.literal === '') return () => token.text;
    if (token.kind !== 'word') throw invalidFilter(token.text);
    const property = this.property(token.text);
    if (property.type !== 'Edm.String') throw invalidFilter(token.text);
    return (row) => String(comparable(row, property));
  }

  private comparison(property: Property): Filter {
    const operator = this.take().text;
    const compare = COMPARE[operator];
    if (!compare) throw invalidFilter(operator);
    const wanted = this.literal(property, this.take());
    const matches = (row: Row) => compare(comparable(row, property), wanted);
    // Numbers of records alone are worth an index; what is initial may not be written down in the row at all.
    const isPoint = operator === 'eq' && property.isIndexed && typeof wanted === 'string' && !/^0*$/.test(wanted);
    const points = isPoint ? { field: property.name, values: new Set([wanted]) } : null;
    return { matches, points, confines: new Set(operator === 'ne' ? [] : [property.name]) };
  }

  private literal(property: Property, token: Token): Comparable {
    if (token.kind === 'number') {
      // A decimal is written `12.5M`; without the letter it is another type.
      if (property.type === 'Edm.Decimal' && token.suffix !== 'm') throw badRequest(`Invalid literal ${token.text} for ${property.name}`);
      if (property.type !== 'Edm.Decimal' && property.type !== 'Edm.Int16') throw invalidFilter(token.text);
      return Number(token.text);
    }
    if (token.kind === 'word') {
      if (property.type === 'Edm.Boolean' && (token.text === 'true' || token.text === 'false')) return token.text === 'true';
      throw invalidFilter(token.text);
    }
    if (token.kind !== 'quoted') throw invalidFilter(token.text);
    if (token.literal !== '') return internalLiteral(property, token.literal, token.text);
    if (property.type !== 'Edm.String') throw invalidFilter(token.text);
    return internalText(property, token.text, this.format);
  }

  private property(name: string): Property {
    // Collections behind a navigation cannot be searched.
    if (name.includes('/')) throw invalidFilter(name);
    const property = this.type.properties.get(name);
    if (!property) throw unknownProperty(name, this.type.type);
    return property;
  }

  private take(): Token {
    const token = this.list[this.at++];
    if (!token) throw invalidFilter('');
    return token;
  }

  private skip(text: string): boolean {
    const token = this.list[this.at];
    if (!token || token.kind === 'quoted' || token.text !== text) return false;
    this.at++;
    return true;
  }

  private expect(sign: string): void {
    if (!this.skip(sign)) throw invalidFilter(this.list[this.at]?.text ?? '');
  }
}

function bothOf(a: Filter, b: Filter): Filter {
  const points = smaller(a.points, b.points);
  return { matches: (row) => a.matches(row) && b.matches(row), points, confines: new Set([...a.confines, ...b.confines]) };
}

function smaller(a: Filter['points'], b: Filter['points']): Filter['points'] {
  if (!a || !b) return a ?? b;
  return b.values.size < a.values.size ? b : a;
}

function eitherOf(parts: readonly Filter[]): Filter {
  const field = parts[0]?.points?.field;
  const isOneField = field !== undefined && parts.every((part) => part.points?.field === field);
  const points = isOneField ? { field, values: new Set(parts.flatMap((part) => [...(part.points?.values ?? [])])) } : null;
  const confines = new Set([...parts[0]!.confines].filter((name) => parts.every((part) => part.confines.has(name))));
  return { matches: (row) => parts.some((part) => part.matches(row)), points, confines };
}
