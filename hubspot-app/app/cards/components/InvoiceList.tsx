import { AutoGrid, Button, Flex, Heading, LoadingSpinner, SearchInput, Select, Text } from '@hubspot/ui-extensions';
import type { InvoiceListQuery } from '../api/endpoints.ts';
import type { InvoiceFilter, InvoicePage, RecordView } from '../api/types.ts';
import { useCard } from '../hooks/useCard.tsx';
import { useInvoices, type InvoiceList as List } from '../hooks/useInvoices.ts';
import { Failed, FailedLine } from './Failed.tsx';
import { InvoiceTable } from './InvoiceTable.tsx';
import { haveCents } from './Totals.tsx';

const FILTERS: InvoiceFilter[] = ['all', 'unpaid', 'overdue', 'paid', 'draft', 'credit_notes'];

/** Each in the direction that people ask for. */
const ORDERS = [
  { sort: 'issuedOn', direction: 'descending' },
  { sort: 'dueOn', direction: 'ascending' },
  { sort: 'open', direction: 'descending' },
  { sort: 'total', direction: 'descending' },
] as const satisfies Pick<InvoiceListQuery, 'sort' | 'direction'>[];

type Linked = Extract<RecordView, { state: 'linked' }>;

export function InvoiceList({ view, changed }: { view: Linked; changed: () => void }) {
  const { t } = useCard();
  const list = useInvoices(view);
  const { state, query, change } = list;
  return (
    <Flex direction="column" gap="sm">
      <Flex direction="row" align="baseline" justify="between" gap="sm">
        <Heading>{t('list.title')}</Heading>
        {state.status === 'ready' && (
          <Text variant="microcopy">{t(areInvoices(state.data) ? 'list.count' : 'list.count.documents', { count: state.data.total })}</Text>
        )}
      </Flex>
      <AutoGrid columnWidth={150} flexible gap="sm">
        <Select
          name="filter"
          label={t('list.filter')}
          value={query.filter}
          options={FILTERS.map((value) => ({ value, label: t(`list.filter.${value}`) }))}
          onChange={(value) => change({ filter: value as InvoiceFilter })}
        />
        <Select
          name="sort"
          label={t('list.sort')}
          value={`${query.sort} ${query.direction}`}
          options={ORDERS.map(({ sort, direction }) => ({ value: `${sort} ${direction}`, label: t(`list.sort.${sort}`) }))}
          onChange={(value) => {
            const order = ORDERS.find(({ sort, direction }) => value === `${sort} ${direction}`);
            if (order) change(order);
          }}
        />
        <SearchInput
          name="search"
          label={t('list.search')}
          placeholder={t('list.search.hint')}
          value={query.search}
          onInput={(search) => change({ search })}
          onChange={(search) => change({ search })}
        />
      </AutoGrid>
      <Rows list={list} view={view} changed={changed} />
    </Flex>
  );
}

/** Drafts, credit notes and down payments are listed too; of further pages nobody knows. */
const areInvoices = ({ invoices, pageCount }: InvoicePage): boolean =>
  pageCount <= 1 && invoices.every(({ type, status }) => type === 'invoice' && status !== 'draft');

function Rows({ list, view, changed }: { list: List; view: Linked; changed: () => void }) {
  const { t, isDeal } = useCard();
  const { state, query, change, reset, reload } = list;
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} layout="centered" />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  // The sections of a deal above, and the properties, may be in another currency than its invoices.
  const isAmongOthers = isDeal || view.propertyCurrency !== null || view.totals.length > 1;
  const withCode = isAmongOthers || new Set(state.data.invoices.map(({ total }) => total.currency)).size > 1;
  return (
    <>
      {state.failure && <FailedLine failure={state.failure} />}
      {state.data.invoices.length === 0 ? (
        <Flex direction="row" align="center" gap="sm">
          <Text>{t('list.none')}</Text>
          <Button size="xs" variant="transparent" onClick={reset}>
            {t('list.showAll')}
          </Button>
        </Flex>
      ) : (
        <InvoiceTable
          page={state.data}
          query={query}
          change={change}
          withCode={withCode}
          areCentsAbove={haveCents(view)}
          changed={changed}
        />
      )}
    </>
  );
}
