/**
 * SQL: one row of what there is over the warehouses that count. `levels`: of `erp_stock`; `rules`: of `catalog_rules`. Rows where nothing is
 * add up to zero. Where the ERP does not say what is promised, all that is there is available, also what a deal's own orders hold.
 */
export const stockLevels = (levels: string, rules: string): string => `
    select coalesce(sum((level ->> 'onHand')::numeric - coalesce((level ->> 'reserved')::numeric, 0)), 0) as available,
      coalesce(bool_or(level ->> 'reserved' is not null), true) as tells_reserved,
      coalesce(sum((level ->> 'incoming')::numeric), 0) as incoming, min(level ->> 'expectedOn') as expected_on
    from jsonb_array_elements(${levels}) level
    where ${rules} -> 'warehouseIds' = 'null' or jsonb_exists(${rules} -> 'warehouseIds', level ->> 'warehouseId')`;
