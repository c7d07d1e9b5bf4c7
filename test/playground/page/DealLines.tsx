import { useState } from 'react';
import type { Answer, DealLine, DealLines as Lines, LineAction } from '../api.ts';
import { post } from './client.ts';
import { LineForm } from './DealLineForm.tsx';
import { money } from './format.ts';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

interface DealLinesProps {
  dealId: string;
  lines: Lines;
}

/** The editor of line items, as whoever is signed in. */
export function DealLines({ dealId, lines }: DealLinesProps) {
  const { person, alert, ...viewer } = useViewer();
  const words = useWords();
  /** The id of a line, `new`, or nothing. */
  const [editing, setEditing] = useState<string | null>(null);
  const act = async (action: LineAction) => {
    const answer = await post<Answer>(`deals/${dealId}/lines`, { ...action, userId: person.id });
    if (answer.done) setEditing(null);
    else alert({ type: 'danger', title: words.form.refused, message: answer.reason });
  };
  const { currency } = lines;
  const form = { currency, close: () => setEditing(null) };
  return (
    <div className="crm-card crm-tab-card">
      {lines.lines.length === 0 ? <p className="crm-quiet">{words.lines.none}</p> : null}
      <ul className="crm-lines">
        {lines.lines.map((line) => (
          <li key={line.id} data-line={line.sku ?? line.name}>
            {editing === line.id ? (
              <LineForm {...form} line={line} save={(values) => act({ action: 'edit', lineId: line.id, ...values })} />
            ) : (
              <Line
                line={line}
                currency={currency}
                edit={() => setEditing(line.id)}
                remove={() => void act({ action: 'remove', lineId: line.id })}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="crm-lines-sum">
        <span>{words.lines.sum}</span>
        <strong className="crm-figure">
          {money(viewer, lines.net, currency)} {currency}
        </strong>
      </div>
      {editing === 'new' ? (
        <LineForm {...form} line={null} save={(values, picked) => act({ action: 'add', ...picked, ...values })} />
      ) : (
        <button type="button" className="crm-button" onClick={() => setEditing('new')}>
          {words.lines.add}
        </button>
      )}
    </div>
  );
}

function Line({ line, currency, edit, remove }: { line: DealLine; currency: string; edit(): void; remove(): void }) {
  const viewer = useViewer();
  const words = useWords();
  const { name, sku, productId, quantity, price, discount, net } = line;
  const isLess = discount.value !== '' && Number(discount.value) !== 0;
  const less =
    discount.kind === 'percent' ? `${discount.value} %` : `${money(viewer, discount.value || '0', currency)} ${words.lines.perUnit}`;
  return (
    <div className="crm-line">
      <div>
        {productId === null ? <strong>{name}</strong> : <a href={hrefOf({ view: 'record', type: 'products', id: productId })}>{name}</a>}
        <span className="crm-quiet">
          {[sku ?? words.lines.byHand, `${quantity} × ${price === '' ? '–' : money(viewer, price, currency)}`, isLess ? `− ${less}` : null]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div className="crm-line-end">
        <span className="crm-figure">{money(viewer, net, currency)}</span>
        <span>
          <button type="button" className="crm-edit" aria-label={words.lines.edit(name)} onClick={edit}>
            {words.form.edit}
          </button>{' '}
          <button type="button" className="crm-edit" aria-label={words.lines.remove(name)} onClick={remove}>
            {words.lines.removeShort}
          </button>
        </span>
      </div>
    </div>
  );
}
