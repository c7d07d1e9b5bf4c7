import { AutoGrid, Button, Flex, MultiSelect, Select, Text, TextArea } from '@hubspot/ui-extensions';
import type { CreateCondition, PropertyView } from '../../api/customers.ts';
import type { CustomerObject } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import type { RulesPart } from './Creation.tsx';
import { ListCondition } from './ListCondition.tsx';

/** Not a property: the record is a member of one of these. */
const LISTS = '$lists';

/** Sales moves these: offered before all others. */
const FIRST = ['lifecyclestage', 'hs_lead_status', LISTS];

/** "Create in the ERP when": any of these. */
export function Conditions({ object, sides, rules, change }: RulesPart) {
  const { t } = useSettings();
  const { createWhen } = rules;
  const lists: PropertyView = { name: LISTS, label: sides.labelOfProperty(LISTS), type: 'choice', isReadOnly: true, options: null };
  const ordered = [...withoutTwins(sides.properties, createWhen), lists].sort((a, b) => rank(a) - rank(b));
  const setAt = (at: number, condition: CreateCondition | null) =>
    change({ createWhen: createWhen.flatMap((one, index) => (index === at ? (condition ?? []) : one)) });
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('customers.when')}</Text>
      {createWhen.length === 0 && <Text variant="microcopy">{t('customers.when.none')}</Text>}
      {createWhen.map((condition, at) => (
        <Condition
          key={at}
          name={`when-${object}-${at}`}
          isFurther={at > 0}
          condition={condition}
          properties={ordered}
          object={object}
          change={(to) => setAt(at, to)}
        />
      ))}
      <AddCondition
        name={`add-when-${object}`}
        conditions={createWhen}
        properties={ordered}
        add={(condition) => change({ createWhen: [...createWhen, condition] })}
      />
    </Flex>
  );
}

/** A relation says what a property of the same name says as well: one of the two is enough. */
function withoutTwins(properties: readonly PropertyView[], conditions: readonly CreateCondition[]): PropertyView[] {
  const isUsed = (name: string) => conditions.some(({ property }) => property === name);
  const hasTwin = ({ name, label }: PropertyView) =>
    properties.some((one) => one.name !== name && one.label.toLowerCase() === label.toLowerCase());
  return properties.filter((one) => !one.name.startsWith('$') || isUsed(one.name) || !hasTwin(one));
}

const rank = ({ name }: PropertyView): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

interface AddProps {
  name: string;
  conditions: readonly CreateCondition[];
  properties: PropertyView[];
  add: (condition: CreateCondition) => void;
}

/** Begins with no property: any value of one that nobody chose would be met by nearly every record. */
export function AddCondition({ name, conditions, properties, add }: AddProps) {
  const { t } = useSettings();
  const others = properties.filter((one) => !conditions.some(({ property }) => property === one.name));
  if (others.length === 0) return null;
  return (
    <Select
      name={name}
      label={t('customers.when.add')}
      placeholder={t('customers.choose')}
      value=""
      options={others.map((one) => ({ value: one.name, label: one.label }))}
      onChange={(to) => add({ property: String(to), values: [] })}
    />
  );
}

interface ConditionProps {
  name: string;
  isFurther: boolean;
  condition: CreateCondition;
  properties: PropertyView[];
  /** Whose lists are offered; left out: none are. */
  object?: CustomerObject;
  change: (condition: CreateCondition | null) => void;
}

/** One of them: a property, and the values that count. */
export function Condition({ name, isFurther, condition, properties, object, change }: ConditionProps) {
  const { t } = useSettings();
  const property = properties.find((one) => one.name === condition.property);
  const gone = property ? [] : [{ value: condition.property, label: t('customers.gone', { name: condition.property }) }];
  return (
    <Flex direction="column" gap="xs">
      <AutoGrid columnWidth={220} flexible gap="sm">
        <Select
          name={name}
          label={t(isFurther ? 'customers.when.or' : 'customers.when.property')}
          value={condition.property}
          options={[...gone, ...properties.map((one) => ({ value: one.name, label: one.label }))]}
          onChange={(to) => change({ property: String(to), values: [] })}
        />
        {object && condition.property === LISTS ? (
          <ListCondition name={name} object={object} condition={condition} change={change} />
        ) : (
          <Values name={name} property={property} values={condition.values} change={(values) => change({ ...condition, values })} />
        )}
      </AutoGrid>
      <Flex>
        <Button size="xs" variant="transparent" onClick={() => change(null)} testId={`remove-${name}`}>
          {t('customers.when.remove')}
        </Button>
      </Flex>
    </Flex>
  );
}

interface ValuesProps {
  name: string;
  property: PropertyView | undefined;
  values: string[];
  change: (values: string[]) => void;
}

function Values({ name, property, values, change }: ValuesProps) {
  const { t } = useSettings();
  const yesNo = ['true', 'false'] as const;
  const listed =
    property?.options ?? (property?.type === 'boolean' ? yesNo.map((value) => ({ value, label: t(`customers.value.${value}`) })) : null);
  const common = { name: `${name}-values`, label: t('customers.when.values'), description: t('customers.when.values.help') };
  if (listed) {
    const unknown = values.filter((value) => !listed.some((one) => one.value === value)).map((value) => ({ value, label: value }));
    return <MultiSelect {...common} value={values} options={[...unknown, ...listed]} onChange={(to) => change(to.map(String))} />;
  }
  const take = (text: string) => change(text.split('\n').filter((line) => line.trim() !== ''));
  return <TextArea {...common} description={t('customers.when.values.lines')} rows={2} value={values.join('\n')} onChange={take} />;
}
