import { useState, type FormEvent, type ReactNode } from 'react';
import type { ErpAction, ErpCustomerFile, ErpInvoice } from '../api.ts';
import type { Book } from './BackOffice.tsx';

interface FormProps {
  book: Book;
  done: () => void;
}

/** Local calendar day. */
const today = (plusDays = 0): string => {
  const day = new Date(Date.now() + plusDays * 86_400_000);
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

function Booking({
  action,
  said,
  label,
  book,
  done,
  children,
}: FormProps & { action: ErpAction; said: string; label: string; children: ReactNode }) {
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
        <button type="submit" className="erp-primary" disabled={isBusy}>
          {label}
        </button>
        <button type="button" onClick={done}>
          Cancel
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
}

const Field = ({ label, value, set, type = 'text' }: FieldProps) => (
  <label>
    {label}
    <input
      className="ui-input"
      type={type}
      value={value}
      onChange={(event) => set(event.target.value)}
      {...(type === 'number' ? { step: '0.01', min: '0.01' } : {})}
    />
  </label>
);

export function PaymentForm({ invoice, ...form }: FormProps & { invoice: ErpInvoice }) {
  const [amount, setAmount] = useState(invoice.open);
  const [on, setOn] = useState(today());
  return (
    <Booking
      {...form}
      action={{ action: 'payment', invoiceId: invoice.id, amount, on }}
      said={`Payment of ${invoice.number} registered`}
      label="Register"
    >
      <Field label={`Amount (${invoice.currency})`} value={amount} set={setAmount} type="number" />
      <Field label="Date" value={on} set={setOn} type="date" />
    </Booking>
  );
}

export function CreditNoteForm({ invoice, ...form }: FormProps & { invoice: ErpInvoice }) {
  const [amount, setAmount] = useState(invoice.open);
  const [reason, setReason] = useState('Returned goods');
  return (
    <Booking
      {...form}
      action={{ action: 'creditNote', invoiceId: invoice.id, amount, reason }}
      said={`Credit note for ${invoice.number} booked`}
      label="Book credit note"
    >
      <Field label={`Amount (${invoice.currency})`} value={amount} set={setAmount} type="number" />
      <Field label="Reason" value={reason} set={setReason} />
    </Booking>
  );
}

export function InvoiceForm({ file, ...form }: FormProps & { file: ErpCustomerFile }) {
  const [description, setDescription] = useState('Ball valve 2", stainless steel');
  const [amount, setAmount] = useState('12500.00');
  const [dueOn, setDueOn] = useState(today(30));
  return (
    <Booking
      {...form}
      action={{ action: 'invoice', customerId: file.id, description, amount, dueOn }}
      said={`Invoice for ${file.name} posted`}
      label="Post invoice"
    >
      <Field label="Description" value={description} set={setDescription} />
      <Field label="Amount" value={amount} set={setAmount} type="number" />
      <Field label="Due" value={dueOn} set={setDueOn} type="date" />
    </Booking>
  );
}

export function RenameForm({ file, ...form }: FormProps & { file: ErpCustomerFile }) {
  const [name, setName] = useState(file.name);
  return (
    <Booking {...form} action={{ action: 'rename', customerId: file.id, name }} said={`Renamed to ${name}`} label="Rename">
      <Field label="Name" value={name} set={setName} />
    </Booking>
  );
}
