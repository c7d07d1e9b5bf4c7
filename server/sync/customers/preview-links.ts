import type { RunPlace, RunStep, StepOutcome } from './run.ts';
import { isLeading, kindSql } from '../fields/due-pairs.ts';
import { writtenBefore } from '../fields/respell.ts';
import { previewFields, type PreviewedLink } from './preview-fields.ts';

const AT_ONCE = 100;

/** What the rules would do to the fields of links. */
export async function previewLinks(step: RunStep, { objectType, after }: RunPlace): Promise<StepOutcome> {
  const { portalId, connectionId } = step.run;
  const { rows: links } = await step.deps.db.raw<{ rows: PreviewedLink[] }>(LINKS, { portalId, connectionId, objectType, after });
  const groups = await previewFields(step, objectType, links);
  return { looked: links.length, after: links.length < AT_ONCE ? null : (links.at(-1)?.customerId ?? null), groups };
}

const LINKS = `
  select l.customer_id, l.record_id, c.name as customer_name, coalesce(p.fields, '{}') as fields, coalesce(p.orders, '{}') as orders,
    coalesce(p.frozen, '{}') as frozen, ${writtenBefore('p')} as written_before, ${kindSql('l')} as kind
  from links l
  left join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
  left join field_pairs p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.object_type = l.object_type and p.customer_id = l.customer_id
  where l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = :objectType and l.state = 'active'
    and (:after::text is null or l.customer_id > :after) and coalesce(p.is_frozen, false) = false and ${isLeading('l')}
  order by l.customer_id limit ${AT_ONCE}`;
