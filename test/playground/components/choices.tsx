import { useId } from 'react';
import type { CheckboxProps, MultiSelectProps, RadioButtonProps, SelectProps, ToggleGroupProps, ToggleProps } from '@hubspot/ui-extensions';
import { Field, useDraft } from './field.tsx';
import { classes } from './sizes.ts';

type Value = string | number | boolean;

export function Select(props: SelectProps) {
  const { options, variant = 'input', placeholder, readOnly, onChange } = props;
  const chosen = options.findIndex(({ value }) => value === props.value);
  return (
    <Field {...props}>
      {(ids) => (
        <select
          {...ids}
          className={classes('ui-select', variant === 'transparent' && 'ui-select-transparent')}
          name={props.name}
          value={chosen}
          disabled={readOnly}
          required={props.required}
          onChange={(event) => {
            const option = options[Number(event.target.value)];
            if (option) onChange?.(option.value);
          }}
        >
          {chosen === -1 ? <option value={-1}>{placeholder ?? ''}</option> : null}
          {options.map(({ label }, index) => (
            <option key={index} value={index}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function MultiSelect(props: MultiSelectProps) {
  const [chosen, setChosen] = useDraft<Value[]>(props.value, []);
  const toggle = (value: Value) => {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    setChosen(next);
    props.onChange?.(next);
  };
  return (
    <Field {...props}>
      {(ids) => (
        <div id={ids.id} role="group" aria-label={props.label} className="ui-multiselect">
          {props.options.map(({ label, value }) => (
            <label key={String(value)} className={classes('ui-chip', chosen.includes(value) && 'ui-chip-on')}>
              <input type="checkbox" checked={chosen.includes(value)} disabled={props.readOnly} onChange={() => toggle(value)} />
              {label}
            </label>
          ))}
        </div>
      )}
    </Field>
  );
}

type ChoiceProps = CheckboxProps & { kind: 'checkbox' | 'radio' };

function Choice({ kind, checked, initialIsChecked = false, readOnly, value = '', children, description, ...props }: ChoiceProps) {
  const [isOn, setOn] = useDraft(checked, initialIsChecked);
  return (
    <label className={classes('ui-choice', props.inline && 'ui-inline')}>
      <input
        type={kind}
        name={props.name}
        value={value}
        checked={isOn}
        disabled={readOnly}
        aria-label={props['aria-label']}
        onChange={(event) => {
          setOn(event.target.checked);
          props.onChange?.(event.target.checked, value);
        }}
      />
      <span>
        {children}
        {description ? <span className="ui-description-text">{description}</span> : null}
      </span>
    </label>
  );
}
export const Checkbox = (props: CheckboxProps) => <Choice {...props} kind="checkbox" />;
export const RadioButton = (props: RadioButtonProps) => <Choice {...props} kind="radio" />;

export function Toggle({ checked, initialIsChecked = false, readOnly, label, labelDisplay = 'inline', ...props }: ToggleProps) {
  const [isOn, setOn] = useDraft(checked, initialIsChecked);
  return (
    <label className={`ui-toggle ui-toggle-${labelDisplay}`}>
      <input
        type="checkbox"
        role="switch"
        name={props.name}
        checked={isOn}
        disabled={readOnly}
        onChange={(event) => {
          setOn(event.target.checked);
          props.onChange?.(event.target.checked);
        }}
      />
      <span className="ui-toggle-track" aria-hidden="true" />
      <span className={labelDisplay === 'hidden' ? 'ui-unseen' : ''}>{label}</span>
    </label>
  );
}

export function ToggleGroup(props: ToggleGroupProps) {
  const group = useId();
  const isRadio = props.toggleType === 'radioButtonList';
  const first = props.options.filter(({ initialIsChecked }) => initialIsChecked).map(({ value }) => value);
  const given = props.value === undefined ? undefined : [props.value].flat();
  const [chosen, setChosen] = useDraft<string[]>(given, first);
  const toggle = (value: string) => {
    const next = isRadio ? [value] : chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    setChosen(next);
    if (props.toggleType === 'radioButtonList') props.onChange?.(value);
    else props.onChange?.(next);
  };
  return (
    <fieldset className={classes('ui-group', props.inline && 'ui-group-inline', props.error && 'ui-field-wrong')}>
      <legend className="ui-label" title={props.tooltip}>
        {props.label}
        {props.required ? <span className="ui-required"> *</span> : null}
      </legend>
      {props.options.map(({ label, value, description, readOnly }) => (
        <label key={value} className="ui-choice">
          <input
            type={isRadio ? 'radio' : 'checkbox'}
            name={isRadio ? `${props.name}-${group}` : props.name}
            value={value}
            checked={chosen.includes(value)}
            disabled={readOnly}
            onChange={() => toggle(value)}
          />
          <span>
            {label}
            {description ? <span className="ui-description-text">{description}</span> : null}
          </span>
        </label>
      ))}
      <div className="ui-validation">{props.validationMessage}</div>
    </fieldset>
  );
}
