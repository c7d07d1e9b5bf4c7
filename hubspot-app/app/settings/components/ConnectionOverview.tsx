import { Flex, Heading, StatusTag, StepIndicator, Text, Tile } from '@hubspot/ui-extensions';
import type { ConnectionView, SettingsOverview } from '../api/types.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { countQuestions, Decisions } from './Decisions.tsx';
import { Health } from './Health.tsx';
import { NoticeAlert } from './Notices.tsx';
import { Preview } from './Preview.tsx';
import { Progress } from './Progress.tsx';

interface Props {
  connection: ConnectionView;
  overview: SettingsOverview;
  changed: () => void;
  toTab: (tab: string) => void;
}

const STEP = { reading: 1, matching: 1, preview: 2, live: 3 } as const;

/** One connection at its present step: being read, waiting for approval, or live. */
export function ConnectionOverview({ connection, overview, changed, toTab }: Props) {
  const { t } = useSettings();
  return (
    <Tile>
      <Flex direction="column" gap="md">
        <ConnectionHeading connection={connection} />
        {connection.phase !== 'live' && (
          <StepIndicator
            stepNames={[t('step.connect'), t('step.read'), t('step.preview'), t('step.live')]}
            currentStep={STEP[connection.phase]}
          />
        )}
        <Decisions connection={connection} changed={changed} />
        {connection.notices.map((notice) => (
          <NoticeAlert key={notice.code} notice={notice} />
        ))}
        {(connection.phase === 'reading' || connection.phase === 'matching') && <Progress connection={connection} changed={changed} />}
        {connection.phase === 'preview' && (
          <Preview
            connection={connection}
            overview={overview}
            changed={changed}
            toReview={() => toTab('review')}
            toRules={() => toTab('rules')}
            toCustomers={() => toTab('customers')}
          />
        )}
        {connection.phase === 'live' && <Health connection={connection} toTab={toTab} />}
      </Flex>
    </Tile>
  );
}

/** Its name, what it leads to, and how it is. */
export function ConnectionHeading({ connection }: { connection: ConnectionView }) {
  const included = connection.companies.filter(({ isIncluded }) => isIncluded).map(({ name }) => name);
  return (
    <Flex direction="row" align="center" justify="between" gap="sm" wrap>
      <Flex direction="row" align="baseline" gap="sm" wrap>
        <Heading>{connection.name}</Heading>
        <Text variant="microcopy">{[connection.product, ...included].join(' · ')}</Text>
      </Flex>
      <ConnectionStatus connection={connection} />
    </Flex>
  );
}

function ConnectionStatus({ connection }: { connection: ConnectionView }) {
  const { t } = useSettings();
  const { status, phase, notices } = connection;
  if (countQuestions(connection) > 0) return <StatusTag variant="warning">{t('status.answer')}</StatusTag>;
  if (status === 'paused') return <StatusTag variant="warning">{t('status.paused')}</StatusTag>;
  if (notices.some(({ code }) => code !== '')) return <StatusTag variant="warning">{t('status.unreachable')}</StatusTag>;
  if (phase === 'live') return <StatusTag variant="success">{t('status.active')}</StatusTag>;
  return <StatusTag variant={phase === 'preview' ? 'warning' : 'info'}>{t(`status.${phase}`)}</StatusTag>;
}
