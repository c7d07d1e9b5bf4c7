import { useCallback, useState } from 'react';
import { Button, Flex, LoadingSpinner, SearchInput, Text, useDebounce } from '@hubspot/ui-extensions';
import type { OrderChoice } from '../../api/orders.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed } from '../Notices.tsx';

interface Props {
  name: string;
  connectionId: string;
  choose: (product: OrderChoice) => void;
}

/** One of the ERP's products, by name or SKU. */
export function ProductSearch({ name, connectionId, choose }: Props) {
  const { t } = useSettings();
  const [typed, setTyped] = useState('');
  const query = useDebounce(typed.trim());
  const take = ({ id, name: called }: OrderChoice) => {
    setTyped('');
    choose({ id, name: called });
  };
  return (
    <>
      <SearchInput
        name={name}
        label={t('orders.placeholder.search')}
        placeholder={t('orders.placeholder.hint')}
        value={typed}
        onInput={setTyped}
        onChange={setTyped}
      />
      {query.length >= 2 && <Found connectionId={connectionId} query={query} choose={take} />}
    </>
  );
}

function Found({ connectionId, query, choose }: Pick<Props, 'connectionId' | 'choose'> & { query: string }) {
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
