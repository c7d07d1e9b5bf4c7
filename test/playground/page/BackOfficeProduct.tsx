import { useState, type ReactNode } from 'react';
import { OrderForm, PriceForm, StockForm, type ProductFormProps } from './BackOfficeProductForms.tsx';
import { day, money } from './format.ts';
import { useViewer } from './viewer.ts';
import { useSay } from './say.ts';

/** Which form is open, by what it changes. */
type Doing = 'basePrice' | `list ${string}` | `stock ${string}` | 'order' | null;

/** A product as the ERP shows it. */
export function BackOfficeProduct({ product, book }: Omit<ProductFormProps, 'done'>) {
  const say = useSay();
  const [doing, setDoing] = useState<Doing>(null);
  const form = { product, book, done: () => setDoing(null) };
  const { id, name, sku, isArchived } = product;
  const archive = isArchived ? 'unarchive' : 'archive';
  return (
    <div className="erp-customer" data-product={sku}>
      <strong>{name}</strong>
      <span>
        {sku} {isArchived ? <span className="crm-pill crm-pill-default">{say('Archived')}</span> : null}
      </span>
      <Prices {...form} doing={doing} start={setDoing} />
      <Stock {...form} doing={doing} start={setDoing} />
      <div className="erp-actions">
        {product.stock ? (
          <button type="button" onClick={() => setDoing('order')}>
            {say('Order from vendor')}
          </button>
        ) : null}
        <button type="button" onClick={() => void book({ action: archive, productId: id }, `${name}: ${say(`${archive}d`)}`)}>
          {isArchived ? say('Restore') : say('Archive')}
        </button>
      </div>
      {doing === 'order' ? <OrderForm {...form} /> : null}
    </div>
  );
}

interface PartProps extends ProductFormProps {
  doing: Doing;
  start(doing: Doing): void;
}

function Prices({ doing, start, ...form }: PartProps) {
  const viewer = useViewer();
  const say = useSay();
  const { id: productId, basePrice, lists } = form.product;
  return (
    <>
      <h3>{say('Prices')}</h3>
      {basePrice ? (
        <Line title={say('Sales price')} value={money(viewer, basePrice.amount, basePrice.currency)} note={basePrice.currency}>
          <Change what={say('sales price')} start={() => start('basePrice')} />
        </Line>
      ) : null}
      {basePrice && doing === 'basePrice' ? (
        <PriceForm {...form} price={basePrice} action={(amount) => ({ action: 'basePrice', productId, amount })} />
      ) : null}
      {lists.map(({ listId, name, price, origin }) => (
        <div key={listId}>
          <Line
            title={name}
            value={price ? money(viewer, price.amount, price.currency) : '–'}
            note={origin ? say(origin) : (price?.currency ?? '')}
          >
            <Change what={name} start={() => start(`list ${listId}`)} />
          </Line>
          {doing === `list ${listId}` ? (
            <PriceForm {...form} price={price} action={(amount) => ({ action: 'listPrice', productId, listId, amount })} />
          ) : null}
        </div>
      ))}
    </>
  );
}

function Stock({ doing, start, ...form }: PartProps) {
  const viewer = useViewer();
  const say = useSay();
  const { stock, expected } = form.product;
  if (!stock) return <p className="crm-quiet">{say('Not counted.')}</p>;
  return (
    <>
      <h3>{say('Stock')}</h3>
      {stock.map((place) => (
        <div key={place.warehouseId}>
          <Line title={place.name} value={place.onHand.toLocaleString(viewer.locale)} note={say('on hand')}>
            <button
              type="button"
              className="erp-link"
              aria-label={`${say('Move stock')}: ${place.name}`}
              onClick={() => start(`stock ${place.warehouseId}`)}
            >
              {say('Receive or issue')}
            </button>
          </Line>
          {doing === `stock ${place.warehouseId}` ? <StockForm {...form} place={place} /> : null}
        </div>
      ))}
      {expected.map(({ quantity, on }, index) => (
        <Line key={`${on} ${index}`} title={say('Expected')} value={quantity.toLocaleString(viewer.locale)} note={day(viewer, on)} />
      ))}
    </>
  );
}

const Line = ({ title, value, note, children }: { title: string; value: string; note: string; children?: ReactNode }) => (
  <div className="erp-document">
    <div>
      {title} {children}
    </div>
    <div className="erp-money">
      <span>{value}</span>
      <span className="erp-quiet">{note}</span>
    </div>
  </div>
);

function Change({ what, start }: { what: string; start(): void }) {
  const say = useSay();
  return (
    <button type="button" className="erp-link" aria-label={say('Change {what}', { what })} onClick={start}>
      {say('Change')}
    </button>
  );
}
