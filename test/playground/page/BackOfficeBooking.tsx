import { useState, type FormEvent, type ReactNode } from 'react';
import { useSay } from './say.ts';

interface BookingProps<A> {
  action: A;
  /** What is told when it is booked. */
  said: string;
  label: string;
  /** Default true. */
  isAllowed?: boolean;
  book: (action: A, said: string) => Promise<boolean>;
  done: () => void;
  children: ReactNode;
}

/** A form that books one thing. */
export function Booking<A>({ action, said, label, isAllowed = true, book, done, children }: BookingProps<A>) {
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    if (await book(action, said)) done();
    else setBusy(false);
  };
  return (
    <form className="erp-form" onSubmit={(event) => void submit(event)}>
      {children}
      <div className="erp-actions">
        <button type="submit" className="erp-primary" disabled={isBusy || !isAllowed}>
          {label}
        </button>
        <button type="button" onClick={done}>
          {say('Cancel')}
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
  type?: string;
  /** Of a number; default a hundredth. */
  step?: string;
}

export const Field = ({ label, value, set, type = 'text', step = '0.01' }: FieldProps) => (
  <label>
    {label}
    <input
      className="ui-input"
      type={type}
      value={value}
      onChange={(event) => set(event.target.value)}
      {...(type === 'number' ? { step, min: step } : {})}
    />
  </label>
);

/** What has to be ticked before something unusual is booked. */
export const Confirmation = ({ label, isOn, set }: { label: string; isOn: boolean; set: (isOn: boolean) => void }) => (
  <label className="erp-confirmation">
    <input type="checkbox" checked={isOn} onChange={(event) => set(event.target.checked)} />
    {label}
  </label>
);

interface ChoiceProps extends Pick<FieldProps, 'label' | 'value' | 'set'> {
  /** Of no choice; default a dash. */
  none?: string;
  options: { value: string; label: string }[];
}

export const Choice = ({ label, value, set, options, none = '–' }: ChoiceProps) => (
  <label>
    {label}
    <select className="ui-input" value={value} onChange={(event) => set(event.target.value)}>
      <option value="">{none}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  </label>
);
