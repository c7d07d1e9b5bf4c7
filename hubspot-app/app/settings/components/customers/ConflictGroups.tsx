import { Button, Flex, Heading, Text, Tile } from '@hubspot/ui-extensions';
import type { ConflictGroup } from '../../api/customers.ts';
import type { FieldDecision } from '../../api/endpoints.ts';
import type { CustomerObject, Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Confirmed } from '../Confirmed.tsx';

interface Props {
  connectionId: string;
  groups: ConflictGroup[];
  sides: Record<CustomerObject, Sides>;
  /** The records of the groups are listed below. */
  isListed: boolean;
  list: (isOn: boolean) => void;
  changed: () => Promise<unknown>;
}

/** What differed before the rules: one answer for all records of a field, or each by itself. */
export function ConflictGroups({ connectionId, groups, sides, isListed, list, changed }: Props) {
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('customers.before')}</Heading>
      <Text>{t('customers.before.text')}</Text>
      {groups.map((group) => (
        <Tile key={`${group.objectType} ${group.property} ${group.field}`} compact>
          <Group connectionId={connectionId} group={group} sides={sides[group.objectType]} changed={changed} />
        </Tile>
      ))}
      <Flex>
        <Button size="xs" variant="transparent" onClick={() => list(!isListed)} testId={`before-list-${connectionId}`}>
          {t(isListed ? 'customers.before.hide' : 'customers.before.list')}
        </Button>
      </Flex>
    </Flex>
  );
}

function Group({ connectionId, group, sides, changed }: { group: ConflictGroup; sides: Sides } & Pick<Props, 'connectionId' | 'changed'>) {
  const { t, api } = useSettings();
  const { objectType, property, field, count, takes } = group;
  const records = t(`customers.count.${objectType}`, { count });
  const facts = { records, count, property: sides.labelOfProperty(property) };
  const answers: FieldDecision['answer'][] = [...takes, 'both'];
  return (
    <Flex direction="column" gap="xs">
      <Text>{t('customers.before.group', facts)}</Text>
      <Flex direction="row" gap="sm" wrap>
        {answers.map((answer) => (
          <Confirmed
            key={answer}
            id={`before-${answer}-${objectType}-${property}`}
            label={t(`customers.before.${answer}`)}
            title={t('customers.before.title', facts)}
            sentences={[t(`customers.before.${answer}.text`, facts), t('customers.before.kept')]}
            variant="primary"
            act={() => api.decideGroup({ connectionId, objectType, property, field, answer })}
            success={t('customers.before.done')}
            changed={changed}
          />
        ))}
      </Flex>
    </Flex>
  );
}
