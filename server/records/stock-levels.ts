/**
 * SQL: one row of what there is over the warehouses that count. `levels`: of `erp_stock`; `rules`: of `catalog_rules`. Rows where nothing is
 * add up to zero.
 */
export const stockLevels = (levels: string, rules: string): string => `
    select coalesce(sum((level ->> 'onHand')::numeric - (level ->> 'reserved')::numeric), 0) as available,
      coalesce(sum((level ->> 'incoming')::numeric), 0) as incoming, min(level ->> 'expectedOn') as expected_on
    from jsonb_array_elements(${levels}) level
    where ${rules} -> 'warehouseIds' = 'null' or jsonb_exists(${rules} -> 'warehouseIds', level ->> 'warehouseId')`;
