import { useCallback, useState } from 'react';
import { useDebounce } from '@hubspot/ui-extensions';
import type { InvoiceListQuery } from '../api/endpoints.ts';
import type { InvoicePage, RecordView } from '../api/types.ts';
import { useLoaded, type Loaded } from '../common/loaded.ts';
import { useCard } from './useCard.tsx';
import { useReloadWith } from './useReloadWith.ts';

const NEWEST_FIRST: InvoiceListQuery = { page: 1, sort: 'issuedOn', direction: 'descending', filter: 'all', search: '' };

export interface InvoiceList {
  state: Loaded<InvoicePage>;
  query: InvoiceListQuery;
  /** Anything but another page begins at page 1 again. */
  change: (patch: Partial<InvoiceListQuery>) => void;
  reset: () => void;
  reload: () => Promise<unknown>;
}

/** One page of the record's invoices; read again when what the record carries has changed. */
export function useInvoices(view: RecordView): InvoiceList {
  const { api } = useCard();
  const [query, setQuery] = useState(NEWEST_FIRST);
  const { page, sort, direction, filter } = query;
  const search = useDebounce(query.search);
  const load = useCallback(() => api.invoices({ page, sort, direction, filter, search }), [api, page, sort, direction, filter, search]);
  const { state, reload } = useLoaded(load);
  useReloadWith(view, reload);
  const change = useCallback((patch: Partial<InvoiceListQuery>) => setQuery((before) => ({ ...before, page: 1, ...patch })), []);
  const reset = useCallback(() => setQuery(NEWEST_FIRST), []);
  return { state, query, change, reset, reload };
}
