import { invalidFilter, invalidProperty } from '../errors.ts';
import type { Row } from '../rows.ts';
import type { Property, Schema } from '../schema.ts';
import { tokens } from './tokens.ts';
import type { Token } from './tokens.ts';

/** `null`: unknown, as in SQL. */
type Truth = boolean | null;
export interface Predicate<R> {
  (row: R): Truth;
  /** Only rows with one of these values can match: what an index is for. */
  points?: Points<R>;
}
interface Points<R> {
  path: string;
  values: ReadonlySet<string | number>;
  /** And all of them do. */
  isExact: boolean;
  read(row: R): string | number | null;
}
interface Field<R> {
  property: Property;
  read(row: R): Row[string];
}
interface FilterContext<R> {
  schema: Schema;
  /** `B1S-CaseInsensitive: true`; HANA compares case-sensitively without it. */
  ignoreCase: boolean;
  field(path: string): Field<R> | undefined;
}

type Comparable = string | number;
type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
const OPERATORS: Readonly<Record<Operator, (a: Comparable, b: Comparable) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};
const TEXT_FUNCTIONS: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
  // V3 has its arguments the other way round.
  substringof: (part, text) => text.includes(part),
};

export function compileFilter<R>(source: string, context: FilterContext<R>): Predicate<R> {
  return new Parser(tokens(source), context).whole();
}

class Parser<R> {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly context: FilterContext<R>;

  constructor(list: readonly Token[], context: FilterContext<R>) {
    this.tokens = list;
    this.context = context;
  }

  whole(): Predicate<R> {
    const predicate = this.or();
    if (this.at !== this.tokens.length) throw invalidFilter();
    return predicate;
  }

  private or(): Predicate<R> {
    let left = this.and();
    while (this.skipWord('or')) {
      const [a, b] = [left, this.and()];
      left =
        oneOf(a, b) ??
        ((row) => {
          const first = a(row);
          if (first === true) return true;
          const second = b(row);
          return second === true ? true : first === null || second === null ? null : false;
        });
    }
    return left;
  }

  private and(): Predicate<R> {
    let left = this.not();
    while (this.skipWord('and')) {
      const [a, b] = [left, this.not()];
      const both: Predicate<R> = (row) => {
        const first = a(row);
        if (first === false) return false;
        const second = b(row);
        return second === false ? false : first === null || second === null ? null : true;
      };
      const points = a.points ?? b.points;
      left = points ? Object.assign(both, { points: { ...points, isExact: false } }) : both;
    }
    return left;
  }

  private not(): Predicate<R> {
    if (!this.skipWord('not')) return this.primary();
    const inner = this.not();
    return (row) => {
      const truth = inner(row);
      return truth === null ? null : !truth;
    };
  }

  private primary(): Predicate<R> {
    if (this.skip('(')) {
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    const word = this.word();
    const call = TEXT_FUNCTIONS[word];
    if (call && this.skip('(')) return this.textFunction(call);
    return this.comparison(word);
  }

  private textFunction(call: (a: string, b: string) => boolean): Predicate<R> {
    const first = this.textArgument();
    this.expect(',');
    const second = this.textArgument();
    this.expect(')');
    return (row) => {
      const [a, b] = [first(row), second(row)];
      return a === null || b === null ? null : call(a, b);
    };
  }

  private textArgument(): (row: R) => string | null {
    const token = this.take();
    if (token?.kind === 'text') {
      const text = this.cased(token.value);
      return () => text;
    }
    if (token?.kind !== 'word') throw invalidFilter();
    const field = this.fieldOf(token.value);
    if (field.property.type !== 'Edm.String') throw invalidFilter();
    return (row) => {
      const value = field.read(row);
      return typeof value === 'string' ? this.cased(value) : null;
    };
  }

  private comparison(path: string): Predicate<R> {
    const field = this.fieldOf(path);
    const operator = this.word();
    if (!(operator in OPERATORS)) throw invalidFilter();
    const compare = OPERATORS[operator as Operator];
    const token = this.take();
    if (token?.kind === 'word' && token.value === 'null') return againstNull(field, operator);
    const left = this.reader(field);
    if (token?.kind === 'word') {
      const right = this.reader(this.fieldOf(token.value));
      return (row) => {
        const [a, b] = [left(row), right(row)];
        return a === null || b === null ? null : compare(a, b);
      };
    }
    const literal = this.literal(field.property, operator, token);
    const predicate: Predicate<R> = (row) => {
      const value = left(row);
      return value === null ? null : compare(value, literal);
    };
    if (operator !== 'eq') return predicate;
    return Object.assign(predicate, { points: { path, values: new Set([literal]), isExact: true, read: left } });
  }

  private reader(field: Field<R>): (row: R) => Comparable | null {
    const isTime = field.property.type === 'Edm.TimeOfDay';
    const isText = field.property.type === 'Edm.String';
    return (row) => {
      const value = field.read(row);
      if (typeof value === 'number') return value;
      if (typeof value !== 'string') return null;
      // Only hours and minutes take part in a comparison of times.
      return isTime ? value.slice(0, 5) : isText ? this.cased(value) : value;
    };
  }

  private literal({ type }: Property, operator: string, token: Token | undefined): Comparable {
    if (!token) throw invalidFilter();
    if (type === 'Edm.Double' || type === 'Edm.Int32') {
      if (token.kind !== 'number') throw invalidFilter();
      return Number(token.value);
    }
    if (token.kind !== 'text' && token.kind !== 'datetime') throw invalidFilter();
    if (type === 'Edm.DateTimeOffset') return dayOf(token.value);
    if (token.kind === 'datetime') throw invalidFilter();
    if (type === 'Edm.TimeOfDay') return minuteOf(token.value);
    if (!this.context.schema.isEnum(type)) return this.cased(token.value);
    const member = this.context.schema.enumMember(type, token.value);
    if (member === undefined || (operator !== 'eq' && operator !== 'ne')) throw invalidFilter();
    return member;
  }

  private fieldOf(path: string): Field<R> {
    const field = this.context.field(path);
    if (!field) throw invalidProperty(path);
    // Collections come whole or not at all; no any() and all().
    if (field.property.isCollection) throw invalidFilter();
    return field;
  }

  private cased(text: string): string {
    return this.context.ignoreCase ? text.toLowerCase() : text;
  }

  private take(): Token | undefined {
    return this.tokens[this.at++];
  }
  private word(): string {
    const token = this.take();
    if (token?.kind !== 'word') throw invalidFilter();
    return token.value;
  }
  private skip(sign: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'sign' || token.value !== sign) return false;
    this.at++;
    return true;
  }
  private skipWord(word: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'word' || token.value !== word) return false;
    this.at++;
    return true;
  }
  private expect(sign: string): void {
    if (!this.skip(sign)) throw invalidFilter();
  }
}

/** `a eq 1 or a eq 2 or …` is looked up, not tried one by one: connectors ask for eighty keys at once. */
function oneOf<R>(a: Predicate<R>, b: Predicate<R>): Predicate<R> | null {
  if (!a.points?.isExact || !b.points?.isExact || a.points.path !== b.points.path) return null;
  const { path, read } = a.points;
  const values = new Set([...a.points.values, ...b.points.values]);
  const predicate: Predicate<R> = (row) => {
    const value = read(row);
    return value === null ? null : values.has(value);
  };
  return Object.assign(predicate, { points: { path, values, isExact: true, read } });
}

function againstNull<R>(field: Field<R>, operator: string): Predicate<R> {
  if (operator !== 'eq' && operator !== 'ne') throw invalidFilter();
  const wantsNull = operator === 'eq';
  return (row) => ((field.read(row) ?? null) === null) === wantsNull;
}

/** `2026-11-20`, `20261120`, with or without a time, which takes no part. */
function dayOf(text: string): string {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(T.*)?$/.exec(text);
  if (!match) throw invalidFilter();
  return `${match[1]}-${match[2]}-${match[3]}`;
}

function minuteOf(text: string): string {
  const match = /^(\d{2}):(\d{2})(:\d{2})?$/.exec(text);
  if (!match) throw invalidFilter();
  return `${match[1]}:${match[2]}`;
}
