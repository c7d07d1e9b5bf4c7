import { useState } from 'react';
import type { RecordList } from '../api.ts';
import { useFetched } from './live.ts';
import { useWords } from './words.ts';

const OFFERED = 5;

/** Where a contact works, or with whom a deal is. */
export function CompanyPicker({ pick }: { pick(companyId: string | null): void }) {
  const { form } = useWords();
  const [text, setText] = useState('');
  const [isPicked, setPicked] = useState(false);
  const isSearching = text.trim() !== '' && !isPicked;
  const found = useFetched<RecordList>(isSearching ? `records/companies?search=${encodeURIComponent(text)}` : null, text);
  const choose = (name: string, id: string | null) => {
    setText(name);
    setPicked(id !== null);
    pick(id);
  };
  return (
    <div className="crm-company-picker">
      <label>
        {form.company}
        <input
          className="ui-input"
          type="search"
          placeholder={form.companyHint}
          value={text}
          onChange={(event) => choose(event.target.value, null)}
        />
      </label>
      {isSearching ? (
        <ul>
          {found?.records.slice(0, OFFERED).map(({ id, name, subtitle }) => (
            <li key={id}>
              <button type="button" onClick={() => choose(name, id)}>
                {name} <span className="crm-quiet">{subtitle}</span>
              </button>
            </li>
          ))}
          {found?.total === 0 ? <li className="crm-quiet">{form.noCompany}</li> : null}
        </ul>
      ) : null}
    </div>
  );
}
