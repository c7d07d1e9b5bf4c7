import type { Change } from '../api.ts';
import { moment, shownValue } from './format.ts';
import { labelOf, optionOf } from './labels.ts';
import { useViewer } from './viewer.ts';
import { useWords } from './words.ts';

/** The history of one record's ERP properties since the playground was ready. */
export function RecordChanges({ changes }: { changes: Change[] }) {
  const viewer = useViewer();
  const { record } = useWords();
  return (
    <div className="crm-card">
      {changes.length === 0 ? <p className="crm-quiet">{record.noHistory}</p> : null}
      <ul className="crm-history">
        {changes.map((change) => (
          <li key={change.id}>
            <span className="crm-quiet">{moment(viewer, change.at)}</span>
            <strong>{labelOf(viewer.language, { name: change.property, label: change.label })}</strong>
            <span>
              {valueOf(viewer, change, change.before)} → <b>{valueOf(viewer, change, change.after)}</b>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function valueOf(viewer: ReturnType<typeof useViewer>, { kind, property }: Change, value: string | null): string {
  return shownValue(viewer, { kind, name: property, value, shown: optionOf(viewer.language, property, value) ?? value });
}
