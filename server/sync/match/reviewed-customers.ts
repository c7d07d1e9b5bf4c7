import { UNSETTLED } from '../../streams/invoices/statuses.ts';

const listOf = (value: string): string => `case when ${value} <> '' then jsonb_build_array(${value}) end`;

/** SQL: a customer `c` as people compare it with a HubSpot record; asks for `WITH_REVIEWED`. */
export const REVIEWED = `
    jsonb_build_object('connectionId', c.connection_id, 'customerId', c.erp_id, 'name', c.name, 'number', c.number,
      'owed', coalesce(owed.amounts, '[]'),
      'facts', jsonb_strip_nulls(jsonb_build_object('name', jsonb_build_array(c.name), 'organisation', ${listOf('o.name')},
        'taxId', ${listOf('c.tax_id')}, 'email', case when c.emails <> '{}' then to_jsonb(c.emails) end,
        'domain', ${listOf('c.domain')}, 'phone', ${listOf('c.phone')}, 'city', ${listOf(`c.address ->> 'city'`)})))`;

/** SQL joins: the organisation `o` of a customer `c`, and what it owes. `owed.most`: the largest of its debts. */
export const WITH_REVIEWED = `
  left join erp_customers o on o.portal_id = c.portal_id and o.connection_id = c.connection_id and o.erp_id = c.organisation_id
    and o.erp_id <> c.erp_id
  cross join lateral (
    select jsonb_agg(jsonb_build_object('amount', trim_scale(d.amount)::text, 'currency', d.base_currency) order by d.base_currency) as amounts,
      max(d.amount) as most
    from (
      select i.base_currency, sum(i.base_open) as amount from erp_invoices i
      where i.portal_id = c.portal_id and i.connection_id = c.connection_id
        and (i.organisation_id = c.erp_id or i.customer_id = c.erp_id)
        and i.status in ${UNSETTLED} and i.type <> 'credit_note' and i.base_open > 0
      group by i.base_currency
    ) d
  ) owed`;
