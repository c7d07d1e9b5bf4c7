import type { OrderProducts } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { comparableSkuSql, skuSql } from '../../mirror/sku.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

export interface FoundProduct {
  productId: ErpRecordId;
  name: string;
  sku: string | null;
  unit: string | null;
  isSold: boolean;
  /** The only ERP company that has it; null: all. */
  companyId: string | null;
  /** The ERP sells it by the period, so that an order of it makes what bills it again and again. */
  isRecurring: boolean;
}

export type ProductOfLine = FoundProduct | 'unknown' | 'ambiguous';

type Row = FoundProduct & { lineId: string };

/** The ERP's products of these lines: by the HubSpot product that a line was made from, else by its SKU. */
export async function findProducts(db: Db, scope: ConnectionScope, lines: readonly HubSpotRecord[]): Promise<Map<string, ProductOfLine>> {
  if (lines.length === 0) return new Map();
  const asked = lines.map(({ id, properties }) => ({ id, recordId: properties['hs_product_id'] || null, sku: skuOf(properties) }));
  const { rows } = await db.raw<{ rows: Row[] }>(
    `with lines as (select l."id", l."recordId", ${comparableSkuSql('l.sku')} as sku from jsonb_to_recordset(:lines::jsonb) as l("id" text, "recordId" text, sku text)),
     linked as (
       select l."id" as line_id, pl.product_id from lines l
       join product_links pl on pl.portal_id = :portalId and pl.connection_id = :connectionId and pl.record_id = l."recordId" and pl.state = 'linked'),
     named as (
       select * from linked
       union all
       select l."id", p.erp_id from lines l
       join erp_products p on ${skuSql('p')} = l.sku and p.portal_id = :portalId and p.connection_id = :connectionId
       where not exists (select 1 from linked k where k.line_id = l."id"))
     select n.line_id, p.erp_id as product_id, p.name, p.sku, p.unit, p.is_sold and p.active as is_sold, p.company_id,
       p.recurring is not null as is_recurring
     from named n
     join erp_products p on p.portal_id = :portalId and p.connection_id = :connectionId and p.erp_id = n.product_id
     order by n.line_id, p.erp_id`,
    { ...scope, lines: JSON.stringify(asked) },
  );
  return new Map(lines.map(({ id }) => [id, choose(rows.filter(({ lineId }) => lineId === id))]));
}

export const skuOf = (properties: HubSpotRecord['properties']): string | null => properties['hs_sku']?.trim() || null;

/** Of several those that are not sold any more do not count. */
function choose(rows: readonly Row[]): ProductOfLine {
  const sold = rows.filter(({ isSold }) => isSold);
  const [first, ...others] = sold.length > 0 ? sold : rows;
  if (!first) return 'unknown';
  const { lineId: _, ...product } = first;
  return others.length > 0 ? 'ambiguous' : product;
}

export async function loadProduct(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  productId: string,
): Promise<FoundProduct | undefined> {
  const { rows } = await db.raw<{ rows: FoundProduct[] }>(
    `select p.erp_id as product_id, p.name, p.sku, p.unit, p.is_sold and p.active as is_sold, p.company_id,
       p.recurring is not null as is_recurring from erp_products p
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.erp_id = :productId`,
    { portalId, connectionId, productId },
  );
  return rows[0];
}

interface NamedProduct {
  id: string;
  name: string;
  sku: string | null;
}

/** Products that are sold, for the one that stands for the unknown. */
export async function searchOrderProducts(db: Db, { portalId, connectionId }: ConnectionScope, query: string): Promise<OrderProducts> {
  const { rows } = await db.raw<{ rows: NamedProduct[] }>(
    `select p.erp_id as id, p.name, p.sku from erp_products p
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.active and p.is_sold
       and (p.name ilike :pattern or p.sku ilike :pattern)
     order by p.name, p.erp_id limit 25`,
    { portalId, connectionId, pattern: `%${query.replace(/[\\%_]/g, '\\$&')}%` },
  );
  return { products: rows };
}

/** What was chosen, also where it is not sold any more; nothing where the ERP has it no more. */
export async function findOrderProduct(db: Db, scope: ConnectionScope, id: string): Promise<OrderProducts> {
  const product = await loadProduct(db, scope, id);
  return { products: product ? [{ id, name: product.name, sku: product.sku }] : [] };
}
