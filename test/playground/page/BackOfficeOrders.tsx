import { useEffect, useState } from 'react';
import type { ErpOrder, ErpOrderAction, ErpOrderFile } from '../api.ts';
import { BackOfficeOrder } from './BackOfficeOrder.tsx';
import { useBooking, type OpenRecord } from './booking.ts';
import { money } from './format.ts';
import { useFetched, useTicks } from './live.ts';
import { useViewer } from './viewer.ts';
import { useSay } from './say.ts';

const LOOKED_AT_MS = 1_500;

/** Sales: quotations and orders. On a record those come first that it speaks of. */
export function BackOfficeOrders({ record, version: booked }: { record: OpenRecord; version: string }) {
  const version = `${booked} ${useTicks(LOOKED_AT_MS)}`;
  const say = useSay();
  const [chosen, setChosen] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  useEffect(() => setChosen(null), [record?.type, record?.id]);
  const ofRecord = useFetched<ErpOrder[]>(record ? `erp/orders/of/${record.type}/${record.id}` : null, version) ?? [];
  const isSearching = search.trim() !== '' || ofRecord.length === 0;
  const found = useFetched<ErpOrder[]>(isSearching ? `erp/orders?search=${encodeURIComponent(search)}` : null, version);
  const offered = isSearching ? (found ?? []) : ofRecord;
  // What is open stays open while others are looked for.
  const orderId = chosen ?? (ofRecord.length === 1 ? (ofRecord[0]?.id ?? null) : null);
  const file = useFetched<ErpOrderFile>(orderId === null ? null : `erp/orders/${orderId}`, version);
  const book = useBooking<ErpOrderAction>('erp/orders/book', record);
  return (
    <>
      <input
        className="ui-input"
        type="search"
        aria-label={say('Search ERP orders')}
        placeholder={say('Search number, customer, key')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {record?.type === 'deals' && ofRecord.length === 0 ? (
        <p className="crm-quiet">{say('There is no order of this deal yet. The latest ones:')}</p>
      ) : null}
      {file ? <BackOfficeOrder key={file.id} file={file} book={book} /> : null}
      {found?.length === 0 ? <p className="crm-quiet">{say('There is no such order.')}</p> : null}
      <ul className="erp-found">
        {offered
          .filter(({ id }) => id !== file?.id)
          .map((order) => (
            <li key={order.id}>
              <button type="button" data-order={order.number} onClick={() => (setChosen(order.id), setSearch(''))}>
                <Summary order={order} />
              </button>
            </li>
          ))}
      </ul>
    </>
  );
}

function Summary({ order }: { order: ErpOrder }) {
  const viewer = useViewer();
  const say = useSay();
  const { number, customer, state, total, currency, puenteKey } = order;
  return (
    <>
      {number} · {customer}{' '}
      <span>{[say(state), `${money(viewer, total, currency)} ${currency}`, puenteKey].filter(Boolean).join(' · ')}</span>
    </>
  );
}
