import type { ErpFieldView, FieldMapping, PropertyView, ValueType } from '../../api/customers.ts';

type Direction = FieldMapping['direction'];
type Rule = FieldMapping['rule'];

export interface Option {
  value: string;
  label: string;
}

export const ARROW: Record<Direction, string> = { to_erp: '→', to_hubspot: '←', both: '↔' };

/** Why a property and a field cannot be one line; null: they can. */
export function misfitOf(property: PropertyView, field: ErpFieldView): 'types' | 'read_only' | null {
  if (!isSameKind(property.type, field.type)) return 'types';
  return directionsOf(property, field).length === 0 ? 'read_only' : null;
}

/** Where a record belongs is no value like others. A text says anything but yes or no, for which every side has words of its own; a choice can offer those. A day is no moment. */
function isSameKind(one: ValueType, other: ValueType): boolean {
  const types = new Set([one, other]);
  if (types.size === 1) return true;
  if (types.has('organisation')) return false;
  if (types.has('text')) return !types.has('boolean');
  return types.has('choice') && types.has('boolean');
}

/** Where a text is to become a value of another kind, which not every text is: on that side. */
export function strictSideOf(property: PropertyView, field: ErpFieldView): 'hubspot' | 'erp' | null {
  if (property.type === 'text' && isStrict(field.type)) return 'erp';
  return field.type === 'text' && isStrict(property.type) ? 'hubspot' : null;
}

const isStrict = (type: ValueType): type is 'number' | 'date' | 'datetime' => type === 'number' || type === 'date' || type === 'datetime';

/** What each side lets be written, both ways first. */
export function directionsOf(property: PropertyView | undefined, field: ErpFieldView | undefined): Direction[] {
  const intoHubSpot = property?.isReadOnly !== true;
  const intoErp = field?.isWritable !== false;
  return [
    ...(intoHubSpot && intoErp ? (['both'] as const) : []),
    ...(intoHubSpot ? (['to_hubspot'] as const) : []),
    ...(intoErp ? (['to_erp'] as const) : []),
  ];
}

/** What there is to choose from: where one side is never written, that side cannot win. */
const RULES: Record<Direction, Rule[]> = {
  both: ['erp_wins', 'hubspot_wins', 'fill_if_empty', 'ask'],
  to_hubspot: ['erp_wins', 'fill_if_empty', 'ask'],
  to_erp: ['hubspot_wins', 'fill_if_empty', 'ask'],
};
export const rulesOf = ({ direction }: Pick<FieldMapping, 'direction'>): Rule[] => RULES[direction];

/** Of a line that was saved when every rule could be chosen: the side that shall win is never written, so it only keeps its own value. */
export const isIdle = (line: Pick<FieldMapping, 'direction' | 'rule'>): boolean => !rulesOf(line).includes(line.rule);

/** One way, the side that is followed wins unless somebody says otherwise. */
const WINS: Record<Direction, Rule> = { both: 'erp_wins', to_hubspot: 'erp_wins', to_erp: 'hubspot_wins' };

export function withDirection(line: FieldMapping, direction: Direction): FieldMapping {
  const hasWinner = line.rule === 'erp_wins' || line.rule === 'hubspot_wins';
  return { ...line, direction, rule: hasWinner && direction !== 'both' ? WINS[direction] : line.rule };
}

/** A new line: as far as both sides allow, and nothing is emptied by it before somebody says so. */
export function lineOf(property: PropertyView, field: ErpFieldView): FieldMapping {
  const direction = directionsOf(property, field)[0]!;
  const translation = proposalsOf(property, field);
  // Documents and deals hang on where a record belongs.
  const rule = property.type === 'organisation' && direction === 'both' ? 'ask' : WINS[direction];
  return { property: property.name, field: field.name, direction, rule, whenEmptied: 'keep', translation };
}

/** Lists on either side have values that may be called otherwise on the other. */
export const isTranslated = (property: PropertyView | undefined, field: ErpFieldView | undefined): boolean =>
  Boolean(property?.options ?? field?.options);

/** Options that are called the same, whatever their case and accents. */
export function proposalsOf(property: PropertyView | undefined, field: ErpFieldView | undefined): FieldMapping['translation'] {
  const byLabel = new Map((field?.options ?? []).map(({ value, label }) => [plain(label), value]));
  return (property?.options ?? []).flatMap(({ value, label }) => {
    const erp = byLabel.get(plain(label));
    return erp === undefined || erp === value ? [] : [{ hubspot: value, erp }];
  });
}

/** What a value is taken for where the translation says nothing: the same value, or one of the same name. */
export function sameAs(value: string, label: string, options: Option[]): string | null {
  const names = [plain(label), plain(value)];
  const isNamedSo = (one: Option) => names.includes(plain(one.label)) || plain(one.value) === plain(label);
  return (options.find((one) => one.value === value) ?? options.find(isNamedSo))?.value ?? null;
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();

/** Required fields that neither the mapping nor a default gives: without them no customer is made. */
export function missingOf(fields: ErpFieldView[], mapping: FieldMapping[], defaults: Record<string, string>): ErpFieldView[] {
  const given = new Set(mapping.filter(({ direction }) => direction !== 'to_hubspot').map(({ field }) => field));
  return fields.filter(({ name, isRequired }) => isRequired && !given.has(name) && !defaults[name]);
}
