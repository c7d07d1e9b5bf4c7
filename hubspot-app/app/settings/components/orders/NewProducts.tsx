import { useCallback } from 'react';
import { Flex, Select, Text, ToggleGroup } from '@hubspot/ui-extensions';
import { useLoaded } from '../../common/loaded.ts';
import { capitalised } from '../../common/translate.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { useOptions } from './choices.ts';
import type { RulesPart } from './Pipeline.tsx';

const NONE = '';

/** What products are like that the ERP gets of deals: the rest is as the ERP has it of new ones. */
export function NewProducts({ rules: { pipelineId, connectionId, newProducts }, change }: RulesPart) {
  const { t, api } = useSettings();
  const load = useCallback(() => api.orderChoices(connectionId), [api, connectionId]);
  const { state } = useLoaded(load);
  const choices = state.status === 'ready' && state.data.state === 'ready' ? state.data : null;
  const isAway = state.status === 'failed' || (state.status === 'ready' && choices === null);
  const options = useOptions(choices?.categories ?? [], newProducts.categoryId);
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.newProducts')}</Text>
      <Text variant="microcopy">{t('orders.newProducts.text')}</Text>
      <ToggleGroup
        name={`newProductKind-${pipelineId}`}
        toggleType="radioButtonList"
        label={t('orders.newProducts.kind')}
        value={newProducts.kind}
        options={(['goods', 'service'] as const).map((one) => ({ value: one, label: t(`orders.newProducts.kind.${one}`) }))}
        onChange={(to) => change({ newProducts: { ...newProducts, kind: to === 'service' ? 'service' : 'goods' } })}
      />
      <Select
        name={`newProductCategory-${pipelineId}`}
        label={t('orders.newProducts.category')}
        value={newProducts.categoryId ?? NONE}
        options={[{ value: NONE, label: capitalised(t('orders.erpDecides')) }, ...options]}
        onChange={(id) => change({ newProducts: { ...newProducts, categoryId: id === NONE ? null : String(id) } })}
      />
      {choices?.canMakeProducts === false && <Text variant="microcopy">{t('orders.newProducts.notOffered')}</Text>}
      {isAway && <Text variant="microcopy">{t('orders.newProducts.unread')}</Text>}
    </Flex>
  );
}
