import { useEffect, useState } from 'react';
import type { ObjectType, RecordList as Records, RecordSummary } from '../api.ts';
import { useFetched } from './live.ts';
import { money } from './format.ts';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { initialsOf, statusOf, TYPE_WORDS } from './words.ts';

const SECOND_COLUMN: Record<ObjectType, string> = { companies: 'Domain and city', contacts: 'E-mail', deals: 'Stage' };

export function RecordList({ type, version }: { type: ObjectType; version: number | undefined }) {
  const { state } = useViewer();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  useEffect(() => setPage(1), [search]);
  const query = `records/${type}?page=${page}&search=${encodeURIComponent(search)}`;
  const list = useLatest(useFetched<Records>(query, `${version} ${state.step}`));
  return (
    <section className="crm-list">
      <div className="crm-list-head">
        <h1>{TYPE_WORDS[type].many}</h1>
        <span className="crm-count">{list?.total.toLocaleString('en') ?? '…'} records</span>
        <input
          className="ui-input crm-search"
          type="search"
          placeholder={`Search ${TYPE_WORDS[type].many.toLowerCase()}`}
          aria-label="Search records"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div className="crm-card crm-list-card">
        <table className="crm-table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">{SECOND_COLUMN[type]}</th>
              <th scope="col">ERP payment status</th>
              <th scope="col" className="crm-right">
                ERP open amount
              </th>
            </tr>
          </thead>
          <tbody>
            {list?.records.map((record) => (
              <Row key={record.id} type={type} record={record} />
            ))}
          </tbody>
        </table>
      </div>
      {list ? <Pages {...list} go={setPage} /> : null}
    </section>
  );
}

/** While the next page loads, this one stays. */
function useLatest<T>(value: T | null): T | null {
  const [held, setHeld] = useState(value);
  useEffect(() => {
    if (value !== null) setHeld(value);
  }, [value]);
  return value ?? held;
}

function Row({ type, record }: { type: ObjectType; record: RecordSummary }) {
  const viewer = useViewer();
  const status = record.paymentStatus === null ? null : statusOf(record.paymentStatus);
  return (
    <tr>
      <td>
        <span className={`crm-avatar crm-avatar-${type}`} aria-hidden="true">
          {initialsOf(record.name)}
        </span>
        <a href={hrefOf({ view: 'record', type, id: record.id })}>{record.name}</a>
      </td>
      <td className="crm-quiet">{record.subtitle}</td>
      <td>{status ? <span className={`crm-pill crm-pill-${status.tone}`}>{status.words}</span> : <span className="crm-quiet">–</span>}</td>
      <td className="crm-right crm-figure">{record.openAmount ? money(viewer, record.openAmount, viewer.state.portal.currency) : '–'}</td>
    </tr>
  );
}

const Pages = ({ page, pageCount, go }: Records & { go: (page: number) => void }) => (
  <div className="crm-pages">
    <button type="button" disabled={page <= 1} onClick={() => go(page - 1)}>
      ‹ Previous
    </button>
    <span>
      Page {page} of {pageCount}
    </span>
    <button type="button" disabled={page >= pageCount} onClick={() => go(page + 1)}>
      Next ›
    </button>
  </div>
);
