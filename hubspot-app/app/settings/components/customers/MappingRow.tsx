import { Button, Flex, TableCell, TableRow, Tag, Text } from '@hubspot/ui-extensions';
import type { FieldMapping, MappingSample } from '../../api/customers.ts';
import type { CustomerObject, Sides } from '../../hooks/customers.ts';
import { unbrokenNumber } from '../../common/format.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { breakable } from '../breakable.ts';
import { MappingEditor } from './MappingEditor.tsx';
import { ARROW, isIdle, misfitOf } from './pairs.ts';

interface Props {
  object: CustomerObject;
  line: FieldMapping;
  sides: Sides;
  pair: MappingSample['pair'];
  isEditing: boolean;
  edit: (isOn: boolean) => void;
  change: (line: FieldMapping | null) => void;
}

/** One field in three columns, so that a narrow page shows it whole: HubSpot's, which way and the ERP's, who wins; below it, on demand, what can be changed. */
export function MappingRow({ object, line, sides, pair, isEditing, edit, change }: Props) {
  const { t } = useSettings();
  const { property, field, direction, rule, whenEmptied } = line;
  const id = `${object}-${field}`;
  const heldBy = sides.field(field)?.heldBy;
  return (
    <>
      <TableRow>
        <TableCell>
          <Side
            label={sides.labelOfProperty(property)}
            value={pair && sides.inHubSpot(property, pair.properties[property] ?? null)}
            isShown={pair !== null}
          />
        </TableCell>
        <TableCell>
          <Text variant="microcopy">
            {ARROW[direction]} {t(`customers.direction.${direction}`)}
          </Text>
          <Side label={sides.labelOfField(field)} value={pair && sides.inErp(field, pair.fields[field] ?? null)} isShown={pair !== null} />
          {heldBy && <Text variant="microcopy">{t(`customers.heldBy.${heldBy}`)}</Text>}
        </TableCell>
        <TableCell>
          <Flex direction="column" gap="xs">
            <Flex direction="row" justify="between" gap="xs" wrap>
              <Text>{t(`customers.rule.${rule}`)}</Text>
              <Button size="xs" variant="transparent" onClick={() => edit(!isEditing)} testId={`edit-${id}`}>
                {t(isEditing ? 'customers.edit.done' : 'customers.edit')}
              </Button>
            </Flex>
            <Flex direction="column" gap="xs" align="start">
              {whenEmptied === 'clear' && <Text variant="microcopy">{t('customers.emptied.clear')}</Text>}
              {isIdle(line) && <Tag variant="warning">{t('customers.idle')}</Tag>}
              <Misfit line={line} sides={sides} />
            </Flex>
          </Flex>
        </TableCell>
      </TableRow>
      {isEditing && (
        <TableRow>
          <TableCell colSpan={3}>
            <MappingEditor id={id} line={line} sides={sides} change={change} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}

function Side({ label, value, isShown }: { label: string; value: string | null; isShown: boolean }) {
  const { t } = useSettings();
  return (
    <>
      <Text format={{ fontWeight: 'demibold' }}>{breakable(label.replaceAll('/', '/\u200b'))}</Text>
      {isShown && <Text variant="microcopy">{value === null ? t('customers.empty') : breakable(unbrokenNumber(shortened(value)))}</Text>}
    </>
  );
}

// A note of a page would push the rule out of sight.
const LONGEST = 60;
const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** What was mapped and no longer fits, where it stands. */
function Misfit({ line, sides }: Pick<Props, 'line' | 'sides'>) {
  const { t } = useSettings();
  const [property, field] = [sides.property(line.property), sides.field(line.field)];
  if (sides.fields === null) return null;
  if (!property) return <Tag variant="warning">{t('customers.property.gone')}</Tag>;
  if (!field) return <Tag variant="warning">{t('customers.field.gone')}</Tag>;
  const misfit = misfitOf(property, field);
  return misfit && <Tag variant="warning">{t(`customers.misfit.${misfit}`)}</Tag>;
}
