import { Flex, Heading } from '@hubspot/ui-extensions';
import type { CustomerRunView } from '../../api/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import type { StepProps } from './NextStep.tsx';
import { RunProgress } from './RunProgress.tsx';

/** The rules being applied to what was there before them, or the last time that was done. */
export function Application({ connectionId, changed, run }: StepProps & { run: CustomerRunView }) {
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('customers.application')}</Heading>
      <RunProgress connectionId={connectionId} run={run} kind="apply" changed={changed} />
    </Flex>
  );
}
