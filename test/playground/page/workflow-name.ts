import type { WorkflowRun } from '../api.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

/** As the app's project calls it, or as this page does. */
export function useWorkflowName(): (id: string, name: WorkflowRun['name']) => string {
  const { language } = useViewer();
  const { workflows } = useWords();
  return (id, name) => name?.[language] ?? (workflows.names as Partial<Record<string, string>>)[id] ?? id;
}
