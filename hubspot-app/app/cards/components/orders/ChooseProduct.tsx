import { useCallback, useState } from 'react';
import {
  Button,
  Flex,
  LoadingSpinner,
  SearchInput,
  Table,
  TableBody,
  TableCell,
  TableRow,
  Text,
  useDebounce,
} from '@hubspot/ui-extensions';
import type { DealOrderState, LineProducts, OrderCheck } from '../../api/orders.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useCard } from '../../hooks/useCard.tsx';
import { dotted } from '../dotted.ts';
import { NotLoaded } from '../Failed.tsx';
import type { Act } from './Actions.tsx';

interface Props {
  line: OrderCheck['lines'][number];
  deal: DealOrderState;
  act: Act;
  mended: () => Promise<unknown>;
}

/** What a line is that the ERP does not know: a person says which of its products. */
export function ChooseProduct(props: Props) {
  const { t } = useCard();
  const [isOpen, setOpen] = useState(false);
  const { lineId, name } = props.line;
  return (
    <Flex direction="column" gap="xs" align="start">
      <Text format={{ fontWeight: 'demibold' }}>{name}</Text>
      {isOpen && <Search {...props} />}
      <Button size="xs" onClick={() => setOpen((before) => !before)} testId={`choose-product-${lineId}`}>
        {t(isOpen ? 'cancel' : 'lineProduct.choose')}
      </Button>
    </Flex>
  );
}

const LEAST_LETTERS = 2;

function Search({ line, deal, act, mended }: Props) {
  const { t } = useCard();
  const [typed, setTyped] = useState('');
  const query = useDebounce(typed.trim());
  return (
    <>
      <SearchInput
        name={`product-${line.lineId}`}
        label={t('lineProduct.search', { erp: deal.connectionName })}
        placeholder={t('lineProduct.hint')}
        value={typed}
        onInput={setTyped}
        onChange={setTyped}
      />
      {query.length >= LEAST_LETTERS && <Found query={query} line={line} act={act} mended={mended} />}
    </>
  );
}

type FoundProps = Pick<Props, 'line' | 'act' | 'mended'>;

function Found({ query, ...props }: FoundProps & { query: string }) {
  const { t, api } = useCard();
  const load = useCallback(() => api.lineProducts(query), [api, query]);
  const { state, reload } = useLoaded(load);
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} />;
  if (state.status === 'failed') return <NotLoaded failure={state.failure} retry={() => void reload()} testId="retry-products" />;
  const { found } = state.data;
  if (found.length === 0) return <Text>{t('lineProduct.none', { query })}</Text>;
  return (
    <Table density="condensed" flush>
      <TableBody>
        {found.map((product) => (
          <Product key={product.id} product={product} {...props} />
        ))}
      </TableBody>
    </Table>
  );
}

function Product({ product, line: { lineId, name }, act, mended }: FoundProps & { product: LineProducts['found'][number] }) {
  const { t, api } = useCard();
  const { id: productId, sku, unit } = product;
  const take = () => act.run(() => api.chooseProduct({ lineId, productId }), t('lineProduct.done', { name, product: product.name, sku }));
  return (
    <TableRow>
      <TableCell>
        <Text>{product.name}</Text>
        <Text variant="microcopy">{dotted([sku, unit])}</Text>
      </TableCell>
      <TableCell width="min">
        <Button size="xs" disabled={act.isRunning} onClick={() => void take().then(mended)} testId={`take-product-${productId}`}>
          {t('lineProduct.take')}
        </Button>
      </TableCell>
    </TableRow>
  );
}
