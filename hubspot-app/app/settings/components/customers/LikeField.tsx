import { Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { ErpFieldView, PropertyView } from '../../api/customers.ts';
import type { CustomerObject } from '../../hooks/customers.ts';
import { useAction, useSettings } from '../../hooks/useSettings.tsx';
import { FailureAlert } from '../Notices.tsx';

interface LikeProps {
  connectionId: string;
  object: CustomerObject;
  field: ErpFieldView;
  made: (property: PropertyView) => Promise<unknown>;
}

/** The property that HubSpot lacks, made in place. */
export function LikeField({ connectionId, object, field, made }: LikeProps) {
  const { api, t } = useSettings();
  const { run, isRunning, failure } = useAction();
  const make = () =>
    run(async () => made(await api.createProperty(connectionId, object, field.name)), t('customers.like.done', { field: field.label }));
  return (
    <>
      <Flex direction="row" align="center" gap="sm" wrap>
        <Text variant="microcopy">{t('customers.like.text')}</Text>
        <LoadingButton size="xs" loading={isRunning} onClick={() => void make()} testId={`like-field-${object}`}>
          {t('customers.like', { field: field.label })}
        </LoadingButton>
      </Flex>
      <FailureAlert failure={failure} />
    </>
  );
}
