import { useEffect, useState } from 'react';
import type { ErpAction, ErpCustomer, ErpCustomerFile } from '../api.ts';
import { BackOfficeCustomer } from './BackOfficeCustomer.tsx';
import { useBooking, type OpenRecord } from './booking.ts';
import { useFetched, useTicks } from './live.ts';
import { useSay } from './say.ts';

const LOOKED_AT_MS = 1_500;

/** Finance: a customer's invoices and payments. */
export function BackOfficeCustomers({ record, version: booked }: { record: OpenRecord; version: string }) {
  const version = `${booked} ${useTicks(LOOKED_AT_MS)}`;
  const say = useSay();
  const [chosen, setChosen] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const ofRecord = useFetched<ErpCustomer[]>(record ? `erp/of/${record.type}/${record.id}` : null, version);
  const found = useFetched<ErpCustomer[]>(search.trim() === '' ? null : `erp/customers?search=${encodeURIComponent(search)}`, version);
  useEffect(() => setChosen(null), [record?.type, record?.id]);
  const customerId = chosen ?? ofRecord?.[0]?.id ?? null;
  const file = useFetched<ErpCustomerFile>(customerId === null ? null : `erp/customers/${customerId}`, version);
  const book = useBooking<ErpAction>('erp/book', record);
  const offered = search.trim() === '' ? (ofRecord ?? []) : (found ?? []);
  return (
    <>
      <input
        className="ui-input"
        type="search"
        aria-label={say('Search ERP customers')}
        placeholder={say('Search name, number, tax ID')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {offered.length > 1 || search !== '' ? (
        <ul className="erp-found">
          {offered.map(({ id, name, number, isArchived, puenteKey }) => (
            <li key={id}>
              <button type="button" aria-pressed={id === customerId} onClick={() => (setChosen(id), setSearch(''))}>
                {name} <span>{[number, isArchived ? say('archived') : null, puenteKey].filter(Boolean).join(' · ')}</span>
              </button>
            </li>
          ))}
          {found?.length === 0 ? <li className="crm-quiet">{say('Nobody is called that.')}</li> : null}
        </ul>
      ) : null}
      {file ? <BackOfficeCustomer key={file.id} file={file} book={book} /> : <Nobody record={record} />}
    </>
  );
}

function Nobody({ record }: { record: OpenRecord }) {
  const say = useSay();
  return (
    <p className="crm-quiet">
      {record
        ? say('No ERP customer is linked with this record. Search one above.')
        : say('Open a record to see its ERP customer here, or search one above.')}
    </p>
  );
}
