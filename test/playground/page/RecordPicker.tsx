import { useState } from 'react';
import type { CardObjectType, RecordList, RecordSummary } from '../api.ts';
import { useFetched } from './live.ts';
import { useWords } from './words.ts';

interface RecordPickerProps {
  type: CardObjectType;
  label: string;
  /** Not to be chosen. */
  exceptId?: string;
  /** Null: what is typed names none. */
  pick(record: RecordSummary | null): void;
}

const OFFERED = 5;

/** A record, found by typing. */
export function RecordPicker({ type, label, exceptId, pick }: RecordPickerProps) {
  const { form } = useWords();
  const [text, setText] = useState('');
  const [isPicked, setPicked] = useState(false);
  const isSearching = text.trim() !== '' && !isPicked;
  const found = useFetched<RecordList>(isSearching ? `records/${type}?search=${encodeURIComponent(text)}` : null, text);
  const offered = found?.records.filter(({ id }) => id !== exceptId);
  const choose = (name: string, record: RecordSummary | null) => {
    setText(name);
    setPicked(record !== null);
    pick(record);
  };
  return (
    <div className="crm-company-picker">
      <label>
        {label}
        <input
          className="ui-input"
          type="search"
          placeholder={form.pickHint[type]}
          value={text}
          onChange={(event) => choose(event.target.value, null)}
        />
      </label>
      {isSearching ? (
        <ul>
          {offered?.slice(0, OFFERED).map((record) => (
            <li key={record.id}>
              <button type="button" onClick={() => choose(record.name, record)}>
                {record.name} <span className="crm-quiet">{record.subtitle}</span>
              </button>
            </li>
          ))}
          {offered?.length === 0 ? <li className="crm-quiet">{form.noneFound}</li> : null}
        </ul>
      ) : null}
    </div>
  );
}
