import type { ErpOrderFile, ErpSubscription } from '../api.ts';
import type { BookOrder } from './booking.ts';
import { day } from './format.ts';
import { useSay } from './say.ts';
import { useViewer } from './viewer.ts';

interface SubscriptionsProps {
  file: ErpOrderFile;
  book: BookOrder;
}

/** What of the order goes on: the ERP's own nights, and the day on which somebody ends it. */
export function BackOfficeSubscriptions({ file: { id: orderId, subscriptions }, book }: SubscriptionsProps) {
  const say = useSay();
  return subscriptions.length === 0 ? null : (
    <>
      <h3>{say('Contracts')}</h3>
      {subscriptions.map((one) => (
        <Contract
          key={one.id}
          contract={one}
          press={(action, words) => void book({ action, orderId, subscriptionId: one.id }, `${one.name}: ${say(words)}`)}
        />
      ))}
    </>
  );
}

const ACTIONS = [
  ['invoiceSubscription', 'Invoice', 'invoiced for one period more'],
  ['renewSubscription', 'Renew', 'renewed'],
  ['cancelSubscription', 'End', 'ended'],
] as const;

interface ContractProps {
  contract: ErpSubscription;
  press: (action: (typeof ACTIONS)[number][0], words: string) => void;
}

function Contract({ contract: { name, nextInvoiceOn, endsOn, isOver }, press }: ContractProps) {
  const viewer = useViewer();
  const say = useSay();
  const next = nextInvoiceOn && say('next invoice {day}', { day: day(viewer, nextInvoiceOn) });
  const until = endsOn && say('until {day}', { day: day(viewer, endsOn) });
  const facts = isOver ? say('ended') : [next, until].filter(Boolean).join(' · ');
  return (
    <div className="erp-document" data-contract={name}>
      <span>
        {name} <span className="erp-quiet">{facts}</span>
      </span>
      {isOver ? null : (
        <span className="erp-money">
          {ACTIONS.map(([action, label, words]) => (
            <button
              key={action}
              type="button"
              className="erp-link"
              aria-label={`${say(label)} ${name}`}
              onClick={() => press(action, words)}
            >
              {say(label)}
            </button>
          ))}
        </span>
      )}
    </div>
  );
}
