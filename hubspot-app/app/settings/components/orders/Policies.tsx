import { useCallback } from 'react';
import { Flex, LoadingSpinner, Text, Toggle, ToggleGroup } from '@hubspot/ui-extensions';
import { useLoaded } from '../../common/loaded.ts';
import { lacksPlaceholder } from '../../hooks/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { NewProducts } from './NewProducts.tsx';
import type { RulesPart } from './Pipeline.tsx';
import { ProductSearch } from './ProductSearch.tsx';

const UNKNOWN = ['stop', 'placeholder', 'create'] as const;

/** What becomes of deals that are not as an ERP wants them: nothing is guessed that nobody decided. */
export function Policies(part: RulesPart) {
  const { t } = useSettings();
  const { rules, change } = part;
  const { pipelineId, unknownProduct, withoutLines, whenLost } = rules;
  return (
    <Flex direction="column" gap="md">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.policies')}</Text>
      <ToggleGroup
        name={`unknownProduct-${pipelineId}`}
        toggleType="radioButtonList"
        label={t('orders.unknownProduct')}
        value={unknownProduct}
        options={UNKNOWN.map((one) => ({ value: one, label: t(`orders.unknownProduct.${one}`) }))}
        onChange={(to) => change({ unknownProduct: UNKNOWN.find((one) => one === to) ?? 'stop' })}
      />
      {unknownProduct === 'create' && <NewProducts {...part} />}
      <ToggleGroup
        name={`withoutLines-${pipelineId}`}
        toggleType="radioButtonList"
        label={t('orders.withoutLines')}
        value={withoutLines}
        options={(['stop', 'amount'] as const).map((one) => ({ value: one, label: t(`orders.withoutLines.${one}`) }))}
        onChange={(to) => change({ withoutLines: to === 'amount' ? 'amount' : 'stop' })}
      />
      {(unknownProduct === 'placeholder' || withoutLines === 'amount') && <Placeholder {...part} />}
      <ToggleGroup
        name={`whenLost-${pipelineId}`}
        toggleType="radioButtonList"
        label={t('orders.whenLost')}
        value={whenLost}
        options={(['leave', 'cancel'] as const).map((one) => ({ value: one, label: t(`orders.whenLost.${one}`) }))}
        onChange={(to) => change({ whenLost: to === 'cancel' ? 'cancel' : 'leave' })}
      />
      <Reserves key={`reserves-${part.rules.connectionId}`} {...part} />
    </Flex>
  );
}

/** Some ERPs hold back by their own rules, and cannot be asked to. */
function Reserves({ rules: { pipelineId, connectionId, reserves }, view, change }: RulesPart) {
  const { t, api } = useSettings();
  const load = useCallback(() => api.orderChoices(connectionId), [api, connectionId]);
  const { state } = useLoaded(load);
  const cannotReserve = state.status === 'ready' && state.data.state === 'ready' && !state.data.canReserve;
  const erp = view.connections.find(({ id }) => id === connectionId)?.name ?? '';
  if (cannotReserve && !reserves) return <Text variant="microcopy">{t('orders.reserves.byItself', { erp })}</Text>;
  return (
    <Flex direction="column" gap="xs">
      <Toggle
        name={`reserves-${pipelineId}`}
        size="sm"
        label={t('orders.reserves')}
        checked={reserves}
        onChange={(isOn) => change({ reserves: isOn })}
      />
      <Text variant="microcopy">{cannotReserve ? t('orders.reserves.byItself', { erp }) : t('orders.reserves.text')}</Text>
    </Flex>
  );
}

/** The ERP's product that stands for what it does not know. */
function Placeholder({ rules, change }: RulesPart) {
  const { t } = useSettings();
  const { placeholderProductId: id, connectionId } = rules;
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.placeholder')}</Text>
      {id === null ? <Text>{t('orders.placeholder.none')}</Text> : <Chosen key={`${connectionId} ${id}`} {...{ connectionId, id }} />}
      {lacksPlaceholder(rules) && <Text variant="microcopy">{t('orders.placeholder.missing')}</Text>}
      <ProductSearch name="placeholder" connectionId={connectionId} choose={(product) => change({ placeholderProductId: product.id })} />
    </Flex>
  );
}

/** The rules keep its number, people know it by its name. */
function Chosen({ connectionId, id }: { connectionId: string; id: string }) {
  const { t, api } = useSettings();
  const load = useCallback(() => api.orderProduct(connectionId, id), [api, connectionId, id]);
  const { state } = useLoaded(load);
  if (state.status === 'loading') return <LoadingSpinner label={t('orders.placeholder.searching')} showLabel />;
  const product = state.status === 'ready' ? state.data.products[0] : undefined;
  return <Text>{product ? [product.name, product.sku].filter(Boolean).join(' · ') : t('orders.placeholder.byId', { id })}</Text>;
}
