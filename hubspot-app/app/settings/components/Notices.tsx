import type { ReactNode } from 'react';
import { Alert, Button, ErrorState, Flex, Text } from '@hubspot/ui-extensions';
import type { Notice } from '../api/types.ts';
import type { Failure } from '../common/client.ts';
import { useSettings } from '../hooks/useSettings.tsx';

/** A code in words, with what to do about it and perhaps the buttons to do it. */
export function NoticeAlert({
  notice,
  variant = 'warning',
  children,
}: {
  notice: Notice;
  variant?: 'warning' | 'danger' | 'info';
  children?: ReactNode;
}) {
  const { explain } = useSettings();
  const { what, todo } = explain(notice);
  return (
    <Alert title={what} variant={variant}>
      <Flex direction="column" gap="sm">
        <Text>{todo}</Text>
        {children}
      </Flex>
    </Alert>
  );
}

/** Why what a person just tried did not work; stays until the next try. */
export function FailureAlert({ failure, children }: { failure: Failure | null; children?: ReactNode }) {
  const { t } = useSettings();
  if (!failure) return null;
  return (
    <NoticeAlert notice={failure} variant="danger">
      {failure.reference && <Text variant="microcopy">{t('failed.reference', { reference: failure.reference })}</Text>}
      {children}
    </NoticeAlert>
  );
}

/** In the place of what could not be loaded. */
export function Failed({ failure, retry }: { failure: Failure; retry: () => void }) {
  const { t, explain } = useSettings();
  const { what, todo } = explain(failure);
  return (
    <ErrorState title={what}>
      <Flex direction="column" gap="sm" align="center">
        <Text>{[todo, t(`who.${failure.who}`)].filter(Boolean).join(' ')}</Text>
        <Button onClick={retry}>{t('retry')}</Button>
        {failure.reference && <Text variant="microcopy">{t('failed.reference', { reference: failure.reference })}</Text>}
      </Flex>
    </ErrorState>
  );
}
