import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { classes } from './sizes.ts';

interface FieldProps {
  label?: string | undefined;
  required?: boolean | undefined;
  description?: string | undefined;
  tooltip?: string | undefined;
  error?: boolean | undefined;
  validationMessage?: string | undefined;
}

/** Label above, explanation and judgement below; `children` draws the control with the ids that tie them together. */
export function Field({
  children,
  ...field
}: FieldProps & { children: (ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode }) {
  const id = useId();
  const { label, required, description, tooltip, error = false, validationMessage } = field;
  return (
    <div className={classes('ui-field', error && 'ui-field-wrong')}>
      {label ? (
        <label className="ui-label" htmlFor={id} title={tooltip}>
          {label}
          {required ? <span className="ui-required"> *</span> : null}
          {tooltip ? <span className="ui-hint-sign"> ⓘ</span> : null}
        </label>
      ) : null}
      {description ? <div className="ui-description-text">{description}</div> : null}
      {children({ id, 'aria-describedby': `${id}-said`, 'aria-invalid': error })}
      <div className="ui-validation" id={`${id}-said`}>
        {validationMessage}
      </div>
    </div>
  );
}

/** What is being typed: the extension's value wins whenever it changes. */
export function useDraft<T>(value: T | undefined, first: T): [T, (value: T) => void] {
  const [draft, setDraft] = useState<T>(value ?? first);
  const key = JSON.stringify(value);
  const before = useRef(key);
  useEffect(() => {
    if (before.current === key) return;
    before.current = key;
    if (value !== undefined) setDraft(value);
  });
  return [draft, setDraft];
}
