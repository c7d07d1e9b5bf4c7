import { useState } from 'react';
import type { ErpCustomerFile, ErpInvoice } from '../api.ts';
import { Booking, Choice, Confirmation, Field, today } from './BackOfficeBooking.tsx';
import type { Book } from './booking.ts';

interface FormProps {
  book: Book;
  done: () => void;
}

export function PaymentForm({ invoice, ...form }: FormProps & { invoice: ErpInvoice }) {
  const [amount, setAmount] = useState(invoice.open);
  const [on, setOn] = useState(today());
  const [isMeant, setMeant] = useState(false);
  const over = Number(amount) > Number(invoice.open);
  return (
    <Booking
      {...form}
      action={{ action: 'payment', invoiceId: invoice.id, amount, on }}
      said={`Payment of ${invoice.number} registered`}
      label="Register"
      isAllowed={!over || isMeant}
    >
      <Field label={`Amount (${invoice.currency})`} value={amount} set={setAmount} type="number" />
      <Field label="Date" value={on} set={setOn} type="date" />
      {over ? (
        <Confirmation
          label={`The customer paid more than the ${invoice.open} ${invoice.currency} that are open; keep the rest as credit`}
          isOn={isMeant}
          set={setMeant}
        />
      ) : null}
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

const CURRENCIES = ['MXN', 'USD', 'EUR'].map((value) => ({ value, label: value }));

export function InvoiceForm({ file, ...form }: FormProps & { file: ErpCustomerFile }) {
  const [description, setDescription] = useState('Ball valve 2", stainless steel');
  const [amount, setAmount] = useState('12500.00');
  const [currency, setCurrency] = useState('');
  const [dueOn, setDueOn] = useState(today(30));
  return (
    <Booking
      {...form}
      action={{ action: 'invoice', customerId: file.id, description, amount, currency, dueOn }}
      said={`Invoice for ${file.name} posted`}
      label="Post invoice"
    >
      <Field label="Description" value={description} set={setDescription} />
      <Field label="Amount" value={amount} set={setAmount} type="number" />
      <Choice label="Currency" value={currency} set={setCurrency} options={CURRENCIES} none="The company's own" />
      <Field label="Due" value={dueOn} set={setDueOn} type="date" />
    </Booking>
  );
}

/** Corrects a customer: only what was changed is saved. */
export function CustomerForm({ file, ...form }: FormProps & { file: ErpCustomerFile }) {
  const [values, setValues] = useState<Record<string, string>>({});
  return (
    <Booking {...form} action={{ action: 'edit', customerId: file.id, values }} said={`${file.name} saved`} label="Save">
      {file.fields.map(({ name, label, value, options }) => {
        const field = { label, value: values[name] ?? value, set: (entered: string) => setValues({ ...values, [name]: entered }) };
        return options ? <Choice key={name} {...field} options={options} /> : <Field key={name} {...field} />;
      })}
    </Booking>
  );
}
