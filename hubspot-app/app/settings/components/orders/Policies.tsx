import { useCallback, useState } from 'react';
import { Button, Flex, LoadingSpinner, SearchInput, Text, Toggle, ToggleGroup, useDebounce } from '@hubspot/ui-extensions';
import { useLoaded } from '../../common/loaded.ts';
import { lacksPlaceholder } from '../../hooks/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed } from '../Notices.tsx';
import { NewProducts } from './NewProducts.tsx';
import type { RulesPart } from './Pipeline.tsx';

const UNKNOWN = ['stop', 'placeholder', 'create'] as const;

/** What becomes of deals that are not as an ERP wants them: nothing is guessed that nobody decided. */
export function Policies(part: RulesPart) {
  const { t } = useSettings();
  const { rules, change } = part;
  const { pipelineId, unknownProduct, withoutLines, whenLost, reserves } = rules;
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
      <Flex direction="column" gap="xs">
        <Toggle
          name={`reserves-${pipelineId}`}
          size="sm"
          label={t('orders.reserves')}
          checked={reserves}
          onChange={(isOn) => change({ reserves: isOn })}
        />
        <Text variant="microcopy">{t('orders.reserves.text')}</Text>
      </Flex>
    </Flex>
  );
}

/** The ERP's product that stands for what it does not know. */
function Placeholder({ rules, change }: RulesPart) {
  const { t } = useSettings();
  const { placeholderProductId: id, connectionId } = rules;
  const [typed, setTyped] = useState('');
  const [name, setName] = useState<string | null>(null);
  const query = useDebounce(typed.trim());
  const choose = (product: { id: string; name: string }) => {
    setName(product.name);
    setTyped('');
    change({ placeholderProductId: product.id });
  };
  return (
    <Flex direction="column" gap="sm">
      <Text format={{ fontWeight: 'demibold' }}>{t('orders.placeholder')}</Text>
      <Text>{id === null ? t('orders.placeholder.none') : (name ?? t('orders.placeholder.byId', { id }))}</Text>
      {lacksPlaceholder(rules) && <Text variant="microcopy">{t('orders.placeholder.missing')}</Text>}
      <SearchInput
        name="placeholder"
        label={t('orders.placeholder.search')}
        placeholder={t('orders.placeholder.hint')}
        value={typed}
        onInput={setTyped}
        onChange={setTyped}
      />
      {query.length >= 2 && <Found connectionId={connectionId} query={query} choose={choose} />}
    </Flex>
  );
}

interface FoundProps {
  connectionId: string;
  query: string;
  choose: (product: { id: string; name: string }) => void;
}

function Found({ connectionId, query, choose }: FoundProps) {
  const { t, api } = useSettings();
  const load = useCallback(() => api.orderProducts(connectionId, query), [api, connectionId, query]);
  const { state, reload } = useLoaded(load);
  if (state.status === 'loading') return <LoadingSpinner label={t('orders.placeholder.searching')} showLabel />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { products } = state.data;
  if (products.length === 0) return <Text>{t('orders.placeholder.noneFound', { query })}</Text>;
  return (
    <Flex direction="column" gap="xs">
      {products.map((product) => (
        <Flex key={product.id} direction="row" align="center" justify="between" gap="sm">
          <Text>{[product.name, product.sku].filter(Boolean).join(' · ')}</Text>
          <Button size="xs" onClick={() => choose(product)} testId={`choose-product-${product.id}`}>
            {t('customers.choose')}
          </Button>
        </Flex>
      ))}
    </Flex>
  );
}
