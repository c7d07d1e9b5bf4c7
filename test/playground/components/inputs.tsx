import type { KeyboardEvent } from 'react';
import type { InputProps, SearchInputProps, TextAreaProps } from '@hubspot/ui-extensions';
import { Field, useDraft } from './field.tsx';

/** `onInput` tells of each letter, `onChange` of what stands there when the field is left or Enter pressed. */
function useTextField(props: Pick<InputProps, 'value' | 'defaultValue' | 'onInput' | 'onChange' | 'onBlur' | 'onFocus'>) {
  const [text, setText] = useDraft(props.value, props.defaultValue ?? '');
  const [told, setTold] = useDraft(props.value, props.defaultValue ?? '');
  const commit = () => {
    if (text === told) return;
    setTold(text);
    props.onChange?.(text);
  };
  return {
    text,
    change(value: string) {
      setText(value);
      props.onInput?.(value);
    },
    clear() {
      setText('');
      setTold('');
      props.onInput?.('');
      props.onChange?.('');
    },
    handlers: {
      onBlur: () => {
        commit();
        props.onBlur?.(text);
      },
      onFocus: () => props.onFocus?.(text),
      onKeyDown: (event: KeyboardEvent) => void (event.key === 'Enter' && commit()),
    },
  };
}

export function Input(props: InputProps) {
  const { text, change, handlers } = useTextField(props);
  return (
    <Field {...props}>
      {(ids) => (
        <input
          {...ids}
          {...handlers}
          className="ui-input"
          type={props.type ?? 'text'}
          name={props.name}
          value={text}
          required={props.required}
          readOnly={props.readOnly}
          placeholder={props.placeholder}
          autoComplete="off"
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}

export function SearchInput(props: SearchInputProps) {
  const { text, change, clear, handlers } = useTextField(props);
  return (
    <Field {...props}>
      {(ids) => (
        <span className="ui-search">
          <input
            {...ids}
            {...handlers}
            className="ui-input"
            type="text"
            role="searchbox"
            name={props.name}
            value={text}
            readOnly={props.readOnly}
            placeholder={props.placeholder}
            autoComplete="off"
            onChange={(event) => change(event.target.value)}
          />
          {props.clearable !== false && text !== '' ? (
            <button type="button" className="ui-close" aria-label="Clear" onClick={clear}>
              ×
            </button>
          ) : null}
        </span>
      )}
    </Field>
  );
}

export function TextArea(props: TextAreaProps) {
  const { text, change, handlers } = useTextField(props);
  const { onBlur, onFocus } = handlers;
  return (
    <Field {...props}>
      {(ids) => (
        <textarea
          {...ids}
          onBlur={onBlur}
          onFocus={onFocus}
          className="ui-input"
          name={props.name}
          value={text}
          rows={props.rows ?? 3}
          cols={props.cols}
          maxLength={props.maxLength}
          readOnly={props.readOnly}
          placeholder={props.placeholder}
          style={{ resize: props.resize ?? 'both' }}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}
