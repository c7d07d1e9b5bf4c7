import { useState } from 'react';
import { Alert, AutoGrid, Button, Flex, List, Select, Text } from '@hubspot/ui-extensions';
import type { ErpFieldView } from '../../api/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import type { RulesPart } from './Creation.tsx';
import { missingOf } from './pairs.ts';
import { ValueInput } from './ValueInput.tsx';

/** What finance decides once for all new customers. */
const FIRST_ROLES = ['payment_term', 'price_list', 'fiscal_position', 'currency', 'salesperson', 'tags', 'group', 'series', 'company'];

/** By ERP field: what a new customer gets where HubSpot gives nothing. */
export function Defaults({ object, sides, rules, change }: RulesPart) {
  const { t } = useSettings();
  const [added, setAdded] = useState<string[]>([]);
  const { defaults, mapping, createWhen, mayCreateByHand } = rules;
  if (sides.fields === null) return <Kept defaults={defaults} />;
  const settable = sides.fields.filter(({ isWritable, isForNewOnly }) => isWritable || isForNewOnly);
  // Where none is made, nothing is missing.
  const isCreating = createWhen.length > 0 || mayCreateByHand;
  const missing = isCreating ? missingOf(settable, mapping, defaults) : [];
  const isShown = (field: ErpFieldView) =>
    missing.includes(field) || FIRST_ROLES.includes(field.role ?? '') || field.name in defaults || added.includes(field.name);
  const shown = settable.filter(isShown).sort((a, b) => rank(a) - rank(b));
  const show = (name: string) => setAdded((before) => (before.includes(name) ? before : [...before, name]));
  const set = (name: string, value: string) => {
    show(name);
    const { [name]: _, ...others } = defaults;
    change({ defaults: value === '' ? others : { ...others, [name]: value } });
  };
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('customers.defaults')}</Text>
      <Text variant="microcopy">{t('customers.defaults.text')}</Text>
      <Missing fields={missing} />
      <AutoGrid columnWidth={220} flexible gap="md">
        {shown.map((field) => (
          <ValueInput
            key={field.name}
            name={`default-${object}-${field.name}`}
            field={field}
            value={defaults[field.name] ?? ''}
            isMissing={missing.includes(field)}
            change={(value) => set(field.name, value)}
          />
        ))}
      </AutoGrid>
      <AddDefault object={object} fields={settable.filter((field) => !isShown(field))} add={show} />
    </Flex>
  );
}

const rank = ({ role, isRequired }: ErpFieldView): number => {
  const at = FIRST_ROLES.indexOf(role ?? '');
  return isRequired ? -1 : at === -1 ? FIRST_ROLES.length : at;
};

/** Without these the ERP makes no customer: named where they can be given. */
function Missing({ fields }: { fields: ErpFieldView[] }) {
  const { t } = useSettings();
  if (fields.length === 0) return null;
  return (
    <Alert title={t('customers.missing', { count: fields.length, fields: fields.map(({ label }) => label).join(', ') })} variant="warning">
      {t('customers.missing.text', { count: fields.length })}
    </Alert>
  );
}

/** The ERP is away: what was chosen stays, by the names we have. */
function Kept({ defaults }: { defaults: Record<string, string> }) {
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('customers.defaults')}</Text>
      <Text variant="microcopy">{t('customers.noFields')}</Text>
      <List>
        {Object.entries(defaults).map(([name, value]) => (
          <Text key={name}>{t('customers.defaults.kept', { name, value })}</Text>
        ))}
      </List>
    </Flex>
  );
}

interface AddProps {
  object: RulesPart['object'];
  fields: ErpFieldView[];
  add: (name: string) => void;
}

function AddDefault({ object, fields, add }: AddProps) {
  const { t } = useSettings();
  const [chosen, setChosen] = useState('');
  if (fields.length === 0) return null;
  const take = () => {
    add(chosen);
    setChosen('');
  };
  return (
    <Flex direction="row" align="end" gap="sm" wrap>
      <Select
        name={`add-default-${object}`}
        label={t('customers.defaults.another')}
        placeholder={t('customers.choose')}
        value={chosen}
        options={fields.map(({ name, label }) => ({ value: name, label }))}
        onChange={(name) => setChosen(String(name))}
      />
      <Button size="sm" disabled={chosen === ''} onClick={take} testId={`add-default-${object}`}>
        {t('customers.defaults.add')}
      </Button>
    </Flex>
  );
}
