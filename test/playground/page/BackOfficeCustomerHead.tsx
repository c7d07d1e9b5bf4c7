import type { CustomerProps, Doing } from './BackOfficeCustomer.tsx';
import { CustomerForm, InvoiceForm } from './BackOfficeForms.tsx';
import { useSay } from './say.ts';

interface CustomerHeadProps extends CustomerProps {
  doing: Doing;
  start(doing: Doing): void;
}

/** Who it is, and what people do about the customer itself. */
export function CustomerHead({ file, book, doing, start }: CustomerHeadProps) {
  const say = useSay();
  const { id, name, number, taxId, city, isArchived, puenteKey } = file;
  const form = { file, book, done: () => start(null) };
  return (
    <div className="erp-customer" data-customer={id}>
      <strong>{name}</strong>
      <span>{[number, taxId, city].filter(Boolean).join(' · ')}</span>
      {isArchived || puenteKey !== null ? (
        <span className="erp-marks">
          {isArchived ? <span className="crm-pill crm-pill-default">{say('Archived')}</span> : null}
          {puenteKey === null ? null : (
            <span className="crm-pill crm-pill-info">
              {say('Made by Puente')} · {puenteKey}
            </span>
          )}
        </span>
      ) : null}
      <Facts fields={file.fields} />
      <div className="erp-actions">
        <button type="button" onClick={() => start({ form: 'customer' })}>
          {say('Edit customer')}
        </button>
        <button type="button" onClick={() => start({ form: 'invoice' })}>
          {say('New invoice')}
        </button>
        {isArchived ? (
          <button type="button" onClick={() => void book({ action: 'restore', customerId: id }, say('{name} is active again', { name }))}>
            {say('Restore')}
          </button>
        ) : (
          <button type="button" onClick={() => void book({ action: 'archive', customerId: id }, say('{name} archived', { name }))}>
            {say('Archive')}
          </button>
        )}
      </div>
      {doing?.form === 'customer' ? <CustomerForm {...form} /> : null}
      {doing?.form === 'invoice' ? <InvoiceForm {...form} /> : null}
    </div>
  );
}

/** What is empty says nothing. */
function Facts({ fields }: Pick<CustomerProps['file'], 'fields'>) {
  const say = useSay();
  return (
    <dl className="erp-facts">
      {fields
        .filter(({ value }) => value !== '')
        .map(({ name, label, value, options }) => (
          <div key={name} data-field={name}>
            <dt>{say(label)}</dt>
            <dd>{options?.find((one) => one.value === value)?.label ?? value}</dd>
          </div>
        ))}
    </dl>
  );
}
