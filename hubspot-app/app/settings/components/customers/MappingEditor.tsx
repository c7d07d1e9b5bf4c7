import { AutoGrid, Button, Flex, Select, Text } from '@hubspot/ui-extensions';
import type { FieldMapping } from '../../api/customers.ts';
import { erpFieldLabel } from '../../common/erp-fields.ts';
import type { Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { ARROW, directionsOf, isIdle, isTranslated, rulesOf, withDirection } from './pairs.ts';
import { StrictSide } from './StrictSide.tsx';
import { Translation } from './Translation.tsx';

interface Props {
  id: string;
  line: FieldMapping;
  sides: Sides;
  change: (line: FieldMapping | null) => void;
}

type OneWay = Exclude<FieldMapping['direction'], 'both'>;

const EMPTIED = ['keep', 'clear'] as const;

/** Which way a field goes, who wins, what an emptied value means, and what values are called on the other side. */
export function MappingEditor({ id, line, sides, change }: Props) {
  const { t, language } = useSettings();
  const [property, field] = [sides.property(line.property), sides.field(line.field)];
  const directions = including(directionsOf(property, field), line.direction);
  return (
    <Flex direction="column" gap="sm">
      <AutoGrid columnWidth={170} flexible gap="sm">
        <Select
          name={`direction-${id}`}
          label={t('customers.column.direction')}
          value={line.direction}
          options={directions.map((value) => ({ value, label: `${ARROW[value]} ${t(`customers.direction.${value}`)}` }))}
          onChange={(direction) => change(withDirection(line, direction as FieldMapping['direction']))}
        />
        <Select
          name={`rule-${id}`}
          label={t('customers.column.rule')}
          value={line.rule}
          options={including(rulesOf(line), line.rule).map((value) => ({ value, label: t(`customers.rule.${value}`) }))}
          onChange={(rule) => change({ ...line, rule: rule as FieldMapping['rule'] })}
        />
        <Select
          name={`emptied-${id}`}
          label={t('customers.column.emptied')}
          value={line.whenEmptied}
          options={EMPTIED.map((value) => ({ value, label: t(`customers.emptied.${value}.choice`) }))}
          onChange={(value) => change({ ...line, whenEmptied: value as FieldMapping['whenEmptied'] })}
        />
      </AutoGrid>
      <Text variant="microcopy">
        {t(isIdle(line) ? `customers.idle.${line.direction as OneWay}.text` : `customers.rule.${line.rule}.text`)}
      </Text>
      {line.direction === 'to_hubspot' && line.rule === 'erp_wins' && <Text variant="microcopy">{t('customers.corrected.hubspot')}</Text>}
      {line.direction === 'to_erp' && line.rule === 'hubspot_wins' && <Text variant="microcopy">{t('customers.corrected.erp')}</Text>}
      {field && erpFieldLabel(field.name, language) !== field.name && (
        <Text variant="microcopy">{t('customers.field.name', { field: field.label, name: field.name })}</Text>
      )}
      {property?.isReadOnly && <Text variant="microcopy">{t('customers.property.readOnly', { property: property.label })}</Text>}
      {field?.isWritable === false && <Text variant="microcopy">{t('customers.field.readOnly', { field: field.label })}</Text>}
      <StrictSide property={property} field={field} direction={line.direction} />
      {field?.isForNewOnly && <Text variant="microcopy">{t('customers.forNewOnly')}</Text>}
      {isTranslated(property, field) && (
        <Translation id={id} line={line} property={property} field={field} change={(translation) => change({ ...line, translation })} />
      )}
      <Flex>
        <Button size="xs" onClick={() => change(null)} testId={`remove-${id}`}>
          {t('customers.remove.line')}
        </Button>
      </Flex>
    </Flex>
  );
}

/** What is saved stays to be seen, even where it could not be chosen now. */
const including = <T,>(offered: readonly T[], chosen: T): readonly T[] => (offered.includes(chosen) ? offered : [chosen, ...offered]);
