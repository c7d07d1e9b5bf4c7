import { Accordion, Checkbox, Flex, Link, List, Text, Tile } from '@hubspot/ui-extensions';
import type { CustomerRunGroup, CustomerRunView } from '../../api/customers.ts';
import { nameOfPart, partOf, type Approval } from '../../hooks/approval.ts';
import { useSides, type Offered, type Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { isWaiting, useGroupSentence, useReason, type Tense } from './sentences.ts';

/** What writes first, then what waits for somebody, then what is left alone. */
const ORDER: CustomerRunGroup['kind'][] = [
  'create',
  'update_erp',
  'update_hubspot',
  'link',
  'ask',
  'review',
  'doubtful',
  'incomplete',
  'left_out',
  'in_step',
];

interface Props {
  run: CustomerRunView;
  view: Offered;
  tense: Tense;
  /** Each group that writes can be left out of it. */
  approval?: Approval;
}

/** A run in sentences with counts, each with records to look at. */
export function RunGroups({ run, view, tense, approval }: Props) {
  const { t } = useSettings();
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  const groups = joinWaiting(run.groups.filter(({ count }) => count > 0)).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const isNothing = run.state === 'done' && tense === 'dry' && groups.every(({ kind }) => kind === 'in_step');
  if (groups.length === 0 && !isNothing) return null;
  return (
    <Flex direction="column" gap="xs">
      {isNothing && <Text>{t('customers.group.nothing')}</Text>}
      {groups.map((group, at) => (
        <Group key={at} group={group} sides={sides[group.objectType]} tense={tense} approval={approval} />
      ))}
    </Flex>
  );
}

const SAMPLES = 5;

/** What waits for its company reads the same whether that is missing in HubSpot or in the ERP: one line for both. */
function joinWaiting(groups: readonly CustomerRunGroup[]): CustomerRunGroup[] {
  const joined: CustomerRunGroup[] = [];
  for (const group of groups) {
    const at = joined.findIndex((one) => waits(one) && waits(group) && nameOf(one) === nameOf(group));
    if (at < 0) joined.push(group);
    else joined[at] = together(joined[at]!, group);
  }
  return joined;
}

const waits = ({ kind, reason }: CustomerRunGroup): boolean => kind === 'incomplete' && isWaiting(reason);
const nameOf = ({ objectType, property, field }: CustomerRunGroup): string => `${objectType} ${property} ${field}`;
const together = (one: CustomerRunGroup, other: CustomerRunGroup): CustomerRunGroup => ({
  ...one,
  count: one.count + other.count,
  samples: [...one.samples, ...other.samples].slice(0, SAMPLES),
});

interface GroupProps {
  group: CustomerRunGroup;
  sides: Sides;
  tense: Tense;
  approval: Approval | undefined;
}

function Group({ group, sides, tense, approval }: GroupProps) {
  const { t } = useSettings();
  const explain = useReason();
  const sentence = useGroupSentence();
  const part = partOf(group);
  const todo = isWaiting(group.reason) ? t('customers.group.waits.todo') : group.reason ? explain(group.reason).todo : '';
  return (
    <Tile compact>
      {approval && part ? (
        <Checkbox name={`approve-${nameOfPart(part)}`} checked={approval.isTicked(part)} onChange={(isOn) => approval.tick(part, isOn)}>
          {sentence(group, sides, tense)}
        </Checkbox>
      ) : (
        <Text>{sentence(group, sides, tense)}</Text>
      )}
      {todo !== '' && <Text variant="microcopy">{todo}</Text>}
      {group.samples.length > 0 && (
        <Accordion title={t('customers.samples', { count: group.samples.length })} size="xs">
          <List>
            {group.samples.map((sample) => (
              <Sample key={sample.recordId} sample={sample} group={group} sides={sides} />
            ))}
          </List>
        </Accordion>
      )}
    </Tile>
  );
}

interface SampleProps {
  sample: CustomerRunGroup['samples'][number];
  group: CustomerRunGroup;
  sides: Sides;
}

function Sample({ sample, group, sides }: SampleProps) {
  const { t } = useSettings();
  const { recordId, recordName, url, customerName } = sample;
  const values = useValues(sample, group, sides);
  const created = Object.entries(sample.values ?? {}).map(
    ([field, value]) => `${sides.labelOfField(field)}: ${sides.inErp(field, value) ?? ''}`,
  );
  return (
    <Flex direction="row" gap="xs" align="baseline" wrap>
      <Link href={{ url, external: true }}>{recordName ?? t('review.noName', { recordId })}</Link>
      {customerName !== null && <Text variant="microcopy">{t('customers.sample.customer', { customer: customerName })}</Text>}
      {values !== null && <Text>{values}</Text>}
      {created.length > 0 && <Text variant="microcopy">{created.join(' · ')}</Text>}
    </Flex>
  );
}

/** Before and after of what is written, both sides of what is asked, the value that stands in the way. */
function useValues({ before, after }: SampleProps['sample'], { kind, property, field }: CustomerRunGroup, sides: Sides): string | null {
  const { t } = useSettings();
  const orEmpty = (value: string | null) => value ?? t('customers.empty');
  const inHubSpot = (value: string | null) => orEmpty(sides.inHubSpot(property ?? '', value));
  const inErp = (value: string | null) => orEmpty(sides.inErp(field ?? '', value));
  if (before === null && after === null) return null;
  if (kind === 'update_hubspot') return `${inHubSpot(before)} → ${inHubSpot(after)}`;
  if (kind === 'update_erp') return `${inErp(before)} → ${inErp(after)}`;
  if (kind === 'ask') return t('customers.sample.differs', { hubspot: inHubSpot(before), erp: inErp(after) });
  return before === null ? null : inHubSpot(before);
}
