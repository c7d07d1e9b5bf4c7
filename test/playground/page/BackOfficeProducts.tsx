import { useEffect, useState } from 'react';
import type { ErpProduct, ErpProductAction } from '../api.ts';
import { BackOfficeProduct } from './BackOfficeProduct.tsx';
import { useBooking, type OpenRecord } from './booking.ts';
import { useFetched } from './live.ts';
import { useSay } from './say.ts';

/** Sales and the warehouse: what products cost and how many there are. On a product or a deal those come first that it speaks of. */
export function BackOfficeProducts({ record, version }: { record: OpenRecord; version: string }) {
  const say = useSay();
  const [chosen, setChosen] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  useEffect(() => setChosen(null), [record?.type, record?.id]);
  const ofRecord = useFetched<ErpProduct[]>(record ? `erp/products/of/${record.type}/${record.id}` : null, version) ?? [];
  const isSearching = search.trim() !== '' || ofRecord.length === 0;
  const found = useFetched<ErpProduct[]>(isSearching ? `erp/products?search=${encodeURIComponent(search)}` : null, version);
  const offered = isSearching ? (found ?? []) : ofRecord;
  const product = offered.find(({ id }) => id === chosen) ?? (offered.length === 1 ? offered[0] : undefined);
  const book = useBooking<ErpProductAction>('erp/products/book', record);
  return (
    <>
      <input
        className="ui-input"
        type="search"
        aria-label={say('Search ERP products')}
        placeholder={say('Search name or SKU')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {found?.length === 0 ? <p className="crm-quiet">{say('No product is called that.')}</p> : null}
      <ul className="erp-found">
        {offered.map((one) => (
          <li key={one.id}>
            {one.id === product?.id ? (
              <BackOfficeProduct key={one.id} product={one} book={book} />
            ) : (
              <button type="button" data-product={one.sku} onClick={() => setChosen(one.id)}>
                {one.name} <span>{one.sku}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
