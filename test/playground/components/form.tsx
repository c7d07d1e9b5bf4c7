import { useRef, type FormEvent } from 'react';
import type { FormInputValues, FormProps } from '@hubspot/ui-extensions';
import { eventOf } from './buttons.tsx';
import { useReactions } from './overlays.tsx';

/** A field that still has the focus tells its value first; the extension needs a moment to take it in, then hears of the submit. */
const TAKEN_IN_AFTER_MS = 60;

export function Form({ onSubmit, autoComplete, children }: FormProps) {
  const reactions = useReactions();
  const latest = useRef(onSubmit);
  latest.current = onSubmit;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    const targetValue = Object.fromEntries(new FormData(event.currentTarget)) as FormInputValues;
    const told = { ...eventOf(event), targetValue };
    setTimeout(() => void latest.current?.(told, reactions), TAKEN_IN_AFTER_MS);
  };
  return (
    <form className="ui-form" autoComplete={autoComplete ?? 'off'} noValidate onSubmit={submit}>
      {children}
    </form>
  );
}
