import { useEffect, useState } from 'react';
import type { ErpAction, ErpCustomer, ErpCustomerFile } from '../api.ts';
import type { OnRecord } from './extension-api.ts';
import { BackOfficeCustomer } from './BackOfficeCustomer.tsx';
import { post } from './client.ts';
import { useFetched } from './live.ts';
import { useViewer } from './viewer.ts';

interface BackOfficeProps {
  record: OnRecord | null;
  version: string;
  close(): void;
}

/** The other side: what finance sees in the ERP, and what it books there. */
export function BackOffice({ record, version, close }: BackOfficeProps) {
  const { state } = useViewer();
  const [chosen, setChosen] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const ofRecord = useFetched<ErpCustomer[]>(record ? `erp/of/${record.type}/${record.id}` : null, version);
  const found = useFetched<ErpCustomer[]>(search.trim() === '' ? null : `erp/customers?search=${encodeURIComponent(search)}`, version);
  useEffect(() => setChosen(null), [record?.type, record?.id]);
  const customerId = chosen ?? ofRecord?.[0]?.id ?? null;
  const file = useFetched<ErpCustomerFile>(customerId === null ? null : `erp/customers/${customerId}`, version);
  const book = useBooking(record);
  const offered = search.trim() === '' ? (ofRecord ?? []) : (found ?? []);
  return (
    <aside className="erp" aria-label="ERP back office">
      <header className="erp-head">
        <div>
          <strong>{state.erp.name}</strong> <span>back office (double)</span>
        </div>
        <button type="button" className="erp-close" aria-label="Close the back office" onClick={close}>
          ×
        </button>
      </header>
      <div className="erp-body">
        {state.step === 'unconnected' ? <Address /> : null}
        <input
          className="ui-input"
          type="search"
          aria-label="Search ERP customers"
          placeholder="Search name, number, tax id"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {offered.length > 1 || search !== '' ? (
          <ul className="erp-found">
            {offered.map(({ id, name, number }) => (
              <li key={id}>
                <button type="button" aria-pressed={id === customerId} onClick={() => (setChosen(id), setSearch(''))}>
                  {name} <span>{number}</span>
                </button>
              </li>
            ))}
            {found?.length === 0 ? <li className="crm-quiet">Nobody is called that.</li> : null}
          </ul>
        ) : null}
        {file ? <BackOfficeCustomer key={file.id} file={file} book={book} /> : <Nobody record={record} />}
      </div>
    </aside>
  );
}

const Nobody = ({ record }: Pick<BackOfficeProps, 'record'>) => (
  <p className="crm-quiet">
    {record
      ? 'No ERP customer is linked with this record. Search one above.'
      : 'Open a record to see its ERP customer here, or search one above.'}
  </p>
);

/** For those who connect by hand. */
function Address() {
  const { erp } = useViewer().state;
  return (
    <dl className="erp-address">
      {erp.settings.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export type Book = (action: ErpAction, said: string) => Promise<boolean>;

/** Books and says how it went; the ERP's refusals in its own words. */
function useBooking(record: OnRecord | null): Book {
  const { alert } = useViewer();
  return async (action, said) => {
    const answer = await post<{ done: boolean; reason?: string }>('erp/book', { ...action, record });
    alert(answer.done ? { type: 'success', message: said } : { type: 'danger', title: 'The ERP refused', message: answer.reason ?? '' });
    return answer.done;
  };
}
