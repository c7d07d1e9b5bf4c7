import type { Property } from '../api.ts';

interface PropertyInputProps {
  property: Property;
  value: string;
  set(value: string): void;
  hasFocus?: boolean;
}

export function PropertyInput({ property: { label, kind, options }, value, set, hasFocus = false }: PropertyInputProps) {
  const isDay = kind === 'date' || kind === 'datetime';
  const given = { 'aria-label': label, className: 'ui-input', value: isDay ? value.slice(0, 10) : value, autoFocus: hasFocus };
  if (options === null) return <input {...given} {...(isDay ? { type: 'date' } : {})} onChange={(event) => set(event.target.value)} />;
  return (
    <select {...given} onChange={(event) => set(event.target.value)}>
      <option value="">–</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
