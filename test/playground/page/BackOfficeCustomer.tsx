import { useState } from 'react';
import type { ErpCustomerFile, ErpInvoice, ErpPayment } from '../api.ts';
import { CustomerHead } from './BackOfficeCustomerHead.tsx';
import { CreditNoteForm, PaymentForm } from './BackOfficeForms.tsx';
import type { Book } from './booking.ts';
import { day, moneyWithCode } from './format.ts';
import { useViewer } from './viewer.ts';
import { useSay } from './say.ts';

export interface CustomerProps {
  file: ErpCustomerFile;
  book: Book;
}

export type Doing = { form: 'payment' | 'creditNote'; invoiceId: string } | { form: 'invoice' | 'customer' } | null;
const SHOWN = 12;

export function BackOfficeCustomer({ file, book }: CustomerProps) {
  const say = useSay();
  const [doing, setDoing] = useState<Doing>(null);
  const [shown, setShown] = useState(SHOWN);
  const done = () => setDoing(null);
  const invoices = [...file.invoices].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
  return (
    <>
      <CustomerHead file={file} book={book} doing={doing} start={setDoing} />
      <h3>
        {say('Invoices')} ({file.invoices.length})
      </h3>
      <ul className="erp-documents">
        {invoices.slice(0, shown).map((invoice) => (
          <li key={invoice.id} data-invoice={invoice.number}>
            <Invoice invoice={invoice} start={(form) => setDoing({ form, invoiceId: invoice.id })} />
            {doing && 'invoiceId' in doing && doing.invoiceId === invoice.id ? (
              doing.form === 'payment' ? (
                <PaymentForm invoice={invoice} book={book} done={done} />
              ) : (
                <CreditNoteForm invoice={invoice} book={book} done={done} />
              )
            ) : null}
          </li>
        ))}
      </ul>
      {invoices.length > shown ? (
        <button type="button" className="erp-more" onClick={() => setShown(invoices.length)}>
          {say('Show {count} more', { count: invoices.length - shown })}
        </button>
      ) : null}
      <Payments payments={file.payments} book={book} />
    </>
  );
}

const isOpen = ({ open }: ErpInvoice): boolean => Number(open) !== 0;

function Invoice({ invoice, start }: { invoice: ErpInvoice; start: (form: 'payment' | 'creditNote') => void }) {
  const viewer = useViewer();
  const say = useSay();
  const { number, issuedOn, dueOn, state, tone, total, open, currency, isCreditNote } = invoice;
  return (
    <div className="erp-document">
      <div>
        <strong>{number}</strong> <span className={`crm-pill crm-pill-${tone}`}>{say(state)}</span>
        <span className="erp-quiet">
          {isCreditNote ? `${say('Credit note')} · ` : ''}
          {day(viewer, issuedOn)} · {say('due {day}', { day: day(viewer, dueOn) })}
        </span>
      </div>
      <div className="erp-money">
        <span>{moneyWithCode(viewer, total, currency)}</span>
        {isOpen(invoice) ? (
          <span className="erp-quiet">{say('{amount} open', { amount: moneyWithCode(viewer, open, currency) })}</span>
        ) : null}
      </div>
      {isOpen(invoice) && !isCreditNote ? (
        <div className="erp-actions">
          <button type="button" onClick={() => start('payment')}>
            {say('Register payment')}
          </button>
          <button type="button" onClick={() => start('creditNote')}>
            {say('Credit note')}
          </button>
        </div>
      ) : null}
    </div>
  );
}

function Payments({ payments, book }: { payments: ErpPayment[]; book: Book }) {
  const viewer = useViewer();
  const say = useSay();
  return (
    <>
      <h3>
        {say('Payments')} ({payments.length})
      </h3>
      <ul className="erp-documents">
        {payments.slice(0, 6).map(({ id, label, on, amount, currency, state, canCancel }) => (
          <li key={id} className="erp-document">
            <div>
              <strong>{label.replace(/^[A-Za-z ]+(?= \S+$)/, (kind) => say(kind))}</strong>
              <span className="erp-quiet">
                {day(viewer, on)} · {say(state)}
              </span>
            </div>
            <div className="erp-money">
              <span>{moneyWithCode(viewer, amount, currency)}</span>
              {canCancel ? (
                <button
                  type="button"
                  className="erp-link"
                  onClick={() => void book({ action: 'cancelPayment', paymentId: id }, say('{name} cancelled', { name: label }))}
                >
                  {say('Cancel payment')}
                </button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
