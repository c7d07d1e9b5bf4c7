import type { Row } from './standard-properties.ts';
import type { OptionalObject } from './types.ts';

/** Both say where a record stands, and when it begins and ends. */
const ROWS: Row[] = [
  ['hs_name', 'Name', 'text'],
  ['hs_pipeline', 'Pipeline', 'enum'],
  ['hs_pipeline_stage', 'Pipeline stage', 'enum'],
  ['hs_start_date', 'Start date', 'date'],
  ['hs_close_date', 'Close date', 'date'],
  ['hs_description', 'Description', 'textarea'],
  ['hubspot_owner_id', 'Owner', 'owner'],
  ['hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'ro'],
];

/** Names as public projects use them; not read from a live account. */
export const DELIVERY_ROWS: Record<OptionalObject, Row[]> = {
  services: [...ROWS, ['hs_target_end_date', 'Target end date', 'date']],
  projects: [...ROWS, ['hs_target_due_date', 'Target due date', 'date']],
};

interface Stage {
  id: string;
  label: string;
  state: 'OPEN' | 'CLOSED';
}

/** The pipeline that each has from the first day, with ids that no other account has. */
export const DELIVERY_PIPELINES: Record<OptionalObject, { id: string; stages: readonly Stage[] }> = {
  services: {
    id: 'ba9cdbd6',
    stages: [
      { id: '8e2b21d0', label: 'New', state: 'OPEN' },
      { id: '600b692d', label: 'In progress', state: 'OPEN' },
      { id: 'de53e7d9', label: 'Closed', state: 'CLOSED' },
    ],
  },
  projects: {
    id: '139663aa',
    stages: [
      { id: 'c51bb66c', label: 'Planning', state: 'OPEN' },
      { id: '7d1f02ab', label: 'Execution', state: 'OPEN' },
      { id: '2b90ffd3', label: 'Completed', state: 'CLOSED' },
      { id: '90ce1144', label: 'Cancelled', state: 'CLOSED' },
    ],
  },
};

export const deliveryChoices = (type: OptionalObject): Record<string, readonly string[]> => ({
  hs_pipeline: [DELIVERY_PIPELINES[type].id],
  hs_pipeline_stage: DELIVERY_PIPELINES[type].stages.map(({ id }) => id),
});

/** No record of these without a place in the pipeline. */
export const REQUIRED_OF_NEW: Record<OptionalObject, readonly string[]> = {
  services: ['hs_name', 'hs_pipeline_stage'],
  projects: ['hs_name', 'hs_pipeline', 'hs_pipeline_stage'],
};
