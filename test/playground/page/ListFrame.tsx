import { useEffect, useState, type ReactNode } from 'react';
import type { ListHead, ListPage, ObjectType } from '../api.ts';
import { useFetched } from './live.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

interface ListFrameProps<T> {
  type: ObjectType;
  /** Another one after each change. */
  version: string;
  /** Its members alone, under its name. */
  list?: ListHead;
  /** Beside the title. */
  tools?: ReactNode;
  /** Between title and table. */
  form?: ReactNode;
  head: ReactNode;
  row: (record: T) => ReactNode;
}

/** The records of one object, with search and pages. */
export function ListFrame<T>({ type, version, list: of, tools, form, head, row }: ListFrameProps<T>) {
  const { state, locale } = useViewer();
  const words = useWords();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  useEffect(() => setPage(1), [search]);
  const query = `records/${type}?page=${page}&search=${encodeURIComponent(search)}&list=${of?.id ?? ''}`;
  const list = useLatest(useFetched<ListPage<T>>(query, `${version} ${state.step}`));
  return (
    <section className="crm-list">
      <div className="crm-list-head">
        <h1>{of?.name ?? words.types[type].many}</h1>
        <span className="crm-count">{words.list.records(list?.total.toLocaleString(locale) ?? '…')}</span>
        {tools}
        <input
          className="ui-input crm-search"
          type="search"
          placeholder={words.types[type].search}
          aria-label={words.list.search}
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

function Pages({ page, pageCount, go }: { page: number; pageCount: number; go: (page: number) => void }) {
  const { list } = useWords();
  return (
    <div className="crm-pages">
      <button type="button" disabled={page <= 1} onClick={() => go(page - 1)}>
        {list.previous}
      </button>
      <span>{list.page(page, pageCount)}</span>
      <button type="button" disabled={page >= pageCount} onClick={() => go(page + 1)}>
        {list.next}
      </button>
    </div>
  );
}
