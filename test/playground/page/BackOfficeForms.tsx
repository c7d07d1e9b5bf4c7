import { useState } from 'react';
import type { ErpCustomerFile, ErpInvoice } from '../api.ts';
import { Booking, Choice, Confirmation, Field } from './BackOfficeBooking.tsx';
import type { Book } from './booking.ts';
import { useSay } from './say.ts';
import { useToday } from './today.ts';

interface FormProps {
  book: Book;
  done: () => void;
}

export function PaymentForm({ invoice, ...form }: FormProps & { invoice: ErpInvoice }) {
  const say = useSay();
  const [amount, setAmount] = useState(invoice.open);
  const [on, setOn] = useState(useToday());
  const [isMeant, setMeant] = useState(false);
  const over = Number(amount) > Number(invoice.open);
  return (
    <Booking
      {...form}
      action={{ action: 'payment', invoiceId: invoice.id, amount, on }}
      said={say('Payment of {number} registered', { number: invoice.number })}
      label={say('Register')}
      isAllowed={!over || isMeant}
    >
      <Field label={`${say('Amount')} (${invoice.currency})`} value={amount} set={setAmount} type="number" />
      <Field label={say('Date')} value={on} set={setOn} type="date" />
      {over ? (
        <Confirmation
          label={say('The customer paid more than the {amount} that are open; keep the rest as credit', {
            amount: `${invoice.open} ${invoice.currency}`,
          })}
          isOn={isMeant}
          set={setMeant}
        />
      ) : null}
    </Booking>
  );
}

export function CreditNoteForm({ invoice, ...form }: FormProps & { invoice: ErpInvoice }) {
  const say = useSay();
  const [amount, setAmount] = useState(invoice.open);
  const [reason, setReason] = useState(say('Returned goods'));
  return (
    <Booking
      {...form}
      action={{ action: 'creditNote', invoiceId: invoice.id, amount, reason }}
      said={say('Credit note for {number} booked', { number: invoice.number })}
      label={say('Book credit note')}
    >
      <Field label={`${say('Amount')} (${invoice.currency})`} value={amount} set={setAmount} type="number" />
      <Field label={say('Reason')} value={reason} set={setReason} />
    </Booking>
  );
}

const CURRENCIES = ['MXN', 'USD', 'EUR'].map((value) => ({ value, label: value }));

export function InvoiceForm({ file, ...form }: FormProps & { file: ErpCustomerFile }) {
  const say = useSay();
  const [description, setDescription] = useState(say('Ball valve 2", stainless steel'));
  const [amount, setAmount] = useState('12500.00');
  const [currency, setCurrency] = useState('');
  const [dueOn, setDueOn] = useState(useToday(30));
  return (
    <Booking
      {...form}
      action={{ action: 'invoice', customerId: file.id, description, amount, currency, dueOn }}
      said={say('Invoice for {name} posted', { name: file.name })}
      label={say('Post invoice')}
    >
      <Field label={say('Description')} value={description} set={setDescription} />
      <Field label={say('Amount')} value={amount} set={setAmount} type="number" />
      <Choice label={say('Currency')} value={currency} set={setCurrency} options={CURRENCIES} none={say('The company’s own')} />
      <Field label={say('Due')} value={dueOn} set={setDueOn} type="date" />
    </Booking>
  );
}

/** Corrects a customer: only what was changed is saved. */
export function CustomerForm({ file, ...form }: FormProps & { file: ErpCustomerFile }) {
  const say = useSay();
  const [values, setValues] = useState<Record<string, string>>({});
  return (
    <Booking
      {...form}
      action={{ action: 'edit', customerId: file.id, values }}
      said={say('{name} saved', { name: file.name })}
      label={say('Save')}
    >
      {file.fields.map(({ name, label, value, options }) => {
        const field = {
          label: say(label),
          value: values[name] ?? value,
          set: (entered: string) => setValues({ ...values, [name]: entered }),
        };
        return options ? <Choice key={name} {...field} options={options} /> : <Field key={name} {...field} />;
      })}
    </Booking>
  );
}
