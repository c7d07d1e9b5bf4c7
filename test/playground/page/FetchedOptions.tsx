import { useEffect, useState } from 'react';
import type { Answer, CardObjectType, StepOptions } from '../api.ts';
import { get } from './client.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

interface FetchedOptionsProps {
  type: CardObjectType;
  step: string;
  input: string;
  label: string;
  value: string;
  set(value: string): void;
}

/** Options that the app tells while somebody searches, page by page. */
export function FetchedOptions({ type, step, input, label, value, set }: FetchedOptionsProps) {
  const { alert } = useViewer();
  const { workflows: words } = useWords();
  const [search, setSearch] = useState('');
  const [{ options, after }, setOffered] = useState<StepOptions>({ options: [], after: null });
  const ask = async (from: string, isWanted: () => boolean) => {
    const query = new URLSearchParams({ type, step, input, q: search, after: from });
    const answer = await get<Answer<StepOptions>>(`workflows/options?${query}`);
    if (!isWanted()) return;
    if (!answer.done) alert({ type: 'danger', title: label, message: answer.reason });
    else setOffered((before) => ({ options: from === '' ? answer.options : [...before.options, ...answer.options], after: answer.after }));
  };
  useEffect(() => {
    let isWanted = true;
    void ask('', () => isWanted);
    return () => void (isWanted = false);
  }, [type, step, input, search]);
  return (
    <div className="crm-fetched">
      <label>
        {label} ({words.fetched})
        <select className="ui-input" value={value} onChange={(event) => set(event.target.value)}>
          <option value="">–</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </label>
      <input
        className="ui-input"
        type="search"
        aria-label={words.search(label)}
        placeholder={words.search(label)}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {after === null ? null : (
        <button type="button" className="crm-button crm-button-quiet" onClick={() => void ask(after, () => true)}>
          {words.more}
        </button>
      )}
    </div>
  );
}
