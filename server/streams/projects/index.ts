import type { StreamDefinition } from '../shared/definition.ts';
import { documentsOfCustomers } from '../shared/documents-of-customers.ts';
import { projectEvents } from './events.ts';
import { Project } from './record.ts';
import { removeProjects, storeProjects, type KeptProject } from './store.ts';

export const projects: StreamDefinition<'projects', Project, KeptProject> = {
  name: 'projects',
  record: Project,
  table: 'erp_projects',
  alsoFills: ['erp_project_parts', 'events'],
  subjectKind: 'project',
  startsOff: true,
  store: storeProjects,
  remove: removeProjects,
  events: { kinds: ['project_completed'], find: projectEvents },
  refreshed: documentsOfCustomers('erp_projects', `d.status = 'open' desc, d.erp_created_at desc nulls last`),
};
