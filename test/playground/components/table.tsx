import { useState, type CSSProperties } from 'react';
import type { TableCellProps, TableElementProps, TableHeaderProps, TableProps } from '@hubspot/ui-extensions';
import { classes } from './sizes.ts';

export function Table(props: TableProps) {
  const { bordered, flush, density = 'default', children } = props;
  return (
    <div className={classes('ui-table-box', flush && 'ui-flush')}>
      <div className={classes('ui-table-scroll', bordered !== false && 'ui-table-bordered')}>
        <table className={`ui-table ui-table-${density}`}>{children}</table>
      </div>
      {props.paginated ? <Pages {...props} /> : null}
    </div>
  );
}

type Paged = Extract<TableProps, { paginated: true }>;

function Pages({ page, pageCount, maxVisiblePageButtons = 5, onPageChange, showFirstLastButtons }: Paged) {
  const [own, setOwn] = useState(1);
  const current = page ?? own;
  const go = (to: number) => {
    setOwn(to);
    onPageChange(to);
  };
  const first = Math.max(1, Math.min(current - Math.floor(maxVisiblePageButtons / 2), pageCount - maxVisiblePageButtons + 1));
  const numbers = Array.from({ length: Math.min(maxVisiblePageButtons, pageCount) }, (_none, index) => first + index);
  const arrow = (words: string, sign: string, to: number, disabled: boolean) => (
    <button type="button" className="ui-page ui-page-arrow" disabled={disabled} aria-label={words} onClick={() => go(to)}>
      {sign}
    </button>
  );
  if (pageCount <= 1) return null;
  return (
    <nav className="ui-pages" aria-label="Pages">
      {showFirstLastButtons ? arrow('First', '«', 1, current === 1) : null}
      {arrow('Previous', '‹', current - 1, current <= 1)}
      {numbers.map((number) => (
        <button
          key={number}
          type="button"
          className={classes('ui-page', number === current && 'ui-page-current')}
          {...(number === current ? { 'aria-current': 'page' as const } : {})}
          onClick={() => go(number)}
        >
          {number}
        </button>
      ))}
      {arrow('Next', '›', current + 1, current >= pageCount)}
      {showFirstLastButtons ? arrow('Last', '»', pageCount, current === pageCount) : null}
    </nav>
  );
}

export const TableHead = ({ children }: TableElementProps) => <thead>{children}</thead>;
export const TableBody = ({ children }: TableElementProps) => <tbody>{children}</tbody>;
export const TableFooter = ({ children }: TableElementProps) => <tfoot>{children}</tfoot>;
export const TableRow = ({ children, testId }: TableElementProps) => <tr data-test-id={testId}>{children}</tr>;

function styleOf({ align, width }: { align?: TableCellProps['align']; width?: TableCellProps['width'] }): CSSProperties {
  return {
    ...(align ? { textAlign: align } : {}),
    ...(width === 'min'
      ? { width: '1%', whiteSpace: 'nowrap' }
      : width === 'max'
        ? { width: '100%' }
        : typeof width === 'number'
          ? { width }
          : {}),
  };
}

const NEXT = { none: 'ascending', ascending: 'descending', descending: 'ascending' } as const;
const ARROW = { none: '↕', ascending: '↑', descending: '↓' } as const;

export function TableHeader(props: TableHeaderProps) {
  const style = styleOf(props);
  if (!('onSortChange' in props)) {
    return (
      <th scope="col" style={style}>
        {props.children}
      </th>
    );
  }
  const { sortDirection, onSortChange, disabled, children } = props;
  return (
    <th scope="col" style={style} aria-sort={sortDirection}>
      <button
        type="button"
        className={`ui-sort ui-sort-${sortDirection}`}
        disabled={disabled}
        onClick={() => onSortChange(NEXT[sortDirection])}
      >
        {children}
        <span aria-hidden="true">{ARROW[sortDirection]}</span>
      </button>
    </th>
  );
}

export const TableCell = ({ children, colSpan, ...cell }: TableCellProps) => (
  <td style={styleOf(cell)} colSpan={colSpan}>
    {children}
  </td>
);
