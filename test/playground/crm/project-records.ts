import type { Portal } from '../../fakes/hubspot/index.ts';
import { DELIVERY_PIPELINES } from '../../fakes/hubspot/delivery-objects.ts';
import { OPTIONAL_OBJECTS } from '../../fakes/hubspot/types.ts';
import type { ObjectType, ProjectRecord } from '../api.ts';
import { hasCards } from './portal.ts';

/** Records of HubSpot's own objects for what is done for customers, tied to this one. */
export function projectRecordsOf(portal: Portal, type: ObjectType, id: string): ProjectRecord[] {
  if (!hasCards(type)) return [];
  return OPTIONAL_OBJECTS.flatMap((object) =>
    portal.associatedIds(type, id, object).flatMap((recordId): ProjectRecord[] => {
      const record = portal.record(object, recordId);
      if (!record || record.archived) return [];
      const { hs_name: name = '', hs_pipeline_stage: stage, erp_tasks_done: done, erp_tasks_total: total } = record.properties;
      const label = DELIVERY_PIPELINES[object].stages.find((one) => one.id === stage)?.label ?? '';
      return [
        { object, id: recordId, name, stage: label, tasks: total === undefined ? null : { done: Number(done), total: Number(total) } },
      ];
    }),
  );
}
