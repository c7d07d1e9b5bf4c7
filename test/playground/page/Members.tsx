import type { ListHead } from '../api.ts';
import { RecordList } from './RecordList.tsx';
import { useFetched } from './live.ts';

/** A list that was made of some records. */
export function Members({ id, version }: { id: string; version: string }) {
  const list = useFetched<ListHead>(`lists/${id}`, version);
  return list ? <RecordList type={list.type} version={version} list={list} tools={null} /> : null;
}
