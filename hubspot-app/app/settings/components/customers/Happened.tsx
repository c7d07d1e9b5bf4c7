import { Flex, Heading, Statistics, StatisticsItem, Text } from '@hubspot/ui-extensions';
import type { ConnectionView } from '../../api/types.ts';
import type { Offered } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Pause } from '../Pause.tsx';
import { Archivals } from './Archivals.tsx';
import { Changes } from './Changes.tsx';
import { Commands } from './Commands.tsx';
import { Conflicts } from './Conflicts.tsx';
import { Frozen } from './Frozen.tsx';
import { StopCustomers } from './StopCustomers.tsx';

interface Props {
  connection: ConnectionView;
  view: Offered;
  changed: () => Promise<unknown>;
  /** Of the connection itself. */
  changedAll: () => Promise<unknown>;
}

/** What became of it: figures, what a person decides, what the ERP was asked to make; and the way to end it. */
export function Happened({ connection, view, changed, changedAll }: Props) {
  const { id: connectionId, name } = connection;
  const { t } = useSettings();
  const { counts } = view;
  if (view.state === 'off' && Object.values(counts).every((count) => count === 0)) return null;
  return (
    <Flex direction="column" gap="md">
      <Heading>{t('customers.happened')}</Heading>
      <Figures counts={counts} />
      {counts.asked + counts.differing > 0 && <Conflicts connectionId={connectionId} view={view} changed={changed} />}
      {counts.archivals > 0 && <Archivals connectionId={connectionId} view={view} changed={changed} />}
      {counts.frozenRecords + counts.frozenFields > 0 && <Frozen connectionId={connectionId} view={view} changed={changed} />}
      <Commands connectionId={connectionId} view={view} changed={changed} />
      <Changes connectionId={connectionId} name={name} view={view} />
      {view.state === 'live' && (
        <Flex direction="column" gap="sm">
          <Heading>{t('customers.end')}</Heading>
          <Text variant="microcopy">{t('customers.end.pause')}</Text>
          <Flex>
            <Pause connection={connection} changed={changedAll} />
          </Flex>
          <Text variant="microcopy">{t('customers.end.stop')}</Text>
          <Flex>
            <StopCustomers connectionId={connectionId} view={view} changed={changed} />
          </Flex>
        </Flex>
      )}
    </Flex>
  );
}

function Figures({ counts }: { counts: Offered['counts'] }) {
  const { t, format } = useSettings();
  const figures = [
    ['made', counts.done],
    ['open', counts.planned + counts.waiting + counts.unknown],
    ['inStep', counts.inStep],
    ['due', counts.due],
  ] as const;
  return (
    <>
      <Statistics>
        {figures.map(([name, count]) => (
          <StatisticsItem key={name} label={t(`customers.figure.${name}`)} number={format.number(count)}>
            <Text variant="microcopy">{t(`customers.figure.${name}.text`)}</Text>
          </StatisticsItem>
        ))}
      </Statistics>
      {counts.rejected > 0 && <Text>{t('customers.figure.rejected', { count: counts.rejected })}</Text>}
      {counts.behindTrial > 0 && <Text>{t('customers.figure.behindTrial', { count: counts.behindTrial })}</Text>}
      {counts.leftDifferent > 0 && <Text>{t('customers.figure.leftDifferent', { count: counts.leftDifferent })}</Text>}
      {counts.waitingContacts > 0 && <Text>{t('customers.figure.waitingContacts', { count: counts.waitingContacts })}</Text>}
      {counts.waitingCompanies > 0 && <Text>{t('customers.figure.waitingCompanies', { count: counts.waitingCompanies })}</Text>}
    </>
  );
}
