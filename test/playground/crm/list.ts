import type { ListPage } from '../api.ts';

const PAGE = 25;

export function pageOf<T>(all: readonly T[], page: number): ListPage<T> {
  const pageCount = Math.max(1, Math.ceil(all.length / PAGE));
  const at = Math.min(Math.max(1, page), pageCount);
  return { records: all.slice((at - 1) * PAGE, at * PAGE), page: at, pageCount, total: all.length };
}

/** Whatever the case and the accents. */
export const contains = (text: string, wanted: string): boolean => plain(text).includes(plain(wanted));
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
