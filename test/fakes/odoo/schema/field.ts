import type { View } from '../store.ts';
import type { Row, Value } from '../types.ts';

type FieldType =
  | 'char'
  | 'text'
  | 'html'
  | 'integer'
  | 'float'
  | 'monetary'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'many2one'
  | 'one2many'
  | 'many2many'
  | 'selection';

type Getter = (view: View, row: Row) => Value | undefined;

export interface Field {
  type: FieldType;
  string: string;
  /** False: neither stored nor, before 19, searchable. */
  store: boolean;
  required: boolean;
  readonly: boolean;
  relation?: string;
  selection?: readonly (readonly [string, string])[];
  /** Field that holds the currency of a monetary one. */
  currencyField?: string;
  /** Where the row does not hold the value as it is read. */
  get?: Getter;
  /** Finds the rows of given values faster than by looking at all. */
  lookup?: (view: View, values: readonly number[]) => number[];
  /** `product_tmpl_id.name`: kept there. */
  related?: string;
  /** Each company has its own value. */
  companyDependent?: boolean;
  /** Decimals that are kept of a float; left out: all. */
  digits?: number;
  /** Not stored, yet searchable in every version. */
  searchable?: boolean;
}

export interface Model {
  name: string;
  /** As error messages call it. */
  description: string;
  fields: Record<string, Field>;
  /** Fields with look-up. */
  indexed: readonly string[];
  order: string;
  display(view: View, row: Row): string;
  /** Groups that may read it; empty: every internal user. */
  groups: readonly string[];
  /** Transient records of wizards live as long as the process. */
  wizard?: boolean;
  /** What the database itself refuses to leave empty, with its message. */
  required?: Readonly<Record<string, string>>;
}

type Options = Partial<Omit<Field, 'type' | 'string'>>;

const field =
  (type: FieldType) =>
  (string: string, options: Options = {}): Field => ({ type, string, store: true, required: false, readonly: false, ...options });

export const char = field('char');
export const html = field('html');
export const integer = field('integer');
export const float = field('float');
export const boolean = field('boolean');
export const date = field('date');
export const datetime = field('datetime');

export const selection = (string: string, values: readonly (readonly [string, string])[], options: Options = {}): Field =>
  field('selection')(string, { selection: values, ...options });
export const many2one = (string: string, relation: string, options: Options = {}): Field =>
  field('many2one')(string, { relation, ...options });
export const many2many = (string: string, relation: string, options: Options = {}): Field =>
  field('many2many')(string, { relation, ...options });
export const one2many = (string: string, relation: string, get: Getter, options: Options = {}): Field =>
  field('one2many')(string, { relation, get, ...options });
export const money = (string: string, currencyField: string, options: Options = {}): Field =>
  field('monetary')(string, { currencyField, readonly: true, ...options });
/** Neither stored nor searchable. */
export const computed = (base: Field, get: Getter): Field => ({ ...base, store: false, readonly: true, get });

/** The inverse of a many2one. */
export const inverse =
  (model: string, by: string, keep: (row: Row) => boolean = () => true): Getter =>
  (view, row) =>
    view.by(model, by, row.id).filter((id) => {
      const other = view.get(model, id);
      return other !== undefined && keep(other);
    });

const stamps = (): Record<string, Field> => ({
  id: integer('ID', { readonly: true }),
  create_date: datetime('Created on', { readonly: true }),
  write_date: datetime('Last Updated on', { readonly: true }),
  create_uid: many2one('Created by', 'res.users', { readonly: true }),
  write_uid: many2one('Last Updated by', 'res.users', { readonly: true }),
});

interface ModelInput {
  description: string;
  fields: Record<string, Field>;
  indexed?: readonly string[];
  order?: string;
  display?: Model['display'];
  groups?: readonly string[];
  wizard?: boolean;
  required?: Readonly<Record<string, string>>;
}

export function model(name: string, input: ModelInput): Model {
  const display = input.display ?? ((_view, row) => (typeof row.name === 'string' ? row.name : `${name},${row.id}`));
  const fields: Record<string, Field> = {
    ...stamps(),
    display_name: { ...computed(char('Display Name'), display), searchable: true },
    ...input.fields,
  };
  return { name, indexed: [], order: 'id', groups: [], ...input, fields, display };
}
