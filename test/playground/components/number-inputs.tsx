import type {
  BaseDate,
  CurrencyInputProps,
  DateInputProps,
  NumberInputProps,
  StepperInputProps,
  TimeInputProps,
} from '@hubspot/ui-extensions';
import { Field, useDraft } from './field.tsx';

interface NumberFieldProps extends Omit<NumberInputProps, 'onInput'> {
  onInput?: ((value: number) => void) | undefined;
  before?: string | undefined;
  step?: number | undefined;
}

function NumberField({ before, step, ...props }: NumberFieldProps) {
  const given = props.value ?? props.defaultValue;
  const [text, setText] = useDraft(props.value === undefined ? undefined : String(props.value), given === undefined ? '' : String(given));
  const tell = (to: ((value: number) => void) | undefined, value: string) =>
    value.trim() !== '' && Number.isFinite(Number(value)) && to?.(Number(value));
  return (
    <Field {...props}>
      {(ids) => (
        <span className={before ? 'ui-affixed' : undefined}>
          {before ? <span className="ui-affix">{before}</span> : null}
          <input
            {...ids}
            className="ui-input"
            type="number"
            name={props.name}
            value={text}
            min={props.min}
            max={props.max}
            step={step ?? (props.precision ? 10 ** -props.precision : undefined)}
            required={props.required}
            readOnly={props.readOnly}
            placeholder={props.placeholder}
            style={{ textAlign: props.textAlign ?? 'left' }}
            onChange={(event) => {
              setText(event.target.value);
              tell(props.onInput, event.target.value);
            }}
            onBlur={() => {
              tell(props.onChange, text);
              tell(props.onBlur, text);
            }}
            onKeyDown={(event) => void (event.key === 'Enter' && tell(props.onChange, text))}
          />
        </span>
      )}
    </Field>
  );
}

export const NumberInput = (props: NumberInputProps) => (
  <NumberField {...props} before={props.formatStyle === 'percentage' ? '%' : undefined} />
);
export const CurrencyInput = ({ currency = 'USD', ...props }: CurrencyInputProps) => (
  <NumberField {...props} before={currency} step={10 ** -(props.precision ?? 2)} />
);
export const StepperInput = ({ stepSize = 1, ...props }: StepperInputProps) => (
  <NumberField {...props} step={stepSize} onInput={props.onChange} />
);

const two = (number: number): string => String(number).padStart(2, '0');
/** HubSpot counts months from 0. */
const dayOf = (day: BaseDate | null | undefined): string => (day ? `${day.year}-${two(day.month + 1)}-${two(day.date)}` : '');

export function DateInput(props: DateInputProps) {
  const [day, setDay] = useDraft(props.value === undefined ? undefined : dayOf(props.value), dayOf(props.value ?? props.defaultValue));
  const change = (text: string) => {
    setDay(text);
    const [year = 0, month = 0, date = 0] = text.split('-').map(Number);
    if (text !== '') props.onChange?.({ year, month: month - 1, date, formattedDate: text });
  };
  return (
    <Field {...props}>
      {(ids) => (
        <input
          {...ids}
          className="ui-input"
          type="date"
          name={props.name}
          value={day}
          min={dayOf(props.min)}
          max={dayOf(props.max)}
          required={props.required}
          readOnly={props.readOnly}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}

const timeOf = (time: { hours: number; minutes: number } | null | undefined): string =>
  time ? `${two(time.hours)}:${two(time.minutes)}` : '';

export function TimeInput(props: TimeInputProps) {
  const [time, setTime] = useDraft(props.value === undefined ? undefined : timeOf(props.value), timeOf(props.value ?? props.defaultValue));
  const change = (text: string) => {
    setTime(text);
    const [hours = 0, minutes = 0] = text.split(':').map(Number);
    if (text !== '') props.onChange?.({ hours, minutes });
  };
  return (
    <Field {...props}>
      {(ids) => (
        <input
          {...ids}
          className="ui-input"
          type="time"
          name={props.name}
          value={time}
          step={(props.interval ?? 30) * 60}
          readOnly={props.readOnly}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}
