import type { CustomerObjectRules, CustomerRules, FieldMapping } from '../api/customers.ts';
import { CUSTOMER_OBJECTS, useSides, type CustomerObject, type Offered, type Sides } from './customers.ts';
import { useSettings } from './useSettings.tsx';

const SWITCHES = ['mayCreateByHand', 'makesContactPersons', 'makesConsumers', 'isOneWay'] as const;
const POLICIES = ['whenDeletedInHubSpot', 'whenGoneInErp'] as const;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What is different in the second rules, a sentence for each. */
export function useRuleChanges(view: Offered): (before: CustomerRules, after: CustomerRules) => string[] {
  const { t } = useSettings();
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  const changes = [useCreationChanges(), useMappingChanges(), useOtherChanges()];
  return (before, after) =>
    CUSTOMER_OBJECTS.flatMap((object) => {
      const pair = { before: before[object], after: after[object], side: sides[object] };
      return changes
        .flatMap((changesOf) => changesOf(pair))
        .map((what) => t('customers.diff', { object: t(`customers.object.${object}`), what }));
    });
}

interface Pair {
  before: CustomerObjectRules;
  after: CustomerObjectRules;
  side: Sides;
}

function useCreationChanges(): (pair: Pair) => string[] {
  const { t, language } = useSettings();
  const either = new Intl.ListFormat(language, { type: 'disjunction' });
  return ({ before, after, side }) => {
    if (isSame(before.createWhen, after.createWhen)) return [];
    if (after.createWhen.length === 0) return [t('customers.diff.createsNone')];
    const conditions = after.createWhen.map(({ property, values, names: lists = {} }) => {
      const names = either.format(values.map((value) => lists[value] ?? side.inHubSpot(property, value) ?? value));
      return t(values.length > 0 ? 'customers.diff.isOneOf' : 'customers.diff.isFilled', {
        property: side.labelOfProperty(property),
        values: names,
      });
    });
    return [t('customers.diff.creates', { conditions: conditions.join(t('customers.diff.or')) })];
  };
}

function useMappingChanges(): (pair: Pair) => string[] {
  const { t } = useSettings();
  const wordsOf = ({ direction, rule, whenEmptied }: FieldMapping): string =>
    [t(`customers.direction.${direction}`), t(`customers.rule.${rule}`), t(`customers.emptied.${whenEmptied}`)].join(', ');
  return ({ before, after, side }) => {
    const nameOf = ({ property, field }: FieldMapping) => `${property} ${field}`;
    const find = (line: FieldMapping, rules: CustomerObjectRules) => rules.mapping.find((one) => nameOf(one) === nameOf(line));
    const facts = (line: FieldMapping) => ({ property: side.labelOfProperty(line.property), field: side.labelOfField(line.field) });
    const removed = before.mapping.filter((line) => !find(line, after));
    const kept = after.mapping.flatMap((line) => {
      const was = find(line, before);
      if (!was) return [t('customers.diff.added', { ...facts(line), words: wordsOf(line) })];
      if (wordsOf(was) !== wordsOf(line))
        return [t('customers.diff.changed', { ...facts(line), before: wordsOf(was), after: wordsOf(line) })];
      return isSame(was.translation, line.translation) ? [] : [t('customers.diff.translation', facts(line))];
    });
    return [...kept, ...removed.map((line) => t('customers.diff.removed', facts(line)))];
  };
}

function useOtherChanges(): (pair: Pair) => string[] {
  const { t } = useSettings();
  return ({ before, after, side }) => {
    const fields = [...new Set([...Object.keys(before.defaults), ...Object.keys(after.defaults)])].filter(
      (field) => before.defaults[field] !== after.defaults[field],
    );
    return [
      ...SWITCHES.filter((name) => before[name] !== after[name]).map((name) =>
        t(after[name] ? 'customers.diff.on' : 'customers.diff.off', { label: t(`customers.switch.${name}`) }),
      ),
      ...(fields.length > 0 ? [t('customers.diff.defaults', { fields: fields.map((field) => side.labelOfField(field)).join(', ') })] : []),
      ...POLICIES.filter((name) => before[name] !== after[name]).map((name) => t(`deletion.words.${name}.${after[name]}`)),
    ];
  };
}

/** What the rules archive on one side because of the other, a sentence for each; no dry run can show it beforehand. */
export function useDeletionSentences(): (rules: CustomerRules) => string[] {
  const { t } = useSettings();
  return (rules) =>
    CUSTOMER_OBJECTS.flatMap((object: CustomerObject) =>
      POLICIES.filter((name) => rules[object][name] === 'archive').map((name) =>
        t('customers.diff', {
          object: t(`customers.object.${object}`),
          what: t(`deletion.words.${name}.archive`),
        }),
      ),
    );
}
