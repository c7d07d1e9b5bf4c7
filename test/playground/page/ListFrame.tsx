import { useEffect, useState, type ReactNode } from 'react';
import type { ListPage, ObjectType } from '../api.ts';
import { useFetched } from './live.ts';
import { useViewer } from './viewer.ts';
import { TYPE_WORDS } from './words.ts';

interface ListFrameProps<T> {
  type: ObjectType;
  /** Another one after each change. */
  version: string;
  /** Beside the title. */
  tools?: ReactNode;
  /** Between title and table. */
  form?: ReactNode;
  head: ReactNode;
  row: (record: T) => ReactNode;
}

/** The records of one object, with search and pages. */
export function ListFrame<T>({ type, version, tools, form, head, row }: ListFrameProps<T>) {
  const { state } = useViewer();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  useEffect(() => setPage(1), [search]);
  const query = `records/${type}?page=${page}&search=${encodeURIComponent(search)}`;
  const list = useLatest(useFetched<ListPage<T>>(query, `${version} ${state.step}`));
  return (
    <section className="crm-list">
      <div className="crm-list-head">
        <h1>{TYPE_WORDS[type].many}</h1>
        <span className="crm-count">{list?.total.toLocaleString('en') ?? '…'} records</span>
        {tools}
        <input
          className="ui-input crm-search"
          type="search"
          placeholder={`Search ${TYPE_WORDS[type].many.toLowerCase()}`}
          aria-label="Search records"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {form}
      <div className="crm-card crm-list-card">
        <table className="crm-table">
          <thead>{head}</thead>
          <tbody>{list?.records.map(row)}</tbody>
        </table>
      </div>
      {list ? <Pages page={list.page} pageCount={list.pageCount} go={setPage} /> : null}
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

const Pages = ({ page, pageCount, go }: { page: number; pageCount: number; go: (page: number) => void }) => (
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
