import { useState } from 'react';
import type { ErpOrderFile, ErpOrderLine } from '../api.ts';
import { DeliveryForm, OrderLineForm } from './BackOfficeOrderForms.tsx';
import { BackOfficeSubscriptions } from './BackOfficeSubscriptions.tsx';
import { BackOfficeTasks } from './BackOfficeTasks.tsx';
import type { BookOrder } from './booking.ts';
import { day, money } from './format.ts';
import { useViewer } from './viewer.ts';
import { useSay } from './say.ts';

interface OrderProps {
  file: ErpOrderFile;
  book: BookOrder;
}

/** A quotation or an order as the ERP shows it, and what is done with it there. */
export function BackOfficeOrder({ file, book }: OrderProps) {
  const viewer = useViewer();
  const say = useSay();
  /** The id of a line, or `deliver`. */
  const [doing, setDoing] = useState<string | null>(null);
  const { id, number, customer, orderedOn, state, tone, total, currency, reference, puenteKey, lines, documents } = file;
  const form = { file, book, done: () => setDoing(null) };
  return (
    <div className="erp-customer" data-order-open={number}>
      <strong>
        {number} <span className={`crm-pill crm-pill-${tone}`}>{say(state)}</span>
      </strong>
      <span>{customer}</span>
      <span className="erp-quiet">{[day(viewer, orderedOn), reference].filter(Boolean).join(' · ')}</span>
      {puenteKey === null ? null : (
        <span className="erp-marks">
          <span className="crm-pill crm-pill-info">
            {say('Made by Puente')} · {puenteKey}
          </span>
        </span>
      )}
      <ul className="erp-order-lines">
        {lines.map((line) => (
          <li key={line.id} data-order-line={line.name}>
            <Line line={line} currency={currency} edit={file.offers.includes('editLine') ? () => setDoing(line.id) : null} />
            {doing === line.id ? <OrderLineForm {...form} line={line} /> : null}
          </li>
        ))}
      </ul>
      <div className="erp-document">
        <span>{say('Total')}</span>
        <strong className="erp-money">
          {money(viewer, total, currency)} {currency}
        </strong>
      </div>
      <div className="erp-actions">
        {file.offers.flatMap((offer) =>
          offer === 'editLine' ? (
            []
          ) : (
            <button
              key={offer}
              type="button"
              className={offer === 'confirm' ? 'erp-primary' : ''}
              onClick={() =>
                offer === 'deliver' ? setDoing('deliver') : void book({ action: offer, orderId: id }, `${number}: ${say(SAID[offer])}`)
              }
            >
              {say(LABELS[offer])}
            </button>
          ),
        )}
      </div>
      {doing === 'deliver' ? <DeliveryForm {...form} /> : null}
      <BackOfficeTasks file={file} book={book} />
      <BackOfficeSubscriptions file={file} book={book} />
      <Documents documents={documents} />
    </div>
  );
}

type Offer = ErpOrderFile['offers'][number];
const LABELS: Record<Exclude<Offer, 'editLine'>, string> = {
  confirm: 'Confirm',
  approve: 'Approve',
  reject: 'Reject',
  reserve: 'Reserve',
  unreserve: 'Unreserve',
  deliver: 'Deliver',
  invoice: 'Invoice',
  pay: 'Register payment',
  cancel: 'Cancel',
  lock: 'Lock',
  unlock: 'Unlock',
};
const SAID: Record<Exclude<Offer, 'editLine' | 'deliver'>, string> = {
  confirm: 'confirmed',
  approve: 'approved',
  reject: 'rejected',
  reserve: 'stock reserved',
  unreserve: 'stock released',
  invoice: 'invoiced',
  pay: 'paid',
  cancel: 'cancelled',
  lock: 'locked',
  unlock: 'unlocked',
};

function Line({ line, currency, edit }: { line: ErpOrderLine; currency: string; edit: (() => void) | null }) {
  const viewer = useViewer();
  const say = useSay();
  const { name, quantity, price, discount, net, reserved, delivered, invoiced } = line;
  const done = [
    reserved === null ? null : say('{count} reserved', { count: reserved }),
    ...[say('{count} delivered', { count: delivered }), say('{count} invoiced', { count: invoiced })],
  ];
  return (
    <div className="erp-document">
      <div>
        {name}{' '}
        {edit ? (
          <button type="button" className="erp-link" aria-label={say('Edit {name}', { name })} onClick={edit}>
            {say('Edit')}
          </button>
        ) : null}
        <span className="erp-quiet">
          {quantity} × {money(viewer, price, currency)}
          {discount === 0 ? '' : ` − ${discount} %`}
        </span>
        <span className="erp-quiet">{done.filter(Boolean).join(' · ')}</span>
      </div>
      <span className="erp-money">{money(viewer, net, currency)}</span>
    </div>
  );
}

function Documents({ documents }: Pick<ErpOrderFile, 'documents'>) {
  const viewer = useViewer();
  const say = useSay();
  return documents.length === 0 ? null : (
    <>
      <h3>{say('Deliveries and invoices')}</h3>
      {documents.map(({ id, title, state, amount, currency }) => (
        <div key={id} className="erp-document" data-document={title}>
          <span>
            {title} <span className="erp-quiet">{say(state)}</span>
          </span>
          <span className="erp-money">{amount !== null && currency !== null ? `${money(viewer, amount, currency)} ${currency}` : ''}</span>
        </div>
      ))}
    </>
  );
}
