import type { ProductSummary } from '../api.ts';
import { day, money } from './format.ts';
import { ListFrame } from './ListFrame.tsx';
import { hrefOf } from './route.ts';
import { useViewer } from './viewer.ts';
import { initialsOf, useWords } from './words.ts';

/** The account's product library. */
export function ProductList({ version }: { version: string }) {
  const { list } = useWords();
  return (
    <ListFrame<ProductSummary>
      type="products"
      version={version}
      head={
        <tr>
          <th scope="col">{list.name}</th>
          <th scope="col" className="crm-secondary">
            SKU
          </th>
          <th scope="col" className="crm-right">
            {list.price}
          </th>
          <th scope="col" className="crm-right crm-secondary">
            {list.priceUsd}
          </th>
          <th scope="col" className="crm-right">
            {list.available}
          </th>
          <th scope="col" className="crm-secondary">
            {list.expected}
          </th>
          <th scope="col">{list.status}</th>
        </tr>
      }
      row={(product) => <Row key={product.id} product={product} />}
    />
  );
}

function Row({ product }: { product: ProductSummary }) {
  const viewer = useViewer();
  const { id, name, sku, price, priceUsd, available, expectedOn, status } = product;
  const amount = (value: string | null, currency: string) => (value === null ? '–' : money(viewer, value, currency));
  return (
    <tr data-sku={sku}>
      <td>
        <span className="crm-avatar crm-avatar-products" aria-hidden="true">
          {initialsOf(name)}
        </span>
        <a href={hrefOf({ view: 'record', type: 'products', id })}>{name}</a>
      </td>
      <td className="crm-quiet crm-secondary">{sku ?? '–'}</td>
      <td className="crm-right crm-figure">{amount(price, viewer.state.portal.currency)}</td>
      <td className="crm-right crm-figure crm-secondary">{amount(priceUsd, 'USD')}</td>
      <td className="crm-right crm-figure">{available === null ? '–' : Number(available).toLocaleString(viewer.locale)}</td>
      <td className="crm-quiet crm-secondary">{day(viewer, expectedOn)}</td>
      <td>
        <StatusPill status={status} />
      </td>
    </tr>
  );
}

function StatusPill({ status }: { status: string | null }) {
  const { list } = useWords();
  if (status === null) return <span className="crm-quiet">–</span>;
  const isActive = status === 'active';
  return <span className={`crm-pill crm-pill-${isActive ? 'success' : 'default'}`}>{isActive ? list.active : list.inactive}</span>;
}
