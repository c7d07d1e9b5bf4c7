import { Alert, Button, ErrorState, Flex, Text } from '@hubspot/ui-extensions';
import type { Failure } from '../common/client.ts';
import { useCard } from '../hooks/useCard.tsx';

/** A heading ends without a full stop. */
const asTitle = (what: string): string => what.replace(/\.$/, '');

/** What, whose move, retry, and a short code for support. */
export function Failed({ failure, retry }: { failure: Failure; retry: () => void }) {
  const { t, explain } = useCard();
  const { what, todo } = explain(failure);
  return (
    <ErrorState title={asTitle(what)} type={failure.who === 'administrator' ? 'lock' : 'error'}>
      <Flex direction="column" gap="sm" align="center">
        <Text>{[todo, t(`who.${failure.who}`)].filter(Boolean).join(' ')}</Text>
        <Button onClick={retry}>{t('retry')}</Button>
        <Reference failure={failure} />
      </Flex>
    </ErrorState>
  );
}

/** The same in one line, above what was loaded before. */
export function FailedLine({ failure }: { failure: Failure }) {
  const { t, explain } = useCard();
  const { what, todo } = explain(failure);
  return (
    <Alert title={t('stale.title')} variant="warning">
      {what} {todo} {failure.reference ? t('failed.reference', { reference: failure.reference }) : ''}
    </Alert>
  );
}

interface NotLoadedProps {
  failure: Failure;
  retry: () => void;
  testId: string;
}

/** Of a part of the card that loads by itself: the rest stays. */
export function NotLoaded({ failure, retry, testId }: NotLoadedProps) {
  const { t, explain } = useCard();
  const { what, todo } = explain(failure);
  return (
    <Flex direction="column" gap="xs">
      <Alert title={asTitle(what)} variant="warning">
        {[todo, failure.reference && t('failed.reference', { reference: failure.reference })].filter(Boolean).join(' ')}
      </Alert>
      <Flex>
        <Button size="xs" onClick={retry} testId={testId}>
          {t('retry')}
        </Button>
      </Flex>
    </Flex>
  );
}

function Reference({ failure }: { failure: Failure }) {
  const { t } = useCard();
  if (!failure.reference) return null;
  return <Text variant="microcopy">{t('failed.reference', { reference: failure.reference })}</Text>;
}
