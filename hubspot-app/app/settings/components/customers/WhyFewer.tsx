import { Text } from '@hubspot/ui-extensions';
import type { ErpFieldView, PropertyView } from '../../api/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { misfitOf } from './pairs.ts';

interface WhyProps {
  property: PropertyView | undefined;
  field: ErpFieldView | undefined;
  properties: PropertyView[];
  fields: ErpFieldView[];
}

/** Of what was chosen first: how many on the other side are not offered, and for what reason. */
export function WhyFewer({ property, field, properties, fields }: WhyProps) {
  const { t } = useSettings();
  const count = (misfit: 'types' | 'read_only') => ({
    properties: field ? properties.filter((one) => misfitOf(one, field) === misfit).length : 0,
    fields: property ? fields.filter((one) => misfitOf(property, one) === misfit).length : 0,
  });
  const [types, readOnly] = [count('types'), count('read_only')];
  const [named, other] = [field?.label ?? '', property?.label ?? ''];
  const sentences = [
    types.properties > 0 &&
      t('customers.why.properties.types', { count: types.properties, name: named, type: field ? t(`customers.type.${field.type}`) : '' }),
    types.fields > 0 &&
      t('customers.why.fields.types', { count: types.fields, name: other, type: property ? t(`customers.type.${property.type}`) : '' }),
    readOnly.properties > 0 && t('customers.why.properties.readOnly', { count: readOnly.properties, name: named }),
    readOnly.fields > 0 && t('customers.why.fields.readOnly', { count: readOnly.fields, name: other }),
  ].filter((sentence) => sentence !== false);
  return (
    <>
      {sentences.map((sentence) => (
        <Text key={sentence} variant="microcopy">
          {sentence}
        </Text>
      ))}
    </>
  );
}
