import { Alert, Checkbox, DateInput, Flex, Input, Text } from '@hubspot/ui-extensions';
import type { Entered } from '../api/endpoints.ts';
import type { Failure } from '../common/client.ts';
import type { ErpForm, FormField } from '../erp-forms/form.ts';
import { fromDayValue, toDayValue } from '../hooks/days.ts';
import { useSettings } from '../hooks/useSettings.tsx';

interface Props {
  fields: FormField[];
  value: Entered;
  change: (patch: Entered) => void;
  limits?: ErpForm['limits'] | undefined;
  /** What becomes of a secret left blank; `none` is stored at first. */
  stored?: StoredSecret;
}

type StoredSecret = 'none' | 'kept' | 'asked_again';

/** The fields of an ERP's form, each with its help; made from its description, so every ERP gets the same care. */
export function ErpFields({ fields, value, change, limits, stored = 'none' }: Props) {
  const { language } = useSettings();
  return (
    <Flex direction="column" gap="md">
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={value[field.name] ?? ''}
          change={(text) => change({ [field.name]: text })}
          stored={stored}
        />
      ))}
      {limits?.[language].map((paragraph) => (
        <Text key={paragraph} variant="microcopy">
          {paragraph}
        </Text>
      ))}
    </Flex>
  );
}

interface FieldProps {
  field: FormField;
  value: string;
  change: (text: string) => void;
  stored: StoredSecret;
}

const SECRET_NOTES = { kept: 'connect.blank', asked_again: 'connect.again' } as const;

function Field({ field: { name, type, isRequired, label, help, placeholder }, value, change, stored }: FieldProps) {
  const { t, language } = useSettings();
  const note = stored === 'none' || type !== 'password' ? null : SECRET_NOTES[stored];
  const common = {
    name,
    label: label[language],
    description: note ? `${help[language]} ${t(note)}` : help[language],
    required: isRequired && note !== 'connect.blank',
  };
  if (type === 'date') {
    const day = toDayValue(value);
    return <DateInput {...common} {...(day ? { value: day } : {})} format="medium" onChange={(to) => change(fromDayValue(to))} />;
  }
  const example = typeof placeholder === 'object' ? placeholder[language] : placeholder;
  return <Input {...common} type={type} value={value} {...(example ? { placeholder: example } : {})} onInput={change} onChange={change} />;
}

/** Every field that must be filled is. */
export const isComplete = (fields: FormField[], value: Entered): boolean =>
  fields.every(({ name, isRequired }) => !isRequired || (value[name] ?? '').trim() !== '');

const CERTIFICATE_CODES = ['outbound.certificate_untrusted', 'outbound.certificate_mismatch'];

interface CertificateProps {
  form: ErpForm;
  failure: Failure | null;
  value: Entered;
  change: (patch: Entered) => void;
}

/** A self-signed certificate is accepted by its fingerprint, by a person who compared it. */
export function AcceptCertificate({ form: { certificateField }, failure, value, change }: CertificateProps) {
  const { t } = useSettings();
  const fingerprint = String(failure?.params['fingerprint'] ?? '');
  if (!certificateField || !failure || !CERTIFICATE_CODES.includes(failure.code) || !fingerprint) return null;
  return (
    <Alert title={t('connect.certificate', failure.params)} variant="info">
      <Checkbox
        name="certificate"
        checked={value[certificateField] === fingerprint}
        onChange={(isChecked) => change({ [certificateField]: isChecked ? fingerprint : '' })}
      >
        <Text>{t('connect.certificate.accept')}</Text>
      </Checkbox>
    </Alert>
  );
}
