import { Text } from '@hubspot/ui-extensions';
import type { ErpFieldView, FieldMapping, PropertyView } from '../../api/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { strictSideOf } from './pairs.ts';

interface Props {
  property: PropertyView | undefined;
  field: ErpFieldView | undefined;
  /** Left out: it is not chosen yet. */
  direction?: FieldMapping['direction'];
}

/** What becomes of a text that the other side cannot hold, said before it is mapped. */
export function StrictSide({ property, field, direction = 'both' }: Props) {
  const { t } = useSettings();
  if (!property || !field) return null;
  const side = strictSideOf(property, field);
  if (side === null || (direction !== 'both' && direction !== `to_${side}`)) return null;
  const [text, strict] = side === 'erp' ? [property, field] : [field, property];
  return (
    <Text variant="microcopy">
      {t(`customers.strict.${side}`, { text: text.label, name: strict.label, type: t(`customers.type.${strict.type}`) })}
    </Text>
  );
}
