import { Button, Flex, Link, Text } from '@hubspot/ui-extensions';
import type { MappingSample } from '../../api/customers.ts';
import type { Loaded } from '../../common/loaded.ts';
import { useSettings } from '../../hooks/useSettings.tsx';

/** Whose values stand in the table. Without them everything else still works. */
export function SampleLine({ state, retry }: { state: Loaded<MappingSample>; retry: () => void }) {
  const { t, explain } = useSettings();
  if (state.status === 'loading') return <Text variant="microcopy">{t('customers.sample.loading')}</Text>;
  if (state.status === 'failed') {
    return (
      <Flex direction="row" align="center" gap="sm" wrap>
        <Text variant="microcopy">{t('customers.sample.failed', { reason: explain(state.failure).what })}</Text>
        <Button size="xs" variant="transparent" onClick={retry} testId="retry-sample">
          {t('retry')}
        </Button>
      </Flex>
    );
  }
  const { pair } = state.data;
  if (!pair) return <Text variant="microcopy">{t('customers.sample.none')}</Text>;
  return (
    <Text variant="microcopy">
      {t('customers.sample.of')}{' '}
      <Link href={{ url: pair.url, external: true }}>{pair.recordName ?? t('review.noName', { recordId: pair.recordId })}</Link>{' '}
      {t('customers.sample.and', { customer: pair.customerName })}
    </Text>
  );
}
