import { useState } from 'react';
import { AutoGrid, Button, Flex, Input, Select, Text } from '@hubspot/ui-extensions';
import type { ErpFieldView, FieldMapping, PropertyView } from '../../api/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

export interface TranslationProps {
  id: string;
  line: FieldMapping;
  property: PropertyView | undefined;
  field: ErpFieldView | undefined;
  change: (translation: FieldMapping['translation']) => void;
}

/** Of a text and a list: what people write there, and the value of the list it stands for. */
export function TextTranslation({ id, line, property, field, change }: TranslationProps) {
  const { t } = useSettings();
  const { translation } = line;
  const listed = property?.options ? 'hubspot' : 'erp';
  const options = property?.options ?? field?.options ?? [];
  const written = listed === 'hubspot' ? 'erp' : 'hubspot';
  const labelOf = (value: string) => options.find((one) => one.value === value)?.label ?? value;
  const [entered, setEntered] = useState({ text: '', value: '' });
  const add = () => {
    const others = translation.filter((one) => one[written] !== entered.text);
    change([...others, listed === 'erp' ? { hubspot: entered.text, erp: entered.value } : { hubspot: entered.value, erp: entered.text }]);
    setEntered({ text: '', value: '' });
  };
  return (
    <>
      <Text variant="microcopy">{t('customers.translation.text')}</Text>
      {translation.map((pair) => (
        <Flex key={pair[written]} direction="row" align="center" gap="sm" wrap>
          <Text>{t('customers.translation.pair', { text: pair[written], value: labelOf(pair[listed]) })}</Text>
          <Button
            size="xs"
            variant="transparent"
            onClick={() => change(translation.filter((one) => one !== pair))}
            testId={`forget-${id}-${pair[written]}`}
          >
            {t('customers.remove')}
          </Button>
        </Flex>
      ))}
      <AutoGrid columnWidth={200} flexible gap="sm">
        <Input
          name={`translation-text-${id}`}
          label={t('customers.translation.written')}
          value={entered.text}
          onInput={(text) => setEntered({ ...entered, text })}
          onChange={(text) => setEntered({ ...entered, text })}
        />
        <Select
          name={`translation-value-${id}`}
          label={t('customers.translation.means')}
          placeholder={t('customers.choose')}
          value={entered.value}
          options={options}
          onChange={(value) => setEntered({ ...entered, value: String(value) })}
        />
      </AutoGrid>
      <Flex>
        <Button size="xs" disabled={entered.text.trim() === '' || entered.value === ''} onClick={add} testId={`translate-${id}`}>
          {t('customers.translation.add')}
        </Button>
      </Flex>
    </>
  );
}
