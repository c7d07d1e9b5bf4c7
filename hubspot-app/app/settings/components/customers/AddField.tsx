import { useState } from 'react';
import { AutoGrid, Button, Flex, Select, Tile } from '@hubspot/ui-extensions';
import type { ErpFieldView, FieldMapping, PropertyView } from '../../api/customers.ts';
import type { CustomerObject, Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { LikeField } from './LikeField.tsx';
import { lineOf, misfitOf } from './pairs.ts';
import { StrictSide } from './StrictSide.tsx';
import { WhyFewer } from './WhyFewer.tsx';

interface Props {
  connectionId: string;
  object: CustomerObject;
  sides: Sides;
  mapping: FieldMapping[];
  add: (line: FieldMapping) => void;
  changed: () => Promise<unknown>;
}

/** A new line: a property and a field that fit. What does not fit is not offered, and why is said. */
export function AddField(props: Props) {
  const { t } = useSettings();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Form {...props} close={() => setOpen(false)} />;
  return (
    <Flex>
      <Button size="sm" onClick={() => setOpen(true)} testId={`add-field-${props.object}`}>
        {t('customers.add')}
      </Button>
    </Flex>
  );
}

function Form({ connectionId, object, sides, mapping, add, changed, close }: Props & { close: () => void }) {
  const { t } = useSettings();
  const [chosen, setChosen] = useState({ property: '', field: '' });
  const choose = (patch: Partial<typeof chosen>) => setChosen((before) => ({ ...before, ...patch }));
  const [property, field] = [sides.property(chosen.property), sides.field(chosen.field)];
  const properties = sides.properties.filter(({ name }) => !mapping.some((line) => line.property === name));
  const fields = (sides.fields ?? []).filter(({ name }) => !mapping.some((line) => line.field === name));
  const take = () => {
    if (property && field) add(lineOf(property, field));
    close();
  };
  return (
    <Tile compact>
      <Flex direction="column" gap="sm">
        <AutoGrid columnWidth={220} flexible gap="sm">
          <Pick
            name={`add-property-${object}`}
            label={t('customers.property')}
            value={chosen.property}
            all={properties}
            misfits={field ? properties.filter((one) => misfitOf(one, field)) : []}
            choose={(name) => choose({ property: name })}
          />
          <Pick
            name={`add-erp-field-${object}`}
            label={t('customers.field')}
            value={chosen.field}
            all={fields}
            misfits={property ? fields.filter((one) => misfitOf(property, one)) : []}
            choose={(name) => choose({ field: name })}
          />
        </AutoGrid>
        <StrictSide property={property} field={field} />
        <WhyFewer property={property} field={field} properties={properties} fields={fields} />
        {field && field.type !== 'organisation' && !property && (
          <LikeField
            connectionId={connectionId}
            object={object}
            field={field}
            made={async (made) => {
              await changed();
              choose({ property: made.name });
            }}
          />
        )}
        <Flex direction="row" gap="sm" wrap>
          <Button size="sm" variant="primary" disabled={!property || !field} onClick={take} testId={`take-field-${object}`}>
            {t('customers.add.take')}
          </Button>
          <Button size="sm" onClick={close}>
            {t('cancel')}
          </Button>
        </Flex>
      </Flex>
    </Tile>
  );
}

interface PickProps {
  name: string;
  label: string;
  value: string;
  all: (PropertyView | ErpFieldView)[];
  misfits: (PropertyView | ErpFieldView)[];
  choose: (name: string) => void;
}

function Pick({ name, label, value, all, misfits, choose }: PickProps) {
  const { t } = useSettings();
  const options = all
    .filter((one) => !misfits.includes(one))
    .map((one) => ({ value: one.name, label: t('customers.option', { label: one.label, type: t(`customers.type.${one.type}`) }) }));
  return (
    <Select
      name={name}
      label={label}
      value={value}
      options={[{ value: '', label: t('customers.choose') }, ...options]}
      onChange={(to) => choose(String(to))}
    />
  );
}
