import type { Property } from '../api.ts';
import { choiceOf, labelOf } from './labels.ts';
import { useViewer } from './viewer.ts';

interface PropertyInputProps {
  property: Property;
  value: string;
  set(value: string): void;
  hasFocus?: boolean;
}

export function PropertyInput({ property, value, set, hasFocus = false }: PropertyInputProps) {
  const { language } = useViewer();
  const { name, kind, options } = property;
  const isDay = kind === 'date' || kind === 'datetime';
  const given = {
    'aria-label': labelOf(language, property),
    className: 'ui-input',
    value: isDay ? value.slice(0, 10) : value,
    autoFocus: hasFocus,
  };
  if (options === null) return <input {...given} {...(isDay ? { type: 'date' } : {})} onChange={(event) => set(event.target.value)} />;
  return (
    <select {...given} onChange={(event) => set(event.target.value)}>
      <option value="">–</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {choiceOf(language, name, option)}
        </option>
      ))}
    </select>
  );
}
