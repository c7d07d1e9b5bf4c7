import { Flex, Text, Toggle } from '@hubspot/ui-extensions';
import type { CreateCondition } from '../../api/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { AddCondition, Condition } from '../customers/Conditions.tsx';
import type { RulesPart } from './Pipeline.tsx';

/** What a deal comes to hold, that makes an order of its quotation: any of these. */
export function ConfirmWhen({ rules, view: { dealProperties, readsQuotes }, change }: RulesPart) {
  const { pipelineId, confirmWhen = [], confirmWhenSigned = false } = rules;
  const { t } = useSettings();
  const setAt = (at: number, condition: CreateCondition | null) =>
    change({ confirmWhen: confirmWhen.flatMap((one, index) => (index === at ? (condition ?? []) : one)) });
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.confirmWhen')}</Text>
      <Text variant="microcopy">{t('orders.confirmWhen.text')}</Text>
      {!dealProperties && <Text variant="microcopy">{t('orders.confirmWhen.unread')}</Text>}
      {dealProperties &&
        confirmWhen.map((condition, at) => (
          <Condition
            key={at}
            name={`confirm-${pipelineId}-${at}`}
            isFurther={at > 0}
            condition={condition}
            properties={dealProperties}
            change={(to) => setAt(at, to)}
          />
        ))}
      <AddCondition
        name={`add-confirm-${pipelineId}`}
        conditions={confirmWhen}
        properties={dealProperties ?? []}
        add={(condition) => change({ confirmWhen: [...confirmWhen, condition] })}
      />
      <Toggle
        name={`confirm-signed-${pipelineId}`}
        size="sm"
        label={t('orders.confirmWhenSigned')}
        checked={confirmWhenSigned}
        onChange={(isOn) => change({ confirmWhenSigned: isOn })}
      />
      {confirmWhenSigned && !readsQuotes && <Text variant="microcopy">{t('orders.confirmWhenSigned.unread')}</Text>}
    </Flex>
  );
}
